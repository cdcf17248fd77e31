namespace Volcast.Lake.Tables;

/// <summary>When and by which model a stored forecast was made.</summary>
public enum ForecastKind
{
    /// <summary>Made by the serving version after its origin had settled and before the next session, the first of the target,
    /// opened.</summary>
    Live,

    /// <summary>Made at the same time by a challenger.</summary>
    Shadow,

    /// <summary>Made after the first session of the target had opened. It counts in no track record, and its scores are kept
    /// apart.</summary>
    Backfill,

    /// <summary>Made from a bar that had not settled. It is never scored.</summary>
    Provisional,

    /// <summary>Made by a reference model that is fitted anew for each origin on what was known then. It is no forecast of the
    /// registered model and counts in none of its scores.</summary>
    Baseline,
}

/// <summary>One forecast with its interval, its reasons, and the digest of its inputs. Variances are annualised.</summary>
public sealed record ForecastRow
{
    /// <summary>Length of the forecast period, sessions.</summary>
    public required int Horizon { get; init; }

    /// <summary>The session after whose settlement the forecast is made.</summary>
    public required DateOnly ForecastOrigin { get; init; }

    /// <summary>Registered name, for example <c>volcast-spy-5d</c>; of a baseline its own name, <c>har</c> or
    /// <c>vix-calibrated</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The version's number in the registry; of a baseline its last training session, yyyy-MM-dd.</summary>
    public required string ModelVersion { get; init; }
    public required ForecastKind Kind { get; init; }

    /// <summary>The last session of the forecast period.</summary>
    public required DateOnly TargetEnd { get; init; }

    /// <summary>Settlement of the origin, UTC; not the time of the run.</summary>
    public required DateTimeOffset AsOf { get; init; }

    public required double Variance { get; init; }

    /// <summary>Bounds of the variance; NaN where the model has too few past residuals.</summary>
    public double Lower80 { get; init; } = double.NaN;
    public double Upper80 { get; init; } = double.NaN;
    public double Lower95 { get; init; } = double.NaN;
    public double Upper95 { get; init; } = double.NaN;

    /// <summary>The target's implied volatility at the origin, points; NaN where missing.</summary>
    public double Implied { get; init; } = double.NaN;

    /// <summary>The index of <see cref="Implied"/>, such as ^VIX; null in rows of an earlier version of the schema.</summary>
    public string? ImpliedIndex { get; init; }

    /// <summary>The probability that the realised volatility exceeds <see cref="Implied"/>; NaN if either is missing.</summary>
    public double ProbabilityAboveImplied { get; init; } = double.NaN;

    /// <summary>The probability that the realised volatility exceeds .20, roughly the long-run level of an equity
    /// index.</summary>
    public double ProbabilityAbove20 { get; init; } = double.NaN;

    /// <summary>Tail risk of the next session.</summary>
    public ForecastTailRisk OneDay95 { get; init; } = ForecastTailRisk.Absent;
    public ForecastTailRisk OneDay975 { get; init; } = ForecastTailRisk.Absent;
    public ForecastTailRisk OneDay99 { get; init; } = ForecastTailRisk.Absent;

    /// <summary>Tail risk of all sessions of the horizon together.</summary>
    public ForecastTailRisk Horizon95 { get; init; } = ForecastTailRisk.Absent;
    public ForecastTailRisk Horizon975 { get; init; } = ForecastTailRisk.Absent;
    public ForecastTailRisk Horizon99 { get; init; } = ForecastTailRisk.Absent;

    /// <summary>How many windows without overlap the past returns behind the tail risks fill, of one session and of the horizon;
    /// NaN in rows of an earlier version of the schema.</summary>
    public double OneDayWindows { get; init; } = double.NaN;
    public double HorizonWindows { get; init; } = double.NaN;

    /// <summary>Whether the row has any of the figures above. Rows of the schema's first version have none.</summary>
    public bool HasFigures =>
        double.IsFinite(Implied) || double.IsFinite(ProbabilityAbove20) || OneDay95 != ForecastTailRisk.Absent;

    /// <summary>Whether the row knows its windows and has the figures at 97.5 %, which the schema's third version
    /// added.</summary>
    public bool HasWindows => double.IsFinite(OneDayWindows);

    /// <summary>A JSON array of objects with feature, value and amount, in the model's order.</summary>
    public required string Contributions { get; init; }

    /// <summary>The model's output for its average training row, on the contributions' scale.</summary>
    public required double Base { get; init; }

    /// <summary><c>log_variance</c>, <c>variance</c> or <c>volatility</c>.</summary>
    public required string ContributionScale { get; init; }

    /// <summary>Digest of the features that the forecast was computed from.</summary>
    public required string InputDigest { get; init; }

    /// <summary>The registered name of the one-session model that <see cref="OneDay95"/> and <see cref="OneDay99"/> come from;
    /// null where they are the row's own model's.</summary>
    public string? OneSessionModel { get; init; }

    /// <summary>The version of <see cref="OneSessionModel"/>; null without one.</summary>
    public string? OneSessionModelVersion { get; init; }

    /// <summary>Digest of everything that <see cref="OneSessionModel"/> computed the tail risk from; null without one.</summary>
    public string? OneSessionInputDigest { get; init; }

    /// <summary>The root of <see cref="Variance"/>, annualised, decimal.</summary>
    public double Volatility => Math.Sqrt(Variance);
}

/// <summary>Value at risk and expected shortfall. A loss is positive and a log return, decimal; NaN where there are too few past
/// returns.</summary>
public readonly record struct ForecastTailRisk(double ValueAtRisk, double ExpectedShortfall)
{
    public static ForecastTailRisk Absent { get; } = new(double.NaN, double.NaN);
}
