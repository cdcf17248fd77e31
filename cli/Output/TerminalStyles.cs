namespace Volcast.Cli.Output;

/// <summary>Whether a terminal shows colour and weight, as the environment says.</summary>
internal static class TerminalStyles
{
    /// <summary>False where <c>NO_COLOR</c> is set to anything (no-color.org), and where <c>TERM</c> is missing or
    /// <c>dumb</c>.</summary>
    public static bool Accepts(Func<string, string?> environment) =>
        string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") is { Length: > 0 } and not "dumb";
}
