using System.Collections.Concurrent;
using Volcast.Market;
using Volcast.Market.Simulation;

namespace Volcast.Services.Ingest.Sources.Simulated;

/// <summary>The built-in simulated market as a vendor. It continues day by day, never fails and needs no network. Its bars show
/// that the parts work together and say nothing about a real market.</summary>
/// <param name="seed">Of the market.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="clock">The present: a download ends with the newest settled session.</param>
/// <param name="parameters">Of the market; the defaults where null.</param>
/// <param name="keepThrough">For a clock that is moved through many days: the market is made once up to this day, and its bars
/// are kept. They are cut at each download, so that it has the same bars as without this. Null makes the market up to the
/// present and keeps no bars.</param>
public sealed class SimulatedSource(ulong seed, TradingCalendar calendar, TimeProvider clock,
    SimulationParameters? parameters = null, DateOnly? keepThrough = null) : IMarketDataSource
{
    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "simulated";

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<Symbol, DailyBars> kept = new();
    private SimulatedMarket? market;

    public string Name => SourceName;

    public Task<VendorDownload> DownloadAsync(Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        Task.Run(() => Serve(symbol, from, to), cancellationToken);

    private VendorDownload Serve(Symbol symbol, DateOnly? from, DateOnly? to)
    {
        if (!SimulatedMarket.Has(symbol))
            throw new MarketDataException(MarketDataFailure.NotFound, symbol,
                $"{symbol}: the simulated market has every traded ticker, but of the indices only ^VIX and ^VIX3M. "
                + "Use one of these.");
        var newest = calendar.NewestSettled(clock.GetUtcNow());
        if (newest < SimulatedMarket.FirstSession)
            throw new MarketDataException(MarketDataFailure.NoData, symbol,
                $"{symbol}: the simulated market begins on {SimulatedMarket.FirstSession:yyyy-MM-dd}, "
                + $"after {newest:yyyy-MM-dd}. Set VOLCAST_NOW later.");

        var window = Bars(symbol, newest).Between(from ?? SimulatedMarket.FirstSession, to ?? newest);
        return window.Count > 0
            ? new VendorDownload(symbol, SourceName, calendar.SettlesAt(window.Session[^1]), window, [], [])
            : throw new MarketDataException(MarketDataFailure.NoData, symbol,
                $"{symbol}: the simulated market has no session from {from:yyyy-MM-dd} to {to ?? newest:yyyy-MM-dd}.");
    }

    private DailyBars Bars(Symbol symbol, DateOnly newest) => newest <= keepThrough
        ? SimulatedMarket.Cut(kept.GetOrAdd(symbol, name => Market(keepThrough.Value).Bars(name)), newest)
        : Market(newest).Bars(symbol);

    private SimulatedMarket Market(DateOnly through)
    {
        lock (gate)
            return market is not null && market.End == through ? market
                : market = SimulatedMarket.Generate(seed, through, parameters);
    }
}
