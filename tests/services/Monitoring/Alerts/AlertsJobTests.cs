using System.Text.Json;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring.Alerts;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>Runs on successive sessions against one lake. The channels are a log and a file.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class AlertsJobTests : IDisposable
{
    private const string Yaml = """
        channels:
          log: { type: log }
          file: { type: file, path: alerts.jsonl }
        alerts:
          - { name: high, when: level, above: 25, channels: [log, file] }
          - { name: regime, when: regime, channels: [log] }
          - { name: run, when: failed_run, channels: [log] }
        """;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateOnly Monday = new(2026, 11, 16);

    private readonly TemporaryFolder folder = new();
    private readonly List<string> log = [];

    public void Dispose() => folder.Dispose();

    private string FilePath => folder["alerts.jsonl"];

    private string[] Ids => File.Exists(FilePath)
        ? [.. File.ReadLines(FilePath).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!)]
        : [];

    private Task<AlertsReport> RunAsync(int day, params TargetFacts[] targets) =>
        RunAsync(new AlertFacts(Monday.AddDays(day), targets));

    private async Task<AlertsReport> RunAsync(AlertFacts facts, string yaml = Yaml)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder["lake"], DataKind.Simulated, cancellationToken: Stop);
        var settings = Sample.Settings(yaml);
        using var channels = Sample.Open(settings, folder: folder.Path, log: log.Add);
        return await new AlertsJob(lake, settings.Alerts, channels).RunAsync(facts, Stop);
    }

    private async Task<IReadOnlyList<MonitoringRow>> RowsAsync()
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"], cancellationToken: Stop);
        return MonitoringTable.FromFrame(
            Facts.SpySymbol, await lake.ReadAsync(MonitoringTable.Schema, Facts.SpySymbol, cancellationToken: Stop)).Rows;
    }

    [Fact]
    public async Task An_alert_is_sent_once_cleared_and_sent_again_only_after_that()
    {
        Assert.Empty((await RunAsync(0, Facts.Spy(.20))).Deliveries);
        Assert.False(Directory.Exists(folder["lake/monitoring"]));

        var raised = Assert.Single((await RunAsync(1, Facts.Spy(.27))).Deliveries);
        Assert.Equal((AlertEvent.Raised, DataKind.Simulated), (raised.Message.Event, raised.Message.Kind));
        Assert.Equal(["log", "file"], raised.Sent);
        Assert.StartsWith("SIMULATED: alert high for SPY over 5 sessions: ", Assert.Single(log), StringComparison.Ordinal);

        var still = await RunAsync(2, Facts.Spy(.30));
        Assert.Empty(still.Deliveries);
        Assert.Equal("high", Assert.Single(still.Open).Rule.Name);

        var cleared = Assert.Single((await RunAsync(3, Facts.Spy(.22))).Deliveries).Message;
        Assert.Equal((AlertEvent.Cleared, Monday.AddDays(1)), (cleared.Event, cleared.RaisedOn));
        Assert.Equal("SIMULATED: cleared: alert high for SPY over 5 sessions: SPY, 5 sessions from 2026-11-20: the forecast "
            + "volatility is 22.0 %, not above 25 %. It was raised on 2026-11-17.", log[^1]);
        Assert.Empty((await RunAsync(3, Facts.Spy(.22))).Deliveries);

        Assert.Equal(AlertEvent.Raised, Assert.Single((await RunAsync(4, Facts.Spy(.26))).Deliveries).Message.Event);
        Assert.Equal(3, Ids.Distinct().Count());
        Assert.Equal(
            [
                (Monday.AddDays(1), MonitoringStatus.Failed), (Monday.AddDays(3), MonitoringStatus.Ok),
                (Monday.AddDays(4), MonitoringStatus.Failed),
            ],
            (await RowsAsync()).Select(row => (row.Session, row.Status)));
        Assert.All(await RowsAsync(), row => Assert.Equal(
            (MonitoringKind.Alert, "alert", "high", 5, 25.0), (row.Kind, row.Subject, row.Check, row.Horizon, row.Threshold)));
    }

    /// <summary>The digest of name, target, horizon, session, occurrence and event, by hand.</summary>
    [Fact]
    public async Task The_id_is_the_documented_digest()
    {
        await RunAsync(1, Facts.Spy(.27));
        await RunAsync(2, Facts.Spy(.20));
        Assert.Equal(
            [
                Files.Digest.Of("high\nSPY\n5\n2026-11-17\n0\nraised")[..32],
                Files.Digest.Of("high\nSPY\n5\n2026-11-17\n0\ncleared")[..32],
            ],
            Ids);
    }

    [Fact]
    public async Task A_run_that_was_killed_after_sending_sends_again_with_the_same_id()
    {
        await RunAsync(0, Facts.Spy(.27));
        await RunAsync(1, Facts.Spy(.20));
        Directory.Delete(folder["lake"], recursive: true);
        await RunAsync(0, Facts.Spy(.27));
        await RunAsync(1, Facts.Spy(.20));
        Assert.Equal(4, Ids.Length);
        Assert.Equal(Ids[..2], Ids[2..]);
    }

    [Fact]
    public async Task Raised_twice_on_one_session_are_two_alerts()
    {
        foreach (var volatility in new[] { .27, .20, .28, .20 })
            await RunAsync(0, Facts.Spy(volatility));
        Assert.Equal(4, Ids.Distinct().Count());
        Assert.Equal([0, 1, 2, 3], (await RowsAsync()).Select(row => row.Revision));
    }

    [Fact]
    public async Task What_is_not_known_neither_raises_nor_clears()
    {
        await RunAsync(0, Facts.Spy(.27));
        Assert.Empty((await RunAsync(1, new TargetFacts(Facts.SpySymbol))).Deliveries);
        Assert.Empty((await RunAsync(2, Facts.Spy(.27))).Deliveries);
        Assert.Equal(AlertEvent.Cleared, Assert.Single((await RunAsync(3, Facts.Spy(.20))).Deliveries).Message.Event);
    }

    [Fact]
    public async Task Only_the_channel_that_failed_tries_again_and_not_for_ever()
    {
        Directory.CreateDirectory(FilePath);
        var failed = await RunAsync(0, Facts.Spy(.27));
        var first = Assert.Single(failed.Deliveries);
        Assert.Equal(["log"], first.Sent);
        Assert.Equal(["file"], first.Pending);
        Assert.Matches(
            "^SIMULATED: alert high for SPY over 5 sessions was not sent by the channel file: .* cannot be written: .*"
            + "The next run tries this channel again.$", Assert.Single(failed.Failures));

        var again = Assert.Single((await RunAsync(1, Facts.Spy(.29))).Deliveries);
        Assert.Equal(first.Message, again.Message);
        Assert.Empty(again.Sent);
        Assert.Equal(["file"], again.Pending);
        // Also a run that knows nothing about the alert tries again.
        Directory.Delete(FilePath);
        Assert.Equal(["file"], Assert.Single((await RunAsync(2, new TargetFacts(Facts.SpySymbol))).Deliveries).Sent);
        Assert.Equal([first.Message.Id], Ids);
        Assert.Single(log);
        Assert.Empty((await RunAsync(3, Facts.Spy(.29))).Deliveries);
    }

    [Fact]
    public async Task After_five_runs_a_channel_is_given_up()
    {
        Directory.CreateDirectory(FilePath);
        for (var day = 0; day < 4; day++)
            await RunAsync(day, Facts.Spy(.27));
        Assert.EndsWith("It was tried in 5 runs and is not tried again.",
            Assert.Single((await RunAsync(4, Facts.Spy(.27))).Failures), StringComparison.Ordinal);
        Directory.Delete(FilePath);
        Assert.Empty((await RunAsync(7, Facts.Spy(.27))).Deliveries);
        // The recovery goes to every channel of the alert.
        Assert.Equal(["log", "file"], Assert.Single((await RunAsync(8, Facts.Spy(.20))).Deliveries).Sent);
    }

    [Fact]
    public async Task Each_change_of_regime_is_sent_and_clears_when_none_follows()
    {
        Assert.Single((await RunAsync(0, Regime(0, 30, 20))).Deliveries);
        Assert.Empty((await RunAsync(0, Regime(0, 30, 20))).Deliveries);
        var second = Assert.Single((await RunAsync(1, Regime(1, 80, 30))).Deliveries).Message;
        Assert.Equal((AlertEvent.Raised, Monday.AddDays(1)), (second.Event, second.RaisedOn));
        Assert.Equal(AlertEvent.Cleared, Assert.Single((await RunAsync(2, Regime(2, 81, 80))).Deliveries).Message.Event);

        static TargetFacts Regime(int day, double percentile, double former) => Facts.Spy(
            .20, .20, percentile, former, origin: Monday.AddDays(day));
    }

    [Fact]
    public async Task A_failed_run_is_sent_once_for_all_targets()
    {
        TargetFacts[] targets = [new(Facts.SpySymbol), new(Symbol.Parse("QQQ"))];
        Assert.Equal("SIMULATED: alert run: A step of the run failed: The registry is away.",
            Assert.Single(await LinesAsync(0, "The registry is away.")));
        Assert.Empty(await LinesAsync(1, "It is still away."));
        Assert.Equal("SIMULATED: cleared: alert run: The run had no failed step. It was raised on 2026-11-16.",
            Assert.Single(await LinesAsync(2)));

        async Task<string[]> LinesAsync(int day, params string[] failed)
        {
            log.Clear();
            await RunAsync(new AlertFacts(Monday.AddDays(day), targets, failed));
            return [.. log];
        }
    }

    [Fact]
    public async Task Damaged_rows_of_one_target_stop_neither_it_nor_the_others()
    {
        var qqq = Facts.Spy(.27) with { Target = Symbol.Parse("QQQ") };
        await RunAsync(0, Facts.Spy(.27), qqq);
        foreach (var file in Directory.EnumerateFiles(folder["lake/monitoring"], "*.parquet", SearchOption.AllDirectories)
            .Where(file => file.Contains("symbol=SPY", StringComparison.Ordinal)).ToArray())
            await File.WriteAllTextAsync(file, "broken", Stop);
        var report = await RunAsync(1, Facts.Spy(.27), qqq with { Forecasts = Facts.Spy(.20).Forecasts });
        Assert.Equal(["SPY", "QQQ"], report.Deliveries.Select(one => one.Message.Target));
        Assert.Equal(2, report.Failures.Count);
        Assert.StartsWith("What was sent about SPY before could not be read, so open alerts are sent again: ", report.Failures[0],
            StringComparison.Ordinal);
        Assert.StartsWith("What was sent about SPY could not be stored, and the next run may send it again: ", report.Failures[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_other_checks_stay()
    {
        await using (var lake = await DataLake.OpenLocalForWritingAsync(
            folder["lake"], DataKind.Simulated, cancellationToken: Stop))
        {
            var other = new MonitoringRow
            {
                Horizon = 5,
                Session = Monday,
                Subject = "live",
                Model = "m",
                ModelVersion = "1",
                Check = "qlike",
                Kind = MonitoringKind.Score,
                Status = MonitoringStatus.Ok,
            };
            var table = new MonitoringTable { Symbol = Facts.SpySymbol, Rows = [other] };
            await lake.CommitAsync(MonitoringTable.Schema, Facts.SpySymbol, table.ToFrame(), cancellationToken: Stop);
        }
        await RunAsync(0, Facts.Spy(.27));
        Assert.Equal(["alert", "live"], (await RowsAsync()).Select(row => row.Subject));
    }

    [Fact]
    public async Task A_channel_that_fails_delays_a_run_only_once()
    {
        await using var server = LoopbackServer.Http("400 Bad Request");
        var yaml = $$"""
            channels:
              hook: { type: webhook, url: "http://localhost:{{server.Port}}/" }
              log: { type: log }
            alerts:
              - { name: high, when: level, above: 25, channels: [hook, log] }
            """;
        var report = await RunAsync(
            new AlertFacts(Monday, [Facts.Spy(.27), Facts.Spy(.27) with { Target = Symbol.Parse("QQQ") }]), yaml);
        Assert.Single(server.Received);
        Assert.Equal(2, report.Deliveries.Count);
        Assert.All(report.Deliveries, one => Assert.Equal("log", Assert.Single(one.Sent)));
        Assert.All(report.Deliveries, one => Assert.Equal("hook", Assert.Single(one.Pending)));
        Assert.All(report.Failures, failure => Assert.Contains("the server answers 400.", failure, StringComparison.Ordinal));
        Assert.Equal(2, report.Failures.Count);
    }
}
