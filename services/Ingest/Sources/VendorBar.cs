namespace Volcast.Services.Ingest.Sources;

/// <summary>The numbers of one session as a vendor gives them, before any check; null for a missing number.</summary>
/// <param name="Open">First price of the session.</param>
/// <param name="High">Highest price of the session.</param>
/// <param name="Low">Lowest price of the session.</param>
/// <param name="Close">Last price of the session.</param>
/// <param name="AdjustedClose">The close adjusted backwards for dividends.</param>
/// <param name="Volume">Shares traded.</param>
public sealed record VendorBar(double? Open, double? High, double? Low, double? Close, double? AdjustedClose, long? Volume)
{
    /// <summary>Whether the row has a date and nothing else, as vendors write a session whose data they lack.</summary>
    public bool IsBlank => (Open ?? High ?? Low ?? Close) is null;
}
