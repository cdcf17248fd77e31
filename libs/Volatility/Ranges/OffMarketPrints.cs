namespace Volcast.Volatility.Ranges;

/// <summary>
/// Limits highs and lows at which the market did not trade: late, cancelled or mistyped prints, which a range estimator would
/// square.
/// </summary>
/// <remarks>
/// A true extreme is usually near the session's open or close or the previous close; an off-market print is isolated. So the
/// distance of high and low beyond these three prices is limited to <see cref="Reach"/> times the median log range of the
/// previous <see cref="Window"/> sessions, a scale that a few bad prints cannot change. A price beyond the limit is moved to
/// it and not removed: a truly turbulent session (6 May 2010) keeps a large range, and no session loses its variance. On SPY
/// from 1993 to 2021 about one session in 400 changes. Only past sessions are used.
/// </remarks>
public static class OffMarketPrints
{
    /// <summary>The number of sessions in the median range. With fewer past sessions, nothing is limited.</summary>
    public const int Window = 22;

    /// <summary>The limit of an isolated high or low, in median ranges.</summary>
    public const double Reach = 2;

    /// <summary>The bars with limited highs and lows; open and close do not change.</summary>
    /// <param name="bars">In order, on one split basis. A bar with a NaN does not change and does not count in a median.</param>
    public static PriceBar[] Limit(ReadOnlySpan<PriceBar> bars)
    {
        var previousCloses = new double[bars.Length];
        for (var i = 0; i < bars.Length; i++)
            previousCloses[i] = i == 0 ? double.NaN : bars[i - 1].Close;
        return Limit(bars, previousCloses);
    }

    /// <summary>The bars with limited highs and lows, where each bar may have its own split basis.</summary>
    /// <param name="bars">In order. A bar with a NaN does not change and does not count in a median.</param>
    /// <param name="previousCloses">The previous close of each bar, on that bar's basis; if it is NaN, nothing is
    /// limited.</param>
    /// <exception cref="ArgumentException">The number of closes is not that of the bars.</exception>
    public static PriceBar[] Limit(ReadOnlySpan<PriceBar> bars, ReadOnlySpan<double> previousCloses)
    {
        if (previousCloses.Length != bars.Length)
            throw new ArgumentException(
                $"There are {previousCloses.Length} previous closes for {bars.Length} bars.", nameof(previousCloses));
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
            // A scale of zero (closes only, or stale prices) is not usable; a comparison with NaN is false.
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
