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
        Assert.StartsWith(
            "2026-11-23T12:00:00Z SIMULATED: alert high for SPY over 5 sessions: ", Assert.Single(log), StringComparison.Ordinal);

        var still = await RunAsync(2, Facts.Spy(.30));
        Assert.Empty(still.Deliveries);
        Assert.Equal("high", Assert.Single(still.Open).Rule.Name);

        var cleared = Assert.Single((await RunAsync(3, Facts.Spy(.22))).Deliveries).Message;
        Assert.Equal((AlertEvent.Cleared, Monday.AddDays(1)), (cleared.Event, cleared.RaisedOn));
        Assert.Equal("2026-11-23T12:00:00Z SIMULATED: cleared: alert high for SPY over 5 sessions: SPY, 5 sessions from 2026-11-20: "
            + "the forecast volatility is 22.0 %, not above 25 %. It was raised on 2026-11-17.", log[^1]);
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
            @"^SIMULATED: alert high for SPY over 5 sessions was not sent by the channel file: .* cannot be written: .*\.$",
            Assert.Single(failed.Failures));

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
        Assert.Equal("2026-11-23T12:00:00Z SIMULATED: alert run: A step of the run failed: The registry is away.",
            Assert.Single(await LinesAsync(0, "The registry is away.")));
        Assert.Empty(await LinesAsync(1, "It is still away."));
        Assert.Equal("2026-11-23T12:00:00Z SIMULATED: cleared: alert run: The run had no failed step. It was raised on 2026-11-16.",
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
        Assert.All(report.Failures, failure => Assert.Contains(
            $"the server localhost:{server.Port} answers 400.", failure, StringComparison.Ordinal));
        Assert.Equal(2, report.Failures.Count);
    }

    private const string Checks = """
        channels:
          log: { type: log }
        alerts:
          - { name: drift, when: drift, channels: [log] }
        """;

    private static TargetFacts Drifted(params string[] red) => new(Facts.SpySymbol)
    {
        Checks =
        [
            .. new[] { "hyg", "ret_10d", "vix" }.Select(feature => new MonitoringRow
            {
                Horizon = 0,
                Session = Monday,
                Subject = feature,
                Check = "drift",
                Kind = MonitoringKind.Drift,
                Value = red.Contains(feature) ? .01 : .5,
                Threshold = .05,
                Status = red.Contains(feature) ? MonitoringStatus.Failed : MonitoringStatus.Ok,
            }),
        ],
    };

    private async Task<AlertMessage?> DriftAsync(int day, params string[] red) =>
        (await RunAsync(new AlertFacts(Monday.AddDays(day), [Drifted(red)]), Checks)).Deliveries.SingleOrDefault()?.Message;

    [Fact]
    public async Task A_check_that_becomes_red_while_the_alert_is_open_is_sent_once()
    {
        var raised = (await DriftAsync(0, "ret_10d"))!;
        Assert.Equal("SPY: 1 of 3 checks of drift is red: ret_10d drift (0.01, below the limit 0.05).", raised.Text);
        Assert.Null(await DriftAsync(1, "ret_10d"));

        var update = (await DriftAsync(2, "ret_10d", "vix"))!;
        Assert.Equal((AlertEvent.Updated, Monday), (update.Event, update.RaisedOn));
        Assert.Equal("SIMULATED: update: alert drift for SPY", update.Title);
        Assert.Equal("New: vix drift. SPY: 2 of 3 checks of drift are red: ret_10d drift (0.01, below the limit 0.05); vix drift "
            + "(0.01, below the limit 0.05).", update.Text);
        Assert.Equal(Files.Digest.Of("drift\nSPY\n0\n2026-11-16\n0\nupdated\nvix drift failed")[..32], update.Id);
        Assert.Null(await DriftAsync(3, "ret_10d", "vix"));
        // One that was named and is red again is no news while the alert is open.
        Assert.Null(await DriftAsync(4, "ret_10d"));
        Assert.Null(await DriftAsync(5, "vix", "ret_10d"));

        Assert.Equal(AlertEvent.Cleared, (await DriftAsync(6))!.Event);
        Assert.Equal(AlertEvent.Raised, (await DriftAsync(7, "vix"))!.Event);
    }

    [Fact]
    public async Task An_update_that_a_channel_could_not_send_is_tried_again_as_an_update()
    {
        const string toFile = """
            channels:
              file: { type: file, path: alerts.jsonl }
            alerts:
              - { name: drift, when: drift, channels: [file] }
            """;
        await RunAsync(new AlertFacts(Monday, [Drifted("hyg")]), toFile);
        File.Move(FilePath, folder["kept"]);
        Directory.CreateDirectory(FilePath);
        var failed = Assert.Single((await RunAsync(new AlertFacts(Monday.AddDays(1), [Drifted("hyg", "vix")]), toFile)).Deliveries);
        Assert.Equal(["file"], failed.Pending);
        Directory.Delete(FilePath);
        var again = Assert.Single((await RunAsync(new AlertFacts(Monday.AddDays(2), [Drifted("hyg", "vix")]), toFile)).Deliveries);
        Assert.Equal((AlertEvent.Updated, failed.Message), (again.Message.Event, again.Message));
        Assert.Equal(["file"], again.Sent);
    }

    /// <summary>A channel that fails is a failed step. The alert about it goes to the channels that work, and clears
    /// when the channel works again.</summary>
    [Fact]
    public async Task A_failed_channel_raises_failed_run()
    {
        const string yaml = """
            channels:
              file: { type: file, path: alerts.jsonl }
              log: { type: log }
            alerts:
              - { name: high, when: level, above: 25, channels: [file] }
              - { name: run, when: failed_run, channels: [file, log] }
            """;
        Directory.CreateDirectory(FilePath);
        var first = await DayAsync(0, .27);
        Assert.Equal(["high", "run"], first.Deliveries.Select(one => one.Message.Alert));
        Assert.Matches(@"^2026-11-23T12:00:00Z SIMULATED: alert run: A step of the run failed: alerts failed: SIMULATED: alert high for "
            + @"SPY over 5 sessions was not sent by the channel file: .* cannot be written: .*\.$", Assert.Single(log));
        // Both messages of the file channel are tried again, and fail again: the alert stays open, and nothing is new.
        var second = await DayAsync(1, .27);
        Assert.Equal(2, second.Failures.Count);
        Assert.Single(log);

        Directory.Delete(FilePath);
        var third = await DayAsync(2, .27);
        Assert.Empty(third.Failures);
        Assert.Equal(["high", "run", "run"], third.Deliveries.Select(one => one.Message.Alert));
        Assert.EndsWith("cleared: alert run: The run had no failed step. It was raised on 2026-11-16.", log[^1],
            StringComparison.Ordinal);
        Assert.Empty((await DayAsync(3, .27)).Deliveries);

        Task<AlertsReport> DayAsync(int day, double volatility) =>
            RunAsync(new AlertFacts(Monday.AddDays(day), [Facts.Spy(volatility)], []), yaml);
    }

    [Fact]
    public async Task A_lake_that_cannot_be_written_stops_no_message()
    {
        await RunAsync(0, Facts.Spy(.20));
        File.Delete(folder["lake/.leases/SPY.lock"]);
        Directory.CreateDirectory(folder["lake/.leases/SPY.lock"]);
        var report = await RunAsync(1, Facts.Spy(.27));
        Assert.Equal(["log", "file"], Assert.Single(report.Deliveries).Sent);
        Assert.StartsWith("What was sent about SPY could not be stored, and the next run may send it again: Cannot write to the lake ",
            Assert.Single(report.Failures), StringComparison.Ordinal);
        Assert.EndsWith(". Make room or give permission.", Assert.Single(report.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_could_open_no_lake_is_reported_with_the_id_of_its_session()
    {
        var settings = Sample.Settings(Yaml);
        using var channels = Sample.Open(settings, folder: folder.Path, log: log.Add);
        for (var run = 0; run < 2; run++)
        {
            var report = await AlertsJob.ReportWithoutLakeAsync(
                settings.Alerts, channels, DataKind.Real, Monday, ["start failed: the disk is read-only."], Stop);
            var message = Assert.Single(report.Deliveries).Message;
            Assert.Equal(Files.Digest.Of("run\n\n0\n2026-11-16\n0\nraised")[..32], message.Id);
        }
        Assert.Equal("2026-11-23T12:00:00Z alert run: A step of the run failed: start failed: the disk is read-only.", log[0]);
        Assert.Equal(2, log.Count);
        Assert.False(Directory.Exists(folder["lake"]));
    }
}
