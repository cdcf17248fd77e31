using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Services.Monitoring.Report;
using static Volcast.Services.Monitoring.Tests.Report.SampleRun;

namespace Volcast.Services.Monitoring.Tests.Report;

public sealed class TargetReportTests
{
    private static readonly SampleRun Full = new()
    {
        Checks =
        [
            Row(CheckNames.LossAlarm, MonitoringKind.Loss, MonitoringStatus.Failed, value: 25, threshold: 20,
                detail: """{"yellow":2}"""),
            Row(CheckNames.Coverage80, MonitoringKind.Calibration, MonitoringStatus.Ok, value: .75, threshold: .8,
                detail: """{"outcomes":100,"standard_error":0.04}"""),
            DriftOf("vix", MonitoringStatus.Failed, 4), DriftOf("calm", MonitoringStatus.Ok, .01),
            Row(CheckNames.Freshness, MonitoringKind.Data, MonitoringStatus.Ok, "data", horizon: 0, value: 0, threshold: 1),
        ],
        Earlier =
        [
            Row(CheckNames.LossAlarm, MonitoringKind.Loss, MonitoringStatus.Ok, value: 1.5, threshold: 20, sessionsAgo: 1),
            Score(.5, 2), Score(.8, 2, isHar: true), Score(.6, 1), Score(.5, 1, isHar: true), Score(.9, 0),
            Row("keep", MonitoringKind.Decision, MonitoringStatus.Ok, "model", sessionsAgo: 2,
                detail: """{"reasons":["No finding asks for a change."]}"""),
            Row("retrain", MonitoringKind.Decision, MonitoringStatus.Ok, "model", sessionsAgo: 1,
                detail: """{"reasons":["loss_alarm is red."],"withheld":null}"""),
            Row("retrain_result", MonitoringKind.Decision, MonitoringStatus.Ok, "model", sessionsAgo: 1,
                detail: """{"version":2,"result":"Version 2 <is> registered."}"""),
            Row("high", MonitoringKind.Alert, MonitoringStatus.Failed, "alert", horizon: 0, sessionsAgo: 1,
                detail: """{"text":"SPY is above 25 %."}"""),
        ],
        Forecasts = [Forecast(1, .5)],
    };

    private static byte[] File(SampleRun run, string name) => run.Report.Files().Single(file => file.Key == name).Value;

