namespace Volcast.Services.Monitoring.Checks;

/// <summary>How much free space the disk of the data needs, bytes.</summary>
public static class DiskSpace
{
    /// <summary>Below this, the next write may fail.</summary>
    public const long Least = 50L << 20;

    /// <summary>Ten years of fifty targets with their models fit into this.</summary>
    public const long Comfortable = 500L << 20;

    /// <summary>Why steps of a run may have failed; null if there is space enough, or if the data are on no
    /// disk.</summary>
    /// <param name="free">The free space.</param>
    public static string? Shortage(long? free) => free is { } bytes && bytes < Least
        ? FormattableString.Invariant($"only {bytes >> 10:N0} KiB are free on the disk of the data, and a run needs ")
            + FormattableString.Invariant($"{Least >> 20} MiB. Make room: other failures of this run may have this cause.")
        : null;
}
