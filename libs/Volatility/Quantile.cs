namespace Volcast.Volatility;

/// <summary>Sample quantiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996).</summary>
public static class Quantile
{
    /// <summary>The quantile at <paramref name="probability"/> of sorted values.</summary>
    /// <param name="sorted">Ascending, at least one, none of them NaN.</param>
    /// <param name="probability">0 to 1: 0 is the smallest value, 1 the largest.</param>
    /// <exception cref="ArgumentException">There is no value, or the probability lies outside 0 to 1.</exception>
    public static double OfSorted(ReadOnlySpan<double> sorted, double probability)
    {
        if (sorted.IsEmpty)
            throw new ArgumentException("A quantile needs at least one value.", nameof(sorted));
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability must be from 0 to 1.");
        var position = probability * (sorted.Length - 1);
        var below = (int)position;
        return below + 1 < sorted.Length
            ? sorted[below] + (position - below) * (sorted[below + 1] - sorted[below])
            : sorted[below];
    }
}
