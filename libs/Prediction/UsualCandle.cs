using Volcast.Market;
using Volcast.Volatility;
using Volcast.Volatility.Ranges;

namespace Volcast.Prediction;

/// <summary>
/// Completes a hypothetical session of which only the close is known. A session that opens at the previous close and moves
/// straight to its close has almost no range, unlike any real one. So open, high and low come from the past sessions whose move
/// was about as large, relative to the volatility before them. The completed session has the median of their range variances,
/// scaled to today's volatility.
/// </summary>
public sealed class UsualCandle
{
    /// <summary>Past sessions that are searched, about five years.</summary>
    private const int Searched = 1260;

    /// <summary>Similar sessions that are used.</summary>
    private const int Similar = 60;

    /// <summary>Sessions of the volatility before a session.</summary>
    private const int VolatilityWindow = 22;

    /// <summary>In units of volatility: how far two moves may differ before their ratio matters, so that all quiet sessions are
    /// alike.</summary>
    private const double QuietMove = .2;

    /// <summary>A past session relative to its scale, the absolute return plus the volatility before it. Log prices count in the
    /// direction of the move.</summary>
    private readonly record struct Shape(double Move, double Gap, double Beyond, double Against, double LogVariance);

    private readonly double last;
    private readonly List<Shape> shapes;
    private readonly double volatility;

    private UsualCandle(MarketSeries history)
    {
        last = history.Close[^1];
        shapes = Shapes(history);
        volatility = VolatilityBefore(history, history.Session.Length);
    }

    /// <summary>What any session after a history is completed from.</summary>
    /// <param name="history">The settled bars before it, at least one.</param>
    public static UsualCandle Of(MarketSeries history) => new(history);

    /// <summary>One session, completed from the history before it; null where that is too short or has no prices.</summary>
    /// <param name="history">The settled bars before it, at least one.</param>
    /// <param name="close">The close, on the split basis of the last settled bar.</param>
    /// <param name="logReturn">The log of the total return since the last settled bar.</param>
    public static NextBar? Complete(MarketSeries history, double close, double logReturn) =>
        Of(history).Complete(close, logReturn);

    /// <summary>The bar with the given close and the usual open, high and low; null where the history is too short or has no
    /// prices.</summary>
    /// <param name="close">The close, on the split basis of the last settled bar.</param>
    /// <param name="logReturn">The log of the total return since the last settled bar.</param>
    public NextBar? Complete(double close, double logReturn)
    {
        if (shapes.Count < Similar || !(volatility > 0))
            return null;
        var move = Math.Log(close / last);
        var size = Math.Abs(move) / volatility;
        var similar = shapes.OrderBy(shape => Math.Abs(Math.Log((shape.Move + QuietMove) / (size + QuietMove))))
            .Take(Similar).ToArray();
        var scale = Math.Abs(move) + volatility;
        var direction = move >= 0 ? 1 : -1;
        var open = last * Math.Exp(direction * scale * Median(similar, shape => shape.Gap));
        var (beyond, against) = (
            scale * Median(similar, shape => shape.Beyond), scale * Median(similar, shape => shape.Against));
        var wanted = scale * scale * Math.Exp(Median(similar, shape => shape.LogVariance));
        PriceBar Stretched(double factor)
        {
            var (up, down) = direction > 0 ? (beyond, against) : (against, beyond);
            return new(
                open, Math.Max(open, close) * Math.Exp(factor * up), Math.Min(open, close) * Math.Exp(-factor * down), close);
        }
        // The variance grows with the range, so bisection finds the factor; 8 is more than any history needs.
        var (low, high) = (0.0, 8.0);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            if (VarianceOf(Stretched(middle), last) < wanted)
                low = middle;
            else
                high = middle;
        }
        var bar = Stretched(high);
        return new(bar.Open, bar.High, bar.Low, bar.Close, logReturn);
    }

    private static List<Shape> Shapes(MarketSeries history)
    {
        var count = history.Session.Length;
        var shapes = new List<Shape>();
        for (var row = Math.Max(VolatilityWindow + 1, count - Searched); row < count; row++)
        {
            var previous = history.Close[row - 1];
            var bar = new PriceBar(history.Open[row], history.High[row], history.Low[row], history.Close[row]);
            // A return across a split or a missing session says nothing about a session.
            var move = Math.Log(bar.Close / previous);
            if (history.SessionsSpanned[row] != 1 || Math.Abs(move - history.LogReturn[row]) > .1
                || !(bar.Low > 0) || bar.Low > Math.Min(bar.Open, bar.Close) || bar.High < Math.Max(bar.Open, bar.Close))
                continue;
            var volatility = VolatilityBefore(history, row);
            var scale = Math.Abs(move) + volatility;
            var variance = VarianceOf(bar, previous);
            if (!(volatility > 0) || !(variance > 0))
                continue;
            var direction = move >= 0 ? 1 : -1;
            var up = Math.Log(bar.High / Math.Max(bar.Open, bar.Close)) / scale;
            var down = Math.Log(Math.Min(bar.Open, bar.Close) / bar.Low) / scale;
            shapes.Add(new(
                Math.Abs(move) / volatility, direction * Math.Log(bar.Open / previous) / scale,
                direction > 0 ? up : down, direction > 0 ? down : up, Math.Log(variance / (scale * scale))));
        }
        return shapes;
    }

    /// <summary>The variance of one session, not annualised: squared overnight return plus Garman–Klass.</summary>
    private static double VarianceOf(PriceBar bar, double previousClose)
    {
        var overnight = Math.Log(bar.Open / previousClose);
        return overnight * overnight + RangeVariance.GarmanKlass([bar]) / RealizedVariance.SessionsPerYear;
    }

    /// <summary>Root mean square of the daily log returns before a row; NaN where there are too few.</summary>
    private static double VolatilityBefore(MarketSeries history, int row)
    {
        var sum = 0.0;
        for (var i = row - VolatilityWindow; i < row; i++)
            sum += i < 0 ? double.NaN : history.LogReturn[i] * history.LogReturn[i];
        return Math.Sqrt(sum / VolatilityWindow);
    }

    private static double Median(Shape[] shapes, Func<Shape, double> of)
    {
        var values = Array.ConvertAll(shapes, shape => of(shape));
        Array.Sort(values);
        return Quantile.OfSorted(values, .5);
    }
}
