using Volcast.Market;

namespace Volcast.Services.Ingest.Sources;

/// <summary>Why a vendor gave nothing for a symbol.</summary>
public enum MarketDataFailure
{
    /// <summary>The vendor, or the folder, does not know the symbol.</summary>
    NotFound,

    /// <summary>The symbol is known, but not one bar of the window asked for could be had.</summary>
    NoData,

    /// <summary>The vendor asks for fewer requests, and went on asking.</summary>
    RateLimited,

    /// <summary>The vendor does not serve this machine or this request, even with a new session.</summary>
    Refused,

    /// <summary>No connection, no answer in time, or a fault on the vendor's side.</summary>
    Unavailable,

    /// <summary>An answer that is not what was asked for, or no whole answer.</summary>
    Malformed,

    /// <summary>A file that cannot be read as a table of bars.</summary>
    BadFile,
}

/// <summary>A download that failed. The message says what happened, to which symbol and where, and the ways on.</summary>
public sealed class MarketDataException(
    MarketDataFailure kind,
    Symbol symbol,
    string message,
    Exception? innerException = null,
    IReadOnlyList<RejectedRow>? rejected = null) : Exception(message, innerException)
{
    public MarketDataFailure Kind { get; } = kind;

    public Symbol Symbol { get; } = symbol;

    /// <summary>The rows that came and were all rejected, where that is why the download failed; otherwise empty.</summary>
    public IReadOnlyList<RejectedRow> Rejected { get; } = rejected ?? [];
}
