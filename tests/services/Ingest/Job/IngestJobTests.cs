using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;
using static Volcast.Services.Ingest.Tests.Job.Bars;

namespace Volcast.Services.Ingest.Tests.Job;

[Trait(Category.Name, Category.Integration)]
public sealed class IngestJobTests : IDisposable
{
    private static readonly Symbol Vix = Symbol.Parse("^VIX");

    /// <summary>A fund of which no dividend is expected.</summary>
    private static readonly Symbol Iwm = Symbol.Parse("IWM");
    private const int Newest = 299;
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();
    private readonly ScriptedSource source;

    public IngestJobTests()
    {
        source = new ScriptedSource(clock);
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(Newest));
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Sessions in the look-back on the newest day, from a source with a longer history.</summary>
    private int Held => TradingCalendar.Nyse.Count(DateOnly.FromDateTime(clock.Now.UtcDateTime).AddYears(-1), Day(Newest));

    private static DailyBars History(int sessions) => From(0, [.. Enumerable.Range(0, sessions).Select(i => 100.0 + i)]);

    /// <summary>An index between 15 and 25 points.</summary>
    private static DailyBars Index(int sessions) =>
        From(0, [.. Enumerable.Range(0, sessions).Select(i => 20 + 5 * Math.Sin(i))]);

    private Task<IngestReport> RunAsync(params Symbol[] symbols) => RunAsync([], symbols);

