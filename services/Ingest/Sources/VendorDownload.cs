using Volcast.Market;

namespace Volcast.Services.Ingest.Sources;

/// <summary>What a vendor served for one symbol at one moment.</summary>
/// <param name="Symbol">The symbol that was asked for.</param>
/// <param name="Source">The <see cref="IMarketDataSource.Name"/> of the vendor.</param>
/// <param name="RetrievedAt">When the answer came; for a file, its last session at 23:59:59 UTC.</param>
/// <param name="Bars">The bars within the window asked for, at least one.</param>
/// <param name="Rejected">Rows, or parts of rows, that the vendor served and that are not in <paramref name="Bars"/>.</param>
/// <param name="Notes">What else a person should know of this download: collapsed duplicates, sorting, repeated attempts.</param>
public sealed record VendorDownload(
    Symbol Symbol,
    string Source,
    DateTimeOffset RetrievedAt,
    DailyBars Bars,
    IReadOnlyList<RejectedRow> Rejected,
    IReadOnlyList<string> Notes)
{
    /// <summary>Whether a file's dates were unordered or repeated: nothing is lost, but whoever makes the file should
    /// know.</summary>
    public bool HasUnorderedRows { get; init; }
}
