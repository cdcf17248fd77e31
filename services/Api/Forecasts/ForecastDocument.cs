namespace Volcast.Services.Api.Forecasts;

/// <summary>One forecast. Variances and volatilities are annualised and decimal, losses decimal log returns with a loss positive;
/// what is absent is null.</summary>
internal sealed record ForecastDocument
{
    /// <summary>The target's ticker.</summary>
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED: simulated numbers say nothing of any market.</summary>
    public required string Market { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The session at whose settlement the forecast is made.</summary>
    public required DateOnly ForecastOrigin { get; init; }

    /// <summary>The first session that is forecast.</summary>
    public required DateOnly TargetStart { get; init; }

    /// <summary>The last one.</summary>
    public required DateOnly TargetEnd { get; init; }

    /// <summary>When the origin had settled, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>live, shadow, backfill or provisional.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether it is a row of the table of forecasts, rather than made for this answer.</summary>
    public required bool IsStored { get; init; }

    /// <summary>Settled sessions after the origin: 0 where this is the newest forecast that can be.</summary>
    public required int SessionsBehind { get; init; }

    public required double Variance { get; init; }
    public required double Volatility { get; init; }

    /// <summary>Lower and upper end; holds four outcomes of five.</summary>
    public required IReadOnlyList<double>? VolatilityInterval80 { get; init; }

    /// <summary>Lower and upper end; holds nineteen outcomes of twenty.</summary>
    public required IReadOnlyList<double>? VolatilityInterval95 { get; init; }

    public required IReadOnlyList<ChanceDocument> ChanceVolatilityAbove { get; init; }
    public required IReadOnlyList<TailRiskDocument> TailRisk { get; init; }

    /// <summary>Close of the implied-volatility index at the origin, points.</summary>
    public required double? ImpliedVolatilityPoints { get; init; }

    /// <summary>Inputs of the newest session that lie far outside everything before: check the bars first.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What has happened since the origin; null before its first session has settled.</summary>
    public required RealizedDocument? Realized { get; init; }

    /// <summary>Registered name.</summary>
    public required string Model { get; init; }

    public required string ModelVersion { get; init; }

    /// <summary>SHA-256 of all that the forecast was made from.</summary>
    public required string InputDigest { get; init; }
}

/// <summary>The chance that the realised volatility goes beyond a level.</summary>
internal sealed record ChanceDocument(double Volatility, double? Chance, bool IsImplied);

/// <summary>What may be lost over some sessions.</summary>
internal sealed record TailRiskDocument(int Sessions, double Confidence, double? ValueAtRisk, double? ExpectedShortfall);

/// <summary>What has been realised of the sessions that are forecast.</summary>
/// <param name="Sessions">That have settled, of <paramref name="Of"/>.</param>
/// <param name="Of">The horizon.</param>
/// <param name="Variance">Annualised, of the sessions that have settled; null where a bar is missing between them.</param>
/// <param name="Volatility">Its root.</param>
/// <param name="IsComplete">Whether it is the outcome.</param>
internal sealed record RealizedDocument(int Sessions, int Of, double? Variance, double? Volatility, bool IsComplete);
