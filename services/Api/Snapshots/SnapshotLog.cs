namespace Volcast.Services.Api.Snapshots;

/// <summary>What the log says of snapshots.</summary>
internal static partial class SnapshotLog
{
    [LoggerMessage(LogLevel.Information, "{Series} is served by version {Version} ({Alias}) from {Origin}, snapshot {Snapshot}")]
    public static partial void Served(
        this ILogger log, SeriesKey series, int version, string alias, string origin, string snapshot);

    [LoggerMessage(LogLevel.Warning, "{Series} cannot be renewed: {Trouble}")]
    public static partial void Stuck(this ILogger log, SeriesKey series, string trouble);

    [LoggerMessage(LogLevel.Information, "{Series} is renewed again")]
    public static partial void Recovered(this ILogger log, SeriesKey series);

    [LoggerMessage(LogLevel.Error, "The snapshots could not be renewed")]
    public static partial void Defect(this ILogger log, Exception error);
}