    private static XElement Page(SampleRun run)
    {
        using var reader = XmlReader.Create(new MemoryStream(File(run, TargetReport.PageFile)),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    private static JsonElement Numbers(SampleRun run) => JsonDocument.Parse(File(run, TargetReport.NumbersFile)).RootElement;

    private static string?[] Ids(SampleRun run) =>
        [.. Page(run).Descendants("main").Elements("section").Select(section => (string?)section.Attribute("id"))];

    [Fact]
    public void The_page_is_well_formed_and_loads_and_runs_nothing()
    {
        var text = Encoding.UTF8.GetString(File(Full, TargetReport.PageFile));
        Assert.StartsWith("<!DOCTYPE html>\n<html", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"https?:|url\(|@import|\son[a-z]+=|\sstyle=", text);
        string[] loading = ["script", "link", "iframe", "img", "object"];
        Assert.DoesNotContain(Page(Full).Descendants(), element => loading.Contains(element.Name.LocalName));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_simulated_report_says_so_before_everything_else_and_the_verdict_comes_next()
    {
        var body = Page(Full).Element("body")!;
        Assert.Equal(TargetReport.SimulatedWarning, body.Elements().First().Value);
        var verdict = body.Element("header")!.Elements("p").Single(p => ((string?)p.Attribute("class"))!.StartsWith("verdict"));
        Assert.Equal("verdict red", (string?)verdict.Attribute("class"));
        Assert.StartsWith("Red: the loss over 5 sessions has grown against HAR", verdict.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("SIMULATED",
            Encoding.UTF8.GetString(File(Full with { Kind = DataKind.Real }, TargetReport.PageFile)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sections_are_in_the_order_of_a_reader_s_questions() => Assert.Equal(
        ["findings", "loss", "calibration", "drift", "distributions", "decisions", "alerts", "data", "method"], Ids(Full));

    /// <summary>.8 − .5 = .3, then .3 + .5 − .6 = .2; the third outcome has no score of HAR.</summary>
    [Fact]
    public void The_charts_of_the_loss_hold_the_advantage_over_HAR_and_the_e_process()
    {
        var charts = Numbers(Full).GetProperty("charts");
        var gain = charts.GetProperty("cumulative_gain").GetProperty("gain_5").EnumerateArray().ToArray();
        Assert.Equal([$"{Sessions[^3]:yyyy-MM-dd}", $"{Sessions[^2]:yyyy-MM-dd}"],
            gain.Select(point => point.GetProperty("date").GetString()));
        Assert.Equal(.3, gain[0].GetProperty("y").GetDouble(), 1e-12);
        Assert.Equal(.2, gain[1].GetProperty("y").GetDouble(), 1e-12);
        var process = charts.GetProperty("e_process");
        Assert.Equal([1.5, 25], process.GetProperty("e_5").EnumerateArray().Select(point => point.GetProperty("y").GetDouble()));
        Assert.Equal([20, 20], process.GetProperty("red_20").EnumerateArray().Select(point => point.GetProperty("y").GetDouble()));
    }

    /// <summary>The 60 newest values are 20 and all others are 10, so each sample is in one bin.</summary>
    [Fact]
    public void Distributions_compare_the_newest_sessions_with_those_before()
    {
        var chart = Numbers(Full).GetProperty("charts").GetProperty("distribution_vix");
        var (then, now) = (chart.GetProperty("reference").EnumerateArray().ToArray(),
            chart.GetProperty("window").EnumerateArray().ToArray());
        Assert.Equal((10, 1, 0), (then[0].GetProperty("x").GetDouble(), then[0].GetProperty("upper").GetDouble(),
            then[^1].GetProperty("upper").GetDouble()));
        Assert.Equal((20, 0, 1),
            (now[^1].GetProperty("x").GetDouble(), now[0].GetProperty("y").GetDouble(), now[^1].GetProperty("y").GetDouble()));
    }

    [Fact]
    public void The_json_has_the_documents_of_the_api_and_the_unrounded_tables()
    {
        var numbers = Numbers(Full);
        Assert.Equal(("failed", "SPY", "SIMULATED", 5),
            (numbers.GetProperty("verdict").GetProperty("status").GetString(),
                numbers.GetProperty("checks").GetProperty("symbol").GetString(),
                numbers.GetProperty("checks").GetProperty("data_kind").GetString(),
                numbers.GetProperty("checks").GetProperty("checks").GetArrayLength()));
        Assert.Equal(["retrain_result", "retrain"], numbers.GetProperty("decisions").GetProperty("checks").EnumerateArray()
            .Select(row => row.GetProperty("check").GetString()));
        var drift = numbers.GetProperty("tables").GetProperty("drift")[0];
        Assert.Equal(("vix", 4, .5, 2), (drift.GetProperty("feature").GetString(), drift.GetProperty("distance").GetDouble(),
            drift.GetProperty("mean_contribution").GetDouble(), drift.GetProperty("impact").GetDouble()));
    }

    [Fact]
    public void Decisions_have_their_reasons_and_results_and_alerts_their_text()
    {
        var page = Page(Full);
        string[] Last(string table) => [.. page.Descendants("div").Single(div => (string?)div.Attribute("id") == $"table-{table}")
            .Descendants("tbody").Elements("tr").Select(row => row.Elements().Last().Value)];
        Assert.Equal(["loss_alarm is red. Version 2 <is> registered."], Last("decisions"));
        Assert.Equal(["SPY is above 25 %."], Last("alerts"));
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes()
    {
        foreach (var name in new[] { TargetReport.PageFile, TargetReport.NumbersFile })
            Assert.Equal(File(Full, name), File(Full with { Earlier = [.. Full.Earlier] }, name));
    }

    [Fact]
    public void Before_the_first_outcome_the_page_says_what_is_missing()
    {
        var run = new SampleRun
        {
            Checks =
            [
                Row(CheckNames.LossAlarm, MonitoringKind.Loss, MonitoringStatus.Insufficient, threshold: 20),
            ],
        };
        Assert.Equal(["loss", "calibration", "distributions", "decisions", "alerts", "method"], Ids(run));
        Assert.Contains("No decision is stored yet.", Page(run).Value, StringComparison.Ordinal);
        Assert.Empty(Numbers(run).GetProperty("charts").EnumerateObject());
    }

    [Fact]
    public void The_index_lists_the_worst_first_and_counts()
    {
        var index = new MonitoringIndex(DataKind.Simulated);
        var green = new SampleRun { Checks = [Row(CheckNames.Freshness, MonitoringKind.Data, MonitoringStatus.Ok)] };
        index.Add(green.Report);
        index.Add(Full.Report);
        var page = XElement.Parse(Encoding.UTF8.GetString(index.Page())["<!DOCTYPE html>\n".Length..]);
        Assert.Equal("1 red, 0 yellow, 1 green", page.Descendants("h1").Single().Value);
        Assert.Equal(["verdict red", "verdict green"], page.Descendants("section").Elements("p").Attributes("class")
            .Select(name => name.Value));
        Assert.Equal("SPY/monitoring.html", (string?)page.Descendants("a").First().Attribute("href"));
    }

    [Fact]
    public void The_index_is_bounded()
    {
        var index = new MonitoringIndex(DataKind.Real);
        var report = new SampleRun { Kind = DataKind.Real }.Report;
        for (var i = 0; i < MonitoringIndex.MostTargets + 7; i++)
            index.Add(report);
        var page = XElement.Parse(Encoding.UTF8.GetString(index.Page())["<!DOCTYPE html>\n".Length..]);
        Assert.Equal(MonitoringIndex.MostTargets, page.Descendants("section").Count());
        Assert.Contains("7 more targets have a report", page.Value, StringComparison.Ordinal);
    }
}
