using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>The alert about the policy's decisions, on successive sessions against one lake.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class DecisionAlertTests : IDisposable
{
    private const string Yaml = """
        channels:
          log: { type: log }
        alerts:
          - { name: policy, when: decision, channels: [log] }
        """;

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateOnly Monday = new(2026, 11, 16);

    private readonly TemporaryFolder folder = new();
    private readonly List<MonitoringRow> decisions = [];

    public void Dispose() => folder.Dispose();

    private PolicyFacts On(int day, int challenger) => new()
    {
        Model = "volcast-SPY-5d",
        Horizon = 5,
        Session = Monday.AddDays(day),
        Champion = 3,
        Challenger = challenger,
        ShadowSessions = 5,
        SessionsSinceFit = 10,
        Checks = [],
        Decisions = decisions,
        SessionsBetween = (from, to) => to.DayNumber - from.DayNumber,
    };

    /// <summary>One daily run. A gate refuses each version that it judges.</summary>
    /// <returns>The ids and the texts of the messages.</returns>
    private async Task<(string Id, string Text)[]> RunAsync(int day, int challenger, MonitoringPolicy? policy = null)
    {
        var facts = On(day, challenger);
        var decision = PolicyRules.Decide(policy ?? new(), facts);
        List<MonitoringRow> rows = [decision.ToRow(facts)];
        if (decision.Action == PolicyAction.Promote)
            rows.Add(decision.ResultRow(facts, isDone: false, challenger, $"Version {challenger} was refused."));
        decisions.AddRange(rows);
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder["lake"], DataKind.Simulated, cancellationToken: Stop);
        var settings = Sample.Settings(Yaml);
        using var channels = Sample.Open(settings, folder: folder.Path);
        var report = await new AlertsJob(lake, settings.Alerts, channels).RunAsync(
            new(facts.Session, [new(Facts.SpySymbol) { Checks = rows }]), Stop);
        Assert.Single(report.Open);
        return [.. report.Deliveries.Select(one => (one.Message.Id, one.Message.Text))];
    }

    [Fact]
    public async Task Each_refused_challenger_gives_one_message_however_long_it_stays()
    {
        var first = Assert.Single(await RunAsync(0, challenger: 4));
        Assert.Equal("SPY, 5 sessions: Version 4 was refused.", first.Text);
        Assert.Empty(await RunAsync(1, challenger: 4));
        Assert.Empty(await RunAsync(2, challenger: 4));
        var second = Assert.Single(await RunAsync(3, challenger: 5));
        Assert.Equal("SPY, 5 sessions: Version 5 was refused.", second.Text);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Empty(await RunAsync(4, challenger: 5));
    }

    [Fact]
    public async Task Each_challenger_that_waits_for_approval_gives_one_message()
    {
        var policy = new MonitoringPolicy { RequiresApproval = true };
        Assert.EndsWith("run `volcast registry promote volcast-SPY-5d/4`.", Assert.Single(await RunAsync(0, 4, policy)).Text,
            StringComparison.Ordinal);
        Assert.Empty(await RunAsync(1, 4, policy));
        Assert.EndsWith("run `volcast registry promote volcast-SPY-5d/5`.", Assert.Single(await RunAsync(2, 5, policy)).Text,
            StringComparison.Ordinal);
    }
}
