using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Tests;

namespace Volcast.Services.Monitoring.Tests.Policy;

[Trait(Category.Name, Category.Integration)]
public sealed class PolicyJobTests : IDisposable
{
    private const string Model = "volcast-SPY-5d";
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private static readonly DateOnly Today = new(2024, 3, 28);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private LocalModelRegistry Registry => new(folder["mlruns"]);

    [Fact]
    public async Task A_decision_is_stored_with_its_result_and_is_made_once_a_session()
    {
        await RegisterAsync('a', Calendar.Add(Today, -5 - 63), RegistryTags.Champion);
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var job = new PolicyJob(lake, Registry, Calendar);
        var (facts, decision, _) = await DecideAsync(job);
        Assert.Equal((1, 63, null, PolicyAction.Retrain), (facts.Champion, facts.SessionsSinceFit, facts.Challenger, decision.Action));

        // Killed here: the next run carries the same decision out again.
        (facts, decision, _) = await DecideAsync(job);
        Assert.Equal(PolicyAction.Retrain, decision.Action);
        await RegisterAsync('b', Calendar.Add(Today, -5), RegistryTags.Challenger);
        await job.RecordAsync(SimulatedLake.Spy, facts, decision, isDone: true, 2, "Version 2 was registered.", default);

        (facts, decision, _) = await DecideAsync(job);
        Assert.Equal((2, 0, 0, PolicyAction.Keep),
            (facts.Challenger, facts.ShadowSessions, facts.SessionsSinceFit, decision.Action));
        var rows = MonitoringTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(MonitoringTable.Schema, SimulatedLake.Spy)).Rows;
        Assert.Equal(["keep", "retrain", "retrain_result"], rows.Select(row => row.Check));
        Assert.Contains("Version 2 was registered.", rows[2].Detail, StringComparison.Ordinal);
    }

    private static Task<(PolicyFacts, PolicyDecision, MonitoringRow)> DecideAsync(PolicyJob job) =>
        job.DecideAsync(new(), SimulatedLake.Roles, 5, Today, [], default);

    private async Task RegisterAsync(char digest, DateOnly trainedTo, string alias)
    {
        var registration = SampleModel.Registration(
            ArtifactFolder.Empty.With("model.txt", "a model"), 5, digest, new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await Registry.RegisterAsync(registration with
        {
            VersionTags = new Dictionary<string, string>(registration.VersionTags)
            {
                [RegistryTags.TrainingTo] = $"{trainedTo:yyyy-MM-dd}",
            },
            Aliases = [alias],
        });
    }
}
