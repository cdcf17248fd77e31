using System.Text;
using Volcast.Boosting;

namespace Volcast.Bench.Trees;

/// <summary>The same trees over the same rows, by two hands.</summary>
/// <param name="Name">Which trees.</param>
/// <param name="Margin">Margins, managed.</param>
/// <param name="Contributions">Contributions and margins, managed.</param>
/// <param name="TheirMargin">Margins by libxgboost.</param>
/// <param name="TheirContributions">Contributions by libxgboost.</param>
internal sealed record TreesComparison(
    string Name, Timing Margin, Timing Contributions, Timing TheirMargin, Timing TheirContributions)
{
    /// <summary>libxgboost / managed, contributions, by the medians.</summary>
    public double Ratio => TheirContributions.Median / Contributions.Median;

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
        var (fastest, processor) = (TheirContributions.Fastest / Contributions.Fastest,
            TheirContributions.Processor / Contributions.Processor);
        section.Append($"- {Name}: **{Ratio:F0}** by the medians, {fastest:F0} by the fastest runs, {processor:F0} by processor time\n");
    }
}
