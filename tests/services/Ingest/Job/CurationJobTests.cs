using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using static Volcast.Services.Ingest.Tests.Job.Bars;

namespace Volcast.Services.Ingest.Tests.Job;

/// <summary>The settled bars of the past, made again from the downloads of then.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class CurationJobTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();
    private readonly ScriptedSource source;

    public CurationJobTests() => source = new ScriptedSource(clock);

    public void Dispose() => folder.Dispose();

    private static DailyBars Days(int count) => From(0, [.. Enumerable.Range(0, count).Select(i => 100 + Math.Sin(i))]);

    private async Task IngestAsync(int newest, DailyBars bars)
    {
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(newest));
        source.Serves(Spy, bars);
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        (await new IngestJob(lake, [source], TradingCalendar.Nyse, clock).RunAsync(
            new IngestRequest([Spy], null, IsLive: true), null, CancellationToken.None)).ThrowIfFailed();
    }

    private static async Task<(Manifest Bars, FindingRow[] Findings)> HeldAsync(DataLake lake) =>
        ((await lake.SnapshotAsync(CuratedMarketTable.Schema, Spy))!,
            [.. (await FindingsTable.ReadAsync(lake, Spy, CancellationToken.None)).Rows]);

    [Fact]
    public async Task The_bars_and_findings_are_those_that_ingest_had_made_whatever_was_downloaded_since()
    {
        // A return of 60 %, which is a finding about the history.
        var first = Days(60);
        first.Close[20] *= 1.6;
        first.High[20] *= 1.6;
        first.AdjustedClose[20] *= 1.6;
        await IngestAsync(59, first);
        var before = await HeldAsync(await DataLake.OpenLocalAsync(folder.Path));
        Assert.NotEmpty(before.Findings);
        var known = clock.Now;

        // Two days later the vendor restates the last bars and has corrected the other.
        var second = Days(62);
        second.Close[57] *= 1.01;
        second.AdjustedClose[57] *= 1.01;
        await IngestAsync(61, second);
        var lake = await DataLake.OpenLocalAsync(folder.Path);
        var bytes = FolderBytes.Of(folder.Path);
        Assert.NotEqual(before.Bars.Digest, (await HeldAsync(lake)).Bars.Digest);

        await using var view = lake.AsOf(known);
        await new CurationJob(view, TradingCalendar.Nyse, new SourceOrder([source.Name])).RunAsync(Spy, CancellationToken.None);
        var then = await HeldAsync(view);
        Assert.Equal(before.Bars.Digest, then.Bars.Digest);
        Assert.Equal(before.Bars.Inputs, then.Bars.Inputs);
        Assert.Equal(before.Findings, then.Findings);
        Assert.Equal(bytes, FolderBytes.Of(folder.Path));
    }

    [Fact]
    public async Task Downloads_that_share_no_session_are_an_explained_error()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var now = TradingCalendar.Nyse.SettlesAt(Day(40));
        await lake.AddDownloadAsync(Spy, "yahoo", now, From(0, 100, 101, 102));
        await lake.AddDownloadAsync(Spy, "yahoo", now.AddDays(1), From(10, 100, 101, 102));
        var error = await Assert.ThrowsAsync<IngestException>(() => new CurationJob(
            lake, TradingCalendar.Nyse, new SourceOrder(["yahoo"])).RunAsync(Spy, CancellationToken.None));
        // The first bar of the second download has no return, so it is no bar of the table.
        Assert.Equal("SPY: the bars up to 2024-01-04 and those from 2024-01-18 on share no session, so no return can be measured "
            + "between them.", error.Message);
    }
}
