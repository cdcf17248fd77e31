using System.Runtime.InteropServices;

namespace Volcast.Forecasting.Distribution;

/// <summary>The newest values of a series, sorted by time and by size.</summary>
internal sealed class SortedWindow(int capacity)
{
    private readonly Queue<double> byTime = [];
    private readonly List<double> sorted = [];

    public int Capacity => capacity;

    public int Count => sorted.Count;

    /// <summary>The values in ascending order; valid until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<double> Ascending => CollectionsMarshal.AsSpan(sorted);

    /// <summary>The values, the oldest first.</summary>
    public double[] ToArray() => [.. byTime];

    /// <summary>Adds a value; if the window is full, the oldest is removed.</summary>
    public void Add(double value)
    {
        if (sorted.Count == capacity)
            sorted.RemoveAt(sorted.BinarySearch(byTime.Dequeue()));
        var place = sorted.BinarySearch(value);
        sorted.Insert(place < 0 ? ~place : place, value);
        byTime.Enqueue(value);
    }

    /// <summary>
    /// The conformal quantile, by interpolation at p(n + 1) (type 6 of Hyndman and Fan 1996): the next of n + 1 exchangeable
    /// values falls below it with probability p. Where p lies outside 1/(n + 1) to n/(n + 1), the smallest or largest value.
    /// </summary>
    public double Quantile(double probability)
    {
        var position = Math.Clamp((probability * (Count + 1) - 1) / (Count - 1), 0, 1);
        return Volatility.Quantile.OfSorted(Ascending, position);
    }

    /// <summary>The inverse of <see cref="Quantile"/>: the probability that the next value lies above this one. Beyond the ends
    /// it stays at 1/(n + 1) and n/(n + 1), because a value outside the seen range is possible.</summary>
    public double ShareAbove(double value)
    {
        var place = sorted.BinarySearch(value);
        var rank = place < 0 ? ~place : place; // Values below, as a count.
        double position = rank;
        if (place >= 0)
            position = rank + 1;
        else if (rank > 0 && rank < Count)
            position = rank + (value - sorted[rank - 1]) / (sorted[rank] - sorted[rank - 1]);
        return 1 - Math.Clamp(position, 1, Count) / (Count + 1);
    }

    /// <summary>The mean of the smallest values up to a share of them; the last counts with its fraction (Acerbi and Tasche
    /// 2002). It is the smallest value if the share is less than one value.</summary>
    public double MeanBelow(double probability)
    {
        var count = Math.Max(probability * Count, 1);
        var whole = (int)count;
        var sum = (count - whole) * (whole < Count ? sorted[whole] : 0);
        for (var i = 0; i < whole; i++)
            sum += sorted[i];
        return sum / count;
    }
}
