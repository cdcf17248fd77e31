using System.CommandLine;
using Volcast.Cli.Pipeline;
using Volcast.Files;
using Volcast.Lake;
using Volcast.Lake.Stores;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Report;
using Volcast.Workspace;

namespace Volcast.Cli.Commands;

/// <summary>Writes what <c>--report</c> asks for: the report of a single target into the folder; of several targets one folder
/// each and an index. The folder may be a place in a bucket.</summary>
internal sealed class MonitoringFolder
{
    private readonly CommandContext context;

    /// <summary>An absolute path that can be written, or the place in the bucket.</summary>
    private readonly string folder;

    /// <summary>Null for a folder of this machine.</summary>
    private readonly IObjectStore? bucket;

    private MonitoringFolder(CommandContext context, string folder, IObjectStore? bucket) =>
        (this.context, this.folder, this.bucket) = (context, folder, bucket);

    public static OutputFolder Flag() => new("--report",
        "folder, or s3://BUCKET/PREFIX, for monitoring.html and monitoring.json; several targets get one folder each and an index");

    /// <returns>Null if no place was given.</returns>
    /// <exception cref="Volcast.Hosting.SettingException">The value is no place that can be written.</exception>
    public static MonitoringFolder? Of(OutputFolder flag, ParseResult parsed, CommandContext context)
    {
        if (flag.Given(parsed) is { } place && ObjectStores.IsBucket(place))
        {
            var bucket = context.OpenPlace(flag.Name, place);
            return new(context, bucket.Description, bucket);
        }
        var inside = context.Targets.Count == 1 ? [] : context.Targets.Select(one => one.Target.Value);
        return flag.Of(parsed, context, TargetReport.PageFile, inside) is { } folder ? new(context, folder, null) : null;
    }

    /// <summary>For the daily run.</summary>
    public DailyReportWriter Daily => new(folder, WriteAsync);

    /// <summary>Writes the reports of several targets, and their index. One that fails does not stop the others.</summary>
    /// <param name="runs">What the checks found.</param>
    /// <param name="lake">Holds what the reports show.</param>
    /// <param name="failed">Receives the failures.</param>
    /// <param name="stop">Stops between files.</param>
    public async Task WriteAsync(
        IEnumerable<MonitoringReport> runs, DataLake lake, FailedTargets failed, CancellationToken stop)
    {
        var index = new MonitoringIndex(lake.Kind);
        foreach (var run in runs)
            await failed.TryAsync(run.Roles.Target.Value, "report", async () =>
            {
                var report = await TargetReport.ReadAsync(run, lake, context.Calendar, context.Clock.GetUtcNow(), stop);
                var page = await WriteAsync(
                    context.Targets.Count == 1 ? "" : report.Target.Value, TargetReport.PageFile, report.Files(), stop);
                context.Terminal.Note($"Report: {page}");
                index.Add(report);
                return report;
            });
        if (context.Targets.Count == 1)
            return;
        await failed.TryAsync("", "report", async () =>
        {
            var page = await WriteAsync(
                "", MonitoringIndex.FileName, [new(MonitoringIndex.FileName, index.Page())], stop);
            context.Terminal.Note($"Index of the reports: {page}");
            return page;
        });
    }

    /// <returns>The place of the page.</returns>
    private async Task<string> WriteAsync(
        string inside, string page, IReadOnlyList<KeyValuePair<string, byte[]>> files, CancellationToken stop)
    {
        if (bucket is null)
        {
            var own = Path.Combine(folder, inside);
            AtomicFile.WriteAll(own, files);
            return Path.Combine(own, page);
        }
        var prefix = inside.Length > 0 ? $"{inside}/" : "";
        foreach (var (name, content) in files)
            await bucket.PutAsync(prefix + name, content, cancellationToken: stop);
        return $"{folder}/{prefix}{page}";
    }
}
