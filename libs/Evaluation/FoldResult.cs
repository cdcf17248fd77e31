namespace Volcast.Evaluation;

/// <summary>The result of a fold.</summary>
/// <param name="Variance">Annualised variance of each origin of the fold; NaN for skipped origins.</param>
/// <param name="SkippedOrigins">The skipped origins with their reasons, in ascending order.</param>
public sealed record FoldResult(double[] Variance, IReadOnlyList<SkippedOrigins> SkippedOrigins)
{
    /// <summary>The reasons of each origin's forecast; null if they were not requested, or all origins were skipped.</summary>
    public ReasonsByOrigin? Reasons { get; init; }

    /// <summary>Whether the rows did not determine the parameters, so that those of an earlier fold are needed.</summary>
    internal bool IsNotEstimated => SkippedOrigins is [{ Cause: SkipCause.NotEstimated }];

    /// <summary>Whether the model was fitted at this fold's refit.</summary>
    internal bool IsFitted => SkippedOrigins is not [{ Cause: SkipCause.NotEstimated or SkipCause.TooLittleHistory }];
}

/// <summary>Why a model made no forecast.</summary>
public enum SkipCause
{
    /// <summary>Fewer usable training rows than the model needs.</summary>
    TooLittleHistory,

    /// <summary>The rows did not determine the parameters, or an iteration did not converge, and there were no earlier
    /// parameters.</summary>
    NotEstimated,

    /// <summary>The model was fitted, but an input of the origin is missing.</summary>
    AbsentInput,
}

/// <summary>Origins for which a model made no forecast.</summary>
/// <param name="Model">The forecaster's name.</param>
/// <param name="From">The first origin.</param>
/// <param name="To">The last origin.</param>
/// <param name="Cause">The kind of reason.</param>
/// <param name="Reason">The reason; if it differs between the origins, that of the first.</param>
public sealed record SkippedOrigins(string Model, DateOnly From, DateOnly To, SkipCause Cause, string Reason)
{
    /// <summary>The number of skipped origins: all from the first to the last, or fewer if the model made forecasts in
    /// between.</summary>
    public int Origins { get; init; } = 1;
}

/// <summary>A warning: origins that a model forecast with the parameters of an earlier refit, because the rows at their own refit
/// did not determine them. An example is a GARCH likelihood that converged from no starting value.</summary>
/// <param name="Model">The forecaster's name.</param>
/// <param name="From">The first origin.</param>
/// <param name="To">The last origin.</param>
/// <param name="FittedOn">The session of the refit whose parameters were reused.</param>
/// <param name="Reason">Why the later refit failed.</param>
public sealed record ReusedParameters(string Model, DateOnly From, DateOnly To, DateOnly FittedOn, string Reason);
