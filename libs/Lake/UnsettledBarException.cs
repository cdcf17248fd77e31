using System.Globalization;
using Volcast.Market;

namespace Volcast.Lake;

/// <summary>The newest bar of a symbol has not settled by the clock, so nothing may be computed from the lake: the bar may still
/// change, or the clock is set to a time before the data.</summary>
public sealed class UnsettledBarException : LakeException
{
    private UnsettledBarException(string message)
        : base(message)
    {
    }

    /// <param name="symbol">The symbol whose bars are used.</param>
    /// <param name="newest">The newest session that is used.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="now">The clock's time.</param>
    /// <exception cref="UnsettledBarException">The session settles later than <paramref name="now"/>.</exception>
    public static void ThrowIfUnsettled(Symbol symbol, DateOnly newest, TradingCalendar calendar, DateTimeOffset now)
    {
        var settlement = calendar.SettlesAt(newest);
        if (settlement > now)
            throw new UnsettledBarException(string.Create(CultureInfo.InvariantCulture,
                $"The lake holds a bar of {symbol} for {newest:yyyy-MM-dd} that settles at {settlement:yyyy-MM-dd HH:mm} New "
                + $"York time ({settlement.UtcDateTime:yyyy-MM-dd HH:mm} UTC), later than the clock's time, "
                + $"{now.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Try again after that time. If VOLCAST_NOW is set, "
                + $"correct it; to repeat a past day, use a separate data folder."));
    }
}
