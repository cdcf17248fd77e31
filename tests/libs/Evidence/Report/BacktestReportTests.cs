using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Volcast.Evaluation.Comparison;
using Volcast.Evidence.Report;
using Volcast.Volatility;

namespace Volcast.Evidence.Tests.Report;

public sealed class BacktestReportTests
{
    private static readonly Lazy<BacktestReport> Real = new(() => Of(ScriptedBacktest.Create()));
    private static readonly Lazy<BacktestReport> Simulated = new(() => Of(ScriptedBacktest.Create(BacktestRun.Simulated)));

    private static BacktestReport Of(Backtest backtest) => new(new ComparedBacktest(backtest, ScriptedBacktest.Options));

    private static byte[] File(BacktestReport report, string name) => report.Files().Single(file => file.Key == name).Value;

    private static string Text(BacktestReport report, string name) => Encoding.UTF8.GetString(File(report, name));

    private static XElement Page(BacktestReport report)
    {
        using var stream = new MemoryStream(File(report, BacktestReport.PageFile));
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    private static JsonElement Json(BacktestReport report) =>
        JsonDocument.Parse(File(report, BacktestReport.NumbersFile)).RootElement;

    [Fact]
    public void The_leaderboard_is_the_comparison_by_qlike()
    {
        var comparison = Real.Value.Compared.Comparison;
        var rows = Json(Real.Value).GetProperty("tables").GetProperty("leaderboard").EnumerateArray().ToArray();

        Assert.Equal(comparison.Models.OrderBy(m => m.MeanLosses["qlike"]).Select(m => m.Model),
            rows.Select(row => row.GetProperty("model").GetString()));
        foreach (var row in rows)
        {
            var model = comparison.Models.Single(m => m.Model == row.GetProperty("model").GetString());
            Assert.Equal(model.MeanLosses["qlike"], row.GetProperty("qlike").GetDouble());
            Assert.Equal((model.Ratio.Lower, model.Ratio.Upper),
                (row.GetProperty("ratio_lower").GetDouble(), row.GetProperty("ratio_upper").GetDouble()));
            Assert.Equal(comparison.ConfidenceSet.Contains(model.Model) ? "yes" : "no",
                row.GetProperty("in_confidence_set").GetString());
            Assert.Equal(model.DieboldMariano?.PValue, row.GetProperty("dm_p") is { ValueKind: JsonValueKind.Number } p
                ? p.GetDouble() : null);
        }
    }

    [Fact]
    public void Head_to_head_agrees_with_the_leaderboard_and_names_the_bar()
    {
        var (report, comparison) = (Real.Value, Real.Value.Compared.Comparison);
        var har = Json(report).GetProperty("tables").GetProperty("head_to_head").EnumerateArray()
            .Single(row => row.GetProperty("against").GetString() == "har");
        var ours = comparison.Models.Single(m => m.Model == "volcast");

        Assert.Equal(ours.Ratio.Ratio, har.GetProperty("ratio").GetDouble(), 12);
        Assert.Equal(ours.Ratio.Lower, har.GetProperty("ratio_lower").GetDouble(), 12);
        Assert.Equal(ours.DieboldMariano!.PValue, har.GetProperty("dm_p").GetDouble(), 12);
        for (var i = 1; i <= 5; i++)
            Assert.Equal(ours.NonOverlapping[i - 1].PValue, har.GetProperty($"offset_{i}_p").GetDouble(), 12);
        Assert.Equal(.755, har.GetProperty("bar").GetDouble());
        Assert.Equal("missed by .020", new AcceptanceBar("har", .755, .74).Verdict(.775));
        Assert.Equal("aim", new AcceptanceBar("har", .755, .74).Verdict(.7));
        Assert.Equal("yes", new AcceptanceBar("har", .755, .74).Verdict(.75));
        Assert.Null(AcceptanceBar.Of(Simulated.Value.Compared, "har"));
    }

    [Fact]
    public void Every_number_of_the_page_is_in_the_json_and_the_other_way_round()
    {
        var json = Json(Simulated.Value).GetProperty("tables");
        var page = Page(Simulated.Value);
        var tables = Simulated.Value.Sections.SelectMany(s => s.Tables).ToArray();

        Assert.Equal(ReportTables.Names.Except(["bars", "spans"]).Order(), tables.Select(t => t.Name).Order());
        Assert.Equal(tables.Select(t => t.Name), json.EnumerateObject().Select(t => t.Name));
        foreach (var table in tables)
        {
            var shown = page.Descendants("div").Single(e => (string?)e.Attribute("id") == $"table-{table.Name}")
                .Descendants("tbody").Single().Elements("tr").ToArray();
            var rows = json.GetProperty(table.Name).EnumerateArray().ToArray();
            Assert.Equal((table.Rows.Count, table.Rows.Count), (shown.Length, rows.Length));
            for (var r = 0; r < rows.Length; r++)
                foreach (var (column, cell) in table.Columns.Zip(shown[r].Elements()))
                {
                    Cell value = rows[r].GetProperty(column.Name) switch
                    {
                        { ValueKind: JsonValueKind.String } text => text.GetString()!,
                        { ValueKind: JsonValueKind.Null } => double.NaN,
                        var number => number.GetDouble(),
                    };
                    Assert.Equal(value.Show(column.Format), cell.Value.Trim());
                }
        }
    }

    [Fact]
    public void The_page_needs_nothing_but_itself()
    {
        var page = Page(Real.Value);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "script" or "link" or "iframe" or "img" or "object");
        Assert.DoesNotMatch(@"https?:|url\(|@import", Text(Real.Value, BacktestReport.PageFile));
        foreach (var attribute in page.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src"))
            Assert.Contains(page.Descendants().Attributes("id"), id => attribute.Value == $"#{id.Value}");
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.InRange(File(Real.Value, BacktestReport.PageFile).Length, 10_000, 2_000_000);
    }

    [Fact]
    public void Tables_and_charts_can_be_read_without_seeing()
    {
        var page = Page(Real.Value);
        Assert.Equal("en-GB", (string?)page.Attribute("lang"));
        Assert.All(page.Descendants("table"), table =>
        {
            Assert.NotEmpty(table.Element("caption")!.Value);
            Assert.All(table.Descendants("th"), head => Assert.NotNull(head.Attribute("scope")));
        });
        Assert.Equal(4, page.Descendants("svg").Count());
        Assert.All(page.Descendants("svg"), chart =>
        {
            Assert.NotEmpty((string)chart.Attribute("aria-label")!);
            Assert.Empty(Regex.Matches(chart.ToString(), "NaN|∞"));
        });
    }

    /// <summary>A caption is as wide as its table at least; what wraps at the screen's edge is the span within.</summary>
    [Fact]
    public void Captions_and_notes_are_never_wider_than_the_screen()
    {
        var page = Page(Real.Value);
        Assert.All(page.Descendants("caption"), caption =>
            Assert.Equal(caption.Value.Trim(), Assert.Single(caption.Elements("span")).Value));
        var style = page.Descendants("style").Single().Value;
        Assert.Contains("max-width: calc(100vw - 3rem)", Rule("caption span"));
        Assert.Contains("100vw - 3rem", Rule(".note"));
        Assert.DoesNotContain("nowrap", Rule("caption") + Rule("caption span") + Rule(".note"));

        string Rule(string selector) =>
            Regex.Match(style, $@"^{Regex.Escape(selector)} {{(.*)}}$", RegexOptions.Multiline).Groups[1].Value;
    }

    [Fact]
    public void Simulated_data_are_said_to_be_no_evidence()
    {
        Assert.Contains("no evidence", Page(Simulated.Value).Element("body")!.Elements().First().Value);
        Assert.Equal("SIMULATED", Json(Simulated.Value).GetProperty("market").GetString());
        Assert.DoesNotContain("SIMULATED", Text(Real.Value, BacktestReport.PageFile));
    }

    [Fact]
    public void The_same_backtest_gives_the_same_bytes()
    {
        var again = Of(ScriptedBacktest.Create()).Files();
        Assert.All(Real.Value.Files().Zip(again), pair => Assert.Equal(pair.First.Value, pair.Second.Value));
    }

    [Fact]
    public void Against_the_truth_the_better_forecast_correlates_better_and_has_less_noise_in_its_score()
    {
        var table = ReportTables.Make("simulated", Simulated.Value.Compared)!;
        var (ours, har) = (Row("volcast"), Row("har"));
        Assert.True(ours[3].Number > .97 && ours[3].Number > har[3].Number);
        Assert.True(ours[2].Number < .02); // E[QLIKE] of exp(.1 z) against the truth is e^{.005} − 1.
        Assert.InRange(ours[1].Number - ours[2].Number, NoiseFloor.OfQlike(5) - .06, NoiseFloor.OfQlike(5) + .06);
        Assert.Null(ReportTables.Make("simulated", Real.Value.Compared));

        Cell[] Row(string model) => table.Rows.Single(row => row[0].Text == model);
    }

    [Fact]
    public void Range_and_look_back_are_scored_on_their_own_outcomes()
    {
        var (compared, result) = (Real.Value.Compared, Real.Value.Compared.Backtest.Result);
        var range = ReportTables.Make("range", compared)!.Rows.Single(row => row[0].Text == "volcast");
        Assert.Equal(compared.Sample.Rows.Average(row => LossFunction.Qlike.Of(
            result.RealizedRangeVariance![row], result.Model("volcast").Variance[row])), range[1].Number, 12);

        var lookBack = Assert.Single(ReportTables.Make("look_back", compared)!.Rows);
        var rows = Enumerable.Range(0, 695).ToArray();
        Assert.Equal(695, lookBack[1].Number);
        Assert.Equal(rows.Average(row => LossFunction.Qlike.Of(
            result.RealizedVariance[row], compared.Backtest.LookBack!.Models[0].Variance[row])), lookBack[3].Number, 12);
        Assert.True(lookBack[4].Number > 1);
    }

    [Fact]
    public void Value_at_risk_is_tested_on_periods_that_do_not_overlap()
    {
        var table = ReportTables.Make("value_at_risk", Real.Value.Compared)!;
        Assert.Equal(["volcast.1d.95", "volcast.5d.99", "har.1d.95", "har.5d.99"], table.Rows.Select(row => row[0].Text));
        var scores = Real.Value.Compared.Model.ValueAtRisk;
        Assert.Equal(scores[0].Backtests[0].UnconditionalCoverage.PValue, table.Rows[0][6].Number);
        var sorted = scores[1].Backtests.Select(b => b.ConditionalCoverage.PValue).Order().ToArray();
        Assert.Equal((5, sorted[2]), (sorted.Length, table.Rows[1][8].Number));
        Assert.Equal((scores[1].HitShare, .01), (table.Rows[1][4].Number, Math.Round(table.Rows[1][2].Number, 12)));
    }

    [Fact]
    public void Without_ranges_reasons_and_intervals_their_tables_are_left_out()
    {
        var backtest = ScriptedBacktest.Create();
        var nothing = Array.ConvertAll(backtest.Result.Origins, _ => double.NaN);
        var bare = Of(backtest with
        {
            Reasons = null,
            LookBack = null,
            Result = backtest.Result with
            {
                RealizedRangeVariance = null,
                Models = [.. backtest.Result.Models.Select(m => m with
                {
                    Lower80 = nothing, Upper80 = nothing, Lower95 = nothing, Upper95 = nothing, SkippedOrigins = [], TailRisk = [],
                    ReusedParameters = [],
                })],
            },
        });
        string[] without =
        [
            "coverage", "coverage_terciles", "families", "importance", "kept_parameters", "look_back", "range", "sat_out",
            "simulated", "spans", "value_at_risk",
        ];
        Assert.Equal(without,
            ReportTables.Names.Where(name => ReportTables.Make(name, bare.Compared) is null).Order());
        Assert.DoesNotContain("covers", ReportSummary.Of(bare.Compared));
        Assert.Contains("Every model forecast on every origin.", Page(bare).Value);
    }

    [Fact]
    public void The_summary_says_who_is_best_and_which_years_were_lost()
    {
        Assert.Contains("It lost more than har in 0 of 3 calendar years.", ReportSummary.Of(Real.Value.Compared));
        var backtest = ScriptedBacktest.Create();
        var har = ReportSummary.Of(new(backtest with { Run = backtest.Run with { Model = "har" } }, ScriptedBacktest.Options));
        Assert.Contains("The smallest QLIKE is volcast's.", har);
        var worse = ReportSummary.Of(new(
            backtest with { Run = backtest.Run with { Model = "har", Benchmark = "volcast" } }, ScriptedBacktest.Options));
        Assert.Matches(@"lost more than volcast in 3 of 3 calendar years \(2019 by [\d.]+ %, 2020 by", worse);
    }

    /// <summary>R² of .5794 is under .58; "58 %" would hide that.</summary>
    [Fact]
    public void The_summary_does_not_round_a_bar_away()
    {
        var compared = Real.Value.Compared;
        var explained = Losses.RSquaredOnVolatility(compared.Sample.RealizedVariance, compared.Sample.Forecast("volcast"));
        Assert.Contains($"volcast explains {100 * explained:0.0} % of the spread", ReportSummary.Of(compared));
    }

    [Fact]
    public void Every_bar_stands_beside_its_figure_and_its_verdict()
    {
        var compared = Real.Value.Compared;
        var rows = ReportTables.Make("bars", compared)!.Rows.ToDictionary(row => row[0].Text!);
        var model = compared.Model;
        var forecast = compared.Sample.Forecast("volcast");
        var years = compared.Comparison.Years.Select(y => y.MeanLosses[1] / y.MeanLosses[0]).OrderDescending().ToArray();

        Expect("ratio to har", model.Ratio.Ratio, double.NaN, .755);
        Expect("largest Diebold–Mariano p of these", model.DieboldMariano!.PValue, double.NaN, .05);
        Expect("largest p of a baseline in the confidence set",
            compared.Comparison.Models.Where(m => m != model).Max(m => m.ConfidenceSetPValue), double.NaN, .1);
        Expect("R² on volatility", Losses.RSquaredOnVolatility(compared.Sample.RealizedVariance, forecast), .58, double.NaN);
        Expect("worst year, ratio to har", years[0], double.NaN, 1.06);
        Expect("second worst year, ratio to har", years[1], double.NaN, 1);
        Expect("80 % interval covers", model.Interval80.Coverage, .78, .82);
        foreach (var (tercile, score) in model.Interval80ByTercile)
            Expect($"80 % interval covers, {tercile} forecasts", score.Coverage, .7, .9);
        Expect("Winkler, ratio to har", model.Interval80.MeanWinkler
            / compared.Comparison.Models.Single(m => m.Model == "har").Interval80.MeanWinkler, double.NaN, .9);
        Expect("ratio to har on range variance", ReportTables.Make("range", compared)!.Rows
            .Single(row => row[0].Text == "volcast")[2].Number, double.NaN, .735);
        Assert.Equal(12, rows.Count);
        Assert.Contains("verdict",
            Page(Real.Value).Descendants("section").Single(s => (string?)s.Attribute("id") == "bars").Value);
        Assert.Null(ReportTables.Make("bars", Simulated.Value.Compared));

        void Expect(string bar, double measured, double atLeast, double atMost)
        {
            var row = rows[bar];
            Assert.Equal((measured, atLeast, atMost), (Math.Round(row[1].Number, 12) == Math.Round(measured, 12)
                ? measured : row[1].Number, row[2].Number, Math.Round(row[3].Number, 12)));
            var missed = Math.Max(atLeast - measured, 0) is > 0 and var under ? under : Math.Max(measured - atMost, 0);
            Assert.StartsWith(missed > 0 ? $"missed by {missed:.0000}" : "met", row[5].Text);
        }
    }

    [Fact]
    public void Years_of_development_and_those_after_them_are_scored_each_by_itself()
    {
        var backtest = ScriptedBacktest.Create();
        var compared = new ComparedBacktest(backtest with
        {
            Result = backtest.Result with { Origins = [.. backtest.Result.Origins.Select(day => day.AddDays(-400))] },
        }, ScriptedBacktest.Options);
        var rows = ReportTables.Make("spans", compared)!.Rows;
        var development = Enumerable.Range(0, compared.Sample.Rows.Length)
            .Where(row => compared.Sample.Origins[row] < new DateOnly(2019, 1, 1)).ToArray();
        Assert.Equal(["to-2018", "from-2019"], rows.Select(row => row[0].Text));
        Assert.Equal(compared.Sample.Rows.Length, rows.Sum(row => row[1].Number));
        Assert.Equal(development.Length, rows[0][1].Number);
        Assert.Equal(development.Average(row => compared.Qlike.Column("volcast")[row]), rows[0][2].Number, 12);
        Assert.Equal(rows[1][2].Number / rows[1][3].Number, rows[1][4].Number, 12);
        Assert.Equal(Losses.RSquaredOnVolatility(
            Array.ConvertAll(development, row => compared.Sample.RealizedVariance[row]),
            Array.ConvertAll(development, row => compared.Sample.Forecast("volcast")[row])), rows[0][5].Number, 12);
        Assert.Null(ReportTables.Make("spans", Real.Value.Compared));
    }

    [Fact]
    public void A_forecast_far_above_anything_that_came_is_warned_of()
    {
        var row = Assert.Single(ReportTables.Make("extraordinary", Real.Value.Compared)!.Rows);
        var result = Real.Value.Compared.Backtest.Result;
        Assert.Equal(("late", 1.0, $"{result.Origins[^1]:yyyy-MM-dd}", 10.0),
            (row[0].Text, row[1].Number, row[2].Text, row[3].Number)); // A variance of 100 is a volatility of 1,000 %.
        Assert.Equal(Math.Sqrt(result.RealizedVariance.Where(double.IsFinite).Max()), row[4].Number);
        Assert.Contains("Warning: forecasts above 2 times", Text(Real.Value, BacktestReport.PageFile));
    }

    [Fact]
    public void A_model_that_never_forecast_is_stood_in_for()
    {
        var backtest = ScriptedBacktest.Create();
        var compared = new ComparedBacktest(
            backtest with { Run = backtest.Run with { Model = "never", Benchmark = "none" } }, ScriptedBacktest.Options);
        Assert.Equal(("har", "har"), (compared.Model.Model, compared.Benchmark));
        Assert.Null(compared.Model.DieboldMariano);
        Assert.NotEmpty(new BacktestReport(compared).Files());
    }

    [Fact]
    public void The_index_leads_to_each_report()
    {
        var page = Encoding.UTF8.GetString(ReportIndex.Of([Real.Value, Simulated.Value]));
        Assert.Contains("href=\"SPY-5d/report.html\"", page);
        Assert.Contains("no evidence", page);
    }

    [Theory]
    [InlineData("nothing", null, null, "There is no table 'nothing'")]
    [InlineData("years", "no", null, "Table years has no column 'no', only year, n")]
    [InlineData("years", null, "1066", "Table years has no row '1066', only 2019")]
    public void What_there_is_not_is_named(string table, string? column, string? row, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => ReportTables.Make(table, Real.Value.Compared)!
            .Only(column is null ? null : [column], row is null ? null : [row])).Message);

    [Theory]
    [InlineData(.25, ".000", ".250")]
    [InlineData(-.25, ".00", "−.25")]
    [InlineData(-.0001, ".00", ".00")]
    [InlineData(.8123, "0.0 %", "81.2 %")]
    [InlineData(.0004, "p", "<.001")]
    [InlineData(.05, "p", ".050")]
    [InlineData(1, "p", "1.000")]
    [InlineData(double.NaN, ".000", "–")]
    [InlineData(double.PositiveInfinity, ".000", "∞")]
    [InlineData(3016, "#,0", "3,016")]
    public void A_number_is_shown_by_its_columns_format(double number, string format, string shown) =>
        Assert.Equal(shown, ((Cell)number).Show(format));
}
