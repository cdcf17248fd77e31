namespace Volcast.Drift;

/// <summary>The nondecreasing function of x with the smallest squared error, by pooling adjacent violators (Ayer, Brunk, Ewing,
/// Reid and Silverman 1955).</summary>
internal static class IsotonicRegression
{
    /// <summary>The fitted value of each row, in the rows' order; rows with equal x have equal values.</summary>
    public static double[] Of(double[] x, double[] y)
    {
        int[] rows = [.. Enumerable.Range(0, x.Length)];
        Array.Sort([.. x], rows);
        // Blocks of neighbouring rows with one value, in ascending order of x and of their mean.
        var (ends, sums) = (new List<int>(), new List<double>());
        for (var end = 1; end <= rows.Length; end++)
        {
            var sum = y[rows[end - 1]];
            while (end < rows.Length && x[rows[end]] == x[rows[end - 1]])
                sum += y[rows[end++]];
            ends.Add(end);
            sums.Add(sum);
            while (sums.Count > 1 && MeanOf(sums.Count - 2) >= MeanOf(sums.Count - 1))
            {
                sums[^2] += sums[^1];
                ends[^2] = ends[^1];
                sums.RemoveAt(sums.Count - 1);
                ends.RemoveAt(ends.Count - 1);
            }
        }
        var fitted = new double[x.Length];
        for (var block = 0; block < ends.Count; block++)
            for (var i = block == 0 ? 0 : ends[block - 1]; i < ends[block]; i++)
                fitted[rows[i]] = MeanOf(block);
        return fitted;

        double MeanOf(int block) => sums[block] / (ends[block] - (block == 0 ? 0 : ends[block - 1]));
    }
}
