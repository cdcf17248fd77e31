using Volcast.Market;

namespace Volcast.Services.Promotion.Gates;

/// <summary>What the gate of a refit compares: the candidate's training and forecasts with the champion's.</summary>
public sealed record RefitFigures
{
    public required int TrainingRows { get; init; }
    public required int ChampionTrainingRows { get; init; }

    /// <summary>The last session in the training rows.</summary>
    public required DateOnly TrainingTo { get; init; }

    public required DateOnly ChampionTrainingTo { get; init; }

    /// <summary>The change over the newest sessions that both can forecast, or why it could not be measured.</summary>
    public required ValueOrReason<ForecastChange> Change { get; init; }

    /// <summary>The number of origins at or after the training cut with a shadow forecast of the candidate and a live forecast
    /// of the champion.</summary>
    public required int ShadowSessions { get; init; }
}

/// <summary>
/// The gate of a refit. The recipe passed its own gate before, so nothing is scored: the training data must not have shrunk, the
/// forecast must not jump, and the version must have forecast beside the champion for some sessions.
/// </summary>
public static class RefitGate
{
    public static PromotionVerdict Judge(Candidate candidate, RefitFigures figures, PromotionLimits limits) =>
        candidate.Verdict(PromotionGateKind.Refit, [.. Checks(candidate, figures, limits), Shadow(figures, limits)]);

    private static IEnumerable<PromotionCheck> Checks(Candidate candidate, RefitFigures figures, PromotionLimits limits)
    {
        yield return PromotionCheck.Of("training_rows", (double)figures.TrainingRows / figures.ChampionTrainingRows,
            limits.MinimumTrainingRowsShare, null,
            $"It was trained on {Counted.Of(figures.TrainingRows, "row")} and the champion on {figures.ChampionTrainingRows:N0}; "
            + $"at least {limits.MinimumTrainingRowsShare:P0} of the champion's rows are needed.");
        yield return PromotionCheck.Of("training_cut", figures.TrainingTo.DayNumber - figures.ChampionTrainingTo.DayNumber,
            0, null,
            $"It was trained up to {figures.TrainingTo:yyyy-MM-dd} and the champion up to "
            + $"{figures.ChampionTrainingTo:yyyy-MM-dd}; a refit's training must not end earlier.");
        if (figures.Change.Value is { Sessions: > 0 } change)
        {
            yield return PromotionCheck.Of("mean_change", change.Mean, null, limits.MaximumMeanChange,
                $"Over {Counted.Of(change.Sessions, "session")} its log variance differs from the champion's by "
                + $"{change.Mean:.000} on average; the limit is {limits.MaximumMeanChange:.00}.");
            yield return PromotionCheck.Of("largest_change", change.Largest, null, limits.MaximumChange,
                $"On the session with the largest difference its log variance differs by {change.Largest:.000}; "
                + $"the limit is {limits.MaximumChange:.00}.");
            yield break;
        }
        var reason = figures.Change.Reason
            ?? $"There is no session that version {candidate.Version} and the champion both forecast.";
        yield return PromotionCheck.Of("mean_change", double.NaN, null, limits.MaximumMeanChange, reason);
        yield return PromotionCheck.Of("largest_change", double.NaN, null, limits.MaximumChange, reason);
    }

    private static PromotionCheck Shadow(RefitFigures figures, PromotionLimits limits) => PromotionCheck.Of(
        "shadow_sessions", figures.ShadowSessions, limits.MinimumShadowSessions, null,
        $"It forecast as a shadow beside the champion on {Counted.Of(figures.ShadowSessions, "session")} since its training "
        + $"cut; at least {limits.MinimumShadowSessions} are needed.");
}
