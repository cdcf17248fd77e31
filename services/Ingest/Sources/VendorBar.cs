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
    /// <summary>Below this a <see cref="double"/> is a <see cref="long"/> for certain.</summary>
    private const double TooManyShares = 1e18;

    /// <summary>A number as a volume: whole shares; null if it is missing or no number of shares.</summary>
    public static long? VolumeOf(double? shares) =>
        shares is { } number && Math.Abs(number) < TooManyShares ? (long)Math.Round(number) : null;

    /// <summary>Whether the row has a date and nothing else, as vendors write a session whose data they lack.</summary>
    public bool IsBlank => (Open ?? High ?? Low ?? Close) is null;
}
