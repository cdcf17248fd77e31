namespace Volcast.Services.Promotion.Gates;

/// <summary>How a check of a promotion ended.</summary>
public enum CheckStatus
{
    Passed,
    Failed,

    /// <summary>It says nothing of this candidate, and does not stand in its way.</summary>
    NotApplicable,
}

/// <summary>One check of a promotion.</summary>
/// <param name="Name">As programs know it, such as <c>training_rows</c>.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Sentence">What was found, in one sentence.</param>
public sealed record PromotionCheck(string Name, CheckStatus Status, string Sentence)
{
    /// <summary>What was measured; null where nothing was, or where it is no number.</summary>
    public double? Number { get; init; }

    /// <summary>The smallest number that passes; null where there is no such bound.</summary>
    public double? AtLeast { get; init; }

    /// <summary>The largest number that passes; null where there is no such bound.</summary>
    public double? AtMost { get; init; }

    /// <summary>The number that has to be undercut; null where there is no such bound.</summary>
    public double? Below { get; init; }

    /// <summary>Whether a person may put the version in charge against this check. A version that cannot forecast, nobody
    /// can.</summary>
    public bool MayBeForced { get; init; } = true;

    /// <summary>Holds a number against its bounds, ends included.</summary>
    /// <param name="name">Of the check.</param>
    /// <param name="number">What was measured; NaN passes nothing.</param>
    /// <param name="atLeast">The smallest that passes.</param>
    /// <param name="atMost">The largest that passes.</param>
    /// <param name="sentence">What was found.</param>
    public static PromotionCheck Of(string name, double number, double? atLeast, double? atMost, string sentence) =>
        new(name, number >= (atLeast ?? double.NegativeInfinity) && number <= (atMost ?? double.PositiveInfinity)
            ? CheckStatus.Passed : CheckStatus.Failed, sentence)
        {
            Number = double.IsFinite(number) ? number : null,
            AtLeast = atLeast,
            AtMost = atMost,
        };

    /// <summary>Passes where a number lies under a bound, and not on it; NaN does not.</summary>
    public static PromotionCheck Under(string name, double number, double below, string sentence) =>
        new(name, number < below ? CheckStatus.Passed : CheckStatus.Failed, sentence)
        {
            Number = double.IsFinite(number) ? number : null,
            Below = below,
        };

    public static PromotionCheck NotApplicable(string name, string sentence) => new(name, CheckStatus.NotApplicable, sentence);
}
