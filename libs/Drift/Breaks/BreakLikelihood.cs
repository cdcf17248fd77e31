using System.Runtime.Intrinsics;

namespace Volcast.Drift.Breaks;

/// <summary>
/// The likelihood ratio of a change of the level against none. A change of δ in the level of an autoregression enters its
/// innovations as one jump of δ, followed by a shift of (1 − Σφ)·δ in each session. An outlier of the series is a jump without
/// the shift, so the ratio tells both apart. Innovations have the density of Student's t with four degrees of freedom, the usual
/// choice where outliers occur (Lange, Little and Taylor 1989). Of higher orders the steps between jump and shift are left out.
/// </summary>
/// <param name="scale">Of the density.</param>
/// <param name="unit">The standard deviation of the series.</param>
/// <param name="persistence">Σφ.</param>
internal sealed class BreakLikelihood(double scale, double unit, double persistence)
{
    /// <summary>So many sessions of the new level must be in the window, or the change may be an outlier.</summary>
    public const int MinimumSessions = 5;

    /// <summary>The median of |t| with four degrees of freedom.</summary>
    private const double MedianOfT4 = .7406970841;

    private static readonly double[] Sizes = [.. new[] { -1, 1 }
        .SelectMany(sign => Enumerable.Range(0, 6).Select(power => sign * Math.Pow(1.5, power)))];

    /// <summary>The largest size that is tried; the size of a larger change is given as this.</summary>
    public static double LargestSize => Sizes[^1];

    /// <summary>Whether scale and unit are positive numbers.</summary>
    public bool IsDefined => scale > 1e-9 && double.IsFinite(scale) && double.IsFinite(unit);

    /// <summary>The scale at which the median of the absolute innovations is that of the density.</summary>
    public static double ScaleOf(double[] innovations)
    {
        double[] sizes = [.. innovations.Select(Math.Abs)];
        Array.Sort(sizes);
        return Volatility.Quantile.OfSorted(sizes, .5) / MedianOfT4;
    }

    /// <summary>What each innovation contributes to the ratio of each size: as the jump, as part of the shift, and how the latter
    /// changes with the innovation. Row after row.</summary>
    public Contributions ContributionsOf(ReadOnlySpan<double> innovations)
    {
        var contributions = new Contributions(
            new double[innovations.Length * Sizes.Length], new double[innovations.Length * Sizes.Length],
            new double[innovations.Length * Sizes.Length]);
        for (var t = 0; t < innovations.Length; t++)
        {
            var e = innovations[t] / scale;
            var unchanged = 1 + e * e / 4;
            for (var size = 0; size < Sizes.Length; size++)
            {
                var jump = e - Sizes[size] * unit / scale;
                var shift = e - (1 - persistence) * Sizes[size] * unit / scale;
                var at = t * Sizes.Length + size;
                contributions.Jump[at] = 2.5 * Math.Log(unchanged / (1 + jump * jump / 4));
                contributions.Shift[at] = 2.5 * Math.Log(unchanged / (1 + shift * shift / 4));
                contributions.Slope[at] = 1.25 / scale * (e / unchanged - shift / (1 + shift * shift / 4));
            }
        }
        return contributions;
    }

    /// <summary>The most likely change in a window.</summary>
    /// <param name="contributions">Of its innovations.</param>
    public static (double LogRatio, int SessionsAgo, double Size) MostLikely(Contributions contributions)
    {
        var length = contributions.Jump.Length / Sizes.Length;
        var shifts = new double[Sizes.Length];
        var (largest, sessionsAgo, found) = (double.NegativeInfinity, 0, 0);
        for (var ago = 1; ago <= length + 1; ago++)
            for (var size = 0; size < Sizes.Length; size++)
            {
                var at = (length - ago) * Sizes.Length + size;
                // A change before the window has no jump in it.
                var ratio = shifts[size] + (ago > length ? 0 : contributions.Jump[at]);
                if (ratio > largest && ago >= MinimumSessions)
                    (largest, sessionsAgo, found) = (ratio, ago, size);
                shifts[size] += ago > length ? 0 : contributions.Shift[at];
            }
        return (largest, sessionsAgo, Sizes[found]);
    }

    /// <summary>The log ratio of the most likely change in a drawn window.</summary>
    /// <param name="contributions">Of the innovations from which the window was drawn.</param>
    /// <param name="rows">The rows of the window in them, in time order.</param>
    /// <param name="errors">Added to each innovation of the shift, small.</param>
    public static double LargestLogRatio(Contributions contributions, ReadOnlySpan<int> rows, ReadOnlySpan<double> errors)
    {
        var largest = Vector256.Create(double.NegativeInfinity);
        for (var lanes = 0; lanes < Sizes.Length; lanes += Vector256<double>.Count)
        {
            var shifts = Vector256<double>.Zero;
            for (var t = rows.Length - 1; t >= 0; t--)
            {
                var at = (nuint)(rows[t] * Sizes.Length + lanes);
                if (rows.Length - t >= MinimumSessions)
                    largest = Vector256.Max(largest, shifts + Vector256.LoadUnsafe(ref contributions.Jump[0], at));
                shifts += Vector256.LoadUnsafe(ref contributions.Shift[0], at)
                    + Vector256.Create(errors[t]) * Vector256.LoadUnsafe(ref contributions.Slope[0], at);
            }
            largest = Vector256.Max(largest, shifts);
        }
        var ratio = largest[0];
        for (var lane = 1; lane < Vector256<double>.Count; lane++)
            ratio = Math.Max(ratio, largest[lane]);
        return ratio;
    }

    /// <summary>See <see cref="ContributionsOf"/>.</summary>
    public sealed record Contributions(double[] Jump, double[] Shift, double[] Slope);
}
