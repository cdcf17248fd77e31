using Volcast.Forecasting.Distribution;

namespace Volcast.Evaluation;

/// <summary>The scores of one model's forecast distributions of the volatility, a row for each origin; NaN without an outcome, and
/// while the distribution has too few past errors. <see cref="DensityScore"/> defines them.</summary>
/// <param name="Pit">The probability integral transform.</param>
/// <param name="Crps">Annualised volatility, decimal.</param>
/// <param name="LogScore">Minus the log density.</param>
public sealed record DensityScores(double[] Pit, double[] Crps, double[] LogScore)
{
    /// <summary>The number of bins of a histogram of the transform.</summary>
    public const int Bins = 10;

    /// <summary>Columns without a value.</summary>
    internal static DensityScores Absent(int rows)
    {
        return new(Column(), Column(), Column());

        double[] Column()
        {
            var column = new double[rows];
            Array.Fill(column, double.NaN);
            return column;
        }
    }

    internal void Set(int row, ForecastDistribution distribution, double variance, double realizedVariance)
    {
        var score = distribution.Score(variance, Math.Sqrt(realizedVariance));
        (Pit[row], Crps[row], LogScore[row]) = (score.Pit, score.Crps, score.LogScore);
    }

    /// <summary>The number of transforms in each of <see cref="Bins"/> equal bins; NaN is not counted.</summary>
    public static int[] Histogram(IEnumerable<double> pits)
    {
        var counts = new int[Bins];
        foreach (var pit in pits)
            if (double.IsFinite(pit))
                counts[Math.Min((int)(pit * Bins), Bins - 1)]++;
        return counts;
    }
}
