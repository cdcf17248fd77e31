using Volcast.Forecasting;

namespace Volcast.Evaluation;

/// <summary>Why a model forecast what it did, column-wise over the origins of a walk-forward; each fold's explanation refers to
/// that fold's own training rows.</summary>
public sealed record ReasonsByOrigin
{
    /// <summary>On which scale base and amounts add up to the model's output.</summary>
    public required ContributionScale Scale { get; init; }

    /// <summary>The model's inputs, in its order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The forecast for the average training row of each origin's fold; NaN where the model sat out.</summary>
    public required double[] Base { get; init; }

    /// <summary>A column for each of <see cref="Features"/>, a row for each origin; NaN where the model sat out.</summary>
    public required double[][] Amounts { get; init; }

    /// <summary>Puts single explanations side by side.</summary>
    /// <param name="explanations">One for each origin, null where the model sat out.</param>
    /// <param name="variance">The forecast of each origin, annualised variance.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="InvalidOperationException">One of them does not add up, or has other inputs than the first.</exception>
    internal static ReasonsByOrigin? Of(IReadOnlyList<Explanation?> explanations, double[] variance)
    {
        if (explanations.FirstOrDefault(e => e is not null) is not { } first)
            return null;
        var reasons = Absent(first.Scale, [.. first.Contributions.Select(c => c.Feature)], explanations.Count);
        for (var row = 0; row < explanations.Count; row++)
        {
            if (explanations[row] is not { } explanation)
                continue;
            if (explanation.Scale != reasons.Scale
                || !explanation.Contributions.Select(c => c.Feature).SequenceEqual(reasons.Features))
                throw new InvalidOperationException("The explanations of one fit differ in their scale or inputs.");
            var sum = explanation.Base + explanation.Contributions.Sum(c => c.Amount);
            var volatility = (explanation with { Output = sum }).InVolatility().Output;
            if (!(Math.Abs(2 * Math.Log(volatility / Math.Sqrt(variance[row]))) <= Tolerance(explanation.Scale)))
                throw new InvalidOperationException($"Base and contributions add up to a volatility of {volatility} and the "
                    + $"forecast is {Math.Sqrt(variance[row])}.");
            reasons.Base[row] = explanation.Base;
            for (var i = 0; i < reasons.Features.Count; i++)
                reasons.Amounts[i][row] = explanation.Contributions[i].Amount;
        }
        return reasons;
    }

    /// <summary>A forecast as base and contributions add up to it.</summary>
    /// <param name="scale">That of the reasons.</param>
    /// <param name="variance">The forecast, annualised variance.</param>
    public static double Output(ContributionScale scale, double variance) => scale switch
    {
        ContributionScale.LogVariance => Math.Log(variance),
        ContributionScale.Volatility => Math.Sqrt(variance),
        _ => variance,
    };

    /// <summary>In log variance; trees of volatility add up in single precision.</summary>
    private static double Tolerance(ContributionScale scale) => scale == ContributionScale.LogVariance ? 1e-6 : 1e-5;

    /// <summary>Joins the folds of one model.</summary>
    /// <param name="folds">In order.</param>
    /// <param name="skip">The origins of the burn-in, which are left out.</param>
    /// <returns>Null where no fold has reasons.</returns>
    internal static ReasonsByOrigin? Joined(IReadOnlyList<FoldResult> folds, int skip)
    {
        if (folds.FirstOrDefault(f => f.Reasons is not null)?.Reasons is not { } first)
            return null;
        var parts = folds.Select(f => f.Reasons ?? Absent(first.Scale, first.Features, f.Variance.Length)).ToArray();
        if (Array.Exists(parts, p => p.Scale != first.Scale || !p.Features.SequenceEqual(first.Features)))
            throw new InvalidOperationException("The explanations of two folds differ in their scale or inputs.");
        return first with
        {
            Base = [.. parts.SelectMany(p => p.Base).Skip(skip)],
            Amounts = [.. first.Features.Select((_, i) => parts.SelectMany(p => p.Amounts[i]).Skip(skip).ToArray())],
        };
    }

    private static ReasonsByOrigin Absent(ContributionScale scale, IReadOnlyList<string> features, int rows) => new()
    {
        Scale = scale,
        Features = features,
        Base = Absent(rows),
        Amounts = [.. features.Select(_ => Absent(rows))],
    };

    private static double[] Absent(int rows)
    {
        var column = new double[rows];
        Array.Fill(column, double.NaN);
        return column;
    }
}
