using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Job;

/// <summary>Daily runs against servers on loopback that behave like the three vendors, over a holiday, early closes and the
/// change to summer time, while one of them refuses in every way that it has.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class VendorDaysTests : IAsyncLifetime
{
    private static readonly Symbol Spy = Symbol.Parse("SPY");
    private static readonly Symbol Vix = Symbol.Parse("^VIX");
    private static readonly Symbol Vvix = Symbol.Parse("^VVIX");
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();
    private readonly ThreeVendors vendors;

    public VendorDaysTests() => vendors = new ThreeVendors(clock);

    /// <summary>The ways in which Yahoo refuses, one a day; null delivers.</summary>
    private static readonly StubReply?[] Refusals =
    [
        null, new("Too Many Requests\n", 429), null, new("<html><title>Consent</title></html>"),
        new("{\"chart\":{\"result\":[{\"meta\":", 200), new("", 500), null,
        new(ChartJson.Error("Not Found", "No data found, symbol may be delisted"), 404),
    ];

    public async ValueTask InitializeAsync() => await vendors.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await vendors.DisposeAsync();
        folder.Dispose();
    }

    private async Task<Dictionary<Symbol, SymbolReport>> RunAsync(string order, string? path = null)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(path ?? folder.Path, DataKind.Real);
        var sources = vendors.Open(order);
        try
        {
            var report = await new IngestJob(lake, sources, Calendar, clock).RunAsync(
                new IngestRequest([Spy, Vix, Vvix], null, IsLive: true), null, CancellationToken.None);
            return report.Symbols.ToDictionary(symbol => symbol.Symbol);
        }
        finally
        {
            foreach (var source in sources.OfType<IDisposable>())
                source.Dispose();
        }
    }

    private async Task<CuratedMarketTable> CuratedAsync(Symbol symbol, string? path = null)
    {
        var lake = await DataLake.OpenLocalAsync(path ?? folder.Path);
        return CuratedMarketTable.FromFrame(symbol, await lake.ReadAsync(CuratedMarketTable.Schema, symbol));
    }

    [Fact]
    public async Task Every_day_has_its_session_whatever_the_first_source_does()
    {
        DateOnly[] days =
        [
            .. Calendar.Sessions(new(2025, 11, 24), new(2025, 12, 2)), .. Calendar.Sessions(new(2026, 2, 11), new(2026, 3, 12)),
        ];
        for (var i = 0; i < days.Length; i++)
        {
            clock.Now = Calendar.SettlesAt(days[i]);
            vendors.InsteadOfYahoo = Refusals[i % Refusals.Length];
            var isAway = vendors.InsteadOfYahoo is not null;
            foreach (var (symbol, report) in await RunAsync("yahoo,cboe,tiingo"))
            {
                Assert.Equal(
                    (null, days[i], 0, 0), (report.Failure, report.LastSession, report.Missing.Count, report.Findings.Count));
                Assert.Equal(!isAway ? "yahoo" : symbol.IsIndex ? "cboe" : "tiingo", report.Source);
                Assert.Equal(isAway, report.Notes.Any(note => note.StartsWith("yahoo d", StringComparison.Ordinal)));
            }
            var bars = await CuratedAsync(Spy);
            Assert.Equal(ThreeVendors.Sessions(days[i]), bars.Session);
            Assert.All(Enumerable.Range(1, bars.Count - 1), row => Assert.Equal(
                ThreeVendors.ReturnOf(bars.Session[row - 1], bars.Session[row]), bars.LogReturn[row], 1e-9));
        }
        vendors.InsteadOfYahoo = null;
        Assert.All((await RunAsync("yahoo,cboe,tiingo")).Values, report => Assert.Empty(report.Notes));
        await RunAsync("yahoo", folder["yahoo"]);
        foreach (var symbol in (Symbol[])[Spy, Vix, Vvix])
        {
            var (only, ordered) = (await CuratedAsync(symbol, folder["yahoo"]), await CuratedAsync(symbol));
            Assert.Equal(only.Session, ordered.Session);
            Assert.Equal(only.Close, ordered.Close);
            Assert.Equal(only.Volume, ordered.Volume);
            Assert.Equal(only.High, ordered.High);
            Assert.Equal(only.LogReturn, ordered.LogReturn);
        }
    }

    /// <summary>05:30 in New York on the day after the last session of winter time, and 06:30 after the first of summer time:
    /// both 10:30 UTC.</summary>
    [Theory]
    [InlineData("2026-03-07T10:30:00Z", "2026-03-05")]
    [InlineData("2026-03-07T11:00:00Z", "2026-03-06")]
    [InlineData("2026-03-10T10:30:00Z", "2026-03-09")]
    [InlineData("2025-11-28T19:00:00Z", "2025-11-26")] // An hour after an early close; Thursday was a holiday.
    [InlineData("2025-11-29T11:00:00Z", "2025-11-28")]
    [InlineData("2026-03-09T19:30:00Z", "2026-03-06")] // Still trading: Yahoo has a live row.
    public async Task A_session_is_settled_by_the_clock_for_every_source(string now, string settled)
    {
        clock.Now = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var order in (string[])["yahoo", "cboe,tiingo"])
        {
            var reports = await RunAsync(order, folder[order]);
            Assert.All(reports.Values, report => Assert.Equal(
                (null, DateOnly.Parse(settled, System.Globalization.CultureInfo.InvariantCulture)),
                (report.Failure, report.LastSession)));
        }
    }

    [Fact]
    public async Task The_index_of_the_first_source_is_compared_with_Cboes_file()
    {
        clock.Now = Calendar.SettlesAt(new(2026, 3, 12));
        vendors.InsteadOfCboe = new("DATE,OPEN,HIGH,LOW,CLOSE\n03/10/2026,40,41,39,40.1\n");
        var reports = await RunAsync("yahoo,cboe,tiingo");
        var finding = Assert.Single(reports[Vix].Findings);
        Assert.Equal(
            FormattableString.Invariant(
                $"the close is {ThreeVendors.CloseOf("^VIX", new(2026, 3, 10))} by yahoo and 40.1 by cboe; that of yahoo is used"),
            finding.Detail);
        Assert.Empty(reports[Spy].Findings);
        vendors.InsteadOfCboe = null;
        Assert.Empty((await RunAsync("yahoo,cboe,tiingo"))[Vix].Findings);
        Assert.DoesNotContain(
            vendors.Requests, request => request.Target.Contains("/tiingo/daily/%5E", StringComparison.Ordinal));
        Assert.DoesNotContain(vendors.Requests, request => request.Target.Contains("SPY_History", StringComparison.Ordinal));
    }
}
