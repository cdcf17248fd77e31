namespace Volcast.Drift.Tests;

/// <summary>Seeded random series.</summary>
internal static class Draws
{
    /// <summary>A standard normal.</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());

    /// <summary>Student's t with four degrees of freedom, scaled to variance 1.</summary>
    public static double StudentT4(Random random)
    {
        // χ² with four degrees of freedom is −2 ln of a product of two uniforms.
        var chiSquared = -2 * Math.Log((1 - random.NextDouble()) * (1 - random.NextDouble()));
        return Normal(random) / Math.Sqrt(chiSquared / 4) / Math.Sqrt(2);
    }

    /// <summary>A stationary autoregression of order 1 whose innovations have variance 1.</summary>
    public static double[] Autoregression(Random random, int count, double phi, Func<Random, double> innovation)
    {
        var values = new double[count];
        var last = Normal(random) / Math.Sqrt(1 - phi * phi);
        // The first values forget that the start was normal.
        for (var t = phi == 0 ? 0 : -(int)(5 / (1 - phi)); t < count; t++)
        {
            last = phi * last + innovation(random);
            if (t >= 0)
                values[t] = last;
        }
        return values;
    }
}
