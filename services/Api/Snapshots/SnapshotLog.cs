using Volcast.Market;

namespace Volcast.Services.Api.Snapshots;

/// <summary>Log messages about the served series.</summary>
internal static partial class SnapshotLog
{
    [LoggerMessage(LogLevel.Information, "{Series} is served by version {Version} ({Alias}) from {Origin}, snapshot {Snapshot}")]
    public static partial void Served(
        this ILogger log, SeriesKey series, int version, string alias, string origin, string snapshot);

    [LoggerMessage(LogLevel.Warning, "{Series} could not be refreshed: {Error}")]
    public static partial void NotRefreshed(this ILogger log, SeriesKey series, string error);

    [LoggerMessage(LogLevel.Information, "{Series} is up to date again")]
    public static partial void Recovered(this ILogger log, SeriesKey series);

    [LoggerMessage(LogLevel.Warning, "The checks of {Symbol} could not be read: {Error}")]
    public static partial void MonitoringNotRead(this ILogger log, Symbol symbol, string error);

    [LoggerMessage(LogLevel.Error, "The refresh failed")]
    public static partial void Defect(this ILogger log, Exception error);
}
