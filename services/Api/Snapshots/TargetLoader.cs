using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Schemas;

namespace Volcast.Services.Api.Snapshots;

/// <summary>One state of lake and registry, shared by all targets of a refresh.</summary>
/// <param name="Number">Counts the readings, in the order in which they began.</param>
/// <param name="Lake">The lake, open for reading, or the reason why it cannot be opened.</param>
/// <param name="Models">The stamps of the models, or the reason why the registry cannot be read.</param>
/// <param name="Now">The time of the refresh.</param>
internal sealed record StoreReading(
    long Number, ValueOrReason<DataLake> Lake, ValueOrReason<ModelStamps> Models, DateTimeOffset Now);

/// <summary>The stamp of each requested model that is registered. A changed stamp means changed versions or aliases.</summary>
internal sealed record ModelStamps(IReadOnlyDictionary<string, string> Stamps)
{
    public bool Has(string model) => Stamps.ContainsKey(model);

    /// <summary>Changes with every model that the series is made from.</summary>
    public string Of(SeriesKey series) =>
        string.Join(' ', series.Models.Select(model => Stamps.GetValueOrDefault(model, "not registered")));
}

/// <summary>Refreshes one loaded target. A part that cannot be refreshed stays unchanged, with the reason.</summary>
internal sealed class TargetLoader(
    IModelRegistry registry, TradingCalendar calendar, string build, Func<string, string> completeCommands,
    ILogger<SnapshotSource> log)
{
    private readonly SideBars sideBars = new();

    /// <summary>Refreshes the state of the lake and some of the series. The caller holds the slot's gate.</summary>
    /// <returns>False, and nothing is changed, if a later reading has refreshed the slot already.</returns>
    public async Task<bool> RefreshAsync(TargetSlot slot, StoreReading reading, IEnumerable<int> horizons, CancellationToken stop)
    {
        if (reading.Number < slot.Reading)
            return false;
        slot.Reading = reading.Number;
        await RefreshLakeAsync(slot, reading, stop);
        await RefreshMonitoringAsync(slot, reading, stop);
        foreach (var horizon in horizons)
            Put(slot, horizon, await RefreshSeriesAsync(slot, horizon, reading, stop));
        return true;
    }

    private async Task RefreshLakeAsync(TargetSlot slot, StoreReading reading, CancellationToken stop)
    {
        if (!reading.Lake.TryGet(out var lake, out var whyNot))
        {
            slot.LakeError = whyNot;
            return;
        }
        try
        {
            var stamp = await TargetSnapshot.StampOfAsync(lake, slot.Roles, stop);
            if (slot is { Lake: not null, LakeError: null } && slot.LakeToken.IsUnchanged(stamp))
                return;
            if (slot.Lake is null || slot.Lake.Identity != await TargetSnapshot.IdentityOfAsync(lake, slot.Roles, stop))
                slot.Lake = await TargetSnapshot.ReadAsync(lake, slot.Roles, sideBars, calendar, reading.Now, stop);
            slot.LakeError = null;
            slot.LakeToken.HasBeenRead(stamp);
        }
        catch (Exception away) when (IsAway(away))
        {
            slot.LakeError = completeCommands(away.Message);
        }
    }

    /// <summary>Reads the checks apart from the state of the lake: a new check changes no forecast.</summary>
    private async Task RefreshMonitoringAsync(TargetSlot slot, StoreReading reading, CancellationToken stop)
    {
        if (reading.Lake.Value is not { } lake)
            return; // The series report it.
        try
        {
            var stamp = await lake.StampAsync(MonitoringTable.Schema, slot.Roles.Target, stop);
            if (slot.MonitoringError is null && slot.MonitoringToken.IsUnchanged(stamp))
                return;
            slot.Monitoring = await TargetMonitoring.ReadAsync(lake, slot.Roles.Target, stop);
            slot.MonitoringError = null;
            slot.MonitoringToken.HasBeenRead(stamp);
        }
        catch (Exception away) when (IsAway(away))
        {
            var error = completeCommands(away.Message);
            if (error != slot.MonitoringError)
                log.MonitoringNotRead(slot.Roles.Target, error);
            slot.MonitoringError = error;
        }
    }

    private async Task<ServedSeries> RefreshSeriesAsync(
        TargetSlot slot, int horizon, StoreReading reading, CancellationToken stop)
    {
        var known = slot.Series.GetValueOrDefault(horizon);
        if (slot.Lake is not { } target)
            return Failed(known, slot.LakeError ?? "The lake has not been read yet.");
        if (!reading.Models.TryGet(out var stamps, out var away))
            return Failed(known, slot.LakeError ?? away);
        var key = new SeriesKey(slot.Roles.Target, horizon);
        var (stamp, token) = (stamps.Of(key), slot.ModelTokens.GetOrAdd(horizon, _ => new()));
        var confirmedAt = slot.LakeError is null ? reading.Now : known?.ConfirmedAt ?? reading.Now;
        if (known is { IsMissing: true } && token.IsUnchanged(stamp))
            return known;
        if (known is { Snapshot: { } held } && (known.LastError is null || known.LastError == slot.LakeError)
            && token.IsUnchanged(stamp) && IsOf(held, target, reading.Now))
            return known with { ConfirmedAt = confirmedAt, LastError = slot.LakeError, IsTampered = false };
        var versions = known?.Versions ?? [];
        try
        {
            versions = await registry.ListVersionsAsync(key.Model, stop);
            var snapshot = await FindAsync(known?.Snapshot, target, key, stamps, reading.Now, stop);
            token.HasBeenRead(stamp);
            return new(snapshot, confirmedAt, slot.LakeError) { Versions = versions };
        }
        catch (RegistryException none) when (none.Problem == RegistryProblem.NotFound && known?.Snapshot is null)
        {
            token.HasBeenRead(stamp);
            return new(null, default, completeCommands(none.Message), IsMissing: true) { Versions = versions };
        }
        catch (Exception error) when (IsAway(error))
        {
            return Failed(known, slot.LakeError ?? completeCommands(error.Message)) with
            {
                Versions = versions,
                IsTampered = slot.LakeError is null && error is RegistryException { Problem: RegistryProblem.Tampered },
            };
        }
    }

    /// <summary>The known snapshot if it is still the newest, otherwise a new one.</summary>
    private async Task<ServingSnapshot> FindAsync(
        ServingSnapshot? known, TargetSnapshot target, SeriesKey key, ModelStamps stamps, DateTimeOffset now,
        CancellationToken stop)
    {
        var (version, alias) = await RegisteredForecaster.FindServingVersionAsync(registry, key.Symbol, key.Horizon, stop);
        var stored = target.ForecastOf(version);
        var oneSession = key.OneSessionModel is { } other && stamps.Has(other) && stored?.OneSessionModel is null
            ? await OneSessionTail.FindServingAsync(registry, key.Symbol, stop)
            : null;
        if (known is not null && known.Model.Is(version, alias) && IsOf(known, target, now)
            && RegisteredForecaster.IsSame(known.OneSessionVersion, oneSession))
            return known;
        // A stored forecast keeps its tail risk, so the model is not asked.
        var tail = oneSession is null ? null
            : stored is not null ? new Reason(OneSessionTail.NotWhenStored)
            : await OneSessionTail.FromAsync(registry, oneSession, target.DataKind, target.Inputs, calendar, stop);
        var model = await RegisteredForecaster.LoadAsync(registry, version, alias, stop);
        model.RequireDataKind(target.DataKind);
        return ServingSnapshot.Of(target, model, oneSession, tail, calendar, now, build, completeCommands);
    }

    private bool IsOf(ServingSnapshot snapshot, TargetSnapshot target, DateTimeOffset now) =>
        ReferenceEquals(snapshot.Target, target) && snapshot.NewestSettled == calendar.NewestSettled(now)
        && (snapshot.IsStored || snapshot.Newest.Row.Kind == SessionForecast.KindOf(target.Inputs.Origin, calendar, now));

    /// <summary>A known series keeps its snapshot and gets the error; a missing model stays missing.</summary>
    private static ServedSeries Failed(ServedSeries? known, string error) =>
        known is { IsMissing: true } ? known
        : (known ?? new(null, default, error)) with { LastError = error, IsTampered = false };

    private void Put(TargetSlot slot, int horizon, ServedSeries series)
    {
        var (key, before) = (new SeriesKey(slot.Roles.Target, horizon), slot.Series.GetValueOrDefault(horizon));
        slot.Series[horizon] = series;
        if (series.Snapshot is { } snapshot && snapshot != before?.Snapshot)
            log.Served(key, snapshot.Model.Version.Number, snapshot.Model.Alias,
                $"{snapshot.Newest.Row.ForecastOrigin:yyyy-MM-dd}",
                snapshot.Id);
        if (series.LastError is { } error && error != before?.LastError && !series.IsMissing)
            log.NotRefreshed(key, error);
        if (series.LastError is null && before is { LastError: not null, IsMissing: false })
            log.Recovered(key);
    }

    /// <summary>Whether lake or registry are unavailable or inconsistent, which may be temporary.</summary>
    public static bool IsAway(Exception error) => error is
        LakeException or SchemaException or RegistryException or InsufficientDataException or InvalidDataException
        or IOException or UnauthorizedAccessException or HttpRequestException;
}
