namespace Volcast.Lake.Tables;

/// <summary>What a stored forecast is.</summary>
public enum ForecastKind
{
    /// <summary>Made by the model in charge when its origin had settled.</summary>
    Live,

    /// <summary>Made beside it by a model that is being tried.</summary>
    Shadow,

    /// <summary>Made later for an origin that had passed.</summary>
    Backfill,

    /// <summary>Made from a bar that had not settled; never scored.</summary>
    Provisional,
}

/// <summary>One forecast with its interval, its reasons, and what it was made from. Variances are annualised.</summary>
public sealed record ForecastRow
{
    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The session at whose settlement the forecast is made.</summary>
    public required DateOnly ForecastOrigin { get; init; }

    /// <summary>Registered name, for example <c>volcast-spy-5d</c>.</summary>
    public required string Model { get; init; }

    public required string ModelVersion { get; init; }
    public required ForecastKind Kind { get; init; }

    /// <summary>The last session that is forecast.</summary>
    public required DateOnly TargetEnd { get; init; }

    /// <summary>Settlement of the origin, UTC: no wall-clock time.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required double Variance { get; init; }

    /// <summary>Bounds of the variance; NaN where the model has too few past residuals.</summary>
    public double Lower80 { get; init; } = double.NaN;
    public double Upper80 { get; init; } = double.NaN;
    public double Lower95 { get; init; } = double.NaN;
    public double Upper95 { get; init; } = double.NaN;

    /// <summary>The target's implied volatility at the origin, points; NaN where absent.</summary>
    public double Implied { get; init; } = double.NaN;

    /// <summary>The chance that the realised volatility goes beyond <see cref="Implied"/>; NaN where either is absent.</summary>
    public double ChanceAboveImplied { get; init; } = double.NaN;

    /// <summary>The chance that the realised volatility goes beyond .20, the long-run level of an equity index, roughly.</summary>
    public double ChanceAbove20 { get; init; } = double.NaN;

    /// <summary>What the next session may lose.</summary>
    public ForecastTailRisk OneDay95 { get; init; } = ForecastTailRisk.Absent;
    public ForecastTailRisk OneDay99 { get; init; } = ForecastTailRisk.Absent;

    /// <summary>What all sessions of the horizon may lose together.</summary>
    public ForecastTailRisk Horizon95 { get; init; } = ForecastTailRisk.Absent;
    public ForecastTailRisk Horizon99 { get; init; } = ForecastTailRisk.Absent;

    /// <summary>Whether any of the figures above is there: a row of the schema's first version has none.</summary>
    public bool HasFigures => double.IsFinite(Implied) || double.IsFinite(ChanceAbove20) || OneDay95 != ForecastTailRisk.Absent;

    /// <summary>A JSON array of objects with feature, value and amount, in the model's order.</summary>
    public required string Contributions { get; init; }

    /// <summary>The forecast of the model for its average training row, on the contributions' scale.</summary>
    public required double Base { get; init; }

    /// <summary><c>log_variance</c>, <c>variance</c> or <c>volatility</c>.</summary>
    public required string ContributionScale { get; init; }

    /// <summary>Digest of the features that the forecast was made from.</summary>
    public required string InputDigest { get; init; }

    /// <summary>The root of <see cref="Variance"/>, annualised, decimal.</summary>
    public double Volatility => Math.Sqrt(Variance);
}

/// <summary>Value-at-risk and expected shortfall; a loss is positive and a decimal log return, NaN where there are too few past
/// returns.</summary>
public readonly record struct ForecastTailRisk(double ValueAtRisk, double ExpectedShortfall)
{
    public static ForecastTailRisk Absent { get; } = new(double.NaN, double.NaN);
}
