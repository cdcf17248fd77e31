using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Market.Simulation;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Tests.Job;

/// <summary>Dividends that are missing, or applied twice, in files that state none and agree with themselves.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class DividendFindingTests : IDisposable
{
    private static readonly DateOnly First = new(2004, 1, 2);
    private static readonly DateOnly Last = new(2007, 12, 31);
    private static readonly Lazy<SimulatedMarket> Market = new(() => SimulatedMarket.Generate(11, Last));
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new() { Now = TradingCalendar.Nyse.SettlesAt(Last) };
    private readonly ScriptedSource source;

    public DividendFindingTests() => source = new ScriptedSource(clock);

    public void Dispose() => folder.Dispose();

    private async Task<IReadOnlyList<FindingRow>> FindingsAsync(string symbol, DailyBars bars)
    {
        source.Serves(Symbol.Parse(symbol), bars);
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var report = await new IngestJob(lake, [source], TradingCalendar.Nyse, clock).RunAsync(
            new IngestRequest([Symbol.Parse(symbol)], null, IsLive: false), null, CancellationToken.None);
        return Assert.Single(report.Symbols).Findings;
    }

    /// <summary>A file without dividends, of four years of the simulated market.</summary>
    private static DailyBars File(string symbol) => Market.Value.Bars(Symbol.Parse(symbol)).Between(First, Last) with
    {
        Dividend = new double[TradingCalendar.Nyse.Count(First, Last)],
        HasEvents = false,
    };

    /// <summary>The same file, whose adjusted closes contain the dividend of a quarter as often as stated.</summary>
    private static DailyBars Applied(DailyBars bars, DateOnly quarter, int times)
    {
        var exDate = Enumerable.Range(1, bars.Count - 1)
            .First(row => bars.Session[row] >= quarter && Ratio(bars, row) / Ratio(bars, row - 1) > 1.001);
        var factor = Math.Pow(Ratio(bars, exDate - 1) / Ratio(bars, exDate), times - 1);
        return bars with { AdjustedClose = [.. bars.AdjustedClose.Select((price, row) => row < exDate ? price * factor : price)] };
    }

    [Theory]
    [InlineData("SPY")]
    [InlineData("TLT")]
    [InlineData("HYG")]
    public async Task Regular_dividends_are_no_finding(string symbol) => Assert.Empty(await FindingsAsync(symbol, File(symbol)));

    [Fact]
    public async Task A_quarter_without_a_dividend_is_a_finding_that_names_the_quarter_until_it_is_accepted()
    {
        var spliced = Applied(File("SPY"), new DateOnly(2006, 4, 1), times: 0);
        var finding = Assert.Single(await FindingsAsync("SPY", spliced));
        Assert.Equal((new DateOnly(2006, 4, 3), FindingKind.DividendMissing), (finding.Session, finding.Kind));
        Assert.StartsWith("there is no dividend from 2006-04-03 to 2006-06-30, although SPY pays one in every quarter",
            finding.Detail, StringComparison.Ordinal);
        await using (var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real))
            await new FindingReview(lake, TradingCalendar.Nyse, new SourceOrder([source.Name])).AcceptAsync(
                Symbol.Parse("SPY"), finding.Session, finding.Session, "checked", "tester", CancellationToken.None);
        Assert.Empty(await FindingsAsync("SPY", spliced));
    }

    [Fact]
    public async Task A_later_download_that_states_the_dividends_resolves_the_finding()
    {
        Assert.Equal(FindingKind.DividendMissing, Assert.Single(await FindingsAsync("HYG", WithoutQuarter(File("HYG")))).Kind);
        Assert.Empty(await FindingsAsync("HYG", Market.Value.Bars(Symbol.Parse("HYG")).Between(First, Last)));
    }

    [Theory]
    [InlineData("2004-03-31", false)]
    [InlineData("2004-04-01", true)]
    public async Task A_quarter_counts_only_if_the_history_contains_all_of_it(string end, bool isComplete)
    {
        var spliced = Applied(File("SPY"), First, times: 0);
        var from = isComplete ? First : First.AddDays(3);
        var bars = spliced.Between(from, DateOnly.ParseExact(end, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(isComplete ? 1 : 0, (await FindingsAsync("SPY", bars)).Count);
    }

    /// <summary>Without the sessions of two months, the next return contains several dividends at once.</summary>
    [Theory]
    [InlineData("SPY", 12)]
    [InlineData("TLT", 4)]
    [InlineData("HYG", 4)]
    public async Task The_dividends_of_a_hole_together_are_no_unusual_dividend(string symbol, int months)
    {
        var (whole, from) = (File(symbol), new DateOnly(2006, 1, 1));
        int[] kept = [.. Enumerable.Range(0, whole.Count)
            .Where(row => whole.Session[row] < from || whole.Session[row] >= from.AddMonths(months))];
        Assert.DoesNotContain(await FindingsAsync(symbol, whole.Take(kept)), found => found.Kind == FindingKind.DividendUnusual);
    }

    [Fact]
    public async Task The_quarters_of_another_symbol_need_no_dividend() =>
        Assert.Empty(await FindingsAsync("IWM", Applied(File("IWM"), new DateOnly(2006, 4, 1), times: 0)));

    [Theory]
    [InlineData("SPY", 2006)]
    [InlineData("SPY", 2007)]
    [InlineData("TLT", 2005)]
    [InlineData("HYG", 2004)]
    public async Task A_dividend_that_is_applied_twice_is_a_finding_that_names_both_amounts(string symbol, int year)
    {
        var twice = Applied(File(symbol), new DateOnly(year, 9, 1), times: 2);
        var finding = Assert.Single(await FindingsAsync(symbol, twice));
        var dividends = Market.Value.Bars(Symbol.Parse(symbol));
        var paid = dividends.Dividend[dividends.IndexOf(finding.Session)];
        Assert.Equal(FindingKind.DividendUnusual, finding.Kind);
        Assert.Equal(new DateOnly(year, 9, 1), new DateOnly(finding.Session.Year, finding.Session.Month, 1));
        var stated = double.Parse(finding.Detail.Split(' ', ',')[3], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(2 * paid, stated, .01 * paid);
    }

    /// <summary>A file of 60 sessions, which shows no other dividend: only what the fund has ever paid contradicts it.</summary>
    [Theory]
    [InlineData("SPY", 3.1, "3.100; the largest of SPY up to 2021 was 1.633: log return ")]
    [InlineData("TLT", .9, "0.900; the largest of TLT up to 2021 was 0.473: log return ")]
    [InlineData("HYG", 1.51, "1.510; the largest of HYG up to 2021 was 0.806: log return ")]
    [InlineData("SPY", 3, null)]
    [InlineData("TLT", .87, null)]
    [InlineData("HYG", 1.5, null)]
    [InlineData("IWM", 3.1, null)]
    public async Task A_dividend_larger_than_a_fund_has_ever_paid_is_a_finding_in_a_short_file(
        string symbol, double amount, string? words)
    {
        clock.Now = TradingCalendar.Nyse.SettlesAt(Bars.Day(59));
        var findings = await FindingsAsync(symbol, Short(amount));
        var returns = await ReturnsAsync(symbol);
        var (byClose, byAdjusted) = (Math.Log(100.1 / 102), Math.Log(100.1 / (102 - amount)));
        Assert.Equal(
            words is null || Math.Abs(byAdjusted) < Math.Abs(byClose) ? byAdjusted : byClose, returns[30], 1e-9);
        if (words is null)
        {
            Assert.Empty(findings);
            return;
        }
        var finding = Assert.Single(findings);
        Assert.Equal((Bars.Day(30), FindingKind.AdjustmentJumps), (finding.Session, finding.Kind));
        Assert.Contains(words, finding.Detail, StringComparison.Ordinal);

        // A later file that agrees replaces the return, and resolves the finding.
        Assert.Empty(await FindingsAsync(symbol, Short(.4)));
        Assert.Equal(Math.Log(100.1 / (102 - .4)), (await ReturnsAsync(symbol))[30], 1e-9);
    }

    /// <summary>Any symbol: an adjusted close that is too high on the last row, or from a day on.</summary>
    [Theory]
    [InlineData(1.02, 0, "the adjusted close implies a dividend of 2.0 % of the price, and the largest of the ")]
    [InlineData(1.04, 300, "the adjusted close implies a dividend of 3.8 % of the price, and the largest of the ")]
    [InlineData(1.009, 300, null)]
    public async Task An_adjusted_close_that_jumps_far_more_than_by_any_dividend_is_a_finding(
        double factor, int sessionsBefore, string? words)
    {
        var bars = File("IWM");
        // On a day without a dividend on which the price rises.
        var from = Enumerable.Range(1, bars.Count - 1 - sessionsBefore)
            .Last(row => bars.Close[row] > bars.Close[row - 1] && Ratio(bars, row) / Ratio(bars, row - 1) < 1.0001);
        bars = (sessionsBefore == 0 ? bars[..(from + 1)] : bars) with { HasEvents = false };
        bars = bars with
        {
            AdjustedClose = [.. bars.AdjustedClose.Select((price, row) => row < from ? price : price * factor)],
        };
        var findings = await FindingsAsync("IWM", bars);
        if (words is null)
        {
            Assert.Empty(findings);
            return;
        }
        var finding = Assert.Single(findings);
        Assert.Equal((bars.Session[from], FindingKind.DividendUnusual), (finding.Session, finding.Kind));
        Assert.StartsWith(words, finding.Detail, StringComparison.Ordinal);
    }

    private static double Ratio(DailyBars bars, int row) => bars.AdjustedClose[row] / bars.Close[row];

    /// <summary>Sixty sessions with an adjusted close that implies one dividend, on session 30.</summary>
    private static DailyBars Short(double amount)
    {
        var bars = Bars.From(
            0, [.. Enumerable.Range(0, 60).Select(i => i switch { 29 => 102, 30 => 100.1, _ => 101 + Math.Sin(i) })]);
        return bars with
        {
            AdjustedClose = [.. bars.Close.Select((close, row) => row < 30 ? close * (1 - amount / 102) : close)],
            HasEvents = false,
        };
    }

    private async Task<double[]> ReturnsAsync(string symbol)
    {
        var lake = await DataLake.OpenLocalAsync(folder.Path);
        return CuratedMarketTable.FromFrame(
            Symbol.Parse(symbol), await lake.ReadAsync(CuratedMarketTable.Schema, Symbol.Parse(symbol))).LogReturn;
    }

    /// <summary>Monthly dividends: all three of the second quarter of 2006 are left out.</summary>
    private static DailyBars WithoutQuarter(DailyBars bars) =>
        Applied(Applied(Applied(bars, new(2006, 4, 1), 0), new(2006, 5, 1), 0), new(2006, 6, 1), 0);
}
