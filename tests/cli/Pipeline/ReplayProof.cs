using System.Diagnostics;
using System.Globalization;
using System.Text;
using Volcast.Cli.Pipeline.Replay;
using Volcast.Evaluation;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Schemas;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Tests.Pipeline;

/// <summary>The replay of SPY from 2010 to 2021 under a fixed schedule and under the default policy. Writes
/// docs/proof/replay.md.</summary>
[Trait(Category.Name, Category.Proof)]
public sealed class ReplayProof : IDisposable
{
    private const int Horizon = 5;
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private static readonly Symbol Spy = Symbol.Parse("SPY");
    private static readonly DateOnly First = new(2010, 1, 4);
    private static readonly DateOnly Last = new(2021, 12, 31);

    private static readonly (string Name, DateOnly From, DateOnly To)[] Episodes =
    [
        ("2011, downgrade of the United States", new(2011, 7, 15), new(2011, 10, 31)),
        ("2015, devaluation of the yuan", new(2015, 8, 3), new(2015, 10, 30)),
        ("2018, collapse of short-volatility funds", new(2018, 1, 16), new(2018, 4, 30)),
        ("2020, pandemic", new(2020, 2, 3), new(2020, 5, 29)),
    ];

    private readonly TemporaryFolder folder = new();
    private readonly StringBuilder page = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_default_policy_is_not_worse_than_a_fixed_schedule_which_is_the_walk_forward()
    {
        var volcast = new VolcastUnderTest(folder.Path);
        string[][] commands =
        [
            ["ingest", "--source", "csv", "--path", SharedData.Require("data", "market"), "--data", folder["data"]],
            ["features", "--data", folder["data"]],
        ];
        foreach (var command in commands)
        {
            var run = await volcast.RunAsync(command);
            Assert.True(run.ExitCode is 0 or ExitCode.NeedsAttention, run.Error); // The market ends in 2021.
        }
        var schedule = await ReplayAsync("schedule", ReplayTests.FixedSchedule);
        var policy = await ReplayAsync("policy", new());
        var (equal, origins) = await CompareWithWalkForwardAsync(schedule);

        Line("# Replay of SPY, 2010 to 2021");
        Line("");
        Line("Written by `make prove`, which needs the daily bars beside the repository. [The replay](../replay.md) lives");
        Line($"through every session from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd} with only what was known on it, and forecasts the");
        Line($"next {Horizon} sessions. `schedule` refits every 42 sessions and promotes at once. `policy` is the default of");
        Line("[policy.yaml](../policy.md).");
        Line("");
        Line("| | schedule | policy |");
        Line("|---|---:|---:|");
        Row("mean QLIKE of the champion", run => $"{run.Report.Losses.Average(loss => loss.Model):.0000}");
        Row("of HAR, on the same targets", run => $"{run.Report.Losses.Average(loss => loss.Har):.0000}");
        Row("of the calibrated VIX", run => $"{Implied(run.Report.Losses):.0000}");
        Row("targets", run => $"{run.Report.Losses.Count:#,0}");
        foreach (var action in new[] { PolicyAction.Retrain, PolicyAction.Recalibrate, PolicyAction.Promote })
            Row($"versions: {PolicyDecision.NameOf(action)}", run => $"{run.Report.Count(action)}");
        Row("refused by the gate", run => $"{run.Report.Actions.Count(row =>
            PolicyDecision.IsResult(row, PolicyAction.Promote) && row.Status != MonitoringStatus.Ok)}");
        Row("red alarms", run => $"{run.Report.RedAlarms.Count}");
        Row("minutes", run => $"{run.Elapsed.TotalMinutes:0.0}");
        Row("minutes of processor time", run => $"{run.Processor.TotalMinutes:0.0}");
        Line("");
        Line($"The machine has {Environment.ProcessorCount} cores. Both replays begin with the same first champion. The forecasts of");
        Line($"`schedule` and their four interval bounds equal those of the [walk-forward](../walk-forward.md) on {equal:#,0} of");
        Line($"{origins:#,0} sessions, bit for bit.");
        Losses();
        Alarms();
        foreach (var episode in Episodes)
            Episode(episode.Name, episode.From, episode.To);
        var file = Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "replay.md");
        await File.WriteAllTextAsync(file, page.ToString(), TestContext.Current.CancellationToken);

        Assert.Equal(origins, equal);
        Assert.True(policy.Report.Losses.Average(loss => loss.Model) <= schedule.Report.Losses.Average(loss => loss.Model));

        void Row(string name, Func<Run, string> value) => Line($"| {name} | {value(schedule)} | {value(policy)} |");

        void Losses()
        {
            Line("");
            Line("## Mean QLIKE by year of the target's end");
            Line("");
            Line("| year | schedule | policy | HAR | calibrated VIX |");
            Line("|---|---:|---:|---:|---:|");
            foreach (var year in policy.Report.Losses.GroupBy(loss => loss.TargetEnd.Year))
                Line($"| {year.Key} | {schedule.Report.Losses.Where(loss => loss.TargetEnd.Year == year.Key).Average(loss => loss.Model):.000} "
                    + $"| {year.Average(loss => loss.Model):.000} | {year.Average(loss => loss.Har):.000} | {Implied(year):.000} |");
        }

        void Alarms()
        {
            Line("");
            Line("## Red alarms under the policy");
            Line("");
            if (policy.Report.RedAlarms.Count == 0)
                Line("None.");
            foreach (var row in policy.Report.RedAlarms)
                Line($"- {row.Session:yyyy-MM-dd}: `{row.Check}`, E = {row.Value:0.0}, limit {row.Threshold:0}");
        }

        void Episode(string name, DateOnly from, DateOnly to)
        {
            ReplayLoss[] losses = [.. policy.Report.Losses.Where(loss => loss.TargetEnd >= from && loss.TargetEnd <= to)];
            Line("");
            Line($"## {name}: {from:yyyy-MM-dd} to {to:yyyy-MM-dd}");
            Line("");
            Line($"Mean QLIKE of {losses.Length} targets: champion {losses.Average(loss => loss.Model):.000}, HAR "
                + $"{losses.Average(loss => loss.Har):.000}, calibrated VIX {Implied(losses):.000}.");
            Line("");
            foreach (var text in Events(policy, from, to))
                Line($"- {text}");
        }
    }

    /// <summary>What the checks and the policy said in a span, once for each change.</summary>
    private static IEnumerable<string> Events(Run run, DateOnly from, DateOnly to)
    {
        var status = new Dictionary<string, MonitoringStatus>();
        foreach (var row in run.Rows.Where(row => row.Session <= to).OrderBy(row => row.Session))
        {
            if (row.Check is CheckNames.LossAlarm or CheckNames.PitAlarm)
            {
                var former = status.GetValueOrDefault(row.Check, MonitoringStatus.Ok);
                status[row.Check] = row.Status;
                if (row.Session >= from && row.Status != former && row.Status != MonitoringStatus.Insufficient)
                    yield return $"{row.Session:yyyy-MM-dd}: `{row.Check}` is {StoredName.Of(row.Status)}, E = {row.Value:0.0}";
            }
            else if (row.Session >= from && row.ResultOf is not null)
                yield return $"{row.Session:yyyy-MM-dd}: {CheckDetail.Text(row, "result")}";
        }
    }

    private sealed record Run(
        ReplayReport Report, IReadOnlyList<ForecastRow> Forecasts, IReadOnlyList<MonitoringRow> Rows, TimeSpan Elapsed,
        TimeSpan Processor);

    private async Task<Run> ReplayAsync(string name, MonitoringPolicy policy)
    {
        var stop = TestContext.Current.CancellationToken;
        using var process = Process.GetCurrentProcess();
        var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        await using var source = await DataLake.OpenLocalAsync(folder["data/lake"], cancellationToken: stop);
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder[$"{name}/lake"], source.Kind, cancellationToken: stop);
        ReplayRequest request = new(ReplayTests.Roles, Horizon, First, Last, policy);
        var report = await new ReplayRun(source, lake, new LocalModelRegistry(folder[$"{name}/mlruns"]), Calendar).RunAsync(
            request, await ReplayRun.HistoryAsync(source, Calendar, request, stop), progress: null, stop);
        process.Refresh();
        var (elapsed, processor) = (clock.Elapsed, process.TotalProcessorTime - before);
        return new(report,
            ForecastsTable.FromFrame(Spy, await lake.ReadAsync(ForecastsTable.Schema, Spy, cancellationToken: stop)).Rows,
            MonitoringTable.FromFrame(Spy, await lake.ReadAsync(MonitoringTable.Schema, Spy, cancellationToken: stop)).Rows,
            elapsed, processor);
    }

    private async Task<(int Equal, int Origins)> CompareWithWalkForwardAsync(Run schedule)
    {
        await using var lake = await DataLake.OpenLocalAsync(
            folder["data/lake"], cancellationToken: TestContext.Current.CancellationToken);
        var history = (await TargetHistory.ReadAsync(
            lake, AssetRoles.For(Spy), Calendar, Calendar.SettlesAt(Last), TestContext.Current.CancellationToken)).Rows;
        var walked = WalkForward.Run(
            history,
            [ForecasterCatalog.Create(
                ForecasterCatalog.Shipped, new ForecasterSettings { Features = FeatureCatalog.L1.Names, Seed = 0 })],
            new WalkForwardOptions { From = First, SessionAfter = Calendar.Add }).Model(ForecasterCatalog.Shipped);
        // On the day of a promotion the new version forecasts too; the walk-forward refits on the next session.
        ForecastRow[] live =
        [
            .. schedule.Forecasts.Where(row => row.Kind == ForecastKind.Live).OrderBy(row => row.ForecastOrigin)
                .ThenBy(row => int.Parse(row.ModelVersion, CultureInfo.InvariantCulture)).DistinctBy(row => row.ForecastOrigin),
        ];
        Assert.Equal(walked.Variance.Length, live.Length);
        return (Enumerable.Range(0, live.Length).Count(i => (walked.Variance[i], walked.Lower80[i], walked.Upper80[i],
                walked.Lower95[i], walked.Upper95[i])
            .Equals((live[i].Variance, live[i].Lower80, live[i].Upper80, live[i].Lower95, live[i].Upper95))), live.Length);
    }

    private static double Implied(IEnumerable<ReplayLoss> losses) =>
        losses.Select(loss => loss.Implied).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string text) => page.Append(text).Append('\n');
}
