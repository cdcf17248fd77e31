using System.CommandLine;
using Volcast.ApiContract.CommandLine;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Hosting;
using Volcast.Lake.Compaction;
using Volcast.Lake.Tables;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast compact</c></summary>
internal static class CompactCommand
{
    private const string Stage = "compact";

    public static Command Create(Shell shell)
    {
        var json = new Option<bool>("--json") { Description = "print JSON for programs instead of text" };
        return JobCommand.Create(
            shell, Stage,
            "Joins the downloads of past years in raw.market: one file for each symbol, source and year. Loses none.",
            [Data, Source], [json], async (context, parsed, stop) =>
            {
                await using var lake = await context.OpenExistingLakeForWritingAsync(stop);
                var (failed, report, symbols) = (new FailedTargets(), CompactionReport.None, new List<string>());
                var year = context.Clock.GetUtcNow().Year;
                var all = await lake.SymbolsAsync(CuratedMarketTable.Schema, stop);
                for (var i = 0; i < all.Count; i++)
                {
                    context.Terminal.Report(new JobProgress("compact, symbols", i, all.Count));
                    var symbol = all[i];
                    if (await failed.TryAsync(symbol.Value, Stage, () => lake.CompactAsync(symbol, year, stop))
                        is not { Downloads: > 0 } joined)
                        continue;
                    symbols.Add(symbol.Value);
                    report += joined;
                }
                context.Terminal.Report(new JobProgress("compact, symbols", all.Count, all.Count));
                if (parsed.GetValue(json))
                    DocumentJson.Write(context.Terminal, new CompactionDocument(
                        symbols, report.Downloads, report.FilesBefore, report.FilesAfter, report.BytesBefore, report.BytesAfter));
                else
                    CompactionView.Write(context.Terminal, symbols.Count, report, year);
                return Stages.Finish(context, failed);
            });
    }
}
