using Volcast.Lake;

namespace Volcast.Cli.Output;

/// <summary>Labels simulated data as simulated in all output for people.</summary>
internal static class DataKindLabel
{
    public const string Warning = "SIMULATED MARKET: it shows that the software runs, not how accurate it is.";

    private const string Mark = "SIMULATED MARKET";

    /// <summary>The warning as it stands on a page.</summary>
    public static string WarningOn(Terminal terminal) =>
        terminal.Paint(Mark, Tone.Caution) + Warning[Mark.Length..];

    /// <summary>The data kind, as a tag states it, of a version that was trained on simulated data.</summary>
    public const string Simulated = "SIMULATED";

    /// <summary>Suffix of a title; empty for real data.</summary>
    public static string Suffix(DataKind kind) => kind == DataKind.Simulated ? " (SIMULATED)" : "";
}
