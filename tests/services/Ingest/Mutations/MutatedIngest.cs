using System.Net;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Csv;
using Volcast.Services.Ingest.Sources.Yahoo;

namespace Volcast.Services.Ingest.Tests.Mutations;

/// <summary>Reads mutated answers, each into a lake of its own.</summary>
internal sealed class MutatedIngest : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<(Symbol, AnswerForm, bool, int), CuratedMarketTable> unchanged = [];
    private int runs;

    public void Dispose() => folder.Dispose();

    /// <summary>Whether the command would exit with another code than 0.</summary>
    public static bool IsSeen(IngestReport report) =>
        report.NeedsAttention || report.Symbols.Any(symbol => symbol.Failure is not null);

    /// <summary>Yahoo's answer about SPY, read into an empty lake.</summary>
    public async Task<(IngestReport Report, CuratedMarketTable Bars)> RunAsync(MutatedAnswer answer)
    {
        var spy = MarketTable.Symbols[0];
        var clock = new SettableClock { Now = TradingCalendar.Nyse.SettlesAt(MutatedAnswer.Days[^1]) };
        return await InOwnLakeAsync(async path =>
        {
            using var http = new FixedAnswers(new() { [spy] = answer.Body });
            return await IngestAsync(path, Yahoo(http, clock), clock, isLive: true, spy);
        }, spy);
    }

    /// <summary>What the lake holds after the same runs with the unchanged answer.</summary>
    public async Task<CuratedMarketTable> PlainAsync(MutatedTable table)
    {
        var key = (table.Symbol, table.Form, table.IsUpdate, table.First);
        if (!unchanged.TryGetValue(key, out var plain))
        {
            (var report, plain) = await RunAsync(table.Unchanged);
            Assert.False(IsSeen(report), string.Join('\n', report.Symbols[0].Findings));
            Assert.Equal(MarketTable.Sessions, plain.Count);
            unchanged.Add(key, plain);
        }
        return plain;
    }

    public Task<(IngestReport Report, CuratedMarketTable Bars)> RunAsync(MutatedTable table) => InOwnLakeAsync(async path =>
    {
        if (table.IsUpdate)
        {
            var good = new Dictionary<Symbol, byte[]>
            {
                [table.Symbol] = MarketTable.Text(table.Symbol, MarketTable.Of(table.Symbol)[..MutatedTable.Held], table.Form),
            };
            await ReadAsync(path, table.Form, good, MutatedTable.Held);
        }
        var answers = new Dictionary<Symbol, byte[]>();
        if (table.Other is { } other)
            answers.Add(other, MarketTable.Text(other, MarketTable.Of(other), table.Form));
        answers.Add(table.Symbol, MarketTable.Text(table.Symbol, table.Rows, table.Form));
        return await ReadAsync(path, table.Form, answers, MarketTable.Sessions);
    }, table.Symbol);

    /// <summary>One run of ingest on the morning after a session.</summary>
    private async Task<IngestReport> ReadAsync(string path, AnswerForm form, Dictionary<Symbol, byte[]> answers, int sessions)
    {
        var clock = new SettableClock { Now = TradingCalendar.Nyse.SettlesAt(MarketTable.Day(sessions - 1)) };
        if (form == AnswerForm.Yahoo)
        {
            using var http = new FixedAnswers(answers);
            return await IngestAsync(path, Yahoo(http, clock), clock, isLive: true, [.. answers.Keys]);
        }
        var files = Directory.CreateDirectory($"{path}.csv").FullName;
        foreach (var (symbol, text) in answers)
            await File.WriteAllBytesAsync(Path.Combine(files, $"{symbol.FileName}.csv"), text);
        return await IngestAsync(
            path, new CsvSource(files, TradingCalendar.Nyse.IsSession), clock, isLive: false, [.. answers.Keys]);
    }

    private static YahooSource Yahoo(HttpMessageHandler http, TimeProvider clock) =>
        new(http, new YahooOptions { Retries = 0, MaximumPerMinute = 1_000_000 }, clock);

    private static async Task<IngestReport> IngestAsync(
        string path, IMarketDataSource source, TimeProvider clock, bool isLive, params Symbol[] symbols)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var owned = source as IDisposable;
        await using var lake = await DataLake.OpenLocalForWritingAsync(path, DataKind.Real, cancellationToken: stop.Token);
        return await new IngestJob(lake, [source], TradingCalendar.Nyse, clock)
            .RunAsync(new IngestRequest(symbols, null, isLive), null, stop.Token);
    }

    private async Task<(IngestReport Report, CuratedMarketTable Bars)> InOwnLakeAsync(
        Func<string, Task<IngestReport>> run, Symbol symbol)
    {
        var path = folder[$"{runs++}"];
        try
        {
            var report = await run(path);
            return (report, await CuratedAsync(path, symbol));
        }
        finally
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            if (Directory.Exists($"{path}.csv"))
                Directory.Delete($"{path}.csv", recursive: true);
        }
    }

    /// <summary>The settled bars of a symbol; none if every run has failed, so that there is no lake.</summary>
    private static async Task<CuratedMarketTable> CuratedAsync(string path, Symbol symbol)
    {
        var (schema, frame) = (CuratedMarketTable.Schema, CuratedMarketTable.Schema.Empty());
        if (File.Exists(Path.Combine(path, "lake.json")))
        {
            var lake = await DataLake.OpenLocalAsync(path);
            if (await lake.SnapshotAsync(schema, symbol) is not null)
                frame = await lake.ReadAsync(schema, symbol);
        }
        return CuratedMarketTable.FromFrame(symbol, frame);
    }

    /// <summary>Answers a request about a symbol with its text.</summary>
    private sealed class FixedAnswers(Dictionary<Symbol, byte[]> answers) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = Uri.UnescapeDataString(request.RequestUri!.Segments[^1]);
            var body = answers.FirstOrDefault(answer => answer.Key.Value == asked).Value ?? [];
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
        }
    }
}
