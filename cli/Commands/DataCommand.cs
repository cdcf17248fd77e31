using System.CommandLine;
using System.Globalization;
using Volcast.Cli.Output;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Services.Ingest;
using static Volcast.Cli.VolcastSettings;
using Symbol = Volcast.Market.Symbol;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast data list|accept</c>: the findings about market data.</summary>
internal static class DataCommand
{
    private const int LongestReason = 400;

    public static Command Create(Shell shell) => new("data", "Lists findings about market data, and accepts them.")
    {
        List(shell),
        Accept(shell),
    };

    private static Command List(Shell shell)
    {
        var symbol = SymbolArgument();
        symbol.Arity = ArgumentArity.ZeroOrOne;
        var all = new Option<bool>("--all") { Description = "also list accepted findings" };
        var json = new Option<bool>("--json") { Description = "print JSON for programs instead of text" };
        return JobCommand.Create(
            shell, "list", "Lists the open findings about the data of one symbol or of all. The exit code is 3 if there is one.",
            [Data, Source], [symbol, all, json], async (context, parsed, stop) =>
            {
                Symbol? asked = parsed.GetValue(symbol) is { } text ? SymbolOf(text) : null;
                await using var lake = await context.OpenLakeAsync(stop);
                var symbols = asked is { } one
                    ? [one]
                    : await lake.SymbolsAsync(FindingsTable.Schema, stop);
                if (asked is { } known && await lake.SnapshotAsync(CuratedMarketTable.Schema, known, stop) is null
                    && await lake.SnapshotAsync(FindingsTable.Schema, known, stop) is null)
                    throw new MissingTableException(CuratedMarketTable.Schema.Name, known.Value, CuratedMarketTable.Schema.Producer);
                var tables = new List<FindingsTable>();
                foreach (var ticker in symbols)
                    tables.Add(await FindingsTable.ReadAsync(lake, ticker, stop));
                if (parsed.GetValue(json))
                    FindingsView.WriteJson(context.Terminal, tables, parsed.GetValue(all));
                else
                    FindingsView.Write(context.Terminal, tables, parsed.GetValue(all));
                return tables.Any(table => table.Rows.Any(row => row.Status == FindingStatus.Open))
                    ? ExitCode.NeedsAttention
                    : ExitCode.Done;
            });
    }

    private static Command Accept(Shell shell)
    {
        var symbol = SymbolArgument();
        var date = new Argument<string>("date") { Description = "the session of the finding, yyyy-MM-dd" };
        var through = new Option<string>("--through") { Description = "the last session, to accept the findings of a span" };
        var reason = new Option<string>("--reason") { Description = "why the numbers are right, in one line", Required = true };
        return JobCommand.Create(
            shell, "accept",
            "Accepts a finding: the vendor's numbers of that session are used as they are, and it is not reported again.",
            [Data, Source, Actor], [symbol, date, through, reason], async (context, parsed, stop) =>
            {
                var from = DateOf(parsed.GetValue(date)!, "date");
                var last = parsed.GetValue(through) is { } end ? DateOf(end, "--through") : from;
                if (from > last)
                    throw new SettingException($"The date {from:yyyy-MM-dd} is after --through {last:yyyy-MM-dd}.");
                var ticker = SymbolOf(parsed.GetValue(symbol)!);
                var why = OneLine(parsed.GetValue(reason)!, "--reason");
                await using var lake = await context.OpenExistingLakeForWritingAsync(stop);
                var accepted = await new FindingReview(lake, context.Calendar, context.Sources).AcceptAsync(
                    ticker, from, last, why, context.Actor, stop);
                foreach (var finding in accepted)
                    context.Terminal.Out.WriteLine(FindingsView.Line(finding));
                context.Terminal.Note(accepted.Any(finding => finding.IsWithheld)
                    ? "Run `volcast ingest`, which now stores the withheld rows, then `volcast features`."
                    : "Run `volcast features`, if a return has changed.");
                return ExitCode.Done;
            });
    }

    private static Argument<string> SymbolArgument() => new("symbol") { Description = "the ticker, such as SPY or ^VIX" };

    private static Symbol SymbolOf(string text) => Symbol.TryParse(text, out var symbol)
        ? symbol
        : throw new SettingException($"'{text}' is not a ticker, such as SPY or ^VIX.");

    private static DateOnly DateOf(string text, string name) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new SettingException($"{name} '{text}' is not a date (yyyy-MM-dd).");

    private static string OneLine(string text, string name) =>
        text.Trim() is { Length: > 0 and <= LongestReason } line && !line.Any(char.IsControl)
            ? line
            : throw new SettingException($"{name} needs 1 to {LongestReason} characters on one line.");
}
