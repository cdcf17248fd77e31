namespace Volcast.Services.Promotion.Gates;

/// <summary>The result of a check.</summary>
public enum CheckStatus
{
    Passed,
    Failed,

    /// <summary>The check does not concern this candidate and does not count.</summary>
    NotApplicable,
}

/// <summary>One check of a promotion gate.</summary>
/// <param name="Name">A stable key, such as <c>training_rows</c>.</param>
/// <param name="Status">Its result.</param>
/// <param name="Sentence">What was found, in one sentence.</param>
public sealed record PromotionCheck(string Name, CheckStatus Status, string Sentence)
{
    /// <summary>The measured value; null if nothing was measured or the value is not finite.</summary>
    public double? Number { get; init; }

    /// <summary>The smallest number that passes; null if there is no such bound.</summary>
    public double? AtLeast { get; init; }

    /// <summary>The largest number that passes; null if there is no such bound.</summary>
    public double? AtMost { get; init; }

    /// <summary>The bound that the number must be strictly below; null if there is no such bound.</summary>
    public double? Below { get; init; }

    /// <summary>Whether a person may promote the version although this check failed; false where the version could not
    /// forecast.</summary>
    public bool MayBeForced { get; init; } = true;

    /// <summary>Compares a number with its bounds, ends included.</summary>
    /// <param name="name">Of the check.</param>
    /// <param name="number">The measured value; NaN fails.</param>
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

    /// <summary>Passes where a number is strictly below a bound; NaN fails.</summary>
    public static PromotionCheck Under(string name, double number, double below, string sentence) =>
        new(name, number < below ? CheckStatus.Passed : CheckStatus.Failed, sentence)
        {
            Number = double.IsFinite(number) ? number : null,
            Below = below,
        };

    public static PromotionCheck NotApplicable(string name, string sentence) => new(name, CheckStatus.NotApplicable, sentence);
}
