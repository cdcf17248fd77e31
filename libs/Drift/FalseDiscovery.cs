namespace Volcast.Drift;

/// <summary>The procedure of Benjamini and Hochberg (1995) over the features of one run.</summary>
public static class FalseDiscovery
{
    /// <summary>
    /// Adjusted p-values. Features whose adjusted value is at most q are findings; among them, a share of at most q is false on
    /// average, and if no feature drifted, any finding has at most this probability. This holds for independent and for
    /// positively dependent p-values (Benjamini and Yekutieli 2001).
    /// </summary>
    /// <param name="pValues">One for each feature, 0 to 1; NaN for a feature without a test, which does not count.</param>
    /// <returns>In the same order; NaN where there was no test.</returns>
    public static double[] Adjust(ReadOnlySpan<double> pValues)
    {
        var adjusted = pValues.ToArray();
        int[] tested = [.. Enumerable.Range(0, adjusted.Length).Where(i => !double.IsNaN(adjusted[i]))];
        Array.Sort([.. tested.Select(i => adjusted[i])], tested);
        var smallest = 1.0;
        for (var rank = tested.Length; rank > 0; rank--)
        {
            smallest = Math.Min(smallest, adjusted[tested[rank - 1]] * tested.Length / rank);
            adjusted[tested[rank - 1]] = smallest;
        }
        return adjusted;
    }
}
