using Volcast.Market;
using Volcast.Market.Simulation;

namespace Volcast.Services.Ingest.Sources.Simulated;

/// <summary>The built-in simulated market as a vendor. It continues day by day, never fails and needs no network. Its bars show
/// that the parts work together and say nothing about a real market.</summary>
public sealed class SimulatedSource(ulong seed, TradingCalendar calendar, TimeProvider clock) : IMarketDataSource
{
    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "simulated";

    private readonly DateOnly newest = calendar.NewestSettled(clock.GetUtcNow());
    private readonly Lock gate = new();
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
        if (newest < SimulatedMarket.FirstSession)
            throw new MarketDataException(MarketDataFailure.NoData, symbol,
                $"{symbol}: the simulated market begins on {SimulatedMarket.FirstSession:yyyy-MM-dd}, "
                + $"after {newest:yyyy-MM-dd}. Set VOLCAST_NOW later.");

        var bars = Market().Bars(symbol);
        var window = bars.Between(from ?? SimulatedMarket.FirstSession, to ?? newest);
        return window.Count > 0
            ? new VendorDownload(symbol, SourceName, calendar.SettlesAt(window.Session[^1]), window, [], [])
            : throw new MarketDataException(MarketDataFailure.NoData, symbol,
                $"{symbol}: the simulated market has no session from {from:yyyy-MM-dd} to {to ?? newest:yyyy-MM-dd}.");
    }

    private SimulatedMarket Market()
    {
        lock (gate)
            return market ??= SimulatedMarket.Generate(seed, newest);
    }
}
