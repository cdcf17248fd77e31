using System.Collections.Concurrent;
using Volcast.Market;

namespace Volcast.Services.Api.Snapshots;

/// <summary>The loaded part of one target: its state of the lake and its requested series.</summary>
internal sealed class TargetSlot(AssetRoles roles)
{
    private long lastUse;

    public AssetRoles Roles { get; } = roles;

    /// <summary>Held while this target is loaded or refreshed.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>The number of the latest reading that has refreshed this target. An earlier one changes nothing any more, so an
    /// older state never replaces a newer one.</summary>
    public long Reading { get; set; }

    /// <summary>The last good state of the lake; null before the first.</summary>
    public TargetSnapshot? Lake { get; set; }

    /// <summary>The reason why the lake could not be read the last time; null if it could.</summary>
    public string? LakeError { get; set; }

    public ChangeToken LakeToken { get; } = new();

    /// <summary>The newest checks of the target; null before the first.</summary>
    public TargetMonitoring? Monitoring { get; set; }

    /// <summary>The reason why the checks could not be read the last time; null if they could.</summary>
    public string? MonitoringError { get; set; }

    public ChangeToken MonitoringToken { get; } = new();

    /// <summary>Horizon → served series.</summary>
    public ConcurrentDictionary<int, ServedSeries> Series { get; } = [];

    /// <summary>Horizon → whether its model has changed.</summary>
    public ConcurrentDictionary<int, ChangeToken> ModelTokens { get; } = [];

    /// <summary>A timestamp of the clock; the least recently used target is unloaded first.</summary>
    public long LastUse => Volatile.Read(ref lastUse);

    /// <summary>Estimated memory, without the parts that targets share.</summary>
    public long Bytes => (Lake?.Bytes ?? 0) + Series.Values.Sum(series => series.Snapshot?.Bytes ?? 0);

    public void Use(long timestamp) => Volatile.Write(ref lastUse, timestamp);
}
