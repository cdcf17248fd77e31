namespace Volcast.Hosting;

/// <summary>The values in force: defaults, overridden by the settings file, by the environment and by flags, in that
/// order.</summary>
public sealed class Settings
{
    private readonly Dictionary<string, SettingValue> values = new(StringComparer.Ordinal);

    private Settings()
    {
    }

    /// <summary>Every setting with its value and origin, in the order of their definition.</summary>
    public IReadOnlyList<SettingValue> All { get; private init; } = [];

    /// <param name="definitions">What can be set.</param>
    /// <param name="file">The settings file's values.</param>
    /// <param name="environment">Looks up an environment variable; null or blank means not set.</param>
    /// <param name="flags">Flags that were given, by setting name.</param>
    /// <exception cref="SettingException">A value is not one that its setting takes.</exception>
    public static Settings Resolve(
        IReadOnlyList<Setting> definitions,
        IReadOnlyDictionary<string, string> file,
        Func<string, string?> environment,
        IReadOnlyDictionary<string, string> flags)
    {
        var resolved = definitions.Select(setting => Resolve(setting, file, environment, flags)).ToList();
        var settings = new Settings { All = resolved };
        foreach (var value in resolved)
            settings.values.Add(value.Setting.Name, value);
        return settings;
    }

    public SettingValue this[Setting setting] => values[setting.Name];

    public string Text(Setting setting) => values[setting.Name].Value;

    public int Number(Setting setting) => int.Parse(values[setting.Name].Value);

    /// <summary>Whether somebody said so, rather than the default holding.</summary>
    public bool IsGiven(Setting setting) => values[setting.Name].Origin != SettingOrigin.Default;

    /// <summary>These values with one overridden, as by a flag.</summary>
    public Settings With(Setting setting, string value)
    {
        var flag = new Dictionary<string, string> { [setting.Name] = value };
        var changed = Resolve(setting, flag, _ => null, flag);
        var settings = new Settings { All = [.. All.Select(known => known.Setting.Name == setting.Name ? changed : known)] };
        foreach (var known in settings.All)
            settings.values.Add(known.Setting.Name, known);
        return settings;
    }

    private static SettingValue Resolve(
        Setting setting,
        IReadOnlyDictionary<string, string> file,
        Func<string, string?> environment,
        IReadOnlyDictionary<string, string> flags)
    {
        var value = flags.TryGetValue(setting.Name, out var flag) ? new SettingValue(setting, flag.Trim(), SettingOrigin.Flag)
            : environment(setting.Name) is { } variable && !string.IsNullOrWhiteSpace(variable)
                ? new SettingValue(setting, variable.Trim(), SettingOrigin.Environment)
            : file.TryGetValue(setting.Name, out var line) && line.Length > 0
                ? new SettingValue(setting, line, SettingOrigin.File)
            : new SettingValue(setting, setting.Default, SettingOrigin.Default);

        if (setting.Problem(value.Value) is not { } problem)
            return value;
        var giver = value.Origin switch
        {
            SettingOrigin.Flag => $"the flag {setting.Flag}",
            SettingOrigin.Environment => $"the environment variable {setting.Name}",
            SettingOrigin.File => $"{setting.Name} in the settings file",
            _ => $"the default of {setting.Name}",
        };
        throw new SettingException($"'{setting.Show(value.Value)}' given by {giver}: {problem}.");
    }
}
