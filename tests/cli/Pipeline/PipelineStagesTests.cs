using Volcast.Cli.Pipeline;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Ingest.Sources.Simulated;
using Volcast.Services.Promotion;

namespace Volcast.Cli.Tests.Pipeline;

[Trait(Category.Name, Category.Integration)]
public sealed class PipelineStagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Two_days_run_on_one_open_lake_as_the_clock_moves()
    {
        var stop = TestContext.Current.CancellationToken;
        var roles = AssetRoles.For(Symbol.Parse("SPY"), ImpliedVolatilityIndex.Parse("SPY=^VIX"));
        var request = new PipelineRequest([roles], Horizons: [5])
        {
            Ingest = new([.. roles.Symbols], LookbackPeriod.Parse("2y"), IsLive: true),
            Seed = 7,
        };
        var clock = new SettableClock { Now = new(2024, 6, 14, 12, 0, 0, TimeSpan.Zero) };
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder["lake"], DataKind.Simulated, cancellationToken: stop);
        using var pipeline = new PipelineStages(
            lake, () => new LocalModelRegistry(folder["mlruns"]),
            () => [new SimulatedSource(7, TradingCalendar.Nyse, clock)], TradingCalendar.Nyse, clock);

        var failed = new FailedTargets();
        var first = await pipeline.IngestAsync(request.Ingest, progress: null, stop);
        Assert.All(first.Symbols, symbol => Assert.Equal(new DateOnly(2024, 6, 13), symbol.LastSession));
        Assert.Equal(new DateOnly(2024, 6, 13), (await SingleAsync(pipeline.FeaturesAsync([roles], failed, stop))).LastSession);
        var trained = await SingleAsync(pipeline.TrainAsync(request.Trainings, request.Limits, failed, progress: null, stop));
        var promoted = await SingleAsync(pipeline.PromoteFirstAsync(request.Promotions, failed, progress: null, stop));
        Assert.Equal((PromotionDecision.Promoted, trained.Version), (promoted.Report!.Decision, promoted.Report.Champion));
        var forecast = await SingleAsync(pipeline.ForecastAsync(request.Forecasts, failed, stop));
        Assert.Equal(new DateOnly(2024, 6, 13), forecast.Row.ForecastOrigin);

        clock.Now = clock.Now.AddDays(1);

        var second = await pipeline.IngestAsync(request.Ingest, progress: null, stop);
        Assert.All(second.Symbols, symbol => Assert.Equal((1, 0), (symbol.New, symbol.Revised)));
        Assert.Equal(new DateOnly(2024, 6, 14), (await SingleAsync(pipeline.FeaturesAsync([roles], failed, stop))).LastSession);
        var kept = await SingleAsync(pipeline.PromoteFirstAsync(request.Promotions, failed, progress: null, stop));
        Assert.Equal((null, trained.Version, null), (kept.Report, kept.Champion!.Number, kept.Challenger));
        var next = await SingleAsync(pipeline.ForecastAsync(request.Forecasts, failed, stop));
        Assert.Equal(new DateOnly(2024, 6, 14), next.Row.ForecastOrigin);
        Assert.Equal(forecast.Row.ModelVersion, next.Row.ModelVersion);
        Assert.NotEqual(forecast.Row.Variance, next.Row.Variance);
    }

    private static async Task<T> SingleAsync<T>(IAsyncEnumerable<T> reports)
    {
        var all = new List<T>();
        await foreach (var report in reports)
            all.Add(report);
        return Assert.Single(all);
    }
}
