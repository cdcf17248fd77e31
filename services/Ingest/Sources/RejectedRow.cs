using Volcast.Schemas;

namespace Volcast.Services.Ingest.Sources;

/// <summary>A vendor's row, or a part of it, that validation rejected; it goes to quarantine.</summary>
/// <param name="Session">The row's session as <c>yyyy-MM-dd</c>, or the vendor's text if that is not a date.</param>
/// <param name="Row">The row as the vendor wrote it.</param>
/// <param name="Reason">What is wrong with it, with the values and, for a file, the line.</param>
/// <param name="Severity">Error for damage, warning for an oddity that vendors are known for.</param>
/// <param name="Part">How much of the row was rejected.</param>
public sealed record RejectedRow(
    string Session, string Row, string Reason, Severity Severity, RejectedPart Part = RejectedPart.Row);

/// <summary>How much of a row was rejected.</summary>
public enum RejectedPart
{
    /// <summary>All of it: the session has no bar.</summary>
    Row,

    /// <summary>Open, high and low: the session's bar has only its close (indices).</summary>
    Candle,

    /// <summary>A dividend or split whose session has no bar, or whose amount is impossible.</summary>
    Event,
}
