namespace Volcast.Drift.Statistics;

/// <summary>
/// The bins of two samples, as Evidently makes them for a numerical feature: by Sturges' (1926) rule between the smallest and
/// the largest value of both samples, or one for each value if the reference has at most 20 different values. Evidently's
/// argument of 30 bins has no effect on a numerical feature.
/// </summary>
internal sealed class Bins
{
    /// <summary>Up to so many different values in the reference, each value is a bin.</summary>
    private const int MaximumValues = 20;

    private readonly double[] edges;
    private readonly bool eachValue;

    private Bins(double[] edges, bool eachValue) => (this.edges, this.eachValue) = (edges, eachValue);

    public int Count => eachValue ? edges.Length : edges.Length - 1;

    /// <param name="sortedReference">Ascending, at least one value.</param>
    /// <param name="sorted">The values of both samples, ascending.</param>
    public static Bins Of(ReadOnlySpan<double> sortedReference, ReadOnlySpan<double> sorted)
    {
        if (Distinct(sortedReference).Length <= MaximumValues)
            return new(Distinct(sorted), eachValue: true);
        var (first, last) = (sorted[0], sorted[^1]);
        // The width decides, as in NumPy, because a division can round upwards.
        var width = (last - first) / (Math.Log2(sorted.Length) + 1);
        var count = (int)Math.Ceiling((last - first) / width);
        var edges = new double[count + 1];
        var step = (last - first) / count;
        for (var i = 0; i < count; i++)
            edges[i] = first + i * step;
        edges[count] = last;
        return new(edges, eachValue: false);
    }

    /// <summary>The bin of a value that is among those from which the bins were made. A value on an edge belongs to the upper
    /// bin, the largest value to the last bin.</summary>
    public int IndexOf(double value)
    {
        var found = Array.BinarySearch(edges, value);
        return found < 0 ? ~found - 1 : Math.Min(found, Count - 1);
    }

    /// <summary>The number of values in each bin.</summary>
    public int[] CountsOf(ReadOnlySpan<double> values)
    {
        var counts = new int[Count];
        foreach (var value in values)
            counts[IndexOf(value)]++;
        return counts;
    }

    /// <summary>The population stability index Σ (p − q)·ln(p/q) over the shares p and q of both samples. A share of 0 counts
    /// as .0001, or as a millionth of the sample's smallest share if that is at most .0001.</summary>
    public static double PopulationStability(ReadOnlySpan<int> reference, ReadOnlySpan<int> window)
    {
        var (referenceCount, windowCount) = (Sum(reference), Sum(window));
        var (referenceFill, windowFill) = (Fill(reference, referenceCount), Fill(window, windowCount));
        var sum = 0.0;
        for (var i = 0; i < reference.Length; i++)
        {
            var p = reference[i] == 0 ? referenceFill : reference[i] / referenceCount;
            var q = window[i] == 0 ? windowFill : window[i] / windowCount;
            sum += (p - q) * Math.Log(p / q);
        }
        return sum;
    }

    /// <summary>The distance of Jensen and Shannon (Endres and Schindelin 2003): the root of the mean Kullback–Leibler
    /// divergence of both shares from their average, with natural logarithms.</summary>
    public static double JensenShannon(ReadOnlySpan<int> reference, ReadOnlySpan<int> window)
    {
        var (referenceCount, windowCount) = (Sum(reference), Sum(window));
        var sum = 0.0;
        for (var i = 0; i < reference.Length; i++)
        {
            var (p, q) = (reference[i] / referenceCount, window[i] / windowCount);
            var mean = (p + q) / 2;
            sum += (p > 0 ? p * Math.Log(p / mean) : 0) + (q > 0 ? q * Math.Log(q / mean) : 0);
        }
        return Math.Sqrt(Math.Max(sum, 0) / 2);
    }

    private static double Fill(ReadOnlySpan<int> counts, double total)
    {
        var smallest = double.PositiveInfinity;
        foreach (var count in counts)
            if (count > 0)
                smallest = Math.Min(smallest, count / total);
        return smallest <= .0001 ? smallest / 1e6 : .0001;
    }

    private static double Sum(ReadOnlySpan<int> counts)
    {
        var sum = 0;
        foreach (var count in counts)
            sum += count;
        return sum;
    }

    private static double[] Distinct(ReadOnlySpan<double> sorted)
    {
        var distinct = new List<double>();
        foreach (var value in sorted)
            if (distinct.Count == 0 || value > distinct[^1])
                distinct.Add(value);
        return [.. distinct];
    }
}
