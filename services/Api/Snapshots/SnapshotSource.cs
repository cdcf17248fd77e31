using System.Collections.Immutable;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Schemas;

namespace Volcast.Services.Api.Snapshots;

/// <summary>Holds what is served, and brings it up to date. Readers take <see cref="Current"/> once and keep to it; what cannot be
/// renewed stays as it was.</summary>
internal sealed class SnapshotSource(
    Func<CancellationToken, Task<DataLake>> openLake, IModelRegistry registry, IReadOnlyList<AssetRoles> targets,
    TradingCalendar calendar, TimeProvider clock, ILogger<SnapshotSource> log)
{
    /// <summary>The horizons that can be asked for.</summary>
    public static readonly ImmutableArray<int> Horizons = [1, 5, 10, 22];

    private volatile ServingState current = ServingState.Empty;

    public ServingState Current => current;

    /// <summary>Sees whether lake or registry have changed and takes over what has. Never throws for them being away.</summary>
    public async Task RefreshAsync(CancellationToken stop)
    {
        foreach (var roles in targets)
        {
            var target = await RefreshTargetAsync(roles, stop);
            foreach (var horizon in Horizons)
                await RefreshSeriesAsync(roles, horizon, target, stop);
        }
    }

    private async Task<(TargetSnapshot? Snapshot, string? Trouble)> RefreshTargetAsync(AssetRoles roles, CancellationToken stop)
    {
        var known = current.Targets.GetValueOrDefault(roles.Target);
        try
        {
            await using var lake = await openLake(stop);
            if (known is not null && known.Identity == await TargetSnapshot.IdentityOfAsync(lake, roles, stop))
                return (known, null);
            var fresh = await TargetSnapshot.ReadAsync(lake, roles, stop);
            current = current with { Targets = current.Targets.SetItem(roles.Target, fresh) };
            return (fresh, null);
        }
        catch (Exception away) when (IsAway(away))
        {
            return (known, away.Message);
        }
    }

    private async Task RefreshSeriesAsync(
        AssetRoles roles, int horizon, (TargetSnapshot? Snapshot, string? Trouble) target, CancellationToken stop)
    {
        var key = new SeriesKey(roles.Target, horizon);
        var known = current.Series.GetValueOrDefault(key);
        if (target.Snapshot is null)
        {
            Put(key, Stuck(known, target.Trouble!));
            return;
        }
        var versions = known?.Versions ?? [];
        try
        {
            var now = clock.GetUtcNow();
            versions = await registry.ListVersionsAsync(ModelName.For(roles.Target.Value, horizon), stop);
            var snapshot = await FindAsync(known?.Snapshot, target.Snapshot, horizon, now, stop);
            Put(key, new(snapshot, target.Trouble is null ? now : known?.ConfirmedAt ?? now, target.Trouble) { Versions = versions });
        }
        catch (RegistryException none) when (none.Problem == RegistryProblem.NotFound && known?.Snapshot is null)
        {
            Put(key, new(null, default, none.Message, IsAbsent: true) { Versions = versions });
        }
        catch (Exception away) when (IsAway(away))
        {
            Put(key, Stuck(known, target.Trouble ?? away.Message) with { Versions = versions });
        }
    }

    /// <summary>What is known stays; a series that never was is not missed.</summary>
    private static ServedSeries Stuck(ServedSeries? known, string trouble) =>
        known is { IsAbsent: true } ? known : (known ?? new(null, default, trouble)) with { Trouble = trouble };

    /// <summary>The known snapshot where it is still the newest, otherwise a new one.</summary>
    private async Task<ServingSnapshot> FindAsync(
        ServingSnapshot? known, TargetSnapshot target, int horizon, DateTimeOffset now, CancellationToken stop)
    {
        var (version, alias) = await RegisteredForecaster.FindServingVersionAsync(registry, target.Roles.Target, horizon, stop);
        if (known is not null && known.Model.Is(version, alias) && ReferenceEquals(known.Target, target)
            && known.NewestSettled == calendar.NewestSettled(now))
            return known;
        var model = await RegisteredForecaster.LoadAsync(registry, version, alias, stop);
        model.RequireDataKind(target.Market);
        return ServingSnapshot.Of(target, model, calendar, now);
    }

    private void Put(SeriesKey key, ServedSeries series)
    {
        var before = current.Series.GetValueOrDefault(key);
        current = current with { Series = current.Series.SetItem(key, series) };
        if (series.Snapshot is { } snapshot && snapshot != before?.Snapshot)
            log.Served(key, snapshot.Model.Version.Number, snapshot.Model.Alias, $"{snapshot.Newest.Row.ForecastOrigin:yyyy-MM-dd}",
                snapshot.Id);
        if (series.Trouble is { } trouble && trouble != before?.Trouble && !series.IsAbsent)
            log.Stuck(key, trouble);
        if (series.Trouble is null && before is { Trouble: not null, IsAbsent: false })
            log.Recovered(key);
    }

    /// <summary>Whether lake or registry are away or not in order, as they may be for a while.</summary>
    private static bool IsAway(Exception error) => error is
        LakeException or SchemaException or RegistryException or InsufficientDataException or InvalidDataException
        or IOException or UnauthorizedAccessException or HttpRequestException;
}
