using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Snapshots;

/// <summary>
/// Holds the snapshots of the loaded series. A series is loaded at its first request and then kept up to date. If all loaded
/// targets together exceed the memory limit, the least recently used ones are unloaded.
/// </summary>
internal sealed class SnapshotSource(
    Func<CancellationToken, Task<DataLake>> openLake, IModelRegistry registry, IReadOnlyList<AssetRoles> targets,
    TradingCalendar calendar, TimeProvider clock, SnapshotLimits limits, string build, Func<string, string> completeCommands,
    ILogger<SnapshotSource> log) : IDisposable
{
    /// <summary>The horizons that can be requested, in sessions.</summary>
    public static readonly ImmutableArray<int> Horizons = [1, 5, 10, 22];

    private const int NamesShown = 10;

    private static readonly Symbol PreferredTarget = Symbol.Parse("SPY");

    private readonly FrozenDictionary<Symbol, AssetRoles> roles = targets.ToFrozenDictionary(one => one.Target);
    private readonly ConcurrentDictionary<Symbol, TargetSlot> slots = [];
    private readonly ConcurrentDictionary<SeriesKey, Lazy<Task<ServedSeries>>> loading = [];
    private readonly TargetLoader loader = new(registry, calendar, build, completeCommands, log);
    private readonly SemaphoreSlim refreshing = new(1);
    private readonly SemaphoreSlim loads = new(limits.Parallel);
    private long readings;

    /// <summary>The targets that can be requested, in the order of the settings.</summary>
    public IReadOnlyList<Symbol> Targets { get; } = [.. targets.Select(one => one.Target)];

    /// <summary>The target of a request that names none: SPY, or the first target if SPY is not served.</summary>
    public Symbol DefaultTarget { get; } = targets.Count == 0 || targets.Any(one => one.Target == PreferredTarget)
        ? PreferredTarget
        : targets[0].Target;

    /// <summary>The loaded series, including those without a model.</summary>
    public IEnumerable<KeyValuePair<SeriesKey, ServedSeries>> Loaded => slots.Values.SelectMany(slot => slot.Series.Select(
        series => KeyValuePair.Create(new SeriesKey(slot.Roles.Target, series.Key), series.Value)));

    /// <summary>The newest checks of the loaded targets that have been checked.</summary>
    public IEnumerable<KeyValuePair<Symbol, TargetMonitoring>> Monitored => slots.Values
        .Where(slot => slot.Monitoring is not null)
        .Select(slot => KeyValuePair.Create(slot.Roles.Target, slot.Monitoring!));

    /// <summary>Whether lake and registry could be read and some series can be served.</summary>
    public bool IsReady => slots.Values.Any(slot => slot.Series.Values.Any(series => series.Snapshot is not null));

    public void Dispose()
    {
        refreshing.Dispose();
        loads.Dispose();
    }

    /// <summary>A series with a snapshot; it is loaded first if necessary. It is loaded once, however many requests wait for
    /// it.</summary>
    /// <exception cref="ProblemException">The symbol is not served, no model is registered, lake or registry cannot be read,
    /// or the loading takes longer than a request may wait.</exception>
    public async ValueTask<ServedSeries> RequireAsync(SeriesKey key, CancellationToken stop)
    {
        var series = await GetAsync(key, stop);
        if (series.Snapshot is not null)
            return series;
        throw series.IsMissing
            ? ProblemException.NotFound("no_model", TooShort(key) ?? series.LastError!, "horizon")
            : series.Unavailable(key);
    }

    /// <summary>Why no training can make a model of a target yet; null if its history is not the reason.</summary>
    public string? TooShort(SeriesKey key)
    {
        var held = slots.TryGetValue(key.Symbol, out var slot) ? slot.Lake?.Features.Bars.Count : null;
        var needed = new Har().MinimumTrainingRows + key.Horizon;
        return held < needed
            ? $"No model forecasts {key.Symbol} {Counted.Of(key.Horizon, "session")} ahead, and none can be trained yet: the lake "
                + $"holds {Counted.Of(held.Value, "session")} of {key.Symbol}, and a training needs at least {needed}. Use a "
                + "longer history."
            : null;
    }

    /// <summary>The snapshot of a series if it is loaded; it is not loaded otherwise.</summary>
    public ServingSnapshot? Held(SeriesKey key) =>
        slots.TryGetValue(key.Symbol, out var slot) ? slot.Series.GetValueOrDefault(key.Horizon)?.Snapshot : null;

    /// <summary>As <see cref="RequireAsync"/>, but also returns a series that has no model or could not be read.</summary>
    public ValueTask<ServedSeries> GetAsync(SeriesKey key, CancellationToken stop)
    {
        if (slots.TryGetValue(key.Symbol, out var slot) && slot.Series.TryGetValue(key.Horizon, out var series))
        {
            slot.Use(clock.GetTimestamp());
            return new(series);
        }
        return new(WaitAsync(key, RolesOf(key.Symbol), stop));
    }

    /// <summary>A served target and its side symbols.</summary>
    /// <exception cref="ProblemException">The symbol is not served.</exception>
    public AssetRoles RolesOf(Symbol symbol) => roles.TryGetValue(symbol, out var known)
        ? known
        : throw ProblemException.NotFound("unknown_symbol",
            $"{symbol} is not served here. VOLCAST_TARGETS lists the tickers that are: "
            + $"{Counted.Names([.. Targets.Select(target => target.Value)], NamesShown)}.", "symbol");

    /// <summary>Refreshes the loaded series from lake and registry. One refresh runs at a time. Does not throw if lake or
    /// registry cannot be read.</summary>
    public async Task RefreshAsync(CancellationToken stop)
    {
        await refreshing.WaitAsync(stop);
        try
        {
            if (!IsReady)
                await HoldFirstAsync(stop);
            var held = slots.Values.ToArray();
            if (held.Length == 0)
                return;
            var reading = await ReadStoresAsync(
                held.SelectMany(slot => slot.Series.Keys
                    .SelectMany(horizon => new SeriesKey(slot.Roles.Target, horizon).Models)).Distinct(),
                stop);
            await using var lake = reading.Lake.Value;
            await Parallel.ForEachAsync(held,
                new ParallelOptions { MaxDegreeOfParallelism = limits.Parallel, CancellationToken = stop },
                async (slot, token) => await UnderGateAsync(slot, () =>
                    loader.RefreshAsync(slot, reading, slot.Series.Keys, token), token));
            LetGo();
        }
        finally
        {
            refreshing.Release();
        }
    }

    private async Task<ServedSeries> WaitAsync(SeriesKey key, AssetRoles known, CancellationToken stop)
    {
        var load = loading.GetOrAdd(key, _ => new(() => Task.Run(() => LoadAsync(key, known))));
        try
        {
            return await load.Value.WaitAsync(limits.Wait, stop);
        }
        catch (TimeoutException)
        {
            throw ProblemException.Unavailable("not_ready", $"{key} is being loaded. Try again in a few seconds.");
        }
    }

    /// <summary>The loading goes on if the request that started it is cancelled, because others may wait for the same
    /// series.</summary>
    private async Task<ServedSeries> LoadAsync(SeriesKey key, AssetRoles known)
    {
        await loads.WaitAsync();
        try
        {
            var slot = slots.GetOrAdd(key.Symbol, _ => new(known));
            slot.Use(clock.GetTimestamp());
            var reading = await ReadStoresAsync(key.Models, CancellationToken.None);
            await using var lake = reading.Lake.Value;
            await UnderGateAsync(slot, async () =>
            {
                if (await loader.RefreshAsync(slot, reading, [key.Horizon], CancellationToken.None)
                    || slot.Series.ContainsKey(key.Horizon))
                    return;
                // A refresh has overtaken this reading but did not know the series. Nothing overtakes a reading under the gate.
                var again = await ReadStoresAsync(key.Models, CancellationToken.None);
                await using var newer = again.Lake.Value;
                await loader.RefreshAsync(slot, again, [key.Horizon], CancellationToken.None);
            }, CancellationToken.None);
            LetGo();
            return slot.Series[key.Horizon];
        }
        finally
        {
            loads.Release();
            loading.TryRemove(key, out _);
        }
    }

    private static async Task UnderGateAsync(TargetSlot slot, Func<Task> act, CancellationToken stop)
    {
        await slot.Gate.WaitAsync(stop);
        try
        {
            await act();
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>Loads, while no series is served, the first target that has a model, or else the first target, with all
    /// horizons.</summary>
    private async Task HoldFirstAsync(CancellationToken stop)
    {
        var first = targets.Count > 0 ? targets[0] : null;
        try
        {
            var registered = (await registry.ListModelsAsync(stop)).ToHashSet(StringComparer.Ordinal);
            first = targets.FirstOrDefault(one =>
                Horizons.Any(horizon => registered.Contains(new SeriesKey(one.Target, horizon).Model))) ?? first;
        }
        catch (Exception away) when (TargetLoader.IsAway(away))
        {
            // The next refresh reports the error.
        }
        if (first is null)
            return;
        var slot = slots.GetOrAdd(first.Target, _ => new(first));
        slot.Use(clock.GetTimestamp());
        foreach (var horizon in Horizons)
            slot.Series.TryAdd(horizon, new(null, default, LastError: null));
    }

    /// <summary>Reads lake and registry. The reading has its number before it begins: while it waits for a slow store, a later
    /// reading may overtake it.</summary>
    private async Task<StoreReading> ReadStoresAsync(IEnumerable<string> models, CancellationToken stop)
    {
        var number = Interlocked.Increment(ref readings);
        return new(number, await TryAsync(() => openLake(stop)),
            await TryAsync(async () => new ModelStamps(await registry.ReadStampsAsync([.. models], stop))), clock.GetUtcNow());
    }

    private async Task<ValueOrReason<T>> TryAsync<T>(Func<Task<T>> read) where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception away) when (TargetLoader.IsAway(away))
        {
            return new Reason(completeCommands(away.Message));
        }
    }

    /// <summary>Unloads the least recently used targets until the others fit; the target used last always stays.</summary>
    private void LetGo()
    {
        var held = slots.Values.OrderByDescending(slot => slot.LastUse).ToArray();
        var bytes = 0L;
        for (var i = 0; i < held.Length; i++)
            if ((bytes += held[i].Bytes) > limits.Bytes && i > 0)
                slots.TryRemove(KeyValuePair.Create(held[i].Roles.Target, held[i]));
    }
}
