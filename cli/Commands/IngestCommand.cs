using System.CommandLine;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast ingest</c></summary>
internal static class IngestCommand
{
    public static Command Create(Shell shell) => JobCommand.Create(
        shell, "ingest", "Downloads daily bars and stores the settled ones in the lake (raw.market, curated.market).",
        [Source, CsvPath, Lookback, Targets, Data, Seed], RunAsync);

    private static async Task<int> RunAsync(CommandContext context, CancellationToken stop)
    {
        await using var lake = await context.OpenLakeForWritingAsync(stop);
        var report = await Stages.IngestAsync(context, lake, stop);
        report.ThrowIfFailed();
        return report.NeedsAttention ? ExitCode.NeedsAttention : ExitCode.Done;
    }
}
