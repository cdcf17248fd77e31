using System.Text.Json;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Alerts.Channels;

namespace Volcast.Cli.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class AlertsCommandTests : IDisposable
{
    private const string Yaml = """
        channels:
          log: { type: log }
          record: { type: file, path: alerts.jsonl }
        alerts:
          - { name: late, when: freshness, sessions: 2, targets: [SPY], channels: [log] }
          - { name: high, when: level, above: 25.5, horizons: [5, 22], channels: [log, record] }
        """;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private VolcastUnderTest Volcast => new(folder.Path);

    private async Task RaiseAsync()
    {
        var settings = AlertSettings.Read(folder["alerts.yaml"]);
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder["data/simulated/lake"], DataKind.Simulated, cancellationToken: Stop);
        using var channels = new AlertChannels(settings, new()
        {
            Environment = _ => null,
            WorkingFolder = folder.Path,
            Log = _ => { },
        });
        var facts = new AlertFacts(new(2024, 6, 12), [new(Symbol.Parse("SPY")) { SessionsBehind = 3 }]);
        await new AlertsJob(lake, settings.Alerts, channels).RunAsync(facts, Stop);
    }

    [Fact]
    public async Task List_shows_the_alerts_and_where_they_are_open()
    {
        await File.WriteAllTextAsync(folder["alerts.yaml"], Yaml, Stop);
        var before = await Volcast.RunAsync("alerts", "list");
        Assert.Equal((0, "There is no lake yet, so no alert is open."), (before.ExitCode, before.Error.Trim()));

        await RaiseAsync();
        var list = await Volcast.RunAsync("alerts", "list", "--source", "simulated");
        Assert.Equal((0, ""), (list.ExitCode, list.Error));
        Assert.Equal(
            [
                $"Alerts of {folder["alerts.yaml"]} (SIMULATED)",
                "late: newest bar more than 2 sessions behind, for SPY; to log",
                "  open since 2024-06-12: SPY: 3 sessions have settled since the newest bar; the limit is 2.",
                "high: forecast volatility above 25.5 %, over 5, 22 sessions; to log, record",
                "",
            ],
            list.Out.Split(Environment.NewLine));

        var json = await Volcast.RunAsync("alerts", "list", "--source", "simulated", "--json");
        var document = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal("SIMULATED", document.GetProperty("data_kind").GetString());
        var late = document.GetProperty("alerts")[0];
        Assert.Equal(("late", "freshness"), (late.GetProperty("name").GetString(), late.GetProperty("when").GetString()));
        var open = Assert.Single(late.GetProperty("open_alerts").EnumerateArray());
        Assert.Equal("2024-06-12", open.GetProperty("raised_on").GetString());
        Assert.Equal(JsonValueKind.Null, open.GetProperty("horizon").ValueKind);
        Assert.Empty(document.GetProperty("alerts")[1].GetProperty("open_alerts").EnumerateArray());
    }

    [Fact]
    public async Task Without_a_file_the_built_in_alerts_hold()
    {
        var list = await Volcast.RunAsync("alerts", "list");
        Assert.StartsWith("Built-in alerts" + Environment.NewLine, list.Out, StringComparison.Ordinal);
        Assert.Contains("drift: a check of drift failed; to log", list.Out, StringComparison.Ordinal);
        var test = await Volcast.RunAsync("alerts", "test");
        Assert.Equal((0, "log: sent"), (test.ExitCode, test.Out.Trim()));
        Assert.Matches(@"^log: sending\n\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ test message of Volcast: This is a test of the "
            + @"channel log\. Nothing has happened\.$", test.Error.Trim());
    }

    [Fact]
    public async Task Test_reports_each_channel_and_fails_if_one_does()
    {
        await File.WriteAllTextAsync(folder["mine.yaml"], """
            channels:
              record: { type: file, path: alerts.jsonl }
              hook: { type: webhook, url_env: ALERTS_HOOK }
            alerts: []
            """, Stop);
        var test = await Volcast.RunAsync("alerts", "test", "--alerts", "mine.yaml", "--source", "simulated");
        Assert.Equal(1, test.ExitCode);
        Assert.Equal(
            ["record: sent", "hook: failed: the environment variable ALERTS_HOOK is not set.", ""],
            test.Out.Split(Environment.NewLine));
        var line = JsonDocument.Parse(await File.ReadAllTextAsync(folder["alerts.jsonl"], Stop)).RootElement;
        Assert.Equal(("test", "SIMULATED: test message of Volcast"),
            (line.GetProperty("event").GetString(), line.GetProperty("title").GetString()));

        var json = await Volcast.RunAsync("alerts", "test", "--alerts", "mine.yaml", "--json");
        Assert.Equal(1, json.ExitCode);
        Assert.Equal(
            [("record", "file", true), ("hook", "webhook", false)],
            JsonDocument.Parse(json.Out).RootElement.GetProperty("channels").EnumerateArray().Select(one => (
                one.GetProperty("channel").GetString(), one.GetProperty("type").GetString(),
                one.GetProperty("sent").GetBoolean())));
    }

    [Fact]
    public async Task A_wrong_file_ends_with_code_2_and_names_line_and_column()
    {
        await File.WriteAllTextAsync(
            folder["alerts.yaml"], Yaml.Replace("above: 25.5", "above: -1", StringComparison.Ordinal), Stop);
        var list = await Volcast.RunAsync("alerts", "list");
        Assert.Equal(2, list.ExitCode);
        Assert.Equal($"volcast: {folder["alerts.yaml"]}, line 6, column 39, alerts[1].above: expected a volatility in percent, "
            + "above 0 and at most 1000.", list.Error.Trim());
    }

    [Fact]
    public async Task A_file_that_is_named_must_exist()
    {
        var list = await Volcast.RunAsync("alerts", "list", "--alerts", "no.yaml");
        Assert.Equal(2, list.ExitCode);
        Assert.StartsWith($"volcast: {folder["no.yaml"]} cannot be read: ", list.Error, StringComparison.Ordinal);
    }
}
