using Volcast.Market;

namespace Volcast.Services.Promotion.Gates;

/// <summary>What is asked of the champion's recipe fitted anew.</summary>
public sealed record RefitFigures
{
    public required int TrainingRows { get; init; }
    public required int ChampionsTrainingRows { get; init; }

    /// <summary>The last row learnt from.</summary>
    public required DateOnly TrainingTo { get; init; }

    public required DateOnly ChampionsTrainingTo { get; init; }

    /// <summary>Of the newest sessions that both can forecast, or why it could not be measured.</summary>
    public required ValueOrReason<ForecastChange> Change { get; init; }

    /// <summary>Origins at or after the training cut with a forecast of the candidate's, made as a shadow, beside a live one of
    /// the champion's.</summary>
    public required int ShadowSessions { get; init; }
}

/// <summary>
/// The gate of a refit. Its recipe has earned its place before, so nothing is scored, least of all on days that it learnt from:
/// the data must not have shrunk, the forecast must not jump, and it must have worked beside the champion for some days.
/// </summary>
public static class RefitGate
{
    public static PromotionVerdict Judge(Candidate candidate, RefitFigures figures, PromotionLimits limits) =>
        candidate.Verdict(PromotionGateKind.Refit, [.. Checks(candidate, figures, limits), Shadow(figures, limits)]);

    private static IEnumerable<PromotionCheck> Checks(Candidate candidate, RefitFigures figures, PromotionLimits limits)
    {
        yield return PromotionCheck.Of("training_rows", (double)figures.TrainingRows / figures.ChampionsTrainingRows,
            limits.TrainingRowsKept, null,
            $"It learnt from {figures.TrainingRows:N0} rows and the champion from {figures.ChampionsTrainingRows:N0}; at least "
            + $"{limits.TrainingRowsKept:P0} of those are asked for.");
        yield return PromotionCheck.Of("training_cut", figures.TrainingTo.DayNumber - figures.ChampionsTrainingTo.DayNumber,
            0, null,
            $"It learnt up to {figures.TrainingTo:yyyy-MM-dd} and the champion up to {figures.ChampionsTrainingTo:yyyy-MM-dd}; "
            + "a refit may not know less.");
        if (figures.Change.Value is { Sessions: > 0 } change)
        {
            yield return PromotionCheck.Of("mean_change", change.Mean, null, limits.MeanChange,
                $"Over {change.Sessions} sessions its log variance lies {change.Mean:.000} from the champion's on average; "
                + $"{limits.MeanChange:.00} is the most.");
            yield return PromotionCheck.Of("largest_change", change.Largest, null, limits.LargestChange,
                $"On the session where they differ most it lies {change.Largest:.000} away; "
                + $"{limits.LargestChange:.00} is the most.");
            yield break;
        }
        var why = figures.Change.Reason
            ?? $"There is no session that version {candidate.Version} and the champion both forecast.";
        yield return PromotionCheck.Of("mean_change", double.NaN, null, limits.MeanChange, why);
        yield return PromotionCheck.Of("largest_change", double.NaN, null, limits.LargestChange, why);
    }

    private static PromotionCheck Shadow(RefitFigures figures, PromotionLimits limits) => PromotionCheck.Of(
        "shadow_sessions", figures.ShadowSessions, limits.ShadowSessions, null,
        $"It forecast beside the champion on {figures.ShadowSessions} sessions after its training cut; "
        + $"{limits.ShadowSessions} are asked for.");
}
