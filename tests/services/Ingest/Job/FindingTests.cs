using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using static Volcast.Services.Ingest.Tests.Job.Bars;

namespace Volcast.Services.Ingest.Tests.Job;

/// <summary>The life of a finding: found, kept while it is open, accepted or resolved.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class FindingTests : IDisposable
{
    private static readonly Symbol Vix = Symbol.Parse("^VIX");

    /// <summary>Of a fund without a known dividend in each quarter, a long history without dividends is no finding.</summary>
    private static readonly Symbol Iwm = Symbol.Parse("IWM");
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();
    private readonly ScriptedSource source;

    /// <summary>With a look-back that the lake holds, a run requests only a few sessions; null requests everything.</summary>
    private LookbackPeriod? lookback;

    public FindingTests()
    {
        source = new ScriptedSource(clock);
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(59));
    }

    public void Dispose() => folder.Dispose();

    private static DailyBars Sixty() => Waves(60);

    private static DailyBars Waves(int sessions) => From(0, [.. Enumerable.Range(0, sessions).Select(i => 100 + Math.Sin(i))]);

    private async Task<IngestReport> RunAsync(params Symbol[] symbols)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        return await new IngestJob(lake, [source], TradingCalendar.Nyse, clock).RunAsync(
            new IngestRequest(symbols.Length == 0 ? [Spy] : symbols, lookback, IsLive: true), null, CancellationToken.None);
    }

    private async Task AcceptAsync(Symbol symbol, DateOnly session)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        await new FindingReview(lake, TradingCalendar.Nyse, new SourceOrder([source.Name]))
            .AcceptAsync(symbol, session, session, "checked", "tester", CancellationToken.None);
    }

    private async Task<CuratedMarketTable> CuratedAsync(Symbol symbol)
    {
        var lake = await DataLake.OpenLocalAsync(folder.Path);
        return CuratedMarketTable.FromFrame(symbol, await lake.ReadAsync(CuratedMarketTable.Schema, symbol));
    }

    private async Task<FindingsTable> FindingsAsync(Symbol symbol) =>
        await FindingsTable.ReadAsync(await DataLake.OpenLocalAsync(folder.Path), symbol, CancellationToken.None);

    /// <summary>Closes with a dividend on day 30 of which the adjusted close knows nothing.</summary>
    private static DailyBars Contradicting() => Sixty().WithDividend(Day(30), 5);

    /// <summary>The last rows of an index have no range and one close, as where a vendor repeats an old level. The row that they
    /// repeat may have a range.</summary>
    [Theory]
    [InlineData(7, 0, false)]
    [InlineData(8, 7, false)]
    [InlineData(7, 0, true)]
    [InlineData(8, 7, true)]
    public async Task A_frozen_index_is_a_finding_and_its_repetitions_are_withheld(int equal, int withheld, bool hasRange)
    {
        double[] closes = [.. Enumerable.Range(0, 60).Select(i => i < 60 - equal ? 20 + Math.Sin(i) : 19.5)];
        double[] high = [.. closes];
        if (hasRange)
            high[60 - equal] += 1;
        var bars = From(0, closes);
        source.Serves(Vix, bars with { Open = closes, High = high, Low = closes, AdjustedClose = closes });

        var report = await RunAsync(Vix);
        Assert.Equal(withheld, report.Symbols[0].Findings.Count(row => row.Kind == FindingKind.RepeatedRows));
        Assert.Equal(60 - withheld, (await CuratedAsync(Vix)).Count);
    }

    [Fact]
    public async Task A_contradiction_is_reported_by_every_run_until_a_person_accepts_it_and_then_the_events_count()
    {
        source.Serves(Spy, Contradicting());
        for (var run = 0; run < 2; run++)
        {
            var report = await RunAsync();
            Assert.True(report.NeedsAttention);
            Assert.Equal(FindingKind.EventsDisagree, Assert.Single(report.Symbols[0].Findings).Kind);
        }
        var bars = Contradicting();
        var byEvents = Math.Log(bars.Close[30] / (bars.Close[29] - 5));
        Assert.Equal(Math.Log(bars.Close[30] / bars.Close[29]), (await CuratedAsync(Spy)).LogReturn[30]);

        await AcceptAsync(Spy, Day(30));
        Assert.Equal(byEvents, (await CuratedAsync(Spy)).LogReturn[30]);
        Assert.False((await RunAsync()).NeedsAttention);
        var accepted = Assert.Single((await FindingsAsync(Spy)).Rows);
        Assert.Equal((FindingStatus.Accepted, "checked", "tester"), (accepted.Status, accepted.Reason, accepted.AcceptedBy));
    }

    [Fact]
    public async Task A_later_download_that_agrees_resolves_the_finding()
    {
        source.Serves(Spy, Contradicting());
        Assert.True((await RunAsync()).NeedsAttention);
        var corrected = Contradicting();
        for (var row = 0; row < 30; row++)
            corrected.AdjustedClose[row] = corrected.Close[row] * (1 - 5 / corrected.Close[29]);
        source.Serves(Spy, corrected);
        Assert.False((await RunAsync()).NeedsAttention);
        Assert.Empty((await FindingsAsync(Spy)).Rows);
        Assert.Equal(Math.Log(corrected.Close[30] / (corrected.Close[29] - 5)), (await CuratedAsync(Spy)).LogReturn[30]);
    }

    [Fact]
    public async Task A_withheld_row_is_in_quarantine_and_enters_the_lake_once_it_is_accepted()
    {
        var bars = Sixty();
        bars.High[40] *= 100;
        source.Serves(Spy, bars);
        var report = (await RunAsync()).Symbols[0];
        Assert.Equal((FindingKind.ExtremePrint, true), (report.Findings[0].Kind, report.Findings[0].IsWithheld));
        Assert.DoesNotContain(Day(40), (await CuratedAsync(Spy)).Session);
        var quarantine = await (await DataLake.OpenLocalAsync(folder.Path)).ReadQuarantineAsync(RawMarketTable.Schema, Spy);
        Assert.Contains("more than 3 times the close", Assert.Single(quarantine.Reason), StringComparison.Ordinal);

        await AcceptAsync(Spy, Day(40));
        Assert.False((await RunAsync()).NeedsAttention);
        Assert.Contains(Day(40), (await CuratedAsync(Spy)).Session);
    }

    [Fact]
    public async Task Accepting_where_nothing_is_open_names_the_sessions_that_are()
    {
        source.Serves(Spy, Contradicting());
        await RunAsync();
        var error = await Assert.ThrowsAsync<IngestException>(() => AcceptAsync(Spy, Day(31)));
        Assert.Contains($"{Day(30):yyyy-MM-dd}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_series_of_another_symbol_is_withheld_and_the_other_stays()
    {
        var tlt = Symbol.Parse("TLT");
        source.Serves(Spy, Sixty());
        source.Serves(tlt, Sixty());
        var report = await RunAsync(Spy, tlt);
        report.ThrowIfFailed();
        Assert.Empty(report.Symbols[0].Findings);
        Assert.Equal(FindingKind.SameSeries, Assert.Single(report.Symbols[1].Findings).Kind);
        Assert.Equal((60, 0), (report.Symbols[0].Rows, report.Symbols[1].Rows));
    }

    /// <summary>The file of one symbol under the name of another, incomplete or with dates that are off by a session.</summary>
    [Theory]
    [InlineData("without its last row", "10 of the newest 10 daily moves equal those of SPY: one of the two holds the other's")]
    [InlineData("with a last row of its own", "9 of the newest 10 daily moves equal those of SPY: one of the two")]
    [InlineData("in cents", "10 of the newest 10 daily moves equal those of SPY: one of the two")]
    [InlineData("a session late", "10 of the newest 10 daily moves equal those of SPY a session before: one of the two")]
    [InlineData("a session early", "10 of the newest 10 daily moves equal those of SPY a session after: one of the two")]
    public async Task Nearly_the_series_of_another_symbol_is_withheld(string change, string words)
    {
        var copy = Sixty();
        switch (change)
        {
            case "without its last row":
                copy = copy[..59];
                break;
            case "with a last row of its own":
                copy.Close[59] = copy.AdjustedClose[59] = 101.3;
                break;
            case "in cents":
                copy = From(0, [.. copy.Close.Select(close => close * 100)]);
                break;
            default:
                var lag = change == "a session late" ? -1 : 1;
                copy = From(0, [.. Enumerable.Range(lag, 60).Select(i => 100 + Math.Sin(i))]);
                break;
        }
        var tlt = Symbol.Parse("TLT");
        source.Serves(Spy, Sixty());
        source.Serves(tlt, copy);
        var report = (await RunAsync(Spy, tlt)).Symbols[1];
        var finding = Assert.Single(report.Findings);
        Assert.Equal((FindingKind.SameSeries, 0), (finding.Kind, report.Rows));
        Assert.StartsWith(words, finding.Detail, StringComparison.Ordinal);
    }

    /// <summary>Two money-market funds move by the same cents, and two funds of one market by nearly the same share.</summary>
    [Fact]
    public async Task Two_symbols_with_similar_moves_are_two_symbols()
    {
        var (tlt, bil, shv) = (Symbol.Parse("TLT"), Symbol.Parse("BIL"), Symbol.Parse("SHV"));
        source.Serves(Spy, Sixty());
        source.Serves(tlt, From(0, [.. Sixty().Close.Select((close, i) => close * (1 + 2e-5 * Math.Cos(5 * i)))]));
        source.Serves(bil, From(0, [.. Enumerable.Range(0, 60).Select(i => 91.4 + .01 * (i / 2 + i % 2))]));
        source.Serves(shv, From(0, [.. Enumerable.Range(0, 60).Select(i => 110.2 + .01 * (i / 2 + i % 2))]));
        Assert.Empty((await RunAsync(Spy, tlt, bil, shv)).Symbols.SelectMany(symbol => symbol.Findings));
    }

    [Theory]
    [InlineData(
        false, "there is no volume, although the symbol has one on nearly every session; open, high, low and close are 101")]
    [InlineData(true, "there is no volume, although the symbol has one on nearly every session")]
    public async Task Sessions_without_a_volume_are_findings_where_nearly_all_have_one(bool hasRange, string detail)
    {
        var bars = Sixty();
        bars.Volume[40] = null;
        if (hasRange)
        {
            source.Serves(Spy, bars);
            Assert.Empty((await RunAsync()).Symbols[0].Findings);
            bars.Volume[41] = null;
        }
        else
            bars.Open[40] = bars.High[40] = bars.Low[40] = bars.Close[40] = bars.AdjustedClose[40] = 101;
        source.Serves(Spy, bars);
        var report = (await RunAsync()).Symbols[0];
        Assert.Equal(
            (FindingKind.NoVolume, Day(40), !hasRange, detail),
            report.Findings.Select(row => (row.Kind, row.Session, row.IsWithheld, row.Detail)).First());
        Assert.Equal(hasRange ? 2 : 1, report.Findings.Count);
        Assert.Equal(hasRange ? 60 : 59, report.Rows);

        // Where half of the volumes are unknown, one more says nothing.
        var tlt = Symbol.Parse("TLT");
        source.Serves(tlt, Sixty() with { Volume = [.. Enumerable.Range(0, 60).Select(i => i < 30 ? null : (long?)(1000 + i))] });
        Assert.Empty((await RunAsync(tlt)).Symbols[0].Findings);
    }

    [Fact]
    public async Task An_index_in_another_unit_than_its_sibling_is_found_and_may_be_accepted()
    {
        var (vix, vix3M) = (Symbol.Parse("^VIX"), Symbol.Parse("^VIX3M"));
        double[] levels = [17, 18, 16, 17.5, 18.5, 19];
        source.Serves(vix, Bars.From(0, Array.ConvertAll(levels, level => 10 * level)));
        source.Serves(vix3M, Bars.From(0, Array.ConvertAll(levels, level => level + 2)));
        var report = await RunAsync(vix, vix3M);
        Assert.Empty(report.Symbols[0].Findings);
        var finding = Assert.Single(report.Symbols[1].Findings);
        Assert.Equal(
            (FindingKind.IndexLevel, "the levels are 0.11 times those of ^VIX (median of the newest sessions): one of the two is "
                + "in another unit"), (finding.Kind, finding.Detail));
        Assert.Equal(6, report.Symbols[1].Rows);
        await AcceptAsync(vix3M, Day(0));
        Assert.False((await RunAsync(vix, vix3M)).NeedsAttention);
    }

    [Fact]
    public async Task Another_series_over_a_stored_one_is_withheld_and_a_correction_of_some_rows_is_not()
    {
        source.Serves(Spy, Sixty());
        await RunAsync();
        var before = await CuratedAsync(Spy);
        source.Serves(Spy, From(0, [.. Enumerable.Range(0, 60).Select(i => 80 + Math.Cos(3 * i))]));
        var report = await RunAsync();
        Assert.Equal(FindingKind.SeriesReplaced, Assert.Single(report.Symbols[0].Findings).Kind);
        Assert.Equal(before.Close, (await CuratedAsync(Spy)).Close);

        var corrected = Sixty();
        foreach (var row in new[] { 50, 51, 52 })
            corrected.Close[row] = corrected.AdjustedClose[row] = corrected.Close[row] * 1.001;
        source.Serves(Spy, corrected);
        Assert.False((await RunAsync()).NeedsAttention);
        Assert.Equal(corrected.Close, (await CuratedAsync(Spy)).Close);
    }

    /// <summary>A daily update requests ten sessions before the newest one in the lake.</summary>
    [Theory]
    [InlineData(-1, "before")]
    [InlineData(1, "after")]
    public async Task A_daily_update_whose_values_are_shifted_by_a_session_is_withheld(int shift, string beside)
    {
        var before = await HoldsAsync(299);
        source.Serves(Iwm, From(0, [.. Enumerable.Range(shift, 300).Select(i => 100 + Math.Sin(i))]));
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(299));
        var report = (await RunAsync(Iwm)).Symbols[0];
        var finding = Assert.Single(report.Findings);
        Assert.Equal((FindingKind.SeriesReplaced, Day(288), true), (finding.Kind, finding.Session, finding.IsWithheld));
        Assert.Equal(
            $"the closes from {Day(288):yyyy-MM-dd} on are the stored ones of the session {beside}: the dates of one of the two "
                + "are shifted", finding.Detail);
        Assert.Equal((0, 0), (report.New, report.Revised));
        Assert.Equal(before.Close, (await CuratedAsync(Iwm)).Close);
    }

    /// <summary>Fills the lake, and lets the next run be a daily update.</summary>
    private async Task<CuratedMarketTable> HoldsAsync(int sessions)
    {
        source.Serves(Iwm, Waves(sessions));
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(sessions - 1));
        await RunAsync(Iwm);
        lookback = LookbackPeriod.Parse("1y");
        return await CuratedAsync(Iwm);
    }

    [Fact]
    public async Task Some_rows_of_a_long_download_with_the_values_of_the_session_before_are_a_shift()
    {
        source.Serves(Spy, Sixty());
        await RunAsync();
        var tail = Sixty();
        for (var row = 59; row >= 52; row--)
            tail.Close[row] = tail.AdjustedClose[row] = tail.Close[row - 1];
        source.Serves(Spy, tail);
        Assert.StartsWith(
            $"the closes from {Day(52):yyyy-MM-dd} on are the stored ones of the session before",
            Assert.Single((await RunAsync()).Symbols[0].Findings).Detail, StringComparison.Ordinal);
        Assert.Equal(Sixty().Close, (await CuratedAsync(Spy)).Close);
    }

    [Fact]
    public async Task A_daily_update_with_another_series_is_withheld_and_one_that_revises_two_sessions_is_not()
    {
        await HoldsAsync(300);
        source.Serves(Iwm, From(0, [.. Enumerable.Range(0, 300).Select(i => 100 + .9 * Math.Cos(3 * i))]));
        var finding = Assert.Single((await RunAsync(Iwm)).Symbols[0].Findings);
        Assert.Equal(FindingKind.SeriesReplaced, finding.Kind);
        Assert.Contains(" of 10 daily moves differ from the stored ones", finding.Detail, StringComparison.Ordinal);

        var revised = Waves(300);
        foreach (var row in new[] { 291, 295 })
            revised.Close[row] = revised.AdjustedClose[row] = revised.Close[row] * 1.009;
        source.Serves(Iwm, revised);
        var report = await RunAsync(Iwm);
        Assert.Equal((false, 2), (report.NeedsAttention, report.Symbols[0].Revised));
    }

    [Fact]
    public async Task A_download_that_is_withheld_whole_is_in_quarantine_and_resolves_no_other_finding()
    {
        var bars = Sixty();
        bars.High[40] *= 100;
        source.Serves(Spy, bars);
        await RunAsync();
        var other = From(0, [.. Enumerable.Range(0, 60).Select(i => 80 + Math.Cos(3 * i))]);
        source.Serves(Spy, other);
        Assert.Equal(
            [FindingKind.SeriesReplaced, FindingKind.ExtremePrint],
            (await RunAsync()).Symbols[0].Findings.Select(finding => finding.Kind));
        var quarantine = await (await DataLake.OpenLocalAsync(folder.Path)).ReadQuarantineAsync(RawMarketTable.Schema, Spy);
        Assert.Equal(60, quarantine.Reason.Count(reason => reason.Contains("another series", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(.5, "split of 2 that is missing")]
    [InlineData(3, "reverse split of 3 that is missing")]
    public async Task A_split_that_nobody_states_is_a_finding(double factor, string words)
    {
        var bars = Sixty();
        foreach (var prices in new[] { bars.Open, bars.High, bars.Low, bars.Close, bars.AdjustedClose })
            for (var row = 40; row < 60; row++)
                prices[row] *= factor;
        source.Serves(Spy, bars);
        var finding = Assert.Single((await RunAsync()).Symbols[0].Findings);
        Assert.Equal((Day(40), FindingKind.ExtremeReturn), (finding.Session, finding.Kind));
        Assert.Contains(words, finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_traded_symbol_whose_sessions_have_no_range_is_a_finding_and_an_index_is_none()
    {
        var bars = Sixty();
        for (var row = 0; row < 31; row++)
            bars.High[row] = bars.Low[row] = bars.Close[row];
        source.Serves(Spy, bars);
        var finding = Assert.Single((await RunAsync()).Symbols[0].Findings);
        Assert.Equal((Day(0), FindingKind.NoRange), (finding.Session, finding.Kind));
        Assert.StartsWith("high and low are equal on 31 of 60 sessions", finding.Detail, StringComparison.Ordinal);
        bars.High[0] += .5;
        source.Serves(Spy, bars);
        Assert.Empty((await RunAsync()).Symbols[0].Findings);

        var index = From(0, [.. Enumerable.Range(0, 60).Select(i => 20 + Math.Sin(i))]);
        source.Serves(Vix, index with { Open = index.Close, High = index.Close, Low = index.Close });
        Assert.Empty((await RunAsync(Vix)).Symbols[0].Findings);
    }

    [Fact]
    public async Task An_index_that_falls_to_a_third_in_a_session_is_a_finding()
    {
        source.Serves(Vix, From(0, [.. Enumerable.Range(0, 60).Select(i => (i < 40 ? 20 : 6) + Math.Sin(i) / 10)]));
        Assert.Equal(FindingKind.ExtremeReturn, Assert.Single((await RunAsync(Vix)).Symbols[0].Findings).Kind);
    }

    [Fact]
    public async Task A_lake_that_cannot_be_read_for_one_symbol_fails_that_symbol_only()
    {
        source.Serves(Spy, Sixty());
        source.Serves(Vix, From(0, [.. Enumerable.Range(0, 60).Select(i => 20 + Math.Sin(i))]));
        await RunAsync(Spy, Vix);
        File.WriteAllText(Path.Combine(folder.Path, "curated.market", "_manifest", "SPY.json"), "{ damaged");
        var report = await RunAsync(Spy, Vix);
        Assert.Contains("curated.market/_manifest/SPY.json", report.Symbols[0].Failure, StringComparison.Ordinal);
        Assert.Equal((null, 60), (report.Symbols[1].Failure, report.Symbols[1].Rows));
    }

    [Fact]
    public async Task What_arrives_last_wins_even_if_an_earlier_run_had_a_fast_clock()
    {
        source.Serves(Spy, Sixty());
        var rightTime = clock.Now;
        clock.Now = rightTime.AddYears(1);
        await RunAsync();
        var corrected = Sixty();
        corrected.Close[50] = corrected.AdjustedClose[50] = corrected.Close[50] * 1.001;
        source.Serves(Spy, corrected);
        clock.Now = rightTime;
        var report = (await RunAsync()).Symbols[0];
        Assert.Contains(report.Notes, note => note.Contains("the clock was ahead then", StringComparison.Ordinal));
        Assert.Equal(corrected.Close[50], (await CuratedAsync(Spy)).Close[50]);
    }

    [Fact]
    public async Task A_later_split_restates_the_first_held_bar_too()
    {
        source.Serves(Spy, Sixty()[..59]);
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(58));
        await RunAsync();
        var split = Sixty();
        foreach (var prices in new[] { split.Open, split.High, split.Low, split.Close, split.AdjustedClose })
            for (var row = 0; row < 60; row++)
                prices[row] /= 2;
        split.SplitRatio[59] = 2;
        source.Serves(Spy, split);
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(59));
        await RunAsync();
        Assert.Equal(split.Close, (await CuratedAsync(Spy)).Close);
    }
}
