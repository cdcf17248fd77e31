using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Evidence.Backtests;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>What the other files of an evidence folder give of its tables: means and ratios from the losses by year; coverage and
/// the tests of the value-at-risk from the hits; importance from the monthly contributions. The rest needs the daily losses or
/// outcomes, which are not published.</summary>
internal static class Recomputation
{
    private static readonly string[] Terciles = ["low", "middle", "high"];

    /// <summary>Parts of the published tables, each with the name of its table, the first column and the recomputed
    /// ones.</summary>
    public static IReadOnlyList<ReportTable> Of(EvidenceContent content)
    {
        var losses = content.Losses;
        var (model, benchmark) = (content.Manifest.Run.Model, content.Manifest.Run.Benchmark);
        List<ReportTable> parts =
        [
            Part("leaderboard", ["model", "qlike", "ratio"], losses.Models.Select(m => new Cell[]
            {
                m, losses.Mean(m), losses.Mean(m) / losses.Mean(benchmark),
            })),
            Part("losses", ["model", "qlike"], losses.Models.Select(m => new Cell[] { m, losses.Mean(m) })),
            Part("years_all", ["model", .. losses.Years],
            [
                .. losses.Models.Select((m, i) => (Cell[])[m, .. losses.Means[i].Select(mean => (Cell)mean)]),
                ["origins", .. losses.Origins.Select(n => (Cell)$"{n:N0}")],
            ]),
            Part("sat_out", ["model", "origins", "from", "to", "reason"], content.Manifest.SkippedOrigins.Select(s =>
                new Cell[] { s.Model, s.Origins, $"{s.From:yyyy-MM-dd}", $"{s.To:yyyy-MM-dd}", s.Reason })),
            Part("kept_parameters", ["model", "from", "to", "fitted_on", "reason"], content.Manifest.ReusedParameters.Select(s =>
                new Cell[] { s.Model, $"{s.From:yyyy-MM-dd}", $"{s.To:yyyy-MM-dd}", $"{s.FittedOn:yyyy-MM-dd}", s.Reason })),
        ];
        if (losses.Of(model) is { } ours && losses.Of(benchmark) is { } theirs)
            parts.AddRange(
            [
                Part("head_to_head", ["against", "ratio"], losses.Models.Where(m => m != model).Select(m => new Cell[]
                {
                    m, losses.Mean(model) / losses.Mean(m),
                })),
                Part("years", ["year", "n", "qlike", "benchmark_qlike", "ratio"], losses.Years.Select((year, i) => new Cell[]
                {
                    year, losses.Origins[i], ours[i], theirs[i], ours[i] / theirs[i],
                })),
                Part("spans", ["span", "n", "qlike", "benchmark_qlike", "ratio"], SpansTable.Years.Select(span => new Cell[]
                {
                    span.Name, losses.CountOf(span.Takes), losses.Mean(model, span.Takes), losses.Mean(benchmark, span.Takes),
                    losses.Mean(model, span.Takes) / losses.Mean(benchmark, span.Takes),
                })),
            ]);
        if (content.Reasons is { } reasons)
            parts.AddRange(ReasonTables.Importance(reasons), ReasonTables.Families(reasons));
        parts.AddRange(FromHits(content));
        parts.Add(Bars(parts, benchmark));
        return [.. parts.Where(part => part.Rows.Count > 0)];
    }

    /// <summary>The thresholds on figures of the other parts.</summary>
    private static ReportTable Bars(List<ReportTable> parts, string benchmark)
    {
        double[] years = [.. Rows("years").Select(row => row[^1].Number).OrderDescending()];
        return Part("bars", ["bar", "measured"],
        [
            .. Rows("head_to_head").Select(row => (Cell[])[$"ratio to {row[0].Text}", row[1]]),
            .. years.Take(2).Select((ratio, i) =>
                (Cell[])[$"{(i == 0 ? "worst" : "second worst")} year, ratio to {benchmark}", ratio]),
            .. Rows("coverage").Take(1).Select(row => (Cell[])["80 % interval covers", row[2]]),
            .. Rows("coverage_terciles").SelectMany(row => Terciles.Select((tercile, i) =>
                (Cell[])[$"80 % interval covers, {tercile} forecasts", row[i + 1]])),
        ]);

        IEnumerable<Cell[]> Rows(string table) =>
            parts.Where(part => part.Name == table).SelectMany(part => part.Rows);
    }

