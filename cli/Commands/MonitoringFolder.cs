using System.CommandLine;
using Volcast.Files;
using Volcast.Lake;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Report;

namespace Volcast.Cli.Commands;

/// <summary>Writes the folder of <c>monitor --report</c>: the report of a single target into it; of several targets one folder
/// each and an index.</summary>
/// <param name="context">The invocation.</param>
/// <param name="folder">An absolute path that can be written.</param>
/// <param name="lake">Holds what the reports show.</param>
internal sealed class MonitoringFolder(CommandContext context, string folder, DataLake lake)
{
    private readonly MonitoringIndex index = new(lake.Kind);

    public static OutputFolder Flag() => new("--report",
        "folder for monitoring.html and monitoring.json; several targets get one folder each and an index");

    /// <inheritdoc cref="OutputFolder.Of"/>
    public static string? Of(OutputFolder flag, ParseResult parsed, CommandContext context) => flag.Of(
        parsed, context, TargetReport.PageFile,
        context.Targets.Count == 1 ? [] : context.Targets.Select(one => one.Target.Value));

    /// <summary>Writes the report of one target as soon as its checks are done.</summary>
    /// <param name="run">What the checks found.</param>
    /// <param name="stop">Stops the reading.</param>
    public async Task<TargetReport> WriteAsync(MonitoringReport run, CancellationToken stop)
    {
        var report = await TargetReport.ReadAsync(run, lake, context.Calendar, context.Clock.GetUtcNow(), stop);
        var own = context.Targets.Count == 1 ? folder : Path.Combine(folder, report.Target.Value);
        AtomicFile.WriteAll(own, report.Files());
        context.Terminal.Note($"Report: {Path.Combine(own, TargetReport.PageFile)}");
        index.Add(report);
        return report;
    }

    /// <summary>Writes the index of several targets.</summary>
    public void WriteIndex()
    {
        if (context.Targets.Count == 1)
            return;
        AtomicFile.WriteAll(folder, [new(MonitoringIndex.FileName, index.Page())]);
        context.Terminal.Note($"Index of the reports: {Path.Combine(folder, MonitoringIndex.FileName)}");
    }
}
