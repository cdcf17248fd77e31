using Volcast.Market;

namespace Volcast.Evaluation.Comparison;

/// <summary>A model's result in the confidence set procedure.</summary>
/// <param name="Model">Its name.</param>
/// <param name="MeanLoss">In the unit of the loss.</param>
/// <param name="PValue">The model is in the set at confidence 1 − α if this is at least α; 1 for the last remaining
/// model.</param>
public sealed record ModelConfidence(string Model, double MeanLoss, double PValue);

/// <summary>
/// The model confidence set (Hansen, Lunde and Nason 2011): the models that include the best one with a given confidence. While
/// the hypothesis of equal losses is rejected, the worst model is eliminated. The statistic is T_max = max t_i, where t_i is the
/// mean loss of model i minus the mean over the remaining models, divided by its bootstrapped standard error; the model with the
/// largest t_i is eliminated. A model's p-value is the largest p-value of the steps up to its own.
/// </summary>
/// <param name="Models">In the order of the table.</param>
/// <param name="N">The number of origins.</param>
public sealed record ModelConfidenceSet(IReadOnlyList<ModelConfidence> Models, int N)
{
    /// <summary>A standard error below this share of the losses is rounding error: the models never differ.</summary>
    private const double Rounding = 1e-12;

    /// <summary>The names of the models in the set at a confidence such as .9.</summary>
    public IReadOnlyList<string> At(double confidence) =>
        [.. Models.Where(m => m.PValue >= 1 - confidence).Select(m => m.Model)];

    /// <summary>Computes the set from losses on the same origins. The rows are resampled once, and each step uses the same
    /// draws. There is no set if the rows are fewer than ten blocks: resamplings of a few blocks hardly differ, so the procedure
    /// would eliminate models that are as good as the best.</summary>
    public static ValueOrReason<ModelConfidenceSet> Of(LossTable losses, BlockBootstrapOptions options)
    {
        if (options.Shortage(losses.Rows) is { } shortage)
            return shortage;
        var deviations = BlockBootstrap.MeanDeviations(losses.Columns, options);
        var pValues = new double[losses.Models.Count];
        var left = Enumerable.Range(0, losses.Models.Count).ToList();
        var greatest = 0.0;
        while (left.Count > 1)
        {
            var (worst, pValue) = Step(losses, deviations, options.Draws, left);
            greatest = Math.Max(greatest, pValue);
            pValues[worst] = greatest;
            left.Remove(worst);
        }
        pValues[left[0]] = 1;
        return new ModelConfidenceSet(
            [.. losses.Models.Select((m, i) => new ModelConfidence(m, losses.Means[i], pValues[i]))], losses.Rows);
    }

    /// <summary>The model that is eliminated next, and the p-value of equal losses among the remaining models.</summary>
    private static (int Worst, double PValue) Step(LossTable losses, double[] deviations, int draws, List<int> left)
    {
        var models = left.ToArray();
        var relative = RelativeToTheirMean(deviations, losses.Models.Count, draws, models);
        var average = models.Average(model => losses.Means[model]);
        var rounding = Rounding * Math.Abs(average);
        var inverseErrors = new double[models.Length];
        var (worst, statistic) = (0, double.NegativeInfinity);
        for (var i = 0; i < models.Length; i++)
        {
            var difference = losses.Means[models[i]] - average;
            var error = RootMeanSquare(relative, i, models.Length);
            inverseErrors[i] = error > rounding ? 1 / error : 0;
            var t = error > rounding ? difference / error
                : Math.Abs(difference) <= rounding ? 0 : difference * double.PositiveInfinity;
            if (t > statistic)
                (worst, statistic) = (i, t);
        }
        var exceeding = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var max = double.NegativeInfinity;
            for (var i = 0; i < models.Length; i++)
                max = Math.Max(max, relative[draw * models.Length + i] * inverseErrors[i]);
            if (max >= statistic)
                exceeding++;
        }
        return (models[worst], (double)exceeding / draws);
    }

    /// <summary>Draws × models: each resampled mean minus the mean over the models of the same draw.</summary>
    private static double[] RelativeToTheirMean(double[] deviations, int columns, int draws, int[] models)
    {
        var relative = new double[draws * models.Length];
        for (var draw = 0; draw < draws; draw++)
        {
            var mean = 0.0;
            foreach (var model in models)
                mean += deviations[draw * columns + model];
            mean /= models.Length;
            for (var i = 0; i < models.Length; i++)
                relative[draw * models.Length + i] = deviations[draw * columns + models[i]] - mean;
        }
        return relative;
    }

    private static double RootMeanSquare(double[] rowMajor, int column, int columns)
    {
        var sum = 0.0;
        for (var i = column; i < rowMajor.Length; i += columns)
            sum += rowMajor[i] * rowMajor[i];
        return Math.Sqrt(sum / (rowMajor.Length / columns));
    }
}
