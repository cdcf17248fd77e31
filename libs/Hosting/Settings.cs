using System.Globalization;

namespace Volcast.Hosting;

/// <summary>The resolved values: defaults, overridden by the settings file, by the environment and by flags, in that
/// order.</summary>
public sealed class Settings
{
    private readonly Dictionary<string, SettingValue> values;

    private Settings(IReadOnlyList<SettingValue> all)
    {
        All = all;
        values = all.ToDictionary(value => value.Setting.Name, StringComparer.Ordinal);
    }

    /// <summary>Every setting with its value and origin, in the order of their definition.</summary>
    public IReadOnlyList<SettingValue> All { get; }

    /// <param name="definitions">The known settings.</param>
    /// <param name="file">The settings file.</param>
    /// <param name="environment">Looks up an environment variable; null or blank means not set.</param>
    /// <param name="flags">The given flags, by setting name.</param>
    /// <exception cref="SettingException">A value is not valid for its setting.</exception>
    public static Settings Resolve(
        IReadOnlyList<Setting> definitions,
        SettingsFile file,
        Func<string, string?> environment,
        IReadOnlyDictionary<string, string> flags) =>
        new([.. definitions.Select(setting => Resolve(setting, file, environment, flags))]);

    /// <summary>Resolves the settings, with the default for each value that is not valid.</summary>
    /// <param name="definitions">The known settings.</param>
    /// <param name="file">The settings file.</param>
    /// <param name="environment">Looks up an environment variable; null or blank means not set.</param>
    /// <param name="flags">The given flags, by setting name.</param>
    /// <param name="problems">Receives the message of each value that is not valid.</param>
    /// <exception cref="SettingException">A flag is not valid.</exception>
    public static Settings ResolveValid(
        IReadOnlyList<Setting> definitions,
        SettingsFile file,
        Func<string, string?> environment,
        IReadOnlyDictionary<string, string> flags,
        ICollection<string> problems)
    {
        return new([.. definitions.Select(ResolveOrDefault)]);

        SettingValue ResolveOrDefault(Setting setting)
        {
            try
            {
                return Resolve(setting, file, environment, flags);
            }
            catch (SettingException error) when (!flags.ContainsKey(setting.Name))
            {
                problems.Add(error.Message);
                return OfDefault(setting);
            }
        }
    }

    public SettingValue this[Setting setting] => values[setting.Name];

    public string Text(Setting setting) => values[setting.Name].Value;

    public int Number(Setting setting) => int.Parse(values[setting.Name].Value, CultureInfo.InvariantCulture);

    /// <summary>Whether the user set the value, so that it is not the default.</summary>
    public bool IsGiven(Setting setting) => values[setting.Name].Origin != SettingOrigin.Default;

    /// <summary>These values with one overridden, as by a flag.</summary>
    /// <exception cref="SettingException">The value is not valid for the setting.</exception>
    public Settings With(Setting setting, string value)
    {
        var changed = Checked(new(setting, value.Trim(), SettingOrigin.Flag, $"the flag {setting.Flag}"));
        return new([.. All.Select(known => known.Setting.Name == setting.Name ? changed : known)]);
    }

    private static SettingValue Resolve(
        Setting setting, SettingsFile file, Func<string, string?> environment, IReadOnlyDictionary<string, string> flags)
    {
        if (flags.TryGetValue(setting.Name, out var flag))
            return Checked(new(setting, flag.Trim(), SettingOrigin.Flag, $"the flag {setting.Flag}"));
        if (environment(setting.Name) is { } variable && !string.IsNullOrWhiteSpace(variable))
            return Checked(
                new(setting, variable.Trim(), SettingOrigin.Environment, $"the environment variable {setting.Name}"));
        if (file.Lines.TryGetValue(setting.Name, out var line) && line.Value.Length > 0)
            return Checked(
                new(setting, line.Value, SettingOrigin.File, $"{setting.Name} in {file.Path}, line {line.Number}"));
        return Checked(OfDefault(setting));
    }

    private static SettingValue OfDefault(Setting setting) =>
        new(setting, setting.Default, SettingOrigin.Default, $"the default of {setting.Name}");

    private static SettingValue Checked(SettingValue value) =>
        value.Setting.Problem(value.Value) is { } problem ? throw value.Refused(problem) : value;
}
