namespace Volcast.Volatility;

/// <summary>
/// The equal-weighted cosine estimator of a long-run variance (Müller 2004; Lazarus, Lewis, Stock and Watson 2018): the mean of
/// the squared projections of the values on the first ν cosines, 1/ν Σ Λ_j², Λ_j = √(2/n) Σ x_t cos(πj(t − ½)/n). With it, the
/// t statistic of the mean has Student's t distribution with ν degrees of freedom in large samples, also where neighbouring
/// values are strongly dependent. Few cosines make the test honest about how little such a sample says.
/// </summary>
public static class CosineVariance
{
    /// <summary>The long-run variance, n times the variance of the mean, in the squared unit of the values.</summary>
    /// <param name="values">In order of time.</param>
    /// <param name="cosines">ν, at least 1 and less than the number of values.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of cosines is out of range.</exception>
    public static double LongRunVariance(ReadOnlySpan<double> values, int cosines)
    {
        var n = values.Length;
        if (cosines < 1 || cosines >= n)
            throw new ArgumentOutOfRangeException(
                nameof(cosines), cosines, $"With {n} values, the number of cosines must be from 1 to {n - 1}.");
        var sum = 0.0;
        for (var j = 1; j <= cosines; j++)
        {
            // Each cosine sums to 0 over the values, so their mean need not be subtracted.
            var projection = 0.0;
            for (var t = 0; t < n; t++)
                projection += values[t] * Math.Cos(Math.PI * j * (t + .5) / n);
            sum += 2.0 / n * projection * projection;
        }
        return sum / cosines;
    }
}
