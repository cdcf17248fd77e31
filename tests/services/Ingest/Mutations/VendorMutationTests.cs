using System.Net;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources.Yahoo;

namespace Volcast.Services.Ingest.Tests.Mutations;

/// <summary>Thousands of changed answers of a vendor: none crashes or hangs, and none changes a return or a date without a
/// word.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class VendorMutationTests : IDisposable
{
    private static readonly Symbol Spy = Symbol.Parse("SPY");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task A_sample_of_mutations() => RunAsync(1, 100);

    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public Task Eight_thousand_mutations() => RunAsync(1_000, 8_000);

    private async Task RunAsync(int first, int count)
    {
        var (_, plain) = await IngestAsync(MutatedAnswer.Unchanged, "plain");
        Assert.Equal(MutatedAnswer.Sessions, plain.Count);
        var silent = new List<string>();
        for (var seed = first; seed < first + count; seed++)
        {
            var answer = MutatedAnswer.Of(seed);
            var (report, bars) = await IngestAsync(answer, $"{seed}");
            var isSeen = report.NeedsAttention || report.Symbols[0].Failure is not null || report.Symbols[0].Notes.Count > 0;
            if (!isSeen && Difference(plain, bars, answer.IsMeaningful) is { } difference)
                silent.Add($"seed {seed}, {answer.Name}: {difference}");
        }
        Assert.True(silent.Count == 0, string.Join('\n', silent));
    }

    /// <summary>What a run without any word has changed: a session, or a return by more than .001; null if nothing.</summary>
    private static string? Difference(CuratedMarketTable plain, CuratedMarketTable bars, bool withReturns)
    {
        if (!plain.Session.SequenceEqual(bars.Session))
            return withReturns ? "other sessions" : null;
        for (var row = 1; withReturns && row < bars.Count; row++)
            if (Math.Abs(bars.LogReturn[row] - plain.LogReturn[row]) > StepReturns.Tolerance + 1e-5)
                return $"the return of {bars.Session[row]:yyyy-MM-dd} is {bars.LogReturn[row]}, not {plain.LogReturn[row]}";
        return null;
    }

    private async Task<(IngestReport Report, CuratedMarketTable Bars)> IngestAsync(MutatedAnswer answer, string name)
    {
        var clock = new SettableClock { Now = TradingCalendar.Nyse.SettlesAt(MutatedAnswer.Days[^1]) };
        using var http = new FixedAnswer(answer.Body);
        using var source = new YahooSource(http, new YahooOptions { Retries = 0, MaximumPerMinute = 1_000_000 }, clock);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var path = folder[name];
        try
        {
            await using var lake = await DataLake.OpenLocalForWritingAsync(path, DataKind.Real, cancellationToken: stop.Token);
            var report = await new IngestJob(lake, [source], TradingCalendar.Nyse, clock)
                .RunAsync(new IngestRequest([Spy], null, IsLive: true), null, stop.Token);
            var frame = await lake.SnapshotAsync(CuratedMarketTable.Schema, Spy, stop.Token) is null
                ? CuratedMarketTable.Schema.Empty()
                : await lake.ReadAsync(CuratedMarketTable.Schema, Spy, cancellationToken: stop.Token);
            return (report, CuratedMarketTable.FromFrame(Spy, frame));
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private sealed class FixedAnswer(byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) });
    }
}
