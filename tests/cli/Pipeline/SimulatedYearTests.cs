using Volcast.Cli.Pipeline;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Alerts.Channels;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Tests.Pipeline;

/// <summary>Daily runs through a break in the law of the simulated market: alarm, challenger, shadow sessions, promotion. The
/// loss grows, and comes back below that of HAR as the refits learn the new law.</summary>
public sealed class SimulatedYearTests
{
    private static readonly Symbol Spy = Symbol.Parse("SPY");
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private static readonly DateOnly Break = new(2024, 4, 1);

    /// <summary>The same break with no schedule: what follows is due to the alarm alone.</summary>
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public Task A_quarter_shows_alarm_challenger_shadow_sessions_and_promotion() => LiveAsync(
        Calendar.Add(Break, -8), 60,
        new() { RetrainEvery = 0, MaximumMeanChange = 1, MaximumChange = 2 });

    /// <summary>The year of <c>volcast demo --year</c>.</summary>
    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public async Task The_year_of_the_demo_shows_alarm_challenger_shadow_sessions_promotion_and_the_recovery_of_the_loss()
    {
        var losses = await LiveAsync(DemoFirst, SimulatedYear.Length, SimulatedYear.Policy);
        Assert.InRange(losses[0].Ratio, 0, .9);
        var worst = losses.Where(loss => loss.From >= Break && loss.Targets >= 10).First(loss => loss.Ratio > 1.5);
        Assert.Contains(losses, loss => loss.From > worst.From && loss.Targets >= 42 && loss.Ratio < .95);
    }

    private static DateOnly DemoFirst => new(2024, 1, 2);

    private static async Task<IReadOnlyList<YearLoss>> LiveAsync(
        DateOnly first, int sessions, MonitoringPolicy policy)
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder["lake"], DataKind.Simulated, cancellationToken: stop);
        var registry = new LocalModelRegistry(folder["mlruns"]);
        using var channels = new AlertChannels(
            AlertSettings.Default, new() { Environment = _ => null, WorkingFolder = folder.Path, Log = _ => { } });
        var roles = AssetRoles.For(Spy, ImpliedVolatilityIndex.Parse("SPY=^VIX"));
        var request = new DailyRequest(new([roles], [5])
        {
            Ingest = new([.. roles.Symbols], SimulatedYear.Lookback, IsLive: true),
            Seed = 7,
        }, policy, MaximumAge: 1);
        var story = new YearStory(Spy, 5, Break);
        var reports = new List<DailyReport>();
        await foreach (var report in new SimulatedYear(lake, registry, AlertSettings.Default, channels, Calendar).RunAsync(
            request, new() { Break = Break }, [.. Calendar.Sessions(first, Calendar.Add(first, sessions - 1))], progress: null, stop))
        {
            story.Add(report);
            reports.Add(report);
        }

        Assert.All(reports, report => Assert.Empty(report.Failed));
        var red = story.Reds.First(day => day >= Break);
        var asked = reports.First(report => report.Session >= red
            && report.Policy[0].Decision.Action is PolicyAction.Retrain or PolicyAction.Recalibrate);
        Assert.Contains("live loss_alarm is red.", asked.Policy[0].Decision.Reasons);
        var promoted = story.Promotions.First(day => day > asked.Session);
        var forecasts = await lake.ReadAsync(ForecastsTable.Schema, Spy, cancellationToken: stop);
        DateOnly[] shadows =
        [
            .. ForecastsTable.FromFrame(Spy, forecasts).Rows.Where(row => row.Kind == ForecastKind.Shadow)
                .Select(row => row.ForecastOrigin).Where(origin => origin >= asked.Session && origin <= promoted),
        ];
        Assert.Equal(Calendar.Sessions(asked.Session, promoted), shadows);
        Assert.Equal(policy.ShadowSessions, shadows.Length);
        var losses = await story.LossesAsync(lake, stop);
        var text = string.Join("; ", losses.Select(loss => $"{loss.From}: {loss.Targets} {loss.Ratio:0.00}"));
        Assert.True(losses.Any(loss => loss.From >= Break && loss.Ratio > losses[0].Ratio), text);
        return losses;
    }
}
