using System.Numerics;
using System.Runtime.InteropServices;

namespace Volcast.Volatility.PathDependence;

/// <summary>
/// The time-shifted power law of Guyon and Lekeufack (2023): the return of k sessions ago has the weight (k + δ)^−α, and the
/// weights are normalised to sum to 1. A small shift gives a steep start and a long tail; a large exponent with a large shift is
/// almost exponential. Immutable.
/// </summary>
public sealed class PowerLawKernel
{
    /// <summary>The number of returns with a weight, about four years, as in the paper. If there are fewer returns, their weights
    /// are scaled to sum to 1.</summary>
    public const int Memory = 1000;

    private readonly double[] weights = new double[Memory];
    private readonly double[] byExponent = new double[Memory];
    private readonly double[] byShift = new double[Memory];

    /// <summary>The sums of the three arrays from each position to the end.</summary>
    private readonly (double Weight, double ByExponent, double ByShift)[] totals =
        new (double, double, double)[Memory + 1];

    /// <param name="exponent">α, above 0.</param>
    /// <param name="shift">δ, sessions, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not positive and finite.</exception>
    public PowerLawKernel(double exponent, double shift)
    {
        if (!(exponent > 0 && double.IsFinite(exponent)))
            throw new ArgumentOutOfRangeException(nameof(exponent), exponent, "An exponent must be positive.");
        if (!(shift > 0 && double.IsFinite(shift)))
            throw new ArgumentOutOfRangeException(nameof(shift), shift, "A shift must be positive.");
        (Exponent, Shift) = (exponent, shift);
        for (var k = 0; k < Memory; k++)
        {
            // Relative to the newest return's weight, so that nothing underflows; the divisor cancels out.
            var log = Math.Log((k + shift) / shift);
            var weight = Math.Exp(-exponent * log);
            var place = Memory - 1 - k;
            weights[place] = weight;
            byExponent[place] = -log * weight;
            byShift[place] = exponent * k / (shift * (k + shift)) * weight;
            var newer = totals[place + 1];
            totals[place] =
                (newer.Weight + weight, newer.ByExponent + byExponent[place], newer.ByShift + byShift[place]);
        }
    }

    /// <summary>α.</summary>
    public double Exponent { get; }

    /// <summary>δ, in sessions.</summary>
    public double Shift { get; }

    /// <summary>R₁, the annualised weighted mean of the returns, decimal.</summary>
    /// <param name="logReturns">In order, the newest last; at least one.</param>
    public double Trend(ReadOnlySpan<double> logReturns) => RealizedVariance.SessionsPerYear * Mean(logReturns);

    /// <summary>√R₂, the root of the annualised weighted mean of the squared returns: a volatility, decimal.</summary>
    /// <inheritdoc cref="Trend"/>
    public double Activity(ReadOnlySpan<double> logReturns)
    {
        logReturns = Newest(logReturns);
        Span<double> squares = stackalloc double[Memory];
        for (var i = 0; i < logReturns.Length; i++)
            squares[i] = logReturns[i] * logReturns[i];
        return Math.Sqrt(RealizedVariance.SessionsPerYear * Mean(squares[..logReturns.Length]));
    }

    /// <summary>The weighted mean of the newest <see cref="Memory"/> values.</summary>
    /// <param name="values">In order, the newest last; at least one.</param>
    internal double Mean(ReadOnlySpan<double> values) => Mean(values, out _, out _);

    /// <summary>The weighted mean, and its derivatives with respect to exponent and shift.</summary>
    internal double Mean(ReadOnlySpan<double> values, out double derivativeByExponent, out double derivativeByShift)
    {
        values = Newest(values);
        var from = Memory - values.Length;
        var (sum, sumByExponent, sumByShift) = Products(values, from);
        var (total, totalByExponent, totalByShift) = totals[from];
        var mean = sum / total;
        derivativeByExponent = (sumByExponent - mean * totalByExponent) / total;
        derivativeByShift = (sumByShift - mean * totalByShift) / total;
        return mean;
    }

    private static ReadOnlySpan<double> Newest(ReadOnlySpan<double> values) => values[Math.Max(0, values.Length - Memory)..];

    private (double Sum, double ByExponent, double ByShift) Products(ReadOnlySpan<double> values, int from)
    {
        var w = weights.AsSpan(from);
        var a = byExponent.AsSpan(from);
        var d = byShift.AsSpan(from);
        var lanes = MemoryMarshal.Cast<double, Vector<double>>(values);
        var wLanes = MemoryMarshal.Cast<double, Vector<double>>(w);
        var aLanes = MemoryMarshal.Cast<double, Vector<double>>(a);
        var dLanes = MemoryMarshal.Cast<double, Vector<double>>(d);
        var (sum, sumA, sumD) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        for (var i = 0; i < lanes.Length; i++)
        {
            sum += wLanes[i] * lanes[i];
            sumA += aLanes[i] * lanes[i];
            sumD += dLanes[i] * lanes[i];
        }
        var (x, y, z) = (Vector.Sum(sum), Vector.Sum(sumA), Vector.Sum(sumD));
        for (var i = lanes.Length * Vector<double>.Count; i < values.Length; i++)
            (x, y, z) = (x + w[i] * values[i], y + a[i] * values[i], z + d[i] * values[i]);
        return (x, y, z);
    }
}
