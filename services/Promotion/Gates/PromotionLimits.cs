namespace Volcast.Services.Promotion.Gates;

/// <summary>The limits of the promotion gates. docs/decisions/0006-promotion.md gives the reasons.</summary>
public sealed record PromotionLimits
{
    /// <summary>The smallest share of the champion's training rows that a refit may have; .95 by default. A rolling window
    /// loses a few rows at its old end; a history that has lost a year is not the same.</summary>
    public double MinimumTrainingRowsShare { get; init; } = .95;

    /// <summary>The number of newest sessions over which two versions' forecasts are compared; 252 by default, a year.</summary>
    public int RecentSessions { get; init; } = 252;

    /// <summary>The largest mean |Δ ln F| of a refit, F the annualised variance; .10 by default.</summary>
    public double MaximumMeanChange { get; init; } = .10;

    /// <summary>The largest |Δ ln F| of a refit on any of the sessions; .40 by default.</summary>
    public double MaximumChange { get; init; } = .40;

    /// <summary>The smallest number of sessions on which a refit forecast as a shadow beside the champion; 5 by
    /// default.</summary>
    public int MinimumShadowSessions { get; init; } = 5;

    /// <summary>The smallest number of common origins on which recipes are compared; 504 by default, two years.
    /// docs/proof/gates.md shows what fewer would let pass.</summary>
    public int MinimumOrigins { get; init; } = 504;

    /// <summary>The level of the one-sided test of Diebold and Mariano; .05 by default. A first version must be better than HAR
    /// at this level, and a new recipe must not be worse than the champion's at it.</summary>
    public double Significance { get; init; } = .05;

    /// <summary>The level at which a first version must be better than HAR over ten sessions and more; .01 by default. At .05 too
    /// many recipes that are no better pass, because a sample without a crisis does not show what one costs
    /// (docs/proof/gates.md).</summary>
    public double LongHorizonSignificance { get; init; } = .01;

    /// <summary>How far the coverage of the 80 % interval may lie from 80 % on two years of origins or more; .05 by
    /// default.</summary>
    public double CoverageBand { get; init; } = .05;

    /// <summary>The band on <paramref name="origins"/> origins. On fewer than 504 it is wider, in proportion to the sampling
    /// error of a share.</summary>
    public double CoverageBandOn(int origins) => CoverageBand * Math.Max(1, Math.Sqrt(504.0 / origins));
}
