using System.Globalization;

namespace Volcast.Boosting.Trees;

/// <summary>Where a margin starts: the model's <c>base_score</c>, which is a prediction, through its objective's link.</summary>
internal static class BaseScore
{
    /// <summary>In single precision, step by step as the library takes it.</summary>
    /// <param name="objective">XGBoost's name.</param>
    /// <param name="baseScore">As it stands in the model: <c>5E-1</c>, or from XGBoost 3.1 on <c>[5E-1]</c>.</param>
    /// <exception cref="InvalidDataException">The objective is not known, or the score is none of its predictions.</exception>
    public static float Margin(string objective, string baseScore)
    {
        if (!float.TryParse(baseScore.AsSpan().TrimStart('[').TrimEnd(']'), NumberStyles.Float, CultureInfo.InvariantCulture,
            out var score))
            throw new InvalidDataException($"The model's base_score, '{baseScore}', is no number.");
        var margin = objective switch
        {
            "reg:squarederror" or "reg:absoluteerror" or "reg:pseudohubererror" or "reg:quantileerror" => score,
            "reg:gamma" or "reg:tweedie" or "count:poisson" => MathF.Log(score),
            "reg:logistic" or "binary:logistic" => -MathF.Log(1 / score - 1),
            _ => throw new InvalidDataException($"The model's objective is '{objective}', whose link is not known here."),
        };
        return float.IsFinite(margin)
            ? margin
            : throw new InvalidDataException($"The model's base_score, '{baseScore}', is no prediction of {objective}.");
    }
}
