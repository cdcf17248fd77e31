using Volcast.Volatility.Garch;

namespace Volcast.Forecasting;

/// <summary>
/// The conditional variance of a process as its returns come, bounded by what has been seen: it is never above the largest
/// squared residual, nor below a millionth of its first value.
/// </summary>
/// <remarks>A stationary GARCH keeps the upper bound by itself: its variance is a weighted mean of the squared residuals of the
/// past and of the unconditional variance (Bollerslev 1986). An EGARCH does not: it raises the exponential to the size of the
/// last surprise, so that after a quiet year one day like that of October 1987, fifty deviations, makes it forecast a volatility
/// of more than 1,000 %; and after weeks of stale prices the exponential would overflow. Bounds for the same reason, though much
/// looser, are those of the arch package (Sheppard): multiples of an exponentially weighted mean of the squared residuals, and
/// of the largest of them. No forecast of any of these models for SPY, walked forward from 1994 to 2021, is above a third of the
/// bound.</remarks>
/// <param name="process">The process.</param>
/// <param name="first">The variance of the first return, of one session.</param>
/// <param name="largest">The largest squared residual of the training returns. Those that come later raise it.</param>
internal sealed class VariancePath(VarianceProcess process, double first, double largest)
{
    private const double LeastMultiple = 1e-6;
    private readonly double least = LeastMultiple * first;
    private double largest = Math.Max(largest, first);

    /// <summary>The variance of the session after the newest return observed.</summary>
    public double Next { get; private set; } = first;

    /// <summary>A session whose return is absent is passed over.</summary>
    public void Observe(double logReturn)
    {
        if (!double.IsFinite(logReturn))
            return;
        var residual = logReturn - process.Mean;
        largest = Math.Max(largest, residual * residual);
        Next = Bounded(process.Next(Next, logReturn));
    }

    /// <summary>A variance of this process, such as one that is expected of a session to come.</summary>
    public double Bounded(double variance) => Math.Clamp(variance, least, largest);
}
