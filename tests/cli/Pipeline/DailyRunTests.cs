using System.Net;
using Volcast.Cli.Pipeline;
using Volcast.Lake.Tables;
using Volcast.Registry;
using Volcast.Services.Monitoring.Policy;
using Volcast.Tests;

namespace Volcast.Cli.Tests.Pipeline;

[Trait(Category.Name, Category.Integration)]
public sealed class DailyRunTests
{
    private static readonly DateOnly First = DailyRunUnderTest.First;
    private static readonly DateOnly Second = DailyRunUnderTest.Calendar.Next(First);

    [Fact]
    public async Task On_the_first_day_the_policy_trains_and_promotes_and_the_run_forecasts()
    {
        using var days = new DailyRunUnderTest();
        var report = await days.RunAsync();

        Assert.Empty(report.Failed);
        Assert.Equal([PolicyAction.Train, PolicyAction.Promote], report.Policy.Select(one => one.Decision.Action));
        Assert.Equal(1, await days.ChampionAsync());
        var forecast = Assert.Single(report.Forecasts);
        Assert.Equal((First, ForecastKind.Live), (forecast.Row.ForecastOrigin, forecast.Row.Kind));
        Assert.Equal([("any_level", "raised")], days.Sent());
    }

    [Fact]
    public async Task A_second_run_on_the_same_day_changes_no_byte_and_sends_nothing_again()
    {
        using var days = new DailyRunUnderTest();
        await days.RunAsync();
        var before = days.Bytes();

        var again = await days.RunAsync();

        Assert.Empty(again.Failed);
        Assert.Equal(before, days.Bytes());
        Assert.Equal([("any_level", "raised")], days.Sent());
    }

    [Fact]
    public async Task A_run_that_is_three_weeks_late_backfills_and_scores_every_session_and_the_policy_decides_once()
    {
        using var days = new DailyRunUnderTest();
        await days.RunThroughAsync(First, Second);
        var late = DailyRunUnderTest.Calendar.Add(Second, 15);
        DateOnly[] missed = [.. DailyRunUnderTest.Calendar.Sessions(Second.AddDays(1), late.AddDays(-1))];

        days.Settled(late);
        var report = await days.RunAsync();

        Assert.Empty(report.Failed);
        var forecasts = (await days.ForecastsAsync()).Where(row => row.Model == DailyRunUnderTest.Model).ToArray();
        Assert.Equal(missed, forecasts.Where(row => row.Kind == ForecastKind.Backfill).Select(row => row.ForecastOrigin));
        Assert.Equal([First, Second, late],
            forecasts.Where(row => row.Kind == ForecastKind.Live).Select(row => row.ForecastOrigin));
        var rows = await days.MonitoringAsync();
        // Every target that has ended has one score: 2 live ones, and those of the missed origins up to 5 sessions ago.
        Assert.Equal(2 + missed.Length - 4, rows.Count(row => row.Check == "qlike" && row.Model == DailyRunUnderTest.Model));
        // On the first day: trained, promoted, both with their results, and kept.
        Assert.Equal([First, First, First, First, First, Second, late],
            rows.Where(row => row.Kind == MonitoringKind.Decision).Select(row => row.Session));
    }

    [Fact]
    public async Task A_symbol_that_fails_stops_no_other_and_the_next_run_catches_up()
    {
        using var days = new DailyRunUnderTest();
        await days.RunAsync();
        days.Settled(Second);
        days.Refused.Add("TLT");
        var failed = await days.RunAsync();

        var (step, failure) = Assert.Single(failed.Failed);
        Assert.Equal((DailyStep.Ingest, "TLT"), (step, failure.Target));
        Assert.Contains("downloads what is missing", DailyReport.NextTime(step), StringComparison.Ordinal);
        Assert.Equal(4, failed.Ingest!.Symbols.Count(symbol => symbol.LastSession == Second));
        Assert.Equal(Second, Assert.Single(failed.Forecasts).Row.ForecastOrigin);
        Assert.Equal([("any_level", "raised"), ("failed_run", "raised")], days.Sent());

        days.Refused.Clear();
        var repaired = await days.RunAsync();

        Assert.Empty(repaired.Failed);
        Assert.All(repaired.Ingest!.Symbols, symbol => Assert.Equal(Second, symbol.LastSession));
        Assert.Equal(("failed_run", "cleared"), days.Sent()[^1]);
    }