    private async Task<IngestReport> RunAsync(Symbol[] dispensable, Symbol[] symbols, params Symbol[] replaceable)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var request = new IngestRequest(symbols.Length > 0 ? symbols : [Iwm], LookbackPeriod.Parse("1y"), IsLive: true)
        {
            Optional = dispensable,
            Replaceable = replaceable,
        };
        return await new IngestJob(lake, [source], TradingCalendar.Nyse, clock).RunAsync(request, null, CancellationToken.None);
    }

    private async Task<CuratedMarketTable> CuratedAsync(Symbol symbol)
    {
        var lake = await DataLake.OpenLocalAsync(folder.Path);
        return CuratedMarketTable.FromFrame(symbol, await lake.ReadAsync(CuratedMarketTable.Schema, symbol));
    }

    [Fact]
    public async Task A_first_run_requests_the_look_back_and_stores_all_sessions()
    {
        source.Serves(Iwm, History(300));
        var report = Assert.Single((await RunAsync()).Symbols);
        Assert.Equal((Held, Held, 0, 0), (report.Rows, report.New, report.Revised, report.Missing.Count));
        Assert.Equal(DateOnly.FromDateTime(clock.Now.UtcDateTime).AddYears(-1), Assert.Single(source.Asked).From);
    }

    [Fact]
    public async Task A_second_run_with_nothing_new_changes_no_byte()
    {
        source.Serves(Iwm, History(300));
        await RunAsync();
        var before = FolderBytes.Of(folder.Path);
        clock.Now = clock.Now.AddHours(3);
        await RunAsync();
        Assert.Equal(before, FolderBytes.Of(folder.Path));
    }

    [Fact]
    public async Task The_next_day_is_requested_with_an_overlap_and_adds_one_session()
    {
        source.Serves(Iwm, History(300));
        await RunAsync();
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(Newest + 1));
        source.Serves(Iwm, History(301));
        var report = Assert.Single((await RunAsync()).Symbols);
        Assert.Equal((1, 0), (report.New, report.Revised));
        Assert.Equal(Day(Newest - 10), source.Asked[^1].From);
    }

    [Fact]
    public async Task A_download_that_repeats_the_past_is_stored_from_shortly_before_its_first_new_bar()
    {
        source.Serves(Iwm, History(300));
        await RunAsync();
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(Newest + 1));
        source.Serves(Iwm, History(301));
        await RunAsync();
        var lake = await DataLake.OpenLocalAsync(folder.Path);
        var newest = (await lake.DownloadsAsync(Iwm))[^1];
        Assert.Equal(Day(Newest - 9), (await lake.ReadDownloadAsync(newest)).Bars.Session[0]);
    }

    [Fact]
    public async Task A_missing_session_is_reported_and_a_later_run_requests_and_fills_it()
    {
        source.Serves(Iwm, History(300).Without(Day(200)));
        var report = await RunAsync();
        Assert.Equal([Day(200)], report.Symbols[0].Missing);
        Assert.True(report.NeedsAttention);

        source.Serves(Iwm, History(300));
        var healed = await RunAsync();
        Assert.Empty(healed.Symbols[0].Missing);
        Assert.False(healed.NeedsAttention);
        Assert.Equal(1, healed.Symbols[0].New);
        Assert.All((await CuratedAsync(Iwm)).SessionsSpanned, spanned => Assert.Equal(1, spanned));
    }

    [Fact]
    public async Task A_run_in_which_every_symbol_fails_leaves_no_lake()
    {
        source.Fails(Iwm, "IWM: no.");
        Assert.NotNull((await RunAsync()).Symbols[0].Failure);
        await Assert.ThrowsAsync<LakeException>(() => DataLake.OpenLocalAsync(folder.Path));
    }

    [Fact]
    public async Task The_look_back_into_a_file_counts_from_the_last_row_up_to_today()
    {
        var later = TradingCalendar.Nyse.Add(Day(Newest), 500);
        source.Serves(Iwm, Of([.. Enumerable.Range(0, 300).Select(i => (Day(i), 100.0 + i)), (later, 400)]));
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var report = await new IngestJob(lake, [source], TradingCalendar.Nyse, clock).RunAsync(
            new IngestRequest([Iwm], LookbackPeriod.Parse("1y"), IsLive: false), null, CancellationToken.None);
        var expected = TradingCalendar.Nyse.Count(Day(Newest).AddYears(-1), Day(Newest));
        Assert.Equal((expected, Day(Newest)), (report.Symbols[0].Rows, report.Symbols[0].LastSession));
        Assert.Contains(report.Symbols[0].Notes, note => note.StartsWith("1 bar after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sessions_that_have_settled_since_the_last_bar_are_counted()
    {
        source.Serves(Iwm, History(270));
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var report = await new IngestJob(lake, [source], TradingCalendar.Nyse, clock).RunAsync(
            new IngestRequest([Iwm], null, IsLive: false), null, CancellationToken.None);
        Assert.Equal(30, report.Symbols[0].SessionsBehind);
    }

    [Fact]
    public async Task A_newest_session_that_the_vendor_does_not_have_yet_is_missing()
    {
        source.Serves(Iwm, History(299));
        Assert.Equal([Day(299)], (await RunAsync()).Symbols[0].Missing);
    }

    [Fact]
    public async Task A_bar_enters_the_table_only_once_it_has_settled_with_its_revised_numbers()
    {
        clock.Now = TradingCalendar.Nyse.ClosesAt(Day(299)).AddHours(2);
        source.Serves(Iwm, History(300).WithLastProvisional());
        Assert.Equal(Day(298), (await RunAsync()).Symbols[0].LastSession);

        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(299));
        source.Serves(Iwm, History(300));
        Assert.Equal(Day(299), (await RunAsync()).Symbols[0].LastSession);
    }

    [Fact]
    public async Task Revised_bars_are_counted_and_replace_the_older_vintage()
    {
        source.Serves(Iwm, History(300));
        await RunAsync();
        var revised = History(300);
        revised.Close[298] = 398.4;
        source.Serves(Iwm, revised);
        var report = Assert.Single((await RunAsync()).Symbols);
        Assert.Equal((0, 1), (report.New, report.Revised));
        Assert.Equal(398.4, (await CuratedAsync(Iwm)).Close[^2]);
    }

    [Fact]
    public async Task After_a_split_the_whole_history_is_requested_again()
    {
        source.Serves(Iwm, History(300));
        await RunAsync();
        source.Asked.Clear();
        var halved = From(0, [.. Enumerable.Range(0, 300).Select(i => (100.0 + i) / 2)]);
        source.Serves(Iwm, halved);
        await RunAsync();
        Assert.Equal(2, source.Asked.Count);
        Assert.All((await CuratedAsync(Iwm)).Close, close => Assert.True(close < 201));
    }

    [Fact]
    public async Task A_symbol_that_fails_is_named_and_the_others_are_stored()
    {
        var tlt = Symbol.Parse("TLT");
        source.Serves(Iwm, History(300));
        source.Fails(tlt, "TLT: the vendor is on strike; run again later.");
        var report = await RunAsync(tlt, Iwm);
        Assert.Equal(Held, (await CuratedAsync(Iwm)).Count);
        var error = Assert.Throws<IngestException>(report.ThrowIfFailed);
        Assert.Contains("on strike", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_side_symbol_that_the_source_lacks_is_reported_and_the_run_continues()
    {
        source.Serves(Iwm, History(300));
        source.Fails(Vix, "^VIX: there is no such file.", MarketDataFailure.NotFound);
        var report = await RunAsync([Vix], [Iwm, Vix]);
        report.ThrowIfFailed();
        Assert.Equal(("^VIX: there is no such file.", null), (report.Symbols[1].Absence, report.Symbols[1].Failure));
        Assert.True(report.NeedsAttention);
        Assert.Equal(Held, (await CuratedAsync(Iwm)).Count);

        source.Serves(Vix, Index(300));
        Assert.False((await RunAsync([Vix], [Iwm, Vix])).NeedsAttention);
    }

    [Theory]
    [InlineData(MarketDataFailure.NotFound)]
    [InlineData(MarketDataFailure.NoData)] // An index that has ended.
    public async Task An_index_that_the_source_lacks_and_VIX_replaces_needs_no_attention(MarketDataFailure kind)
    {
        source.Serves(Iwm, History(300));
        source.Fails(Vix, "^VIX: there is none.", kind);
        var report = await RunAsync([Vix], [Iwm, Vix], Vix);
        report.ThrowIfFailed();
        Assert.Equal("^VIX: there is none.", report.Symbols[1].Absence);
        Assert.True(report.Symbols[1].IsReplaceable);
        Assert.False(report.NeedsAttention);
    }

    [Theory]
    [InlineData(MarketDataFailure.Unavailable)]
    [InlineData(MarketDataFailure.RateLimited)]
    [InlineData(MarketDataFailure.BadFile)]
    public async Task A_fault_of_an_index_that_VIX_replaces_fails_the_run(MarketDataFailure kind)
    {
        source.Serves(Iwm, History(300));
        source.Fails(Vix, "^VIX: no.", kind);
        var report = await RunAsync([Vix], [Iwm, Vix], Vix);
        Assert.Null(report.Symbols[1].Absence);
        Assert.Contains("^VIX: no.", Assert.Throws<IngestException>(report.ThrowIfFailed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_bars_of_an_index_that_VIX_replaces_fail_the_run()
    {
        source.Serves(Vix, Index(300));
        await RunAsync([Vix], [Vix], Vix);
        foreach (var part in Directory.EnumerateFiles(
            Path.Combine(folder.Path, "curated.market"), "*.parquet", SearchOption.AllDirectories))
            await File.WriteAllTextAsync(part, "damaged");
        Assert.Throws<IngestException>((await RunAsync([Vix], [Vix], Vix)).ThrowIfFailed);
    }

    [Theory]
    [InlineData(MarketDataFailure.NotFound, false)] // The target itself.
    [InlineData(MarketDataFailure.Unavailable, true)] // A source that has the symbol but is unavailable.
    [InlineData(MarketDataFailure.BadFile, true)]
    public async Task Any_other_failure_fails_the_run(MarketDataFailure kind, bool isOptional)
    {
        source.Fails(Vix, "^VIX: no.", kind);
        var report = await RunAsync(isOptional ? [Vix] : [], [Vix]);
        Assert.Null(report.Symbols[0].Absence);
        Assert.Contains("^VIX: no.", Assert.Throws<IngestException>(report.ThrowIfFailed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_close_that_does_not_change_for_ten_sessions_is_reported_once()
    {
        var closes = Enumerable.Range(0, 300).Select(
            i => i is >= 200 and < 210 ? 300.5 : i is >= 100 and < 109 ? 199.5 : 100.0 + i);
        source.Serves(Iwm, From(0, [.. closes]));
        var report = (await RunAsync()).Symbols[0];
        Assert.Equal(
            $"the same close, 300.5, on 10 sessions from {Day(200):yyyy-MM-dd} to {Day(209):yyyy-MM-dd}: check whether the "
            + "source repeats an old price", Assert.Single(report.Notes));
        Assert.Equal(0, report.RefusedRows);
        Assert.Empty((await RunAsync()).Symbols[0].Notes);
    }

    [Fact]
    public async Task Rejected_rows_are_stored_once_in_quarantine_with_their_reasons()
    {
        var refused = new RejectedRow($"{Day(204):yyyy-MM-dd}", "2024-01-08,1,2,3", "high 2 is below low 3", Severity.Error);
        source.Serves(Iwm, History(300).Without(Day(204)), refused);
        var report = Assert.Single((await RunAsync()).Symbols);
        await RunAsync();
        Assert.Equal((1, 1), (report.Quarantined, report.RefusedRows));
        var lake = await DataLake.OpenLocalAsync(folder.Path);
        var quarantine = await lake.ReadQuarantineAsync(RawMarketTable.Schema, Iwm);
        Assert.Contains("below low", Assert.Single(quarantine.Reason), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_on_a_holiday_is_a_warning_and_a_stock_on_a_holiday_an_error()
    {
        var christmas = new DateOnly(2024, 12, 25);
        var bars = Of([.. History(300).Session.Select((day, i) => (day, 100.0 + i)).Append((christmas, 300)).Order()]);
        source.Serves(Iwm, bars);
        source.Serves(Vix, Of([.. bars.Session.Select((day, i) => (day, 20 + Math.Sin(i)))]));
        var report = await RunAsync(Iwm, Vix);
        Assert.Equal((1, 1), (report.Symbols[0].Quarantined, report.Symbols[0].RefusedRows));
        Assert.Equal((1, 0), (report.Symbols[1].Quarantined, report.Symbols[1].RefusedRows));
        Assert.DoesNotContain(christmas, (await CuratedAsync(Vix)).Session);
    }

    [Fact]
    public async Task Bars_after_today_are_left_out_until_their_day()
    {
        source.Serves(Iwm, History(302));
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(Newest));
        var report = Assert.Single((await RunAsync()).Symbols);
        Assert.True(report.LastSession <= DateOnly.FromDateTime(clock.Now.UtcDateTime));
        Assert.Contains(report.Notes, note => note.Contains("that is today by the clock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outlier_return_is_reported()
    {
        var bars = History(300);
        bars.Close[250] *= 10;
        bars.High[250] *= 10;
        bars.Low[250] *= 10;
        bars.AdjustedClose[250] *= 10;
        source.Serves(Iwm, bars);
        var report = Assert.Single((await RunAsync()).Symbols);
        Assert.Equal(
            [(Day(250), FindingKind.ExtremeReturn), (Day(251), FindingKind.ExtremeReturn)],
            report.Findings.Where(finding => finding.Kind == FindingKind.ExtremeReturn)
                .Select(finding => (finding.Session, finding.Kind)));
        var curated = await CuratedAsync(Iwm);
        Assert.Equal(bars.Close[250], curated.Close[Array.BinarySearch(curated.Session, Day(250))]);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(.01)]
    public async Task An_index_in_another_unit_for_a_day_is_reported(double factor)
    {
        var bars = Index(300);
        foreach (var prices in new[] { bars.Open, bars.High, bars.Low, bars.Close })
            prices[250] *= factor;
        source.Serves(Vix, bars);
        var report = Assert.Single((await RunAsync(Vix)).Symbols);
        Assert.Equal(
            [(Day(250), FindingKind.IndexLevel), (Day(250), FindingKind.UnitChange)],
            report.Findings.Select(finding => (finding.Session, finding.Kind)));
        Assert.DoesNotContain(Day(250), (await CuratedAsync(Vix)).Session);
    }

    [Fact]
    public async Task An_answer_without_a_valid_bar_is_a_failure_and_its_rows_are_in_quarantine()
    {
        source.Serves(Iwm, Of((new(2024, 6, 8), 100.0), (new(2024, 6, 9), 101.0))); // A Saturday and a Sunday.
        var report = await RunAsync();
        var symbol = Assert.Single(report.Symbols);
        Assert.Equal((0, 2), (symbol.Rows, symbol.Quarantined));
        var error = Assert.Throws<IngestException>(report.ThrowIfFailed);
        Assert.Contains("IWM: scripted delivered no valid bar", error.Message, StringComparison.Ordinal);
        var lake = await DataLake.OpenLocalAsync(folder.Path);
        Assert.Empty(await lake.DownloadsAsync(Iwm));
    }

    [Fact]
    public async Task A_missing_session_of_an_index_alone_needs_no_attention()
    {
        source.Serves(Vix, History(300).Without(Day(200)));
        var report = await RunAsync(Vix);
        Assert.Single(report.Symbols[0].Missing);
        Assert.False(report.NeedsAttention);
    }

    [Fact]
    public async Task A_download_that_does_not_reach_the_stored_history_is_kept_in_raw_market_and_reported()
    {
        source.Serves(Iwm, History(260));
        await RunAsync();
        source.Serves(Iwm, From(290, [.. Enumerable.Range(0, 10).Select(i => 390.0 + i)]));
        var report = await RunAsync();
        var error = Assert.Throws<IngestException>(report.ThrowIfFailed);
        Assert.Contains("share no session", error.Message, StringComparison.Ordinal);
        Assert.Equal(Day(259), (await CuratedAsync(Iwm)).Session[^1]);
    }

    [Fact]
    public async Task A_download_that_did_not_reach_the_stored_history_is_joined_to_it_by_a_later_one()
    {
        source.Serves(Iwm, History(260));
        await RunAsync();
        source.Serves(Iwm, From(290, [.. Enumerable.Range(0, 10).Select(i => 390.0 + i)]));
        await RunAsync();
        source.Serves(Iwm, History(300));
        var report = Assert.Single((await RunAsync()).Symbols);
        Assert.Null(report.Failure);
        Assert.Empty(report.Missing);
        var table = await CuratedAsync(Iwm);
        Assert.Equal(Math.Log(table.Close[^1] / table.Close[0]), table.LogReturn[1..].Sum(), 1e-12);
    }

    [Fact]
    public async Task After_a_pause_longer_than_the_look_back_the_window_still_reaches_the_stored_sessions()
    {
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(99));
        source.Serves(Iwm, History(100));
        await RunAsync();
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(399));
        source.Serves(Iwm, History(400));
        var report = Assert.Single((await RunAsync()).Symbols);
        Assert.Null(report.Failure);
        Assert.Equal((300, Day(399)), (report.New, report.LastSession));
        Assert.Equal(Day(89), source.Asked[^1].From);
    }
}
