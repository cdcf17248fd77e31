namespace Volcast.Market.Simulation;

/// <summary>How often a simulated asset goes ex dividend.</summary>
internal enum DividendSchedule
{
    /// <summary>The third Friday of March, June, September and December.</summary>
    Quarterly,

    /// <summary>The first day of each month.</summary>
    Monthly,
}

/// <summary>
/// The parameters of a traded asset of the simulated market: return = β · market + idiosyncratic noise. The noise's variance
/// follows the market's with some elasticity and has its own random factor (a one-factor log-normal volatility, Taylor 1986).
/// </summary>
/// <remarks>With a constant β and an idiosyncratic variance that follows the market's less than proportionally, the
/// correlation grows in times of stress, as in a flight to safety (Connolly, Stivers and Sun 2005).</remarks>
internal sealed record AssetParameters
{
    public required double Beta { get; init; }

    /// <summary>Annualised volatility of the idiosyncratic noise when the market's variance is at its mean; decimal.</summary>
    public double OwnVolatility { get; init; }

    /// <summary>Elasticity of the idiosyncratic variance in the market's variance.</summary>
    public double MarketElasticity { get; init; }

    /// <summary>Stationary standard deviation of the idiosyncratic log variance around that; a deviation halves in 20
    /// sessions.</summary>
    public double OwnVarianceDeviation { get; init; } = 0.7;

    /// <summary>Expected log growth of price and dividends together, plus half the variance; per year.</summary>
    public required double ExpectedReturn { get; init; }

    /// <summary>Price before the first session, in dollars.</summary>
    public required double FirstPrice { get; init; }

    /// <summary>Dividends of a year over the price.</summary>
    public required double DividendYield { get; init; }

    public DividendSchedule Dividends { get; init; }

    /// <summary>Typical number of shares traded in a session.</summary>
    public required double Volume { get; init; }

    public static AssetParameters Spy { get; } = new()
    {
        Beta = 1,
        ExpectedReturn = 0.09,
        FirstPrice = 146,
        DividendYield = 0.018,
        Volume = 90e6,
    };

    public static AssetParameters Tlt { get; } = new()
    {
        Beta = -0.3,
        OwnVolatility = 0.125,
        MarketElasticity = 0.3,
        ExpectedReturn = 0.045,
        FirstPrice = 82,
        DividendYield = 0.03,
        Dividends = DividendSchedule.Monthly,
        Volume = 9e6,
    };

    public static AssetParameters Hyg { get; } = new()
    {
        Beta = 0.38,
        OwnVolatility = 0.072,
        MarketElasticity = 1.1,
        ExpectedReturn = 0.055,
        FirstPrice = 104,
        DividendYield = 0.055,
        Dividends = DividendSchedule.Monthly,
        Volume = 12e6,
    };

    /// <summary>A single stock whose parameters are drawn from the random stream of its name.</summary>
    public static AssetParameters Equity(Xoshiro256 character) => new()
    {
        Beta = 0.6 + 0.9 * character.Uniform(),
        OwnVolatility = 0.15 + 0.2 * character.Uniform(),
        MarketElasticity = 0.5,
        ExpectedReturn = 0.09,
        FirstPrice = Math.Round(20 + 130 * character.Uniform(), 2),
        DividendYield = 0.03 * character.Uniform(),
        Volume = 2e6 + 20e6 * character.Uniform(),
    };
}
