using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using static Volcast.Services.Ingest.Tests.Job.Bars;

namespace Volcast.Services.Ingest.Tests.Job;

/// <summary>Several sources in an order: which one is used, and what the lake holds after one of them was away.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class SourceOrderTests : IDisposable
{
    private static readonly Symbol Iwm = Symbol.Parse("IWM");
    private static readonly Symbol Vix = Symbol.Parse("^VIX");
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();
    private readonly ScriptedSource first;
    private readonly ScriptedSource second;

    public SourceOrderTests() => (first, second) = (new ScriptedSource(clock, "yahoo"), new ScriptedSource(clock, "tiingo"));

    public void Dispose() => folder.Dispose();

    /// <summary>Closes that move a little, as the first source has them.</summary>
    private static DailyBars First(int sessions) => From(0, [.. Enumerable.Range(0, sessions).Select(i => 100 + Math.Sin(i))]);

    /// <summary>The same market by the second source, a little different, with closes of its own.</summary>
    private static DailyBars Second(int sessions)
    {
        var bars = First(sessions);
        return bars with
        {
            Close = [.. bars.Close.Select(close => close + .01)],
            AdjustedClose = [.. bars.Close.Select(close => close + .01)],
        };
    }

    private async Task<SymbolReport> RunAsync(int newest, params Symbol[] symbols) =>
        (await RunOnAsync(folder.Path, newest, [first, second], symbols)).Symbols[0];

    private async Task<IngestReport> RunOnAsync(
        string path, int newest, IReadOnlyList<IMarketDataSource> sources, params Symbol[] symbols)
    {
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(newest));
        await using var lake = await DataLake.OpenLocalForWritingAsync(path, DataKind.Real);
        return await new IngestJob(lake, sources, TradingCalendar.Nyse, clock).RunAsync(
            new IngestRequest(symbols.Length == 0 ? [Iwm] : symbols, LookbackPeriod.Parse("1y"), IsLive: true)
            {
                Optional = [Vix],
            },
            null, CancellationToken.None);
    }

    private Task<CuratedMarketTable> CuratedAsync() => CuratedAsync(folder.Path);

    private static async Task<CuratedMarketTable> CuratedAsync(string path)
    {
        var lake = await DataLake.OpenLocalAsync(path);
        return CuratedMarketTable.FromFrame(Iwm, await lake.ReadAsync(CuratedMarketTable.Schema, Iwm));
    }

    private async Task<string[]> SourcesAsync()
    {
        var lake = await DataLake.OpenLocalAsync(folder.Path);
        var sources = (await lake.DownloadsAsync(Iwm)).ToDictionary(download => download.Vintage, download => download.Source);
        return [.. (await CuratedAsync()).Vintage.Select(vintage => sources[vintage])];
    }

    /// <summary>The sessions of the look-back of the first run.</summary>
    private static int Held { get; } = TradingCalendar.Nyse.Count(
        DateOnly.FromDateTime(TradingCalendar.Nyse.SettlesAt(Day(299)).UtcDateTime).AddYears(-1), Day(299));

    private static string[] Runs(params (string Source, int Sessions)[] runs) =>
        [.. runs.SelectMany(run => Enumerable.Repeat(run.Source, run.Sessions))];

    private void Serve(int sessions, bool firstIsAway = false)
    {
        if (firstIsAway)
            first.Fails(Iwm, "IWM: Yahoo limits this address's requests.", MarketDataFailure.RateLimited);
        else
            first.Serves(Iwm, First(sessions));
        second.Serves(Iwm, Second(sessions));
    }

    [Fact]
    public async Task Each_symbol_comes_from_the_first_source_that_delivers_it_and_the_report_says_so()
    {
        first.Fails(Iwm, "IWM: Yahoo cannot be reached.");
        first.Serves(Spy, First(300));
        second.Serves(Iwm, Second(300));
        second.Serves(Spy, Second(300));
        var report = await RunOnAsync(folder.Path, 299, [first, second], Iwm, Spy);
        Assert.Equal(["tiingo", "yahoo"], report.Symbols.Select(symbol => symbol.Source));
        Assert.Equal(
            ["yahoo did not deliver; the bars are from tiingo. The reason: Yahoo cannot be reached."], report.Symbols[0].Notes);
        Assert.Empty(report.Symbols[1].Notes);
    }

    [Theory]
    [InlineData(MarketDataFailure.NotFound, "yahoo does not have it; the bars are from tiingo")]
    [InlineData(MarketDataFailure.Refused, "yahoo did not deliver; the bars are from tiingo. The reason: no.")]
    [InlineData(MarketDataFailure.Malformed, "yahoo did not deliver; the bars are from tiingo. The reason: no.")]
    public async Task Every_refusal_leads_to_the_next_source(MarketDataFailure kind, string note)
    {
        first.Fails(Iwm, "IWM: no.", kind);
        second.Serves(Iwm, Second(300));
        var report = await RunAsync(299);
        Assert.Equal((null, "tiingo", Held), (report.Failure, report.Source, report.Rows));
        Assert.Equal([note], report.Notes);
    }

    [Fact]
    public async Task A_symbol_that_no_source_delivers_fails_with_every_reason()
    {
        first.Fails(Iwm, "IWM: Yahoo is away.");
        second.Fails(Iwm, "IWM: Tiingo does not know this ticker.", MarketDataFailure.NotFound);
        var report = await RunAsync(299);
        Assert.Equal(
            "IWM: no source delivers it. yahoo: Yahoo is away. tiingo: Tiingo does not know this ticker.", report.Failure);
        Assert.Null(report.Source);
    }

    [Fact]
    public async Task A_symbol_beside_the_target_is_absent_only_if_no_source_knows_it()
    {
        first.Fails(Vix, "^VIX: unknown here.", MarketDataFailure.NotFound);
        second.Fails(Vix, "^VIX: unknown there.", MarketDataFailure.NotFound);
        Assert.Equal(
            "^VIX: no source delivers it. yahoo: unknown here. tiingo: unknown there.", (await RunAsync(299, Vix)).Absence);
        first.Fails(Vix, "^VIX: away.");
        var away = await RunAsync(299, Vix);
        Assert.Null(away.Absence);
        Assert.NotNull(away.Failure);
    }

    [Fact]
    public async Task A_day_without_the_first_source_adds_its_session_and_changes_no_other_bar()
    {
        Serve(300);
        await RunAsync(299);
        var before = await CuratedAsync();
        Serve(301, firstIsAway: true);
        var report = await RunAsync(300);
        Assert.Equal((1, 0, 0), (report.New, report.Revised, report.Missing.Count));
        var after = await CuratedAsync();
        Assert.Equal(before.Close, after.Close[..^1]);
        Assert.Equal(before.LogReturn, after.LogReturn[..^1]);
        Assert.Equal(before.Vintage, after.Vintage[..^1]);
        // The return is measured inside the second source: its closes of both days.
        var theirs = Second(301).Close;
        Assert.Equal(theirs[300], after.Close[^1]);
        Assert.Equal(Math.Log(theirs[300] / theirs[299]), after.LogReturn[^1]);
        Assert.Equal(Day(289), second.Asked[^1].From);
    }

    /// <summary>Also longer than the overlap of a download, so that the first source must be asked back to its own last
    /// session.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    public async Task When_the_first_source_is_back_the_history_equals_one_without_the_absence(int days)
    {
        Serve(300);
        await RunAsync(299);
        for (var day = 300; day < 300 + days; day++)
        {
            Serve(day + 1, firstIsAway: true);
            Assert.Null((await RunAsync(day)).Failure);
        }
        Assert.Equal(Runs(("yahoo", Held), ("tiingo", days)), await SourcesAsync());
        Serve(301 + days);
        await RunAsync(300 + days);
        Assert.All(await SourcesAsync(), source => Assert.Equal("yahoo", source));
        var undisturbed = folder["undisturbed"];
        first.Serves(Iwm, First(300));
        await RunOnAsync(undisturbed, 299, [first]);
        first.Serves(Iwm, First(301 + days));
        await RunOnAsync(undisturbed, 300 + days, [first]);
        var (expected, actual) = (await CuratedAsync(undisturbed), await CuratedAsync());
        Assert.Equal(expected.Session, actual.Session);
        Assert.Equal(expected.Close, actual.Close);
        Assert.Equal(expected.LogReturn, actual.LogReturn);
        Assert.Equal(expected.TotalReturnClose, actual.TotalReturnClose);
    }

    [Fact]
    public async Task A_first_source_that_lags_keeps_the_newer_session_of_the_second()
    {
        Serve(300);
        await RunAsync(299);
        Serve(301, firstIsAway: true);
        await RunAsync(300);
        first.Serves(Iwm, First(300));
        second.Serves(Iwm, Second(302));
        await RunAsync(301);
        Assert.Equal(Runs(("yahoo", Held), ("tiingo", 1)), await SourcesAsync());
    }

    [Fact]
    public async Task A_source_that_comes_later_but_delivered_everything_so_far_is_replaced_as_a_whole()
    {
        Serve(300, firstIsAway: true);
        await RunAsync(299);
        Assert.All(await SourcesAsync(), source => Assert.Equal("tiingo", source));
        Serve(301);
        await RunAsync(300);
        Assert.All(await SourcesAsync(), source => Assert.Equal("yahoo", source));
        Assert.Equal(First(301).Close[^Held..], (await CuratedAsync()).Close[^Held..]);
        Assert.Equal((await CuratedAsync()).Session[0], first.Asked[^1].From);
    }

    /// <summary>A split while the first source is away: its old prices cannot be continued, so the second source's whole vintage
    /// takes their place, and later the first source's own.</summary>
    [Fact]
    public async Task After_a_split_the_whole_history_has_one_scale()
    {
        Serve(300);
        await RunAsync(299);
        first.Fails(Iwm, "IWM: away.");
        second.Serves(Iwm, Split(Second(301)));
        var report = await RunAsync(300);
        Assert.Equal((null, 1), (report.Failure, report.New));
        Assert.All(await SourcesAsync(), source => Assert.Equal("tiingo", source));
        Assert.Equal(Split(Second(301)).Close[^Held..], (await CuratedAsync()).Close[^Held..]);

        first.Serves(Iwm, Split(First(302)));
        second.Serves(Iwm, Split(Second(302)));
        await RunAsync(301);
        Assert.All(await SourcesAsync(), source => Assert.Equal("yahoo", source));
        Assert.Equal(Split(First(302)).Close[^Held..], (await CuratedAsync()).Close[^Held..]);
        var plain = First(302).Close;
        var returns = (await CuratedAsync()).LogReturn;
        Assert.All(
            Enumerable.Range(1, Held - 1),
            age => Assert.Equal(Math.Log(plain[^age] / plain[^(age + 1)]), returns[^age], 1e-12));

        static DailyBars Split(DailyBars bars) => bars with
        {
            Open = [.. bars.Open.Select(price => price / 2)],
            High = [.. bars.High.Select(price => price / 2)],
            Low = [.. bars.Low.Select(price => price / 2)],
            Close = [.. bars.Close.Select(price => price / 2)],
            AdjustedClose = [.. bars.AdjustedClose.Select(price => price / 2)],
            SplitRatio = [.. bars.Session.Select(session => session == Day(300) ? 2.0 : 1)],
        };
    }

    /// <summary>One wrong price of the second source is no other scale.</summary>
    [Fact]
    public async Task A_wrong_price_in_the_overlap_replaces_nothing()
    {
        Serve(300);
        await RunAsync(299);
        first.Fails(Iwm, "IWM: away.");
        var wrong = Second(301);
        wrong.Close[295] *= 1.03;
        wrong.High[295] *= 1.03;
        wrong.AdjustedClose[295] *= 1.03;
        second.Serves(Iwm, wrong);
        await RunAsync(300);
        Assert.Equal(Runs(("yahoo", Held), ("tiingo", 1)), await SourcesAsync());
        Assert.Equal(First(300).Close[^Held..], (await CuratedAsync()).Close[..^1]);
    }

    [Fact]
    public async Task Another_order_applies_the_same_downloads_again()
    {
        Serve(300);
        await RunAsync(299);
        Serve(301, firstIsAway: true);
        await RunAsync(300);
        Serve(301);
        await RunAsync(300);
        Assert.All(await SourcesAsync(), source => Assert.Equal("yahoo", source));
        await RunOnAsync(folder.Path, 300, [second, first]);
        Assert.All(await SourcesAsync(), source => Assert.Equal("tiingo", source));
        await RunOnAsync(folder.Path, 300, [first, second]);
        Assert.All(await SourcesAsync(), source => Assert.Equal("yahoo", source));
    }

    [Fact]
    public async Task Applying_one_download_at_a_time_equals_applying_all_at_once()
    {
        for (var day = 299; day < 320; day++)
        {
            Serve(day + 1, firstIsAway: day % 5 is 1 or 2);
            await RunAsync(day);
        }
        var oneByOne = await CuratedAsync();
        foreach (var manifest in Directory.EnumerateFileSystemEntries(folder.Path, "*curated.market*", SearchOption.AllDirectories)
            .Where(Directory.Exists).ToArray())
            Directory.Delete(manifest, recursive: true);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("curated.market", StringComparison.Ordinal)).ToArray())
            File.Delete(file);
        await RunAsync(319);
        var atOnce = await CuratedAsync();
        Assert.Equal(oneByOne.Close, atOnce.Close);
        Assert.Equal(oneByOne.LogReturn, atOnce.LogReturn);
        Assert.Equal(oneByOne.Vintage, atOnce.Vintage);
    }

    /// <summary>A source that is not in the order, such as a folder of files, is neither preferred nor replaced for it.</summary>
    [Fact]
    public async Task Bars_of_a_source_outside_the_order_stay_until_a_later_download_has_the_same_session()
    {
        var files = new ScriptedSource(clock, "csv");
        files.Serves(Iwm, Second(300));
        await RunOnAsync(folder.Path, 299, [files]);
        Serve(301);
        await RunAsync(300);
        Assert.Equal(Runs(("csv", Held - 10), ("yahoo", 11)), await SourcesAsync());
    }
}
