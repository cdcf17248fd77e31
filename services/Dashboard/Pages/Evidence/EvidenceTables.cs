using Volcast.ApiContract.Models;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Evidence;

/// <summary>The tables of Evidence.</summary>
internal static class EvidenceTables
{
    /// <summary>The models, the best first.</summary>
    public static ReportTable Leaderboard(EvidenceModel model) => new()
    {
        Name = "leaderboard",
        Title = $"All models on {NumberText.Count(model.Evidence.Models.Max(one => one.N))} common origins",
        Columns =
        [
            new("model", "model"), new("qlike", "QLIKE", "#.0000"), new("ratio", $"ratio to {EvidenceModel.NameOf(model.Evidence.Benchmark)}", "#.000"),
            new("ratio_lower", "from", "#.000"), new("ratio_upper", "to", "#.000"),
            new("in_confidence_set", "in the confidence set"), new("confidence_set_p", "p", TableColumn.PValue),
            new("r2_volatility", "R² of volatility", "#.000"),
            new("mincer_zarnowitz_slope", "slope", "0.00"),
            new("coverage_80", "80 % held", "0.0 %"), new("coverage_95", "95 % held", "0.0 %"),
        ],
        Rows =
        [
            .. model.Evidence.Models.OrderBy(one => one.Qlike ?? double.MaxValue).Select(one => (Cell[])
            [
                one.Model, one.Qlike, one.Ratio, one.RatioLower, one.RatioUpper,
                one.ConfidenceSetP switch { null => NumberText.Missing, >= EvidenceModel.SetLevel => "✓ yes", _ => "no" },
                one.ConfidenceSetP, one.R2Volatility, one.MincerZarnowitzSlope, one.Coverage80, one.Coverage95,
            ]),
        ],
        Note = $"From and to are the {NumberText.Percent(model.Evidence.Confidence, 0)} interval of the ratio. A model in the confidence "
            + "set is not shown to be worse than the best (p of at least .1). The slope is that of realised on forecast variance; "
            + "1 is ideal.",
    };

    /// <summary>Years or terciles.</summary>
    public static ReportTable Groups(
        string name, string title, WalkForwardDocument series, IReadOnlyList<OriginGroupDocument> groups) => new()
        {
            Name = name,
            Title = title,
            Columns =
            [
                new("group", name == "years" ? "year" : "forecasts"), new("n", "origins", "N0"), new("qlike", "QLIKE", "#.0000"),
                new("benchmark_qlike", $"QLIKE of {EvidenceModel.NameOf(series.Benchmark)}", "#.0000"), new("ratio", "ratio", "#.000"),
                new("coverage_80", "80 % held", "0.0 %"), new("coverage_95", "95 % held", "0.0 %"),
            ],
            Rows =
            [
                .. groups.Select(one => (Cell[])
                [
                    GroupName(one), one.N, one.Qlike, one.BenchmarkQlike, one.Ratio, one.Coverage80, one.Coverage95,
                ]),
            ],
        };

    /// <summary>The losses beyond the value at risk.</summary>
    public static ReportTable ValueAtRisk(WalkForwardDocument series) => new()
    {
        Name = "value_at_risk",
        Title = "Losses beyond the value at risk",
        Columns =
        [
            new("sessions", "over"), new("confidence", "confidence", "0 %"), new("outcomes", "outcomes", "N0"),
            new("hits", "hits", "N0"), new("expected_hits", "expected", "0.0"),
            new("unconditional_coverage_p", "p of the number", TableColumn.PValue),
            new("independence_p", "p of the clustering", TableColumn.PValue),
        ],
        Rows =
        [
            .. series.ValueAtRiskRecords.Select(one => (Cell[])
            [
                NumberText.Count(one.Sessions, "session"), one.Confidence, one.Outcomes, one.Hits, one.ExpectedHits,
                one.UnconditionalCoverageP, one.IndependenceP,
            ]),
        ],
        Note = "The first p tests the number of hits (Kupiec 1995), the second whether they cluster (Christoffersen 1998); below .05 is "
            + "a reason for doubt. Periods of several sessions overlap, so no test is made for them.",
    };

    /// <summary>The scores of the forecast distributions.</summary>
    public static ReportTable DensityScores(WalkForwardDocument series) => new()
    {
        Name = "density",
        Title = "Scores of the distributions",
        Columns =
        [
            new("model", "model"), new("outcomes", "outcomes", "N0"), new("crps", "CRPS", ".0000"),
            new("log_score", "log score", "0.000"),
        ],
        Rows = [.. series.DensityScores.Select(one => (Cell[])[one.Model, one.Outcomes, one.Crps, one.LogScore])],
        Note = "Of the whole distribution; smaller is better (Gneiting and Raftery 2007). CRPS: the continuous ranked probability "
            + "score, annualised volatility. Log score: minus the log density at the outcome.",
    };

    /// <summary>The origins with the largest loss.</summary>
    public static ReportTable Worst(WalkForwardDocument series) => new()
    {
        Name = "worst",
        Title = $"The {NumberText.Count(series.WorstOrigins.Count, "origin")} with the largest loss",
        Columns =
        [
            new("forecast_origin", "origin"), new("volatility", "forecast", "0.0 %"), new("realized_volatility", "realised", "0.0 %"),
            new("benchmark_volatility", EvidenceModel.NameOf(series.Benchmark), "0.0 %"), new("qlike", "QLIKE", "0.00", HasBar: true),
            new("benchmark_qlike", $"QLIKE of {EvidenceModel.NameOf(series.Benchmark)}", "0.00"),
        ],
        Rows =
        [
            .. series.WorstOrigins.Select(one => (Cell[])
            [
                NumberText.Day(one.ForecastOrigin), one.Volatility, one.RealizedVolatility, one.BenchmarkVolatility, one.Qlike,
                one.BenchmarkQlike,
            ]),
        ],
    };

    /// <summary>A tercile in words; a year as it is.</summary>
    public static string GroupName(OriginGroupDocument group) => group.Group switch
    {
        "low" => "lowest third",
        "middle" => "middle third",
        "high" => "highest third",
        _ => group.Group,
    };
}
