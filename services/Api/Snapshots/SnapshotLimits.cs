namespace Volcast.Services.Api.Snapshots;

/// <summary>How much may be held and done at once.</summary>
internal sealed record SnapshotLimits
{
    /// <summary>Estimated memory of all that is held; with the default the process stays under 1 GiB.</summary>
    public long Bytes { get; init; } = 384L << 20;

    /// <summary>How long a request waits for a series that has to be loaded first.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Targets that are loaded or refreshed at the same time.</summary>
    public int Parallel { get; init; } = Math.Clamp(Environment.ProcessorCount, 2, 8);
}
