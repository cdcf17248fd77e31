namespace Volcast.Evaluation;

/// <summary>What a fold gives.</summary>
/// <param name="Variance">Annualised variance of each origin of the fold; NaN where the model sat out.</param>
/// <param name="SkippedOrigins">Why, in ascending order.</param>
public sealed record FoldResult(double[] Variance, IReadOnlyList<SkippedOrigins> SkippedOrigins)
{
    /// <summary>Why each origin's forecast is what it is; null where that was not asked for, or the model sat out
    /// throughout.</summary>
    public ReasonsByOrigin? Reasons { get; init; }

    /// <summary>Whether the rows did not determine the parameters, so that those of an earlier fold have to serve.</summary>
    internal bool IsNotEstimated => SkippedOrigins is [{ Cause: SkipCause.NotEstimated }];

    /// <summary>Whether the model was fitted at this fold's refit.</summary>
    internal bool IsFitted => SkippedOrigins is not [{ Cause: SkipCause.NotEstimated or SkipCause.TooLittleHistory }];
}

/// <summary>Why a model made no forecast.</summary>
public enum SkipCause
{
    /// <summary>Fewer usable training rows than the model needs.</summary>
    TooLittleHistory,

    /// <summary>The rows did not determine its parameters, or an iteration did not converge, and there were no earlier
    /// parameters.</summary>
    NotEstimated,

    /// <summary>It was fitted, but an input of the origin is absent.</summary>
    AbsentInput,
}

/// <summary>Origins for which a model made no forecast.</summary>
/// <param name="Model">The forecaster's name.</param>
/// <param name="From">The first of the origins.</param>
/// <param name="To">The last of them.</param>
/// <param name="Cause">The kind of reason.</param>
/// <param name="Reason">The reason, where it changes from one to the next as it stood at the first of them.</param>
public sealed record SkippedOrigins(string Model, DateOnly From, DateOnly To, SkipCause Cause, string Reason)
{
    /// <summary>How many they are: all from the first to the last, or fewer where the model forecast in between.</summary>
    public int Origins { get; init; } = 1;
}

/// <summary>A warning: origins that a model forecast with the parameters of an earlier refit, since at their own the rows did
/// not determine them, such as a GARCH likelihood that converged from no start.</summary>
/// <param name="Model">The forecaster's name.</param>
/// <param name="From">The first of the origins.</param>
/// <param name="To">The last of them.</param>
/// <param name="FittedOn">The session of the refit whose parameters were kept.</param>
/// <param name="Reason">What went wrong at the later one.</param>
public sealed record ReusedParameters(string Model, DateOnly From, DateOnly To, DateOnly FittedOn, string Reason);
