using System.CommandLine;
using Volcast.Hosting;
using Volcast.Services.Ingest;
using static Volcast.Cli.VolcastSettings;
using Ticker = Volcast.Market.Symbol;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast ingest</c></summary>
internal static class IngestCommand
{
    /// <summary>The flag that names the symbols themselves.</summary>
    public const string SymbolsFlag = "--symbols";

    public static Command Create(Shell shell)
    {
        var only = new Option<string?>(SymbolsFlag)
        {
            Description = "load these symbols alone, such as SPY or ^VIX,^VIX3M, instead of the targets and the four assets "
                + "beside each",
            HelpName = "symbols",
        };
        return JobCommand.Create(
            shell, "ingest", "Downloads daily bars and stores the settled ones in the lake (raw.market, curated.market).",
            [Source, CsvPath, Lookback, Targets, Data, Seed], [only],
            (context, parsed, stop) => RunAsync(context, RequestOf(context, parsed.GetValue(only)), stop));
    }

    private static async Task<int> RunAsync(CommandContext context, IngestRequest request, CancellationToken stop)
    {
        await using var lake = await context.OpenLakeForWritingAsync(stop);
        var report = await Stages.IngestAsync(context, lake, request, stop);
        report.ThrowIfFailed();
        return report.NeedsAttention ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    /// <exception cref="SettingException">A symbol is none, or stands twice.</exception>
    private static IngestRequest RequestOf(CommandContext context, string? only)
    {
        if (only is null)
            return context.Request.Ingest;
        var symbols = new List<Ticker>();
        foreach (var text in only.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            symbols.Add(Ticker.TryParse(text, out var symbol) && !symbols.Contains(symbol) ? symbol : throw new SettingException(
                $"'{text}' given by {SymbolsFlag}: expected tickers such as SPY or ^VIX, separated by commas, each once."));
        if (symbols.Count == 0)
            throw new SettingException($"{SymbolsFlag} needs at least one ticker, such as SPY or ^VIX.");
        return context.Request.Ingest with
        {
            Symbols = symbols,
            Optional = [.. symbols.Except(context.Targets.Select(roles => roles.Target))],
        };
    }
}
