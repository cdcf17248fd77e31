using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Evidence.Backtests;
using Volcast.Reports;
using Volcast.Volatility;

namespace Volcast.Evidence.Tests.Backtests;

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
            Assert.Equal((model.Ratio.Interval.Value!.Lower, model.Ratio.Interval.Value.Upper),
                (row.GetProperty("ratio_lower").GetDouble(), row.GetProperty("ratio_upper").GetDouble()));
            Assert.Equal(comparison.ConfidenceSet.Value!.Contains(model.Model) ? "yes" : "no",
                row.GetProperty("in_confidence_set").GetString());
            Assert.Equal(model.DieboldMariano?.PValue, row.GetProperty("dm_p") is { ValueKind: JsonValueKind.Number } p
                ? p.GetDouble() : null);
        }
    }

    [Fact]
    public void Figures_that_do_not_exist_are_dashes_with_their_reason()
    {
        // A price that never changes: every outcome is at the floor, and so is the benchmark's forecast.
        var backtest = ScriptedBacktest.Create();
        double[] Floor(double[] column) => Array.ConvertAll(column, _ => RealizedVariance.Floor);
        var still = backtest.Result with
        {
            RealizedVariance = Floor(backtest.Result.RealizedVariance),
            RealizedRangeVariance = Floor(backtest.Result.RealizedVariance),
            Models =
            [
                backtest.Result.Models[0] with { Variance = Floor(backtest.Result.Models[0].Variance) },
                backtest.Result.Models[1],
            ],
        };
        var report = Of(backtest with
        {
            Result = still,
            LookBack = still with { Models = [still.Models[0]] },
            Reasons = null,
        });
        foreach (var row in Json(report).GetProperty("tables").GetProperty("leaderboard").EnumerateArray())
            foreach (var name in new[] { "ratio", "ratio_lower", "ratio_upper", "r2_volatility" })
                Assert.Equal(JsonValueKind.Null, row.GetProperty(name).ValueKind);
        var page = Page(report).Value;
        Assert.Contains("The loss of har is 0 on every origin", page, StringComparison.Ordinal);
        Assert.Contains("R² does not exist: the realised variance is the same on every origin", page, StringComparison.Ordinal);
        Assert.Contains("volcast: The realised variance is the same in every row", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_of_few_origins_has_no_interval_and_no_set_and_says_why()
    {
        var backtest = ScriptedBacktest.Create();
        var few = backtest with
        {
            Result = backtest.Result with
            {
                RealizedVariance = [.. backtest.Result.RealizedVariance.Select((v, row) =>
                    row is >= 100 and < 117 ? v : double.NaN)],
            },
            LookBack = null,
            Reasons = null,
        };
        var report = Of(few);
        foreach (var row in Json(report).GetProperty("tables").GetProperty("leaderboard").EnumerateArray())
        {
            Assert.Equal(JsonValueKind.Number, row.GetProperty("ratio").ValueKind);
            foreach (var name in new[] { "ratio_lower", "ratio_upper", "mcs_p" })
                Assert.Equal(JsonValueKind.Null, row.GetProperty(name).ValueKind);
            Assert.Equal("–", row.GetProperty("in_confidence_set").GetString());
        }
        const string Reason = "There is no interval of ratios and no confidence set: 17 origins are fewer than 10 blocks of 20";
        Assert.Contains(Reason, Json(report).GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.Contains(Reason, Page(report).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Head_to_head_agrees_with_the_leaderboard()
    {
        var (report, comparison) = (Real.Value, Real.Value.Compared.Comparison);
        var har = Json(report).GetProperty("tables").GetProperty("head_to_head").EnumerateArray()
            .Single(row => row.GetProperty("against").GetString() == "har");
        var ours = comparison.Models.Single(m => m.Model == "volcast");

        Assert.Equal(ours.Ratio.Ratio, har.GetProperty("ratio").GetDouble(), 12);
        Assert.Equal(ours.Ratio.Interval.Value!.Lower, har.GetProperty("ratio_lower").GetDouble(), 12);
        Assert.Equal(ours.DieboldMariano!.PValue, har.GetProperty("dm_p").GetDouble(), 12);
        for (var i = 1; i <= 5; i++)
            Assert.Equal(ours.NonOverlapping[i - 1].PValue, har.GetProperty($"offset_{i}_p").GetDouble(), 12);
    }

    [Fact]
    public void The_page_and_the_json_have_the_same_numbers()
    {
        var json = Json(Simulated.Value).GetProperty("tables");
        var page = Page(Simulated.Value);
        var tables = Simulated.Value.Sections.SelectMany(s => s.Tables).ToArray();

        Assert.Equal(BacktestTables.Names.Except(["spans"]).Order(), tables.Select(t => t.Name).Order());
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
                    // A key of a row is written in words on the page.
                    Assert.Equal(table.Rows[r][table.Columns.ToList().IndexOf(column)].Label ?? value.Show(column.Format),
                        cell.Value.Trim());
                }
        }
    }

    [Fact]
    public void The_page_is_self_contained()
    {
        var page = Page(Real.Value);
        Assert.DoesNotContain(page.Descendants(), e => e.Name.LocalName is "link" or "iframe" or "img" or "object");
        Assert.Null(Assert.Single(page.Descendants("script")).Attribute("src"));
        Assert.DoesNotMatch(@"https?:|url\(|@import", Text(Real.Value, BacktestReport.PageFile));
        foreach (var attribute in page.Descendants().Attributes().Where(a => a.Name.LocalName is "href" or "src"))
            Assert.Contains(page.Descendants().Attributes("id"), id => attribute.Value == $"#{id.Value}");
        var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.InRange(File(Real.Value, BacktestReport.PageFile).Length, 10_000, 2_000_000);
    }

    [Fact]
    public void Tables_and_charts_are_accessible_to_screen_readers()
    {
        var page = Page(Real.Value);
        Assert.Equal("en-GB", (string?)page.Attribute("lang"));
        Assert.All(page.Descendants("table"), table =>
        {
            Assert.NotEmpty(table.Element("caption")!.Value);
            Assert.All(table.Descendants("th"), head => Assert.NotNull(head.Attribute("scope")));
        });
        // The bar beside a number says nothing that the number does not.
        var (bars, charts) = (
            page.Descendants("svg").Where(svg => svg.Parent!.Name == "td").ToArray(),
            page.Descendants("svg").Where(svg => svg.Parent!.Name == "figure").ToArray());
        Assert.NotEmpty(bars);
        Assert.All(bars, bar => Assert.Equal("true", (string?)bar.Attribute("aria-hidden")));
        // Five charts for wide and for narrow screens, and the square one.
        Assert.Equal((5, 5, 11),
            (charts.Count(OfScreen("for-wide")), charts.Count(OfScreen("for-narrow")), charts.Length));
        Assert.All(charts, chart =>
        {
            Assert.NotEmpty((string)chart.Attribute("aria-label")!);
            Assert.Empty(Regex.Matches(chart.ToString(), "NaN|∞"));
        });

        static Func<XElement, bool> OfScreen(string name) => svg => (string?)svg.Attribute("class") == name;
    }

    [Fact]
    public void The_page_begins_with_three_figures_and_the_forecasts_in_time()
    {
        var (page, compared) = (Page(Real.Value), Real.Value.Compared);
        var figures = page.Descendants("span").Where(e => (string?)e.Attribute("class") == "value").Select(e => e.Value).ToArray();
        var explained = Losses.RSquaredOnVolatility(compared.Sample.RealizedVariance, compared.Sample.Forecast("volcast"));
        Assert.Equal(
            [$"{compared.Model.Ratio.Ratio:.000}", $"{100 * compared.Model.Interval80.Coverage:0.0}\u00a0%", $"{100 * explained:0.0}\u00a0%"],
            figures);
        var first = page.Descendants().First(e => e.Name == "figure" || e.Name == "table");
        Assert.Equal("chart-forecast_and_realized", (string?)first.Attribute("id"));
    }

    [Fact]
    public void The_forest_plot_has_the_ratios_of_the_leaderboard()
    {
        var plot = ComparisonPlots.Ratios(Real.Value.Compared)!;
        var rows = BacktestTables.Make("leaderboard", Real.Value.Compared)!.Rows.Where(row => row[0].Text != "har").ToArray();
        Assert.Equal(rows.Select(row => (row[0].Text!, row[2].Number, row[3].Number, row[4].Number)),
            plot.Rows.Select(row => (row.Label, row.Estimate, row.Lower, row.Upper)));
        Assert.Equal(["volcast"], plot.Rows.Where(row => row.IsSubject).Select(row => row.Label));
    }

    [Fact]
    public void A_breach_is_drawn_for_each_loss_beyond_the_outer_value_at_risk()
    {
        var chart = ComparisonPlots.Breaches(Real.Value.Compared)!;
        var score = Real.Value.Compared.Model.ValueAtRisk.Single(one => one is { Sessions: 1, Confidence: .99 });
        var breaches = chart.Series.Single(series => series.Name == "breach").Points;
        Assert.Equal(Math.Round(score.HitShare * score.N), breaches.Count);
        Assert.NotEmpty(breaches);
        Assert.All(breaches, point => Assert.True(point.Y < -.02326));
        Assert.Equal(score.N, chart.Series.Single(series => series.Name == "return").Points.Count);
    }

    [Fact]
    public void Both_intervals_are_drawn_with_the_outcomes_outside_both()
    {
        var chart = BacktestCharts.ForecastAndRealized(Real.Value.Compared);
        Assert.Equal(["interval_95", "interval_80", "realized", "forecast", "outside_95"], chart.Series.Select(series => series.Name));
        var outer = chart.Series[0].Points.ToDictionary(point => point.X);
        var outside = chart.Series[2].Points.Where(point => point.Y < outer[point.X].Y || point.Y > outer[point.X].Upper);
        Assert.Equal(outside.Select(point => (point.X, point.Y)), chart.Series[^1].Points.Select(point => (point.X, point.Y)));
    }

    [Fact]
    public void Keys_are_written_in_words_on_the_page_and_stay_keys_elsewhere()
    {
        var risk = BacktestTables.Make("value_at_risk", Real.Value.Compared)!;
        Assert.Equal(("volcast.5d.99", "volcast, 5 sessions, 99\u00a0%"), (risk.Rows[1][0].Text, risk.Rows[1][0].Label));
        Assert.Contains("`volcast.5d.99`", MarkdownTable.Lines(risk)[3], StringComparison.Ordinal);
        var page = Page(Real.Value).Value;
        Assert.DoesNotMatch(@"volcast\.\dd\.|offset 1 p", page);
        Assert.Contains("p without overlap, from origin 1", page, StringComparison.Ordinal);
    }

    /// <summary>A caption is at least as wide as its table; the span inside it wraps at the edge of the screen.</summary>
    [Fact]
    public void Captions_and_notes_are_never_wider_than_the_screen()
    {
        var page = Page(Real.Value);
        Assert.All(page.Descendants("caption"), caption =>
            Assert.Equal(caption.Value.Trim(), Assert.Single(caption.Elements("span")).Value));
        var style = page.Descendants("style").Single().Value;
        Assert.Contains("max-width: calc(100vw - 5.6rem)", Rule("caption span"));
        Assert.Contains("100vw - 3rem", Rule(".note"));
        Assert.DoesNotContain("nowrap", Rule("caption") + Rule("caption span") + Rule(".note"));

        string Rule(string selector) =>
            Regex.Match(style, $@"^{Regex.Escape(selector)} {{(.*)}}$", RegexOptions.Multiline).Groups[1].Value;
    }

    [Fact]
    public void A_report_of_simulated_data_begins_with_a_warning()
    {
        Assert.Contains("SIMULATED market", Page(Simulated.Value).Element("body")!.Elements().First().Value);
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
    public void Against_the_true_variance_the_better_forecast_has_the_higher_correlation_and_a_less_noisy_score()
    {
        var table = BacktestTables.Make("simulated", Simulated.Value.Compared)!;
        var (ours, har) = (Row("volcast"), Row("har"));
        Assert.True(ours[3].Number > .97 && ours[3].Number > har[3].Number);
        Assert.True(ours[2].Number < .02); // E[QLIKE] of exp(.1 z) against the truth is e^{.005} − 1.
        Assert.InRange(ours[1].Number - ours[2].Number, NoiseFloor.OfQlike(5) - .06, NoiseFloor.OfQlike(5) + .06);
        Assert.Null(BacktestTables.Make("simulated", Real.Value.Compared));

        Cell[] Row(string model) => table.Rows.Single(row => row[0].Text == model);
    }

    [Fact]
    public void Range_and_look_back_are_scored_on_their_own_outcomes()
    {
        var (compared, result) = (Real.Value.Compared, Real.Value.Compared.Backtest.Result);
        var range = BacktestTables.Make("range", compared)!.Rows.Single(row => row[0].Text == "volcast");
        Assert.Equal(compared.Sample.Rows.Average(row => LossFunction.Qlike.Of(
            result.RealizedRangeVariance![row], result.Model("volcast").Variance[row])), range[1].Number, 12);

        var lookBack = Assert.Single(BacktestTables.Make("look_back", compared)!.Rows);
        var rows = Enumerable.Range(0, 695).ToArray();
        Assert.Equal(695, lookBack[1].Number);
        Assert.Equal(rows.Average(row => LossFunction.Qlike.Of(
            result.RealizedVariance[row], compared.Backtest.LookBack!.Models[0].Variance[row])), lookBack[3].Number, 12);
        Assert.True(lookBack[4].Number > 1);
    }

    [Fact]
    public void Value_at_risk_is_tested_on_periods_that_do_not_overlap()
    {
        var table = BacktestTables.Make("value_at_risk", Real.Value.Compared)!;
        Assert.Equal(["volcast.1d.95", "volcast.5d.99", "volcast.1d.99", "har.1d.95", "har.5d.99", "har.1d.99"],
            table.Rows.Select(row => row[0].Text));
        var scores = Real.Value.Compared.Model.ValueAtRisk;
        Assert.Equal(scores[0].Backtests[0].UnconditionalCoverage.PValue, table.Rows[0][6].Number);
        var sorted = scores[1].Backtests.Select(b => b.ConditionalCoverage.PValue).Order().ToArray();
        Assert.Equal((5, sorted[2]), (sorted.Length, table.Rows[1][8].Number));
        Assert.Equal((scores[1].HitShare, .01), (table.Rows[1][4].Number, Math.Round(table.Rows[1][2].Number, 12)));
    }

    [Fact]
    public void Hits_are_counted_on_each_offset_with_the_power_of_the_test()
    {
        var table = BacktestTables.Make("value_at_risk_hits", Real.Value.Compared)!;
        Assert.Equal(["volcast.1d.95", "volcast.5d.99", "volcast.1d.99", "har.1d.95", "har.5d.99", "har.1d.99"],
            table.Rows.Select(row => row[0].Text));
        var score = Real.Value.Compared.Model.ValueAtRisk[1];
        var row = table.Rows[1];
        Assert.Equal(string.Join(' ', score.Backtests.Select(test => test.Hits)), row[5].Text);
        var periods = score.Backtests.Min(test => test.Days);
        Assert.Equal((periods, 5.0, "yes"), (row[3].Number, row[7].Number, row[9].Text));
        Assert.Equal(.01 * periods, row[4].Number, 9);
        Assert.Equal(ValueAtRiskBacktest.KupiecPower(periods, .01, .02), row[8].Number, 9);
        Assert.Equal(score.Backtests.Count(test => test.UnconditionalCoverage.PValue > .05), row[6].Number);
        Assert.Equal("no", table.Rows[0][9].Text);
    }

    [Fact]
    public void The_traffic_light_has_a_row_for_each_model_with_a_session_at_99_percent()
    {
        var backtest = ScriptedBacktest.Create();
        var result = backtest.Result;
        var losses = Array.ConvertAll(result.Origins, _ => .01);
        for (var row = 1; row <= 7; row++)
            losses[^row] = -.05;
        var risk = new TailRiskForecasts(1, .99, Array.ConvertAll(losses, _ => .02), Array.ConvertAll(losses, _ => .03), losses);
        var report = Of(backtest with
        {
            Result = result with { Models = [.. result.Models.Select(m => m with { TailRisk = m.Name == "har" ? [risk] : [] })] },
        });
        var light = Assert.Single(BacktestTables.Make("traffic_light", report.Compared)!.Rows);
        var n = report.Compared.Comparison.Models.Single(m => m.Model == "har").ValueAtRisk[0].N;
        Assert.Equal(("har", Math.Min(n, 250)), (light[0].Text, (int)light[1].Number));
        var zone = BaselTrafficLight.ZoneOf((int)light[3].Number, Math.Min(n, 250));
        Assert.Equal(zone.ToString().ToLowerInvariant(), light[4].Text);
        Assert.InRange(light[3].Number, 1, 7);
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
                    Lower80 = nothing, Upper80 = nothing, Lower95 = nothing, Upper95 = nothing,
                    SkippedOrigins = [], TailRisk = [], ReusedParameters = [], Density = null,
                })],
            },
        });
        string[] without =
        [
            "coverage", "coverage_terciles", "density", "families", "importance", "kept_parameters", "look_back", "pit", "range",
            "sat_out", "simulated", "spans", "traffic_light", "value_at_risk", "value_at_risk_hits",
        ];
        Assert.Equal(without,
            BacktestTables.Names.Where(name => BacktestTables.Make(name, bare.Compared) is null).Order());
        Assert.DoesNotContain("covers", BacktestSummary.Of(bare.Compared));
        Assert.Contains("Every model made a forecast on every origin.", Page(bare).Value);
    }

    [Fact]
    public void The_summary_names_the_best_model_and_the_years_that_the_benchmark_won()
    {
        Assert.Contains("Its QLIKE was above har's in 0 of 3 calendar years.", BacktestSummary.Of(Real.Value.Compared));
        var backtest = ScriptedBacktest.Create();
        var har = BacktestSummary.Of(new(backtest with { Run = backtest.Run with { Model = "har" } }, ScriptedBacktest.Options));
        Assert.Contains("The smallest QLIKE is volcast's.", har);
        var worse = BacktestSummary.Of(new(
            backtest with { Run = backtest.Run with { Model = "har", Benchmark = "volcast" } }, ScriptedBacktest.Options));
        Assert.Matches(@"above volcast's in 3 of 3 calendar years \(2019 by [\d.]+ %, 2020 by", worse);
    }

    /// <summary>R² of .5794 is under .58; "58 %" would hide that.</summary>
    [Fact]
    public void The_summary_does_not_round_a_missed_threshold_away()
    {
        var compared = Real.Value.Compared;
        var explained = Losses.RSquaredOnVolatility(compared.Sample.RealizedVariance, compared.Sample.Forecast("volcast"));
        Assert.Contains($"volcast explains {100 * explained:0.0} % of the variation", BacktestSummary.Of(compared));
    }

    [Fact]
    public void Years_of_development_and_later_years_are_scored_separately()
    {
        var backtest = ScriptedBacktest.Create();
        var compared = new ComparedBacktest(backtest with
        {
            Result = backtest.Result with { Origins = [.. backtest.Result.Origins.Select(day => day.AddDays(-400))] },
        }, ScriptedBacktest.Options);
        var rows = BacktestTables.Make("spans", compared)!.Rows;
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
        Assert.Null(BacktestTables.Make("spans", Real.Value.Compared));
    }

    [Fact]
    public void The_distributions_are_scored_beside_the_benchmark_and_their_histogram_is_drawn()
    {
        var rows = BacktestTables.Make("density", Real.Value.Compared)!.Rows;
        Assert.Equal(["volcast", "har"], rows.Select(row => row[0].Text)); // By CRPS; the others have no distribution.
        Assert.Equal(rows[0][1].Number, rows[1][1].Number);
        Assert.Equal(.5, rows[0][3].Number, 12);
        Assert.Equal(-1, rows[0][5].Number, 12);
        var shares = BacktestTables.Make("pit", Real.Value.Compared)!.Rows[0][1..];
        Assert.Equal(1, shares.Sum(share => share.Number), 12);
        Assert.All(shares, share => Assert.InRange(share.Number, .05, .15));
        var chart = Assert.Single(Real.Value.Sections.Single(section => section.Id == "density").Charts);
        Assert.Equal(shares.Select(share => share.Number), chart.Series[0].Points.Select(point => point.Y));
    }

    [Fact]
    public void A_forecast_far_above_every_outcome_gives_a_warning()
    {
        var row = Assert.Single(BacktestTables.Make("extraordinary", Real.Value.Compared)!.Rows);
        var result = Real.Value.Compared.Backtest.Result;
        Assert.Equal(("late", 1.0, $"{result.Origins[^1]:yyyy-MM-dd}", 10.0),
            (row[0].Text, row[1].Number, row[2].Text, row[3].Number)); // A variance of 100 is a volatility of 1,000 %.
        Assert.Equal(Math.Sqrt(result.RealizedVariance.Where(double.IsFinite).Max()), row[4].Number);
        Assert.Contains("Warning: forecasts above 2 times", Text(Real.Value, BacktestReport.PageFile));
    }

    [Fact]
    public void A_model_without_forecasts_is_replaced_by_the_first_model_with_forecasts()
    {
        var backtest = ScriptedBacktest.Create();
        var compared = new ComparedBacktest(
            backtest with { Run = backtest.Run with { Model = "never", Benchmark = "none" } }, ScriptedBacktest.Options);
        Assert.Equal(("har", "har"), (compared.Model.Model, compared.Benchmark));
        Assert.Null(compared.Model.DieboldMariano);
        Assert.NotEmpty(new BacktestReport(compared).Files());
    }

    [Fact]
    public void The_index_links_to_each_report()
    {
        var page = Encoding.UTF8.GetString(BacktestIndex.Of([Real.Value, Simulated.Value], []));
        Assert.Contains("href=\"SPY-5d/report.html\"", page);
        Assert.Equal(4, Regex.Count(page, "class=\"sparkline ink1\""));
        var row = BacktestIndex.Table([Real.Value]).Rows.Single();
        Assert.Equal(("SPY-5d", Real.Value.Compared.Model.Ratio.Ratio), (row[0].Text, row[5].Number));
        var gain = Real.Value.Compared.Qlike.Column("har").Sum() - Real.Value.Compared.Qlike.Column("volcast").Sum();
        Assert.Equal(120, row[4].Line!.Values.Count);
        Assert.Equal(gain, row[4].Line!.Values[^1], 9);
        Assert.Contains("SIMULATED market", page);
    }

    [Fact]
    public void A_table_that_does_not_exist_is_refused_by_name() => Assert.StartsWith(
        "There is no table 'nothing', only leaderboard",
        Assert.Throws<ArgumentException>(() => BacktestTables.Make("nothing", Real.Value.Compared)).Message);
}
