using System.Text;
using Volcast.Bench.Models;
using Volcast.Boosting;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Bench.Trees;

/// <summary>The time of one row in a service: the margin and the contributions of trees, by the managed trees and by libxgboost
/// in alternation; and a forecast of the shipped model with its contributions.</summary>
internal static class TreesBenchmark
{
    private const int Horizon = 5;
    private const int Rows = 256;
    private const int WarmUps = 400;
    private const int Rounds = 15;
    private const double RequiredRatio = 30;
    private const double Tolerance = 1e-5;

    public static string Run()
    {
        var machine = Machine.Describe();
        var market = BenchMarket.Prepare();
        var columns = Path.Combine(BenchPage.Results, "trees_columns.csv");
        ColumnsFile.WriteAsync(columns, market).GetAwaiter().GetResult();
        var data = ColumnsFile.Read(columns);

        using var few = Fit("xgboost-21-gamma", data, new Dictionary<string, string> { [TreeParameters.Rounds] = "120" });
        using var volcast = Fit("volcast", data, new Dictionary<string, string>());
        var comparisons = new[] { Compare("depth 2", few, data), Compare("`volcast`", volcast, data) };

        using var shipped = ForecasterArtifact.Load(volcast.Save());
        var inputs = NewestRows(volcast.Spec.Inputs, data);
        var (reasons, forecast) = (0.0, 0.0);
        var complete = Timing.Of(() =>
        {
            for (var row = 0; row < Rows; row++)
            {
                forecast += shipped.Forecaster.Forecast(inputs[row]);
                reasons += shipped.Forecaster.Explain(inputs[row]).Output;
            }
        }, WarmUps, Rounds);
        if (!double.IsFinite(reasons + forecast))
            throw new BenchmarkException("a row has no forecast, so its time is not that of a forecast.");

        var section = new StringBuilder($"""
            ## Trees
            Single rows of {market.Name}, on one core. The table compares the managed trees with libxgboost
            {XGBoostLibrary.Version}: the margin of a booster's trees, and the margin with the exact Shapley values of all 21
            columns. The last row is the forecast and explanation of the shipped model from a row of inputs, as in a service.
            Times are for one row, over {Rounds} runs of {Rows} rows, alternating.

            Measured on {machine}.

            | | median | fastest | slowest | processor time |
            |---|---|---|---|---|

            """);
        foreach (var comparison in comparisons)
            comparison.AppendTo(section);
        section.Append($"""
            | `volcast`, forecast and explanation | {Cells(complete)} |

            libxgboost / managed, contributions:

            """);
        foreach (var comparison in comparisons)
            comparison.AppendRatioTo(section);
        section.Append($"""

            At least {RequiredRatio:F0} by processor time is required:
            {(comparisons.All(c => c.Ratio >= RequiredRatio) ? "met" : "NOT MET")}.
            The margins have the same bits, and contributions differ from the library's single precision by at most {Tolerance:R}.

            """);
        return section.ToString();
    }

    private static IFittedForecaster Fit(string name, ForecastingData data, IReadOnlyDictionary<string, string> trees)
    {
        var settings = new ForecasterSettings
        {
            Features = FeatureCatalog.L1.Names,
            TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>> { [name] = trees },
        };
        var labels = RealizedVariance.Labels(data.TargetReturns, Horizon).AsSpan(0, data.Rows - Horizon);
        return ForecasterCatalog.Create(name, settings).Fit(data, labels, Horizon);
    }

    private static TreesComparison Compare(string name, IFittedForecaster fitted, ForecastingData data)
    {
        var model = fitted.Save()["model.json"];
        using var library = Booster.Load(model);
        var managed = TreeEnsemble.Read(model);
        var rows = Array.ConvertAll(NewestRows(library.FeatureNames, data), row => Array.ConvertAll(row, value => (float)value));
        RequireSame(name, managed, library, rows);
        Console.Error.WriteLine($"bench trees: {name}, {managed.Trees} trees");
        return TreesComparison.Measure($"{managed.Trees} trees of {name}", managed, library, rows, WarmUps, Rounds);
    }

    /// <summary>The newest rows without a missing input.</summary>
    private static double[][] NewestRows(IReadOnlyList<string> inputs, ForecastingData data)
    {
        double[] Row(int row) => [.. inputs.Select(input => data.Column(input)[row])];
        var complete = Enumerable.Range(0, data.Rows).Reverse().Select(Row).Where(row => row.All(double.IsFinite));
        double[][] rows = [.. complete.Take(Rows)];
        return rows.Length == Rows
            ? rows
            : throw new BenchmarkException($"only {rows.Length} rows have every input; {Rows} are needed.");
    }

    private static void RequireSame(string name, TreeEnsemble managed, Booster library, float[][] rows)
    {
        var ours = new double[managed.Columns];
        foreach (var row in rows)
        {
            var margin = managed.Contributions(row, ours);
            var (their, theirMargin) = (library.Contributions(row, 1), library.PredictMargin(row, 1)[0]);
            if (margin != theirMargin || managed.Margin(row) != theirMargin
                || ours.Zip(their, (our, library) => Math.Abs(our - library)).Max() > Tolerance)
                throw new BenchmarkException($"the managed trees of {name} and libxgboost give different results, so their times "
                    + "cannot be compared.");
        }
    }

    /// <summary>Cells of a table with the times of one row.</summary>
    public static string Cells(Timing timing)
    {
        var row = new Timing([.. timing.Runs.Select(run => new Cost(run.Elapsed / Rows, run.Processor / Rows))]);
        return $"{row.Cells()} | {Timing.Format(row.Processor)}";
    }
}
