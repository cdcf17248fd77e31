namespace Volcast.Services.Promotion.Gates;

/// <summary>What a candidate has to keep within. The reasons are in docs/decisions/0006-promotion.md.</summary>
public sealed record PromotionLimits
{
    /// <summary>The share of the champion's training rows that a refit has at least; .95 by default. A window that rolls loses
    /// some at its old end; a history that has lost a year is not the same.</summary>
    public double TrainingRowsKept { get; init; } = .95;

    /// <summary>Newest sessions over which two versions' forecasts are compared; 252 by default, a year.</summary>
    public int RecentSessions { get; init; } = 252;

    /// <summary>The largest mean |Δ ln F| of a refit, F the annualised variance; .10 by default.</summary>
    public double MeanChange { get; init; } = .10;

    /// <summary>The largest |Δ ln F| of a refit on any of the sessions; .40 by default.</summary>
    public double LargestChange { get; init; } = .40;

    /// <summary>Sessions on which a refit forecast beside the champion; 5 by default.</summary>
    public int ShadowSessions { get; init; } = 5;

    /// <summary>Origins on which recipes are compared, at least; 200 by default, which the shortest history that can be trained
    /// leaves at every horizon.</summary>
    public int Origins { get; init; } = 200;

    /// <summary>The level of the one-sided test of Diebold and Mariano; .05 by default.</summary>
    public double Significance { get; init; } = .05;

    /// <summary>How far the coverage of the 80 % interval may lie from 80 % on two years of origins or more; .05 by
    /// default.</summary>
    public double CoverageBand { get; init; } = .05;

    /// <summary>The band on <paramref name="origins"/> origins: on fewer than 504 it is wider, as a share's sampling error
    /// is.</summary>
    public double CoverageBandOn(int origins) => CoverageBand * Math.Max(1, Math.Sqrt(504.0 / origins));
}
