using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>One bar that is not in <c>curated.market</c>: provisional or hypothetical.</summary>
/// <param name="Open">First price; NaN if missing.</param>
/// <param name="High">Highest price; NaN if missing.</param>
/// <param name="Low">Lowest price; NaN if missing.</param>
/// <param name="Close">Last price.</param>
/// <param name="LogReturn">Log of the total return since the previous bar, decimal.</param>
public readonly record struct NextBar(double Open, double High, double Low, double Close, double LogReturn)
{
    /// <summary>The series with this bar appended, in memory.</summary>
    /// <param name="settled">At least one bar.</param>
    /// <param name="session">The session of this bar, later than the last settled one.</param>
    /// <param name="calendar">Counts the sessions that the return spans.</param>
    /// <param name="kept">The number of newest settled bars to keep; all of them by default.</param>
    public MarketSeries AppendTo(MarketSeries settled, DateOnly session, TradingCalendar calendar, int kept = int.MaxValue)
    {
        var from = Math.Max(0, settled.Session.Length - kept);
        return new(
            [.. settled.Session[from..], session],
            [.. settled.LogReturn[from..], LogReturn],
            [.. settled.SessionsSpanned[from..], calendar.Count(settled.Session[^1].AddDays(1), session)],
            [.. settled.Open[from..], Open],
            [.. settled.High[from..], High],
            [.. settled.Low[from..], Low],
            [.. settled.Close[from..], Close]);
    }
}
