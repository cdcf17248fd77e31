using System.Globalization;
using Volcast.Evaluation;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Evidence.Backtests;

/// <summary>
/// The report of a backtest: a page, the same numbers as JSON, and the forecasts of every origin. Equal backtests give equal
/// bytes.
/// </summary>
public sealed class BacktestReport
{
    public const string PageFile = "report.html";
    public const string NumbersFile = "report.json";
    public const string ForecastsFile = "forecasts.csv";

    /// <summary>The warning on a report of the simulated market.</summary>
    public const string SimulatedWarning =
        "SIMULATED market: this report shows that the pipeline works. It says nothing about a real market.";

    public BacktestReport(ComparedBacktest compared)
    {
        Compared = compared;
        Sections = [.. Build()];
    }

    public ComparedBacktest Compared { get; }

    /// <summary>In the order of the page.</summary>
    public IReadOnlyList<ReportSection> Sections { get; }

    /// <summary>Such as "SPY, 5 sessions ahead: volcast walk-forward".</summary>
    public string Title => $"{Result.Symbol}, {Result.Horizon} {(Result.Horizon == 1 ? "session" : "sessions")} ahead: "
        + $"{Compared.Model.Model} walk-forward";

    private WalkForwardResult Result => Compared.Backtest.Result;

    /// <summary>The three files; the page is the last.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Files()
    {
        using var forecasts = new StringWriter(CultureInfo.InvariantCulture);
        BacktestFile.Write(forecasts, [Result]);
        return
        [
            new(ForecastsFile, System.Text.Encoding.UTF8.GetBytes(forecasts.ToString())),
            new(NumbersFile, BacktestJson.Of(this)),
            new(PageFile, BacktestPage.Of(this)),
        ];
    }

    private IEnumerable<ReportSection> Build()
    {
        var benchmark = Compared.Benchmark;
        yield return Section("forecasts", "Forecast and outcome", "", [BacktestCharts.ForecastAndRealized(Compared)]) with
        {
            HowToRead = "The line of the forecast should run through the middle of what was realised. The darker area should hold 80 of "
                + "100 outcomes, the whole area 95. A diamond is an outcome outside both.",
        };
        yield return Section("scores", "Comparison with the other models", "", [BacktestCharts.CumulativeGain(Compared)], "leaderboard")
            with
        {
            ForestPlots = ComparisonPlots.Ratios(Compared) is { } ratios ? [ratios] : [],
            HowToRead = $"QLIKE measures the error of a variance forecast; smaller is better. A ratio of .8 means a loss that is 20 % "
                + $"smaller than {benchmark}'s. If an interval includes 1, the difference can be chance.",
        };
        yield return Section("head-to-head", "Head to head", "", [], "head_to_head");
        yield return Section("over-time", "By year and by level of volatility", "", [], "years", "years_all", "terciles", "spans");
        yield return Section("calibration", "Calibration", "",
            [BacktestCharts.Deciles(Table("deciles")!, Compared)], "deciles", "mincer_zarnowitz") with
        {
            HowToRead = "On the dashed line, the mean outcome equals the forecast. Above it the forecasts were too low, below it too "
                + "high. Both axes have the same scale.",
        };
        yield return Section("intervals", "Intervals", "", [], "coverage", "coverage_terciles");
        yield return Section("density", "Forecast distribution", "",
            DensityTables.Histogram(Compared) is { } histogram ? [histogram] : [], "density", "pit") with
        {
            HowToRead = Table("density") is null ? ""
                : "Each forecast is a whole distribution. If it is right, a tenth of the outcomes falls into each tenth of it, and every "
                + "bar reaches the line. High bars at both ends mean distributions that are too narrow.",
        };
        yield return Section("value-at-risk", "Value at risk", "",
            ComparisonPlots.Breaches(Compared) is { } breaches ? [breaches] : [],
            "value_at_risk", "value_at_risk_hits", "traffic_light") with
        {
            HowToRead = Table("value_at_risk") is null ? ""
                : "The value at risk at 99 % is the loss that 1 of 100 sessions should exceed. A diamond is a loss beyond it. The "
                + "diamonds should be as many as stated, and they should not come in clusters.",
        };
        yield return Section("measures", "Other measures of the same forecasts", "", [], "losses", "range");
        yield return Section("economic-value", "Economic value", "", [], "economic_value");
        yield return Section("reasons", "Reasons", "",
            BacktestCharts.Attribution(Compared) is { } attribution ? [attribution] : [], "families", "importance");
        yield return Section("look-back", "Effect of a shorter look-back", "", [], "look_back");
        yield return Section("simulated", "Comparison with the true variance", "", [], "simulated");
        yield return Section("extraordinary", "Extraordinary forecasts", "", [], "extraordinary");
        yield return Section("sat-out", "Skipped origins", Table("sat_out") is null
            ? "Every model made a forecast on every origin." : "", [], "sat_out", "kept_parameters");
    }

    private ReportTable? Table(string name) => BacktestTables.Make(name, Compared);

    private ReportSection Section(
        string id, string title, string text, IReadOnlyList<ReportChart> charts, params IEnumerable<string> tables) =>
        new(id, title, text, [.. charts.Where(c => c.Series.Count > 0)], [.. tables.Select(Table).OfType<ReportTable>()]);
}
