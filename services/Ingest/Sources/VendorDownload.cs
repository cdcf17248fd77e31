using Volcast.Market;

namespace Volcast.Services.Ingest.Sources;

/// <summary>What a vendor delivered for one symbol at one time.</summary>
/// <param name="Symbol">The requested symbol.</param>
/// <param name="Source">The <see cref="IMarketDataSource.Name"/> of the vendor.</param>
/// <param name="RetrievedAt">When the answer arrived; for a file, its last session at 23:59:59 UTC.</param>
/// <param name="Bars">The bars in the requested window, at least one.</param>
/// <param name="Rejected">Rows, or parts of rows, that the vendor delivered and that are not in <paramref name="Bars"/>.</param>
/// <param name="Notes">What else a user should know about this download: merged duplicates, sorting, retries.</param>
public sealed record VendorDownload(
    Symbol Symbol,
    string Source,
    DateTimeOffset RetrievedAt,
    DailyBars Bars,
    IReadOnlyList<RejectedRow> Rejected,
    IReadOnlyList<string> Notes)
{
    /// <summary>Whether a file's dates were unordered or repeated. Nothing is lost, but the file's author should
    /// know.</summary>
    public bool HasUnorderedRows { get; init; }

    /// <summary>The currency of the prices as the vendor states it, such as USD or GBp; null if it states none.</summary>
    public string? Currency { get; init; }

    /// <summary>The day of the symbol's first trade as the vendor states it; null if it states none.</summary>
    public DateOnly? FirstTrade { get; init; }
}
