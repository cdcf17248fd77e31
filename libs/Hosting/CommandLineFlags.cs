using Volcast.Hosting;

namespace Volcast.Services.Api;

/// <summary>Flags of the form <c>--name value</c> or <c>--name=value</c>.</summary>
internal static class CommandLineFlags
{
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

    private static string Preset(Setting setting) => setting.Default.Length > 0 ? $"; default: {setting.Default}" : "";

    public static void WriteHelp(TextWriter output, IReadOnlyList<Setting> settings)
    {
        output.WriteLine("Serves forecasts, explanations and scenarios over HTTP. GET /docs lists the routes. "
            + "Usage: volcast serve [flags]\n");
        foreach (var setting in settings.Where(setting => setting.Flag is not null))
            output.WriteLine($"  {setting.Flag,-12}{setting.Description} [{setting.Name}{Preset(setting)}]");
        output.WriteLine("\nSettings without a flag, from the environment or the file .env:");
        foreach (var setting in settings.Where(setting => setting.Flag is null))
            output.WriteLine($"  {setting.Name}  {setting.Description}"
                + (setting.Default.Length > 0 ? $" [default: {setting.Default}]" : ""));
    }
}
