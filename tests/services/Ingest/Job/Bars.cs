using Volcast.Market;

namespace Volcast.Services.Ingest.Tests.Job;

/// <summary>Makes small vintages of bars: given closes, and default values for everything else.</summary>
internal static class Bars
{
    public static readonly Symbol Spy = Symbol.Parse("SPY");

    /// <summary>The first sessions from 2024-01-02 on: 2, 3, 4, 5, 8, 9, … January.</summary>
    public static DateOnly Day(int index) => TradingCalendar.Nyse.Sessions(new(2024, 1, 2), new(2026, 1, 2))[index];

    /// <summary>Settled bars of consecutive sessions that begin with session <paramref name="first"/>.</summary>
    public static DailyBars From(int first, params double[] closes) =>
        Of([.. closes.Select((close, i) => (Day(first + i), close))]);

    public static DailyBars Of(params (DateOnly Session, double Close)[] rows) => new()
    {
        Session = [.. rows.Select(row => row.Session)],
        Open = [.. rows.Select(row => row.Close)],
        High = [.. rows.Select(row => row.Close * 1.01)],
        Low = [.. rows.Select(row => row.Close * 0.99)],
        Close = [.. rows.Select(row => row.Close)],
        AdjustedClose = [.. rows.Select(row => row.Close)],
        Volume = [.. rows.Select((_, i) => (long?)(1000 + i))],
        Dividend = new double[rows.Length],
        SplitRatio = [.. rows.Select(_ => 1.0)],
        Settled = [.. rows.Select(_ => true)],
        HasEvents = true,
    };

    public static DailyBars WithDividend(this DailyBars bars, DateOnly session, double amount)
    {
        var dividends = (double[])bars.Dividend.Clone();
        dividends[bars.IndexOf(session)] = amount;
        return bars with { Dividend = dividends };
    }

    public static DailyBars Without(this DailyBars bars, DateOnly session) =>
        bars.Take([.. Enumerable.Range(0, bars.Count).Where(row => bars.Session[row] != session)]);

    public static DailyBars WithLastProvisional(this DailyBars bars)
    {
        var settled = (bool[])bars.Settled.Clone();
        settled[^1] = false;
        return bars with { Settled = settled };
    }
}