    /// <summary>A person has taken the alias away, so no version serves and the policy has none to promote.</summary>
    [Fact]
    public async Task A_day_without_a_version_that_serves_has_failed()
    {
        using var days = new DailyRunUnderTest();
        await days.RunAsync();
        await days.Sound.DeleteAliasAsync(DailyRunUnderTest.Model, RegistryTags.Champion, TestContext.Current.CancellationToken);
        days.Settled(Second);
        var report = await days.RunAsync();

        Assert.Empty(report.Forecasts);
        Assert.Empty(report.WithoutForecast);
        var (step, failure) = Assert.Single(report.Failed);
        Assert.Equal((DailyStep.Forecast, DailyRunUnderTest.Model), (step, failure.Target));
        Assert.StartsWith("it has no version that can forecast. The policy: volcast-SPY-5d has no champion", failure.Reason,
            StringComparison.Ordinal);
        Assert.Equal([("any_level", "raised"), ("failed_run", "raised")], days.Sent());
    }

    [Theory]
    [InlineData(PolicyMode.Paused, "The policy is paused.")]
    [InlineData(PolicyMode.DryRun, "The policy is in dry-run mode, so nothing is carried out.")]
    public async Task A_policy_that_may_not_train_is_the_reason_for_no_forecast_and_no_failure(PolicyMode mode, string reason)
    {
        using var days = new DailyRunUnderTest { Policy = new() { Mode = mode } };
        var report = await days.RunAsync();

        Assert.Empty(report.Failed);
        var (model, why) = Assert.Single(report.WithoutForecast);
        Assert.Equal(DailyRunUnderTest.Model, model);
        Assert.EndsWith(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_stated_as_the_likely_cause_of_failures_and_alone_is_none()
    {
        using var days = new DailyRunUnderTest { FreeBytes = 40 << 10 };
        Assert.Empty((await days.RunAsync()).Failed);
        days.Settled(Second);
        days.Refused.Add("TLT");
        var failed = await days.RunAsync();

        Assert.Equal([(DailyStep.Start, "disk"), (DailyStep.Ingest, "ingest")],
            failed.Failed.Select(one => (one.Step, one.Failure.Stage)));
        Assert.Equal("disk failed: only 40 KiB are free on the disk of the data, and a run needs 50 MiB. Make room: other failures "
            + "of this run may have this cause.", failed.Failed[0].Failure.Sentence);
    }

    [Fact]
    public async Task A_failed_channel_raises_failed_run_by_the_channels_that_work()
    {
        using var days = new DailyRunUnderTest
        {
            Alerts = """
                channels:
                  hook: { type: webhook, url_env: NOT_SET }
                  record: { type: file, path: alerts.jsonl }
                alerts:
                  - { name: any_level, when: level, above: 1, channels: [hook] }
                  - { name: failed_run, when: failed_run, channels: [record] }
                """,
        };
        var report = await days.RunAsync();
        Assert.Equal(DailyStep.Alerts, Assert.Single(report.Failed).Step);
        Assert.Equal([("failed_run", "raised")], days.Sent());
    }

    [Fact]
    public async Task The_heartbeat_is_requested_only_by_a_run_without_a_failure()
    {
        var requested = new List<Uri>();
        using var days = new DailyRunUnderTest
        {
            Alerts = "heartbeat_url: https://hc.example.com/1\nchannels:\n  log: { type: log }\nalerts: []\n",
            Http = new Answering(requested),
        };
        days.Refused.Add("TLT");
        Assert.Single((await days.RunAsync()).Failed);
        Assert.Empty(requested);

        days.Refused.Clear();
        Assert.Empty((await days.RunAsync()).Failed);
        Assert.Equal([new Uri("https://hc.example.com/1")], requested);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_promotion_during_which_the_registry_goes_away_is_completed_by_the_next_run(bool onALaterDay)
    {
        using var undisturbed = new DailyRunUnderTest();
        var writes = 0;
        undisturbed.Registry = registry => new Away(registry, () => ++writes < int.MaxValue);
        await undisturbed.RunAsync();
        Assert.True(writes >= 4, "a promotion writes tags and aliases");

        for (var last = 0; last < writes; last++)
        {
            using var days = new DailyRunUnderTest();
            var left = last;
            days.Registry = registry => new Away(registry, () => left-- > 0);
            var failed = await days.RunAsync();
            Assert.Equal(DailyStep.Policy, Assert.Single(failed.Failed).Step);
            // All or nothing.
            Assert.True(await days.ChampionAsync() is null or 1);

            days.Registry = registry => registry;
            if (onALaterDay)
                days.Settled(Second);
            var report = await days.RunAsync();

            Assert.Empty(report.Failed);
            Assert.Equal(1, await days.ChampionAsync());
            var version = Assert.Single(await days.Sound.ListVersionsAsync(
                DailyRunUnderTest.Model, TestContext.Current.CancellationToken));
            Assert.Equal("Production", version.Tags[RegistryTags.Stage]);
        }
    }

    [Fact]
    public async Task A_challenger_waits_for_its_shadow_sessions_and_then_for_a_person_where_the_policy_asks_for_one()
    {
        using var days = new DailyRunUnderTest
        {
            Policy = new() { RetrainEvery = 6, ShadowSessions = 2 },
        };
        var calendar = DailyRunUnderTest.Calendar;
        await days.RunAsync();
        days.Policy = days.Policy with { RequiresApproval = true };
        var made = Second;
        DailyReport report;
        for (var session = Second; ; session = calendar.Next(session))
        {
            report = await days.RunThroughAsync(session, session);
            if (report.Policy[0].Decision.Action == PolicyAction.Retrain)
                made = session;
            if (report.Policy[0].Decision.Withheld == PolicyAction.Promote)
                break;
            Assert.True(session < calendar.Add(First, 15), "no challenger became ready");
        }

        Assert.Equal(calendar.Next(made), report.Session);
        Assert.Equal(PolicyAction.Notify, report.Policy[0].Decision.Action);
        Assert.Contains("volcast registry promote volcast-SPY-5d/2", report.Policy[0].Decision.Reasons[^1], StringComparison.Ordinal);
        Assert.Equal(1, await days.ChampionAsync());
        var shadows = (await days.ForecastsAsync()).Where(row => row.Kind == ForecastKind.Shadow).ToArray();
        Assert.Equal([made, calendar.Next(made)], shadows.Select(row => row.ForecastOrigin));
        var told = (await days.MonitoringAsync())
            .Single(row => row.Kind == MonitoringKind.Decision && row.Session == report.Session);
        Assert.Equal((PolicyDecision.NameOf(PolicyAction.Notify), MonitoringStatus.Warning), (told.Check, told.Status));
    }

    /// <summary>A registry whose server stops answering writes.</summary>
    private sealed class Away(IModelRegistry inner, Func<bool> answers) : DelegatingRegistry(inner)
    {
        protected override Task WriteAsync(Func<Task> write) => answers()
            ? write()
            : throw new RegistryException(RegistryProblem.Unreachable, "The registry does not answer. Try again later.");

        protected override IModelRegistry Around(IModelRegistry held) => new Away(held, answers);
    }

    private sealed class Answering(List<Uri> requested) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            requested.Add(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }
    }
}
