namespace Volcast.Evaluation.Tests.Comparison;

/// <summary>Seeded random series.</summary>
internal static class Draws
{
    /// <summary>Independent standard normals.</summary>
    public static double[] Gaussian(Random random, int count)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
        return values;
    }

    /// <summary>Sums of <paramref name="terms"/> neighbouring normals over the root of their number: variance 1, with the
    /// dependence of the errors of overlapping forecasts.</summary>
    public static double[] MovingAverage(Random random, int count, int terms)
    {
        var shocks = Gaussian(random, count + terms - 1);
        return [.. Enumerable.Range(0, count).Select(t => shocks.AsSpan(t, terms).ToArray().Sum() / Math.Sqrt(terms))];
    }
}
