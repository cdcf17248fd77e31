using Volcast.Forecasting;

namespace Volcast.Evaluation;

/// <summary>The reasons of a model's forecasts, column by column over the origins of a walk-forward. Each fold's explanations
/// refer to that fold's own training rows.</summary>
public sealed record ReasonsByOrigin
{
    /// <summary>The scale on which base and amounts add up to the model's output.</summary>
    public required ContributionScale Scale { get; init; }

    /// <summary>The model's inputs, in the model's order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The forecast for the average training row of each origin's fold; NaN for skipped origins.</summary>
    public required double[] Base { get; init; }

    /// <summary>A column for each of <see cref="Features"/>, a row for each origin; NaN for skipped origins.</summary>
    public required double[][] Amounts { get; init; }

    /// <summary>Combines single explanations.</summary>
    /// <param name="explanations">One for each origin, null for skipped origins.</param>
    /// <param name="variance">The forecast of each origin, annualised variance.</param>
    /// <returns>Null if there are none.</returns>
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
                throw new InvalidOperationException($"Base and contributions add up to a volatility of {volatility}, but the "
                    + $"forecast is {Math.Sqrt(variance[row])}.");
            reasons.Base[row] = explanation.Base;
            for (var i = 0; i < reasons.Features.Count; i++)
                reasons.Amounts[i][row] = explanation.Contributions[i].Amount;
        }
        return reasons;
    }

    /// <summary>Converts a forecast to the scale of the reasons.</summary>
    /// <param name="scale">The scale of the reasons.</param>
    /// <param name="variance">The forecast, annualised variance.</param>
    public static double Output(ContributionScale scale, double variance) => scale switch
    {
        ContributionScale.LogVariance => Math.Log(variance),
        ContributionScale.Volatility => Math.Sqrt(variance),
        _ => variance,
    };

    /// <summary>The tolerance in log variance; trees of volatility add up in single precision.</summary>
    private static double Tolerance(ContributionScale scale) => scale == ContributionScale.LogVariance ? 1e-6 : 1e-5;

    /// <summary>Joins the folds of one model.</summary>
    /// <param name="folds">In order.</param>
    /// <param name="skip">The number of burn-in origins, which are left out.</param>
    /// <returns>Null if no fold has reasons.</returns>
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
