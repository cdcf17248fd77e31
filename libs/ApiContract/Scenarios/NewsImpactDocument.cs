namespace Volcast.ApiContract.Scenarios;

/// <summary>The news impact: what the serving version would forecast after a next session with each of several returns of the
/// target. Variances and volatilities are annualised and decimal.</summary>
public sealed record NewsImpactDocument
{
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED: the kind of the bars before the session.</summary>
    public required string DataKind { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The hypothetical session: the first one after the newest settled session.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>The last session that would be forecast.</summary>
    public required DateOnly TargetEnd { get; init; }

    public required string Model { get; init; }
    public required int ModelVersion { get; init; }

    /// <summary>The forecast volatility from the newest settled session.</summary>
    public required double NewestVolatility { get; init; }

    /// <summary>follow or hold: whether the companion symbols move with the target.</summary>
    public required string Companions { get; init; }

    /// <summary>How each companion symbol moves.</summary>
    public required IReadOnlyList<CompanionMoveDocument> CompanionMoves { get; init; }

    /// <summary>Ascending by return.</summary>
    public required IReadOnlyList<NewsImpactPointDocument> Points { get; init; }

    /// <summary>What to know about the version before relying on it, as sentences.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>How a companion symbol moves with the target: by these multiples of the target's log return.</summary>
/// <param name="Symbol">The companion symbol.</param>
/// <param name="PerFall">Its log return divided by that of the target if the target falls.</param>
/// <param name="PerRise">The same if the target rises.</param>
/// <param name="Sessions">The past sessions that these are estimated from; 0 if it is held.</param>
public sealed record CompanionMoveDocument(string Symbol, double PerFall, double PerRise, int Sessions);

/// <summary>The forecast after one return.</summary>
/// <param name="LogReturn">Of the target in the hypothetical session, decimal.</param>
/// <param name="Variance">The forecast.</param>
/// <param name="Volatility">Its root.</param>
/// <param name="VolatilityPointsChange">By how much the session changes the forecast volatility, percent points.</param>
public readonly record struct NewsImpactPointDocument(
    double LogReturn, double Variance, double Volatility, double VolatilityPointsChange);
