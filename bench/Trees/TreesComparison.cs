using System.Text;
using Volcast.Boosting;

namespace Volcast.Bench.Trees;

/// <summary>The times of the same trees over the same rows, by the managed trees and by libxgboost.</summary>
/// <param name="Name">The name of the trees in the table.</param>
/// <param name="Margin">Margins by the managed trees.</param>
/// <param name="Contributions">Contributions and margins by the managed trees.</param>
/// <param name="TheirMargin">Margins by libxgboost.</param>
/// <param name="TheirContributions">Contributions by libxgboost.</param>
internal sealed record TreesComparison(
    string Name, Timing Margin, Timing Contributions, Timing TheirMargin, Timing TheirContributions)
{
    /// <summary>The time of contributions by libxgboost, divided by that of the managed trees. It uses processor time, because
    /// a run is so short that other work on the machine dominates its wall-clock time. Both sides use one thread.</summary>
    public double Ratio => TheirContributions.Processor / Contributions.Processor;

    public static TreesComparison Measure(
        string name, TreeEnsemble managed, Booster library, float[][] rows, int warmUps, int rounds)
    {
        var contributions = new double[managed.Columns];
        Action[] work =
        [
            () => Array.ForEach(rows, row => managed.Margin(row)),
            () => Array.ForEach(rows, row => managed.Contributions(row, contributions)),
            () => Array.ForEach(rows, row => library.PredictMargin(row, 1)),
            () => Array.ForEach(rows, row => library.Contributions(row, 1)),
        ];
        for (var i = 0; i < warmUps; i++)
            Array.ForEach(work[..2], action => action());
        var costs = Array.ConvertAll(work, _ => new List<Cost>());
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < work.Length; i++)
                costs[i].Add(Timing.Once(work[i]));
        return new(name, new(costs[0]), new(costs[1]), new(costs[2]), new(costs[3]));
    }

    public void AppendTo(StringBuilder section) => section.Append($"""
        | {Name}, margin | {TreesBenchmark.Cells(Margin)} |
        | {Name}, margin, libxgboost | {TreesBenchmark.Cells(TheirMargin)} |
        | {Name}, contributions and margin | {TreesBenchmark.Cells(Contributions)} |
        | {Name}, contributions, libxgboost | {TreesBenchmark.Cells(TheirContributions)} |

        """);

    public void AppendRatioTo(StringBuilder section)
    {
        var (median, fastest) = (TheirContributions.Median / Contributions.Median,
            TheirContributions.Fastest / Contributions.Fastest);
        section.Append(
            $"- {Name}: **{Ratio:F0}** by processor time, {median:F0} by the medians, {fastest:F0} by the fastest runs\n");
    }
}
