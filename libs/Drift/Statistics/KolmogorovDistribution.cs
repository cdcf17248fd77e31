using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Volcast.Drift.Statistics;

/// <summary>
/// The distribution of Kolmogorov's one-sample statistic D(n), by the methods that Simard and L'Ecuyer (2011) recommend: the
/// matrix of Durbin (1968) in the form of Marsaglia, Tsang and Wang (2003), the expansion of Pelz and Good (1976), and in the
/// upper tail twice the probability of the one-sided statistic (Miller 1956).
/// </summary>
internal static class KolmogorovDistribution
{
    private const double Pi2 = Math.PI * Math.PI;
    private const double Pi4 = Pi2 * Pi2;
    private const double Pi6 = Pi4 * Pi2;

    /// <summary>P(D(n) ≥ d).</summary>
    /// <param name="n">The number of values, at least 1.</param>
    /// <param name="d">The statistic.</param>
    public static double Survival(int n, double d)
    {
        var square = n * d * d;
        return n * d <= .5 ? 1
            : d >= 1 ? 0
            : d >= .5 || n * d >= n - 1 || square >= (n <= 140 ? 4 : 2.2) ? Math.Min(2 * OneSidedSurvival(n, d), 1)
            : n <= 140 || n <= 100_000 && n * Math.Pow(d, 1.5) <= 1.4 ? 1 - Durbin(n, d)
            : 1 - PelzGood(n, d);
    }

    /// <summary>P(D⁺(n) ≥ d) = d Σ C(n, j) (d + j/n)^(j − 1) (1 − d − j/n)^(n − j) over j from 0 to n(1 − d), a sum of positive
    /// terms (Birnbaum and Tingey 1951).</summary>
    private static double OneSidedSurvival(int n, double d)
    {
        var sum = 0.0;
        for (var j = 0; j <= (int)Math.Floor(n * (1 - d)); j++)
        {
            var (at, rest) = (d + (double)j / n, 1 - d - (double)j / n);
            var power = j == n ? 0 : rest <= 0 ? double.NegativeInfinity : (n - j) * Math.Log(rest);
            sum += Math.Exp(SpecialFunctions.BinomialLn(n, j) + (j - 1) * Math.Log(at) + power);
        }
        return d * sum;
    }

    /// <summary>P(D(n) &lt; d) = n!/nⁿ times the middle element of Hⁿ, exact up to rounding. H has 2k − 1 rows, where k is n·d
    /// rounded up.</summary>
    private static double Durbin(int n, double d)
    {
        var k = (int)Math.Ceiling(n * d);
        var (size, h) = (2 * k - 1, k - n * d);
        var matrix = Matrix<double>.Build.Dense(size, size, (i, j) => i - j + 1 < 0 ? 0 : 1);
        for (var i = 0; i < size; i++)
        {
            matrix[i, 0] -= Math.Pow(h, i + 1);
            matrix[size - 1, i] -= Math.Pow(h, size - i);
        }
        matrix[size - 1, 0] += 2 * h - 1 > 0 ? Math.Pow(2 * h - 1, size) : 0;
        matrix.MapIndexedInplace((i, j, value) => i - j + 1 > 0 ? value / Factorial(i - j + 1) : value);

        // Powers of two keep the elements in range; both exponents are of two.
        var (power, powerExponent, exponent) = (Matrix<double>.Build.DenseIdentity(size), 0, 0);
        for (var remaining = n; remaining > 0; remaining /= 2)
        {
            if (remaining % 2 == 1)
                (power, powerExponent) = (power * matrix, powerExponent + exponent);
            (matrix, exponent) = (matrix * matrix, 2 * exponent);
            if (matrix[k - 1, k - 1] > 1e100)
                (matrix, exponent) = (matrix * Math.ScaleB(1, -332), exponent + 332);
        }
        return power[k - 1, k - 1]
            * Math.Exp(SpecialFunctions.FactorialLn(n) - n * Math.Log(n) + powerExponent * Constants.Ln2);
    }

    private static double Factorial(int n)
    {
        var product = 1.0;
        for (var i = 2; i <= n; i++)
            product *= i;
        return product;
    }

    /// <summary>P(D(n) &lt; d) ≈ K₀ + K₁/√n + K₂/n + K₃/n^1.5 at z = d·√n.</summary>
    private static double PelzGood(int n, double d)
    {
        var z = d * Math.Sqrt(n);
        double z2 = z * z, z4 = z2 * z2, z6 = z4 * z2, z8 = z4 * z4;
        double k0 = 0, k1 = 0, k2 = 0, k3 = 0, even2 = 0, even3 = 0;
        for (var k = (int)Math.Ceiling(16 * z / Math.PI); k >= 0; k--)
        {
            double odd = k + .5, odd2 = odd * odd, odd4 = odd2 * odd2, k2nd = (double)k * k;
            var weight = Math.Exp(-Pi2 * odd2 / (2 * z2));
            k0 += weight;
            k1 += weight * (Pi2 * odd2 - z2);
            k2 += weight * (6 * z6 + 2 * z4 + Pi2 * (2 * z4 - 5 * z2) * odd2 + Pi4 * (1 - 2 * z2) * odd4);
            k3 += weight * (-30 * z6 - 90 * z8 + Pi2 * (135 * z4 - 96 * z6) * odd2 + Pi4 * (212 * z4 - 60 * z2) * odd4
                + Pi6 * (5 - 30 * z2) * odd4 * odd2);
            var weightOfInteger = Math.Exp(-Pi2 * k2nd / (2 * z2));
            even2 += weightOfInteger * k2nd * Pi2;
            even3 += weightOfInteger * (3 * Pi2 * k2nd * z2 - Pi4 * k2nd * k2nd);
        }
        var root = Math.Sqrt(2 * Math.PI);
        double rootOfN = Math.Sqrt(n);
        return root * (k0 / z + k1 / (6 * z4 * rootOfN) + (k2 / (72 * z4 * z2 * z) - even2 / (36 * z2 * z)) / n
            + (k3 / (6480 * z8 * z2) + even3 / (216 * z6)) / (n * rootOfN));
    }
}
