using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Volatility;

namespace Volcast.Services.Promotion.Gates;

/// <summary>Two recipes' walk-forwards scored on the origins that both forecast.</summary>
/// <param name="N">Common origins with an outcome.</param>
/// <param name="From">The first of them; null if there is none.</param>
/// <param name="To">The last of them.</param>
/// <param name="Qlike">The first recipe's mean QLIKE; NaN where there is no origin.</param>
/// <param name="OtherQlike">The second recipe's.</param>
/// <param name="OneSidedPValue">The p-value of the one-sided Diebold–Mariano test (1995) whose alternative is that the second has
/// the smaller loss: small where the second is better. NaN where there are too few origins or the losses do not differ.</param>
/// <param name="Coverage80">The share of outcomes inside the first's 80 % interval, over the origins that have one; NaN where
/// none has.</param>
/// <param name="OtherCoverage80">The second's.</param>
public sealed record PairedScores(
    int N, DateOnly? From, DateOnly? To, double Qlike, double OtherQlike, double OneSidedPValue,
    double Coverage80, double OtherCoverage80)
{
    /// <summary>Only origins after this day are compared, because a search read the days up to it; null compares all.</summary>
    public DateOnly? After { get; init; }

    /// <summary>The newest origin with a known outcome that both recipes could forecast, at which the compared origins must end;
    /// null where only the walk-forwards themselves are known.</summary>
    public DateOnly? NewestKnown { get; init; }

    /// <summary>The p-value of the one-sided test whose alternative is that the first has the smaller loss: small where the first
    /// is better. NaN where <see cref="OneSidedPValue"/> is.</summary>
    public double OneSidedPValueOfFirst => 1 - OneSidedPValue;

    /// <summary>Sessions ahead.</summary>
    public int Horizon { get; init; }

    /// <summary>The p-value of <see cref="BenchmarkTest"/> with cosines, small where the first is better; null at a horizon
    /// without them, where <see cref="OneSidedPValueOfFirst"/> is the p-value of that test.</summary>
    public double? CosinePValue { get; init; }

    /// <summary>The p-value by which the first gate judges, with HAR as the second.</summary>
    public double PValueAgainstBenchmark => CosinePValue ?? OneSidedPValueOfFirst;

    /// <summary>Below 1 where the first is better.</summary>
    public double Ratio => Qlike / OtherQlike;

    /// <summary>The ratio of the first's QLIKE to the second's with its bootstrap interval, and the tests; null if there are
    /// too few origins for the tests.</summary>
    public PairwiseComparison? Comparison { get; private init; }

    /// <summary>How far the forecasts themselves differ on these origins.</summary>
    public required ForecastChange Change { get; init; }

    /// <summary>Pairs two walk-forwards of one target and horizon by origin. The outcomes are taken from the first.</summary>
    /// <param name="first">The first recipe's walk-forward.</param>
    /// <param name="model">The model in it.</param>
    /// <param name="second">The second recipe's.</param>
    /// <param name="other">The model in it.</param>
    /// <param name="after">Only later origins are compared: the last session that a search of either recipe's parameters read.
    /// A target begins on the session after its origin, so no day of a compared target was read. The origin on that session is
    /// left out as well, because its inputs were the newest that the search read.</param>
    /// <exception cref="ArgumentException">The targets or horizons differ, or a walk-forward lacks its model.</exception>
    public static PairedScores Of(
        WalkForwardResult first, string model, WalkForwardResult second, string other, DateOnly? after = null)
    {
        if (first.Symbol != second.Symbol || first.Horizon != second.Horizon)
            throw new ArgumentException($"{first.Symbol} over {first.Horizon} sessions cannot be compared with {second.Symbol} "
                + $"over {second.Horizon} sessions.", nameof(second));
        var (mine, theirs) = (first.Model(model), second.Model(other));
        var rowOf = second.Origins.Select((origin, row) => (origin, row)).ToDictionary(pair => pair.origin, pair => pair.row);
        (int Row, int Other)[] rows = [.. first.Origins.Select((origin, row) => (row, rowOf.GetValueOrDefault(origin, -1)))
            .Where(pair => pair.Item2 >= 0 && !(first.Origins[pair.row] <= after) && double.IsFinite(
                first.RealizedVariance[pair.row] + mine.Variance[pair.row] + theirs.Variance[pair.Item2]))];
        var outcomes = Array.ConvertAll(rows, row => first.RealizedVariance[row.Row]);
        double[] Mine(double[] column) => Array.ConvertAll(rows, row => column[row.Row]);
        double[] Theirs(double[] column) => Array.ConvertAll(rows, row => column[row.Other]);
        double[] losses = [.. outcomes.Zip(Mine(mine.Variance), Losses.Qlike)];
        double[] against = [.. outcomes.Zip(Theirs(theirs.Variance), Losses.Qlike)];
        var options = new ComparisonOptions();
        var comparison = rows.Length >= options.MinimumOrigins(first.Horizon)
            ? PairwiseComparison.Of(model, losses, against, first.Horizon, options)
            : null;
        return new(rows.Length, rows is [var begin, ..] ? first.Origins[begin.Row] : null,
            rows is [.., var end] ? first.Origins[end.Row] : null,
            Mean(losses), Mean(against), OneSided(comparison?.DieboldMariano),
            IntervalScore.Of(outcomes, Mine(mine.Lower80), Mine(mine.Upper80), .8).Coverage,
            IntervalScore.Of(outcomes, Theirs(theirs.Lower80), Theirs(theirs.Upper80), .8).Coverage)
        {
            Comparison = comparison,
            Horizon = first.Horizon,
            CosinePValue = comparison is null ? null : BenchmarkTest.CosinePValue(against, losses, first.Horizon),
            After = after,
            Change = ForecastChange.Of(Mine(mine.Variance), Theirs(theirs.Variance)),
        };
    }

    /// <summary>Half of the two-sided p-value where the second is better, one minus that half where the first is.</summary>
    internal static double OneSided(DieboldMariano? test) => test is null ? double.NaN
        : test.Statistic < 0 ? test.PValue / 2
        : 1 - test.PValue / 2;

    private static double Mean(double[] losses) => losses.Length == 0 ? double.NaN : losses.Average();
}
