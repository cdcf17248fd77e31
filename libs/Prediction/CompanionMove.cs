using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>
/// How a companion symbol moves with the target: b times the target's log return, with one b for falls and one for rises, because
/// an implied-volatility index answers to a fall more than to a rise. Each b is the least-squares slope through the origin,
/// Σxy/Σx², over the newest sessions on which both returns span one session.
/// </summary>
/// <param name="PerFall">b if the target falls.</param>
/// <param name="PerRise">b if the target rises.</param>
/// <param name="Sessions">The sessions that were used.</param>
public readonly record struct CompanionMove(double PerFall, double PerRise, int Sessions)
{
    /// <summary>The newest common sessions that count, about four years.</summary>
    public const int Window = 1000;

    /// <summary>A symbol that does not move.</summary>
    public static CompanionMove Held { get; } = new(0, 0, 0);

    /// <param name="target">The target's bars.</param>
    /// <param name="companion">The companion's bars.</param>
    public static CompanionMove Of(MarketSeries target, MarketSeries companion)
    {
        var (fall, rise) = ((Product: 0.0, Square: 0.0), (Product: 0.0, Square: 0.0));
        var sessions = 0;
        for (var row = target.Session.Length - 1; row >= 0 && sessions < Window; row--)
        {
            var other = Array.BinarySearch(companion.Session, target.Session[row]);
            var move = target.LogReturn[row];
            if (other < 0 || target.SessionsSpanned[row] != 1 || companion.SessionsSpanned[other] != 1
                || !double.IsFinite(move + companion.LogReturn[other]))
                continue;
            sessions++;
            if (move < 0)
                fall = (fall.Product + move * companion.LogReturn[other], fall.Square + move * move);
            else
                rise = (rise.Product + move * companion.LogReturn[other], rise.Square + move * move);
        }
        return new(Slope(fall), Slope(rise), sessions);
    }

    /// <summary>The companion's log return.</summary>
    /// <param name="logReturn">That of the target.</param>
    public double At(double logReturn) => logReturn * (logReturn < 0 ? PerFall : PerRise);

    private static double Slope((double Product, double Square) sums) => sums.Square > 0 ? sums.Product / sums.Square : 0;
}
