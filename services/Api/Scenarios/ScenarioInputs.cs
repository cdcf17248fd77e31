using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Scenarios;

/// <summary>What would be known after a hypothetical session; the same kernel computes its features as all others.</summary>
internal static class ScenarioInputs
{
    /// <summary>Rows passed to the kernel; more than any feature looks back.</summary>
    private const int Rows = 400;

    /// <param name="snapshot">The version, and the settled bars.</param>
    /// <param name="bars">A bar for each symbol of the target.</param>
    /// <param name="calendar">Gives the session.</param>
    public static ForecastInputs Of(
        ServingSnapshot snapshot, IReadOnlyDictionary<Symbol, NextBar> bars, TradingCalendar calendar)
    {
        var (roles, session) = (snapshot.Roles, calendar.Next(snapshot.Inputs.Origin));
        return ForecastInputs.Of(
            roles, new IndexedMarket(roles, roles.Symbols.ToDictionary(symbol => symbol, Series)), roles.Implied);

        MarketSeries Series(Symbol symbol) => snapshot.Target.Bars.TryGetValue(symbol, out var history)
            ? bars[symbol].AppendTo(history.ToSeries(), session, calendar, Rows)
            : MarketSeries.Empty;
    }
}
