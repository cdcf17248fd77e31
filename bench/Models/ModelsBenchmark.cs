using System.Text;
using Volcast.Evaluation;
using Volcast.Features;
using Volcast.Forecasting;

namespace Volcast.Bench.Models;

/// <summary>A walk-forward over twelve years of the models that are easily written in Python too, compared with Python. The two
/// alternate, on the same columns, folds and cores.</summary>
internal static class ModelsBenchmark
{
    private const int Horizon = 5;
    private const int RefitEvery = 42;
    private const int Runs = 5;
    private const double RequiredRatio = .75;

    /// <summary>The models whose forecasts have one exact value: without trees in single precision and without an iterative
    /// search that ends at a tolerance.</summary>
    private static readonly string[] Exact =
        ["rv-5", "rv-22", "ewma", "har", "har-range", "log-har-range", "shar", "vix-raw", "vix-calibrated"];

    private static readonly string[] Names = [.. Exact, "garch", "xgboost-21", "xgboost-21-gamma", "volcast"];

    public static string Run()
    {
        var machine = Machine.Describe();
        var market = BenchMarket.Prepare();
        var columns = Path.Combine(BenchPage.Results, "models_columns.csv");
        ColumnsFile.WriteAsync(columns, market).GetAwaiter().GetResult();
        var pythonVersion = PythonTwin.Version();
        var python = new PythonTwin(columns, Horizon, RefitEvery);

        var data = ColumnsFile.Read(columns);
        var walk = Walk(data, Names);
        var (reading, walking) = (new List<Cost>(), new List<Cost>());
        var alone = Names.ToDictionary(name => name, _ => new List<Cost>());
        var theirs = new List<(IReadOnlyDictionary<string, double> Seconds, double Processor, double PeakMemory)>();
        for (var i = 0; i < Runs; i++)
        {
            Console.Error.WriteLine($"bench models: run {i + 1} of {Runs}");
            reading.Add(Timing.Once(() => ColumnsFile.Read(columns)));
            walking.Add(Timing.Once(() => Walk(data, Names)));
            foreach (var name in Names)
                alone[name].Add(Timing.Once(() => Walk(data, [name])));
            if (pythonVersion is not null)
                theirs.Add(python.Run());
        }

        var section = new StringBuilder($"""
            ## Models
            Walk-forward of {Names.Length} models over {market.Name}, {BenchMarket.From:yyyy-MM-dd} to
            {walk.Origins[^1]:yyyy-MM-dd} ({walk.Origins.Length:N0} origins of {Horizon} sessions; expanding window, refitted
            every {RefitEvery} sessions, {Horizon} rows purged, no burn-in), from columns in memory to forecasts, on all cores. Volcast
            fits folds in parallel and also makes intervals and values at risk.
            Python is one process whose XGBoost uses all cores. {Runs} runs, alternating.

            Measured on {machine}; {pythonVersion ?? "no Python with pandas, SciPy and XGBoost"}.

            | | median | fastest | slowest | processor time | peak memory |
            |---|---|---|---|---|---|
            | Volcast, all models | {Cells(new Timing(walking), Machine.PeakMemory())} |

            """);
        if (pythonVersion is null)
            section.Append("\nThe comparison was skipped: /usr/bin/python3 has no pandas, SciPy or XGBoost (Debian: "
                + "python3-pandas, python3-scipy, python3-xgboost).\n");
        else
            AppendComparison(section, new Timing(reading), new Timing(walking), alone, theirs,
                [.. ForecastDifference.Between(walk, PythonTwin.Forecasts(), Exact)]);
        return section.ToString();
    }

    private static WalkForwardResult Walk(ForecastingData data, IEnumerable<string> names)
    {
        var settings = new ForecasterSettings { Features = FeatureCatalog.L1.Names };
        var options = new WalkForwardOptions
        {
            Horizon = Horizon,
            From = BenchMarket.From,
            To = BenchMarket.To,
            RefitEvery = RefitEvery,
            BurnIn = 0,
        };
        return WalkForward.Run(data, [.. names.Select(name => ForecasterCatalog.Create(name, settings))], options);
    }

    private static void AppendComparison(StringBuilder section, Timing reading, Timing walking,
        Dictionary<string, List<Cost>> alone,
        List<(IReadOnlyDictionary<string, double> Seconds, double Processor, double PeakMemory)> theirs,
        IReadOnlyList<ForecastDifference> differences)
    {
        Timing Python(params IEnumerable<string> parts) =>
            new([.. theirs.Select(run => new Cost(parts.Sum(part => run.Seconds[part]), run.Processor))]);
        var (python, pythonReading) = (Python(Names), Python("reading"));
        var ratio = walking.Median / python.Median;
        section.Append($"""
            | Python, all models | {Cells(python, theirs.Max(run => run.PeakMemory))} |
            | Volcast, reading the csv | {reading.Cells()} | | |
            | Python, reading the csv | {pythonReading.Cells()} | | |

            Volcast / Python: **{ratio:F2}** by the medians, {walking.Fastest / python.Fastest:F2} by the fastest runs,
            {walking.Processor / python.Processor:F2} by processor time; including the reading of the csv
            {(walking.Median + reading.Median) / (python.Median + pythonReading.Median):F2}.
            At most {RequiredRatio:F2} by the medians is required: {(ratio <= RequiredRatio ? "met" : "NOT MET")}.

            The table shows the medians of each model alone. Both give the same forecasts to a relative difference of
            {ForecastDifference.Tolerance:R}, except where single precision or the end of an iterative search decides, and a QLIKE
            within {100 * ForecastDifference.QlikeTolerance:F0} % everywhere.

            | model | Volcast | Python | Volcast / Python | largest difference of a forecast | QLIKE | Python's |
            |---|---|---|---|---|---|---|

            """);
        foreach (var difference in differences)
        {
            var (ours, their) = (new Timing(alone[difference.Model]).Median, Python(difference.Model).Median);
            section.Append($"| `{difference.Model}` | {Timing.Format(ours)} | {Timing.Format(their)} | {ours / their:F2} | "
                + $"{difference.Largest:E1} | {difference.Qlike:F4} | {difference.TheirQlike:F4} |\n");
        }
    }

    private static string Cells(Timing timing, double peakMemory) =>
        $"{timing.Cells()} | {Timing.Format(timing.Processor)} | {peakMemory:F0} MiB";
}
