using Volcast.Market;

namespace Volcast.Services.Ingest.Sources;

/// <summary>Why a vendor delivered nothing for a symbol.</summary>
public enum MarketDataFailure
{
    /// <summary>The vendor, or the folder, does not know the symbol.</summary>
    NotFound,

    /// <summary>The symbol is known, but the requested window has no valid bar.</summary>
    NoData,

    /// <summary>The vendor still limits the requests after the last retry.</summary>
    RateLimited,

    /// <summary>The vendor refuses this machine or this request, even with a new session.</summary>
    Refused,

    /// <summary>No connection, no answer in time, or an error of the vendor's server.</summary>
    Unavailable,

    /// <summary>The answer is incomplete, or not what was requested.</summary>
    Malformed,

    /// <summary>A file that cannot be read as a table of bars.</summary>
    BadFile,
}

/// <summary>A download failed. The message says what happened, to which symbol and where, and what the user can do.</summary>
public sealed class MarketDataException(
    MarketDataFailure kind,
    Symbol symbol,
    string message,
    Exception? innerException = null,
    IReadOnlyList<RejectedRow>? rejected = null) : Exception(message, innerException)
{
    public MarketDataFailure Kind { get; } = kind;

    public Symbol Symbol { get; } = symbol;

    /// <summary>The rejected rows, if the download failed because every row was rejected; otherwise empty.</summary>
    public IReadOnlyList<RejectedRow> Rejected { get; } = rejected ?? [];
}
