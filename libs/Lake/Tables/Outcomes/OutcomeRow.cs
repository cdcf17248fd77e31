namespace Volcast.Lake.Tables;

/// <summary>What happened in the forecast period of one origin, measured in two ways. Variances are annualised. An outcome that a
/// vendor's correction changes is a new row with another <see cref="DataDigest"/>.</summary>
public sealed record OutcomeRow
{
    /// <summary>Length of the forecast period, sessions.</summary>
    public required int Horizon { get; init; }

    /// <summary>The session before the forecast period.</summary>
    public required DateOnly ForecastOrigin { get; init; }

    /// <summary>Digest of the bars that the outcome was computed from: their returns and ranges, and when a changed one was
    /// known.</summary>
    public required string DataDigest { get; init; }

    /// <summary>The last session of the forecast period.</summary>
    public required DateOnly TargetEnd { get; init; }

    /// <summary>The earliest time at which these data were known, UTC: settlement of the target's end, or the later download that
    /// changed them.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    /// <summary>252/h · Σr² of the period's h sessions, at least 1e-6.</summary>
    public required double RealizedVariance { get; init; }

    /// <summary>Mean range variance of the period's sessions: overnight return squared plus a range estimator of the trading
    /// hours; NaN where a high or low is missing.</summary>
    public double RangeVariance { get; init; } = double.NaN;

    /// <summary>Log return of the period's first session, decimal, positive for a gain.</summary>
    public double FirstLogReturn { get; init; } = double.NaN;

    /// <summary>Log return of the period's sessions together, decimal, positive for a gain.</summary>
    public double LogReturn { get; init; } = double.NaN;
}
