using Volcast.Market;
using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>The interval of a ratio of mean losses.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end.</param>
public sealed record RatioInterval(double Lower, double Upper);

/// <summary>The ratio of a model's mean loss to the benchmark's on the same origins, with its sampling error.</summary>
/// <param name="Model">The model in the numerator.</param>
/// <param name="Ratio">Below 1 if the model is better; NaN if the benchmark's mean loss is 0.</param>
/// <param name="Interval">The interval of the ratio, or why there is none: too few origins for ten blocks, or a benchmark without
/// loss.</param>
public sealed record LossRatio(string Model, double Ratio, ValueOrReason<RatioInterval> Interval)
{
    /// <summary>A resampled mean below this share of the mean is rounding error.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Compares every model with the benchmark, in the order of the table. The interval is the percentile interval
    /// (Efron 1979) of the ratio of resampled means; numerator and denominator are resampled by the same blocks of
    /// <see cref="BlockBootstrap"/>.</summary>
    /// <param name="losses">The losses.</param>
    /// <param name="benchmark">The model in the denominator; its own ratio is 1.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="confidence">The confidence of the interval, between 0 and 1; .9 by default.</param>
    /// <exception cref="ArgumentException">There is no such benchmark.</exception>
    public static IReadOnlyList<LossRatio> Against(
        LossTable losses, string benchmark, BlockBootstrapOptions options, double confidence = .9)
    {
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must lie between 0 and 1.");
        var below = losses.IndexOf(benchmark);
        if (!(losses.Means[below] > 0))
            return WithoutInterval(losses, below, new(
                $"The loss of {benchmark} is 0 on every origin, and nothing can be divided by it."));
        if (options.Shortage(losses.Rows) is { } shortage)
            return WithoutInterval(losses, below, shortage);
        var deviations = BlockBootstrap.MeanDeviations(losses.Columns, options);
        var count = losses.Models.Count;
        var denominators = new double[options.Draws];
        for (var draw = 0; draw < denominators.Length; draw++)
            denominators[draw] = losses.Means[below] + deviations[draw * count + below];
        if (denominators.Min() <= Rounding * losses.Means[below])
            return WithoutInterval(losses, below, new(
                $"The loss of {benchmark} is 0 on so many origins that some resamplings have none."));
        return [.. losses.Models.Select((model, above) =>
        {
            var ratios = new double[options.Draws];
            for (var draw = 0; draw < ratios.Length; draw++)
                ratios[draw] = (losses.Means[above] + deviations[draw * count + above]) / denominators[draw];
            Array.Sort(ratios);
            return new LossRatio(model, losses.Means[above] / losses.Means[below], new RatioInterval(
                Quantile.OfSorted(ratios, (1 - confidence) / 2), Quantile.OfSorted(ratios, (1 + confidence) / 2)));
        })];
    }

    private static LossRatio[] WithoutInterval(LossTable losses, int below, Reason reason) =>
        [.. losses.Models.Select((model, above) => new LossRatio(
            model, losses.Means[below] > 0 ? losses.Means[above] / losses.Means[below] : double.NaN, reason))];
}
