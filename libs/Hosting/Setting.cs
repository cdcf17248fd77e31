namespace Volcast.Hosting;

/// <summary>A setting: given by a line of the settings file, by an environment variable or by a flag.</summary>
/// <param name="Name">Its name in the file and the environment, for example <c>LOOKBACK_PERIOD</c>.</param>
/// <param name="Flag">Its flag on the command line, for example <c>--lookback</c>; null if it has none.</param>
/// <param name="Default">The value when none is given.</param>
/// <param name="Description">Its meaning and range, in one line.</param>
/// <param name="Problem">Returns what is wrong with a value, or null for a valid one.</param>
public sealed record Setting(string Name, string? Flag, string Default, string Description, Func<string, string?> Problem)
{
    /// <summary>How a value is displayed; <see cref="Hidden"/> for a secret.</summary>
    public Func<string, string> Show { get; init; } = value => value;

    /// <summary>What the help of a command shows as the default; null where the command has none.</summary>
    public string? ShownDefault { get; init; } = Default.Length > 0 ? Default : null;

    /// <summary>Displays only whether a secret is set.</summary>
    public static string Hidden(string value) => value.Length > 0 ? "(hidden)" : "";

    /// <summary>Displays an address without the user name and the password in it.</summary>
    public static string WithoutUser(string value) =>
        value.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme
        && value.IndexOfAny(['/', '?', '#'], scheme + 3) is var end
        && value[..(end < 0 ? value.Length : end)].LastIndexOf('@') is var at && at > scheme
            ? $"{value[..(scheme + 3)]}(hidden)@{value[(at + 1)..]}" : value;

    /// <summary>A setting that takes any text.</summary>
    public static string? AnyText(string value) => null;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Func<string, string?> WholeNumber(long least, long most) => value =>
        PlainNumber.TryParse(value, out long number) && number >= least && number <= most
            ? null
            : $"expected a whole number from {least} to {most}";

    public static Func<string, string?> OneOf(params string[] choices) => value =>
        choices.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : $"expected one of {string.Join(", ", choices)}";
}

/// <summary>The origin of a value; each later one overrides the earlier ones.</summary>
public enum SettingOrigin
{
    Default,
    File,
    Environment,
    Flag,
}

/// <summary>A setting's value and its origin.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">The text.</param>
/// <param name="Origin">What gave it.</param>
/// <param name="Place">The same in words, such as <c>the flag --data</c>.</param>
public sealed record SettingValue(Setting Setting, string Value, SettingOrigin Origin, string Place)
{
    /// <summary>The error that names the value and what gave it.</summary>
    /// <param name="problem">What is wrong with the value, without a full stop at its end.</param>
    public SettingException Refused(string problem) => new($"'{Setting.Show(Value)}' given by {Place}: {problem}.");
}

/// <summary>A setting has an invalid value; the message names the setting, the value, its origin and what was expected.</summary>
public sealed class SettingException(string message) : Exception(message);
