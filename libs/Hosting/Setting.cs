namespace Volcast.Hosting;

/// <summary>One thing that a user may set: by a line of the settings file, by an environment variable or by a flag.</summary>
/// <param name="Name">Its name in the file and the environment, for example <c>LOOKBACK_PERIOD</c>.</param>
/// <param name="Flag">Its flag on the command line, for example <c>--lookback</c>; null where it has none.</param>
/// <param name="Default">The value that holds when nobody says otherwise.</param>
/// <param name="Description">What it is, in a line, with its range.</param>
/// <param name="Problem">Says what is wrong with a value, or null when it is fine.</param>
public sealed record Setting(string Name, string? Flag, string Default, string Description, Func<string, string?> Problem)
{
    /// <summary>How a value is shown to people; <see cref="Hidden"/> for a secret.</summary>
    public Func<string, string> Show { get; init; } = value => value;

    /// <summary>Shows of a secret only that it is there.</summary>
    public static string Hidden(string value) => value.Length > 0 ? "(hidden)" : "";

    /// <summary>A setting that takes any text.</summary>
    public static string? AnyText(string value) => null;

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static Func<string, string?> WholeNumber(long least, long most) => value =>
        long.TryParse(value, out var number) && number >= least && number <= most
            ? null
            : $"expected a whole number from {least} to {most}";

    public static Func<string, string?> OneOf(params string[] choices) => value =>
        choices.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : $"expected one of {string.Join(", ", choices)}";
}

/// <summary>Where a value came from; each later one overrides the ones before.</summary>
public enum SettingOrigin
{
    Default,
    File,
    Environment,
    Flag,
}

/// <summary>A setting's value in force and who said so.</summary>
public sealed record SettingValue(Setting Setting, string Value, SettingOrigin Origin);

/// <summary>A setting cannot be used as given; the message names it, the value, who gave it and what was expected.</summary>
public sealed class SettingException(string message) : Exception(message);
