using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>The ratio of a model's mean loss to the benchmark's on the same origins, with its sampling error.</summary>
/// <param name="Model">The model in the numerator.</param>
/// <param name="Ratio">Below 1 if the model is better.</param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end.</param>
public sealed record LossRatio(string Model, double Ratio, double Lower, double Upper)
{
    /// <summary>Compares every model with the benchmark, in the order of the table. The interval is the percentile interval
    /// (Efron 1979) of the ratio of resampled means; numerator and denominator are resampled by the same blocks of
    /// <see cref="BlockBootstrap"/>.</summary>
    /// <param name="losses">The losses; the benchmark's mean must be positive.</param>
    /// <param name="benchmark">The model in the denominator; its own ratio is 1.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="confidence">The confidence of the interval, between 0 and 1; .9 by default.</param>
    /// <exception cref="ArgumentException">There is no such benchmark, or its mean loss is not positive.</exception>
    public static IReadOnlyList<LossRatio> Against(
        LossTable losses, string benchmark, BlockBootstrapOptions options, double confidence = .9)
    {
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must lie between 0 and 1.");
        var below = losses.IndexOf(benchmark);
        if (!(losses.Means[below] > 0))
            throw new ArgumentException(
                $"The mean loss of {benchmark} is {losses.Means[below]}; it must be positive to divide by it.");
        var deviations = BlockBootstrap.MeanDeviations(losses.Columns, options);
        var count = losses.Models.Count;
        return [.. losses.Models.Select((model, above) =>
        {
            var ratios = new double[options.Draws];
            for (var draw = 0; draw < ratios.Length; draw++)
                ratios[draw] = (losses.Means[above] + deviations[draw * count + above])
                    / (losses.Means[below] + deviations[draw * count + below]);
            Array.Sort(ratios);
            return new LossRatio(model, losses.Means[above] / losses.Means[below],
                Quantile.OfSorted(ratios, (1 - confidence) / 2), Quantile.OfSorted(ratios, (1 + confidence) / 2));
        })];
    }
}
