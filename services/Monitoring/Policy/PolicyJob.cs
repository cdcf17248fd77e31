using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Services.Monitoring.Policy;

/// <summary>Gathers what the policy needs to know about a model, decides, and stores decisions and results. It carries nothing
/// out.</summary>
/// <param name="lake">Open for writing.</param>
/// <param name="registry">The versions.</param>
/// <param name="calendar">Counts sessions.</param>
public sealed class PolicyJob(DataLake lake, IModelRegistry registry, TradingCalendar calendar)
{
    /// <summary>The calendar days of decisions and forecasts that a decision reads: budget and cooldown look back a year of
    /// sessions. A schedule may be longer, and reads the registry.</summary>
    public const int DaysRead = 400;

    /// <param name="policy">The rules.</param>
    /// <param name="roles">The target with the indices of the settings.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="session">The newest settled session.</param>
    /// <param name="checks">The checks of this run.</param>
    /// <param name="stop">Stops between reads.</param>
    /// <returns>The decision, what it was based on, and its stored row.</returns>
    /// <exception cref="LakeException">The lake is damaged or cannot be written.</exception>
    /// <exception cref="RegistryException">The registry cannot be read.</exception>
    public async Task<(PolicyFacts Facts, PolicyDecision Decision, MonitoringRow Row)> DecideAsync(MonitoringPolicy policy,
        AssetRoles roles, int horizon, DateOnly session, IReadOnlyList<MonitoringRow> checks, CancellationToken stop)
    {
        var facts = await GatherAsync(roles, horizon, session, checks, stop);
        var decision = PolicyRules.Decide(policy, facts);
        return (facts, decision, await StoreAsync(roles.Target, decision.ToRow(facts), stop));
    }

    /// <summary>Stores the result of a decision that was carried out.</summary>
    /// <inheritdoc cref="PolicyDecision.ResultRow"/>
    /// <returns>The stored row.</returns>
    public Task<MonitoringRow> RecordAsync(Symbol target, PolicyFacts facts, PolicyDecision decision, bool isDone, int? made, string sentence,
        CancellationToken stop) => StoreAsync(target, decision.ResultRow(facts, isDone, made, sentence), stop);

    private async Task<MonitoringRow> StoreAsync(Symbol target, MonitoringRow row, CancellationToken stop)
    {
        await using var lease = await lake.LeaseAsync(target, stop);
        await MonitoringStore.AddAsync(lake, target, [row], stop);
        return row;
    }

    private async Task<PolicyFacts> GatherAsync(
        AssetRoles roles, int horizon, DateOnly session, IReadOnlyList<MonitoringRow> checks, CancellationToken stop)
    {
        var target = roles.Target;
        var model = ModelName.For(target.Value, horizon);
        var from = session.AddDays(-DaysRead);
        var versions = await registry.ListVersionsAsync(model, stop);
        return await PolicyFacts.Of(model, horizon, session, versions, checks,
                await MonitoringStore.ReadAsync(lake, target, from, stop),
                await ForecastsTable.ReadAsync(lake, target, from, cancellationToken: stop), calendar)
            .WithLostIndicesAsync(lake, registry, roles, versions, calendar, stop);
    }
}
