using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Monitoring.Checks;

namespace Volcast.Services.Monitoring;

/// <summary>Runs every check of a target and stores the rows in <c>monitoring</c>. It changes no model and sends nothing.</summary>
/// <param name="lake">Open for writing.</param>
/// <param name="registry">The versions and their walk-forwards.</param>
/// <param name="calendar">The sessions of the exchange.</param>
/// <param name="clock">The time of the run.</param>
/// <param name="freeBytes">The free space where the lake is; gives null where that is not a disk.</param>
public sealed class MonitoringJob(
    DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock, Func<long?> freeBytes)
{
    private readonly WalkForwards walkForwards = new(registry);

    /// <summary>Checks one target. A registry that cannot be read is a finding, and the checks that need no model are still
    /// made.</summary>
    /// <exception cref="UnsettledBarException">The newest bar settles after the clock's time.</exception>
    /// <exception cref="LakeException">The lake cannot be read or written, or the features are out of date.</exception>
    public async Task<MonitoringReport> RunAsync(MonitoringRequest request, CancellationToken stop)
    {
        await using var lease = await lake.LeaseAsync(request.Roles.Target, stop);
        var (models, inputs, index, failure) = await ModelsAsync(request, stop);
        var target = await MonitoredTarget.ReadAsync(lake, request.Roles, index, calendar, clock.GetUtcNow(), stop);
        MonitoringRow[] rows =
        [
            .. ModelChecks.Run(target, models, calendar),
            .. await new DataCheck(lake, calendar, request.MaximumAge).RunAsync(target, inputs, clock.GetUtcNow(), stop),
            .. SystemCheck.Run(target.Session, failure, freeBytes()),
        ];
        await MonitoringStore.AddAsync(lake, request.Roles.Target, rows, stop);
        return new(target.Roles, target.Session, [.. rows.Where(row => row.Session == target.Session)]);
    }

    /// <summary>The serving versions, the inputs that they read, the implied-volatility index of the first, and why the registry
    /// could not be read.</summary>
    private async Task<(IReadOnlyList<MonitoredModel> Models, IReadOnlyList<string> Inputs, string? Index, string? Failure)>
        ModelsAsync(MonitoringRequest request, CancellationToken stop)
    {
        string? index = null;
        var models = new List<MonitoredModel>();
        var inputs = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var horizon in request.Horizons)
            {
                var name = ModelName.For(request.Roles.Target.Value, horizon);
                if (await registry.FindServingAsync(name, stop) is not var (version, _))
                    continue;
                index ??= VersionIndex.Of(version, request.Roles);
                models.Add(new(name, horizon, version.Number, version.Tags.GetValueOrDefault(RegistryTags.Recipe, ""),
                    await walkForwards.OfAsync(version, stop)));
                if ((await registry.FindRunsAsync([version.RunId], stop)).GetValueOrDefault(version.RunId) is { } run)
                    inputs.UnionWith(run.Params.GetValueOrDefault("inputs", "")
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
            return (models, [.. inputs], index, null);
        }
        catch (RegistryException away)
        {
            return (models, [.. inputs], index, away.Message);
        }
    }
}
