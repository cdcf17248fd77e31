using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using static Volcast.Services.Ingest.Tests.Job.Bars;

namespace Volcast.Services.Ingest.Tests.Job;

/// <summary>What two sources of the order say of the same session.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class SourceComparisonTests : IDisposable
{
    private static readonly Symbol Iwm = Symbol.Parse("IWM");
    private static readonly Symbol Vix = Symbol.Parse("^VIX");
    private const int Sessions = 40;
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();
    private readonly ScriptedSource yahoo;
    private readonly ScriptedSource cboe;
    private readonly ScriptedSource tiingo;

    public SourceComparisonTests()
    {
        (yahoo, cboe, tiingo) = (new(clock, "yahoo"), new(clock, "cboe"), new(clock, "tiingo"));
        clock.Now = TradingCalendar.Nyse.SettlesAt(Day(Sessions - 1));
        cboe.Fails(Iwm, "IWM: no file.", MarketDataFailure.NotFound);
    }

    public void Dispose() => folder.Dispose();

    /// <summary>Values with two decimals, as the vendors write them.</summary>
    private static DailyBars Values(int sessions = Sessions) =>
        From(0, [.. Enumerable.Range(0, sessions).Select(i => Math.Round(20 + 2 * Math.Sin(i), 2))]);

    private static DailyBars With(DailyBars bars, int row, double close)
    {
        var closes = (double[])bars.Close.Clone();
        closes[row] = close;
        return bars with { Close = closes, AdjustedClose = closes };
    }

    private async Task<SymbolReport> RunAsync(Symbol symbol, params IMarketDataSource[] sources)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var report = await new IngestJob(
            lake, sources.Length == 0 ? [yahoo, cboe, tiingo] : sources, TradingCalendar.Nyse, clock).RunAsync(
                new IngestRequest([symbol], LookbackPeriod.Parse("1y"), IsLive: true), null, CancellationToken.None);
        return Assert.Single(report.Symbols);
    }

    [Fact]
    public async Task An_index_that_two_sources_give_alike_has_no_finding()
    {
        yahoo.Serves(Vix, Values());
        cboe.Serves(Vix, With(Values(), 20, Values().Close[20] + .05));
        var report = await RunAsync(Vix);
        Assert.Equal(("yahoo", 0, 0), (report.Source, report.Findings.Count, report.Notes.Count));
        Assert.Equal([(Vix, (DateOnly?)Day(0))], cboe.Asked);
        Assert.Empty(tiingo.Asked);
    }

    [Fact]
    public async Task A_value_beyond_the_tolerance_is_a_finding_with_both_values_and_both_sources()
    {
        yahoo.Serves(Vix, With(Values(), 20, 21.5));
        cboe.Serves(Vix, With(Values(), 20, 21.56));
        var report = await RunAsync(Vix);
        var finding = Assert.Single(report.Findings);
        Assert.Equal((Day(20), FindingKind.SourcesDisagree, false), (finding.Session, finding.Kind, finding.IsWithheld));
        Assert.Equal("the close is 21.5 by yahoo and 21.56 by cboe; that of yahoo is used", finding.Detail);
        Assert.True(new IngestReport([report]).NeedsAttention);
    }

    [Fact]
    public async Task A_finding_that_both_sources_resolve_is_removed_and_an_accepted_one_stays_accepted()
    {
        yahoo.Serves(Vix, With(Values(), 38, 21.5));
        cboe.Serves(Vix, With(Values(), 38, 21.6));
        await RunAsync(Vix);
        Assert.Single((await RunAsync(Vix)).Findings);
        cboe.Serves(Vix, With(Values(), 38, 21.5));
        Assert.Empty((await RunAsync(Vix)).Findings);

        cboe.Serves(Vix, With(Values(), 38, 21.7));
        Assert.Single((await RunAsync(Vix)).Findings);
        await using (var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real))
            await new FindingReview(lake, TradingCalendar.Nyse, new SourceOrder(["yahoo", "cboe"]))
                .AcceptAsync(Vix, Day(38), Day(38), "Yahoo's is right", "tester", CancellationToken.None);
        Assert.Empty((await RunAsync(Vix)).Findings);
    }

    [Fact]
    public async Task An_open_finding_stays_while_the_other_source_is_away()
    {
        yahoo.Serves(Vix, With(Values(), 38, 21.5));
        cboe.Serves(Vix, With(Values(), 38, 21.6));
        await RunAsync(Vix);
        cboe.Fails(Vix, "^VIX: Cboe refuses.", MarketDataFailure.Refused);
        var report = await RunAsync(Vix);
        Assert.Single(report.Findings);
        Assert.Equal(["the bars were not compared with cboe: Cboe refuses."], report.Notes);
        Assert.Null(report.Failure);
    }

    [Fact]
    public async Task Of_a_traded_symbol_the_newest_ten_sessions_are_compared()
    {
        yahoo.Serves(Iwm, Values());
        tiingo.Serves(Iwm, With(With(Values(), 29, 30), 30, Values().Close[30] * 1.002));
        var finding = Assert.Single((await RunAsync(Iwm)).Findings);
        Assert.Equal(Day(30), finding.Session);
        Assert.Matches(@"^the close is [\d.]+ by yahoo and [\d.]+ by tiingo; that of yahoo is used$", finding.Detail);
        Assert.Equal([(Iwm, (DateOnly?)Day(30))], tiingo.Asked);
        Assert.Single(cboe.Asked);
    }

    [Fact]
    public async Task A_dividend_that_one_source_lacks_is_a_finding()
    {
        var paid = Math.Round(Values().Close[34] * .004, 2);
        yahoo.Serves(Iwm, Values() with { AdjustedClose = [.. Values().Close.Select(_ => double.NaN)] });
        tiingo.Serves(Iwm, (Values() with { AdjustedClose = [.. Values().Close.Select(_ => double.NaN)] })
            .WithDividend(Day(35), paid));
        var finding = Assert.Single((await RunAsync(Iwm)).Findings);
        Assert.Equal((Day(35), FindingKind.SourcesDisagree), (finding.Session, finding.Kind));
        var (before, after) = (Values().Close[34], Values().Close[35]);
        Assert.Equal(
            FormattableString.Invariant(
                $"the log return with dividends is {Math.Log(after / before):+0.000000;-0.000000} by yahoo and ")
            + FormattableString.Invariant(
                $"{Math.Log(after / (before - paid)):+0.000000;-0.000000} by tiingo; that of yahoo is used"),
            finding.Detail);
    }

    [Fact]
    public async Task A_session_that_has_not_settled_is_not_compared()
    {
        clock.Now = TradingCalendar.Nyse.ClosesAt(Day(Sessions - 1)).AddHours(-1);
        yahoo.Serves(Vix, Values());
        cboe.Serves(Vix, With(Values(), Sessions - 1, 30));
        Assert.Empty((await RunAsync(Vix)).Findings);
    }

    [Fact]
    public async Task Only_sources_of_the_order_are_asked()
    {
        yahoo.Serves(Vix, Values());
        cboe.Serves(Vix, With(Values(), 20, 30));
        Assert.Empty((await RunAsync(Vix, yahoo)).Findings);
        Assert.Empty(cboe.Asked);
    }
}
