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
        yield return Section("scores", "Scores", "", [], "leaderboard", "losses");
        yield return Section("head-to-head", "Head to head", "", [], "head_to_head");
        yield return Section("over-time", "Over time", "",
            [BacktestCharts.ForecastAndRealized(Compared), BacktestCharts.CumulativeGain(Compared)],
            "years", "years_all", "terciles", "spans");
        yield return Section("calibration", "Calibration", "",
            [BacktestCharts.Deciles(Table("deciles")!, Compared)], "deciles", "mincer_zarnowitz");
        yield return Section("intervals", "Intervals", "", [], "coverage", "coverage_terciles");
        yield return Section("value-at-risk", "Value at risk", "", [], "value_at_risk", "value_at_risk_hits", "traffic_light");
        yield return Section("range", "Range-based outcome", "", [], "range");
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
