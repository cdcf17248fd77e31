using System.Collections.Concurrent;
using Volcast.Market;

namespace Volcast.Services.Api.Snapshots;

/// <summary>What is held in memory of one target: its state of the lake and those of its series that were asked for.</summary>
internal sealed class TargetSlot(AssetRoles roles)
{
    private long lastUse;

    public AssetRoles Roles { get; } = roles;

    /// <summary>Held by whoever loads or refreshes this target, so that an older state never replaces a newer one.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>The last good state of the lake; null while there was none.</summary>
    public TargetSnapshot? Lake { get; set; }

    /// <summary>Why the lake could not be read the last time; null where it could.</summary>
    public string? LakeError { get; set; }

    public ChangeToken LakeToken { get; } = new();

    /// <summary>Horizon → what is served.</summary>
    public ConcurrentDictionary<int, ServedSeries> Series { get; } = [];

    /// <summary>Horizon → whether its model has changed.</summary>
    public ConcurrentDictionary<int, ChangeToken> ModelTokens { get; } = [];

    /// <summary>A timestamp of the clock; the least recently used target is let go first.</summary>
    public long LastUse => Volatile.Read(ref lastUse);

    /// <summary>Estimated memory, without what targets share.</summary>
    public long Bytes => (Lake?.Bytes ?? 0) + Series.Values.Sum(series => series.Snapshot?.Bytes ?? 0);

    public void Use(long timestamp) => Volatile.Write(ref lastUse, timestamp);
}
