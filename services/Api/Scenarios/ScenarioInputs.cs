using Volcast.Features;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Scenarios;

/// <summary>What would be known after a hypothetical session; the same kernel computes its features as all others.</summary>
internal static class ScenarioInputs
{
    /// <summary>Rows passed to the kernel; more than any feature looks back.</summary>
    private const int Rows = 400;

    /// <param name="target">The settled bars.</param>
    /// <param name="bars">A bar for each symbol of the target.</param>
    /// <param name="calendar">Gives the session.</param>
    public static ForecastInputs Of(
        TargetSnapshot target, IReadOnlyDictionary<Symbol, NextBar> bars, TradingCalendar calendar)
    {
        var (roles, session) = (target.Roles, calendar.Next(target.Inputs.Origin));
        return ForecastInputs.FromMarket(roles.Target, new AlignedMarket(
            Series(roles.Target), Series(roles.Bonds), Series(roles.Credit), Series(roles.Implied), Series(roles.Implied3M)));

        MarketSeries Series(Symbol symbol) => target.Bars.TryGetValue(symbol, out var history)
            ? bars[symbol].AppendTo(history.ToSeries(), session, calendar, Rows)
            : MarketSeries.Empty;
    }
}
