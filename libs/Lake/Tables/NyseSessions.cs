using Volcast.Market;

namespace Volcast.Lake.Tables;

/// <summary>The trading calendar that table checks use.</summary>
internal static class NyseSessions
{
    /// <summary>The calendar's first day; earlier dates are not checked.</summary>
    internal static DateOnly Since { get; } = new(1990, 1, 1);

    internal static IReadOnlyList<DateOnly> Between(DateOnly from, DateOnly to) => TradingCalendar.Nyse.Sessions(from, to);
}
