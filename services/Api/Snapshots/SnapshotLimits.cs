namespace Volcast.Services.Api.Snapshots;

/// <summary>The limits of memory, waiting time and parallel work.</summary>
internal sealed record SnapshotLimits
{
    /// <summary>The largest estimated memory of all loaded targets; with the default the process stays under 1 GiB.</summary>
    public long Bytes { get; init; } = 384L << 20;

    /// <summary>How long a request waits until its series is loaded.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The number of targets that are loaded or refreshed at the same time.</summary>
    public int Parallel { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 8);
}
