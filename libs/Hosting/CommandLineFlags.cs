namespace Volcast.Hosting;

/// <summary>The command line of a web host: flags of the form <c>--name value</c> or <c>--name=value</c>.</summary>
public static class CommandLineFlags
{
    /// <summary>Separates the arguments whose flag is one of <paramref name="settings"/> from the others, which another program
    /// reads.</summary>
    public static (IReadOnlyList<string> Own, IReadOnlyList<string> Others) Split(
        IReadOnlyList<string> arguments, IReadOnlyList<Setting> settings)
    {
        var (own, others) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var side = settings.Any(known => known.Flag == parts[0]) ? own : others;
            side.Add(arguments[i]);
            if (parts.Length == 1 && i + 1 < arguments.Count)
                side.Add(arguments[++i]);
        }
        return (own, others);
    }

    /// <summary>Reads the flags.</summary>
    /// <returns>Setting name → value.</returns>
    /// <exception cref="SettingException">A flag is unknown or has no value.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IReadOnlyList<string> arguments, IReadOnlyList<Setting> settings)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var setting = settings.FirstOrDefault(known => known.Flag == parts[0]) ?? throw new SettingException(
                $"'{arguments[i]}' is not one of the flags "
                + $"{string.Join(", ", settings.Select(known => known.Flag).OfType<string>())}.");
            given[setting.Name] = parts.Length == 2 ? parts[1]
                : i + 1 < arguments.Count ? arguments[++i]
                : throw new SettingException($"The flag {parts[0]} needs a value: {setting.Description}.");
        }
        return given;
    }

    /// <summary>Prints what a program does and each of its settings.</summary>
    /// <param name="output">Receives the text.</param>
    /// <param name="purpose">What the program does and how it is called.</param>
    /// <param name="settings">Its settings.</param>
    public static void WriteHelp(TextWriter output, string purpose, IReadOnlyList<Setting> settings)
    {
        output.WriteLine($"{purpose}\n");
        foreach (var setting in settings.Where(setting => setting.Flag is not null))
            output.WriteLine($"  {setting.Flag,-12}{setting.Description} [{setting.Name}{Preset(setting)}]");
        output.WriteLine("\nSettings without a flag, from the environment or the file .env:");
        foreach (var setting in settings.Where(setting => setting.Flag is null))
            output.WriteLine($"  {setting.Name}  {setting.Description}"
                + (setting.Default.Length > 0 ? $" [default: {setting.Default}]" : ""));
    }

    private static string Preset(Setting setting) => setting.Default.Length > 0 ? $"; default: {setting.Default}" : "";
}