    /// <summary>The tables that need only marks and forecasts, made by the code of the reports from a backtest that has the same
    /// marks: its outcomes are 1, and its bounds lie so that the marks result.</summary>
    private static IEnumerable<ReportTable> FromHits(EvidenceContent content)
    {
        var (run, forecasts) = (content.Manifest.Run, content.Forecasts);
        var result = new WalkForwardResult
        {
            Symbol = content.Manifest.Symbol,
            Horizon = content.Manifest.Horizon,
            Origins = forecasts.Origins,
            TargetEnds = forecasts.TargetEnds,
            RealizedVariance = Array.ConvertAll(forecasts.IsScored, isScored => isScored ? 1 : double.NaN),
            Models = [.. content.WithHits.Select(name => Marked(name, content))],
        };
        var compared = new ComparedBacktest(
            new() { Run = run, Result = result }, new() { Bootstrap = new BlockBootstrapOptions { Draws = 100 } });
        (string Table, string[] Columns)[] columns =
        [
            ("coverage", ["model", "n", "coverage_80", "below_80", "above_80", "coverage_95"]),
            ("coverage_terciles", ["model", "coverage_low", "coverage_middle", "coverage_high"]),
            ("value_at_risk",
                ["forecast", "sessions", "promised", "n", "hits", "kupiec_p", "independence_p", "christoffersen_p"]),
            ("value_at_risk_hits",
                ["forecast", "sessions", "promised", "periods", "expected_hits", "hits_by_offset", "accepted_offsets", "offsets",
                    "power", "is_extrapolated"]),
            ("traffic_light", ["model", "sessions", "expected_hits", "hits", "zone"]),
            ("deciles", ["tenth", "n", "forecast"]),
        ];
        foreach (var (name, wanted) in columns)
            if (BacktestTables.Make(name, compared) is { } table)
                yield return name == "coverage_terciles" // They are terciles of own forecasts; only the recipe's are published.
                    ? table.Only(wanted, [run.Model])
                    : (name == "coverage" ? RecipeFirst(table) : table).Only(wanted, null);

        ReportTable RecipeFirst(ReportTable table) =>
            table with { Rows = [.. table.Rows.OrderBy(row => row[0].Text == run.Model ? 0 : 1)] };
    }

    private static ModelForecasts Marked(string name, EvidenceContent content)
    {
        var isRecipe = name == content.Forecasts.Model;
        var (inner, outer) = HitColumns.Intervals(name, content.Hits);
        return new()
        {
            Name = name,
            // A constant other than 1 for the benchmark, whose forecasts are not published.
            Variance = isRecipe ? content.Forecasts.Variance : Array.ConvertAll(inner, _ => 2.0),
            Lower80 = Array.ConvertAll(inner, Lower),
            Upper80 = Array.ConvertAll(inner, Upper),
            Lower95 = Array.ConvertAll(outer, Lower),
            Upper95 = Array.ConvertAll(outer, Upper),
            SkippedOrigins = [],
            TailRisk =
            [
                .. HitColumns.ValuesAtRisk(name, content.Hits).Select(risk =>
                {
                    var ones = Array.ConvertAll(risk.Hit, _ => 1.0);
                    return new TailRiskForecasts(risk.Sessions, risk.Confidence, ones, ones,
                        Array.ConvertAll(risk.Hit, hit => double.IsNaN(hit) ? double.NaN : -2 * hit));
                }),
            ],
        };

        static double Lower(double side) => double.IsNaN(side) ? double.NaN : side < 0 ? 2 : .25;

        static double Upper(double side) => double.IsNaN(side) ? double.NaN : side > 0 ? .5 : 4;
    }

    private static ReportTable Part(string name, IEnumerable<string> columns, IEnumerable<Cell[]> rows) => new()
    {
        Name = name,
        Title = name,
        Columns = [.. columns.Select(column => new TableColumn(column, column))],
        Rows = [.. rows],
    };
}
