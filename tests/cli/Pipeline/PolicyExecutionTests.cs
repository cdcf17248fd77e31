using Volcast.Cli.Pipeline;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Ingest.Sources.Simulated;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Promotion;
using Volcast.Services.Training;

namespace Volcast.Cli.Tests.Pipeline;

[Trait(Category.Name, Category.Integration)]
public sealed class PolicyExecutionTests : IDisposable
{
    private const string Model = "volcast-SPY-5d";

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task With_approval_the_first_version_waits_for_a_person_who_can_force_it()
    {
        var roles = AssetRoles.For(Symbol.Parse("SPY"), ImpliedVolatilityIndex.Parse("SPY=^VIX"));
        var clock = new SettableClock { Now = new(2024, 6, 14, 12, 0, 0, TimeSpan.Zero) };
        var session = new DateOnly(2024, 6, 13);
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder["lake"], DataKind.Simulated, cancellationToken: Stop);
        using var pipeline = new PipelineStages(
            lake, () => new LocalModelRegistry(folder["mlruns"]),
            () => [new SimulatedSource(7, TradingCalendar.Nyse, clock)], TradingCalendar.Nyse, clock);
        await pipeline.IngestAsync(new([.. roles.Symbols], LookbackPeriod.Parse("2y"), IsLive: true), progress: null, Stop);
        await foreach (var _ in pipeline.FeaturesAsync([roles], new FailedTargets(), Stop))
        {
        }

        var registry = new LocalModelRegistry(folder["mlruns"]);
        var policy = new MonitoringPolicy { RequiresApproval = true };
        var execution = new PolicyExecution(lake, registry, TradingCalendar.Nyse, clock);
        var training = new TrainingRequest(roles, 5) { Seed = 7, Threads = 2 };
        var reports = await execution.RunAsync(policy, training, session, checks: [], progress: null, Stop);
        Assert.Equal([PolicyAction.Train, PolicyAction.Notify], reports.Select(report => report.Decision.Action));
        Assert.Equal(
            $"A person has to approve it: run `volcast registry promote {Model}/1`.", reports[^1].Decision.Reasons[^1]);
        Assert.Single(reports[^1].Rows);
        Assert.Null(await ChampionAsync());

        var forced = await new PromotionJob(registry, lake, _ => roles, TradingCalendar.Nyse, clock,
                RecipeWalks.On(lake, TradingCalendar.Nyse, clock, folds: null))
            .PromoteAsync(new(Model, "1") { Actor = "person", ForcedBecause = "Approved." }, progress: null, Stop);
        Assert.NotEqual(PromotionDecision.Refused, forced.Decision);
        Assert.Equal(1, await ChampionAsync());
        var after = await execution.RunAsync(policy, training, session, checks: [], progress: null, Stop);
        Assert.Equal(PolicyAction.Keep, Assert.Single(after).Decision.Action);

        async Task<int?> ChampionAsync() => (await registry.ListVersionsAsync(Model, Stop))
            .FirstOrDefault(version => version.Aliases.Contains(RegistryTags.Champion))?.Number;
    }
}
