using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>A model's mean loss over the benchmark's on the same origins, with its sampling error.</summary>
/// <param name="Model">Whose loss is above the line.</param>
/// <param name="Ratio">Below 1 where the model is better.</param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end.</param>
public sealed record LossRatio(string Model, double Ratio, double Lower, double Upper)
{
    /// <summary>
    /// Every model against the benchmark, in the table's order. The interval is the percentile interval (Efron 1979) of the
    /// ratio of resampled means, numerator and denominator resampled by the same blocks of <see cref="BlockBootstrap"/>.
    /// </summary>
    /// <param name="losses">The losses; the benchmark's mean is to be positive.</param>
    /// <param name="benchmark">The model below the line; its own ratio is 1 throughout.</param>
    /// <param name="options">How to resample.</param>
    /// <param name="confidence">Of the interval, between 0 and 1; .9 by default.</param>
    /// <exception cref="ArgumentException">There is no such benchmark, or it never lost anything.</exception>
    public static IReadOnlyList<LossRatio> Against(
        LossTable losses, string benchmark, BlockBootstrapOptions options, double confidence = .9)
    {
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between 0 and 1.");
        var below = losses.IndexOf(benchmark);
        if (!(losses.Means[below] > 0))
            throw new ArgumentException($"The mean loss of {benchmark} is {losses.Means[below]}: nothing can be divided by it.");
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
