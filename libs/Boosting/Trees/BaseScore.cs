using System.Globalization;

namespace Volcast.Boosting.Trees;

/// <summary>The start of a margin: the model's <c>base_score</c>, which is a prediction, transformed by its objective's
/// link.</summary>
internal static class BaseScore
{
    /// <summary>Computes the margin in single precision, with the same steps as the library.</summary>
    /// <param name="objective">XGBoost's name.</param>
    /// <param name="baseScore">The model's text: <c>5E-1</c>, or from XGBoost 3.1 on <c>[5E-1]</c>.</param>
    /// <exception cref="InvalidDataException">The objective is unknown, or the score is not one of its predictions.</exception>
    public static float Margin(string objective, string baseScore)
    {
        if (!float.TryParse(baseScore.AsSpan().TrimStart('[').TrimEnd(']'), NumberStyles.Float, CultureInfo.InvariantCulture,
            out var score))
            throw new InvalidDataException($"The model's base_score, '{baseScore}', is not a number.");
        var margin = objective switch
        {
            "reg:squarederror" or "reg:absoluteerror" or "reg:pseudohubererror" or "reg:quantileerror" => score,
            "reg:gamma" or "reg:tweedie" or "count:poisson" => MathF.Log(score),
            "reg:logistic" or "binary:logistic" => -MathF.Log(1 / score - 1),
            _ => throw new InvalidDataException($"The model's objective '{objective}' is not supported."),
        };
        return float.IsFinite(margin)
            ? margin
            : throw new InvalidDataException($"The model's base_score, '{baseScore}', is not a prediction of {objective}.");
    }
}
