using Volcast.Volatility;

namespace Volcast.Drift;

/// <summary>Which values of a series are compared for drift: the newest 60 sessions with the ten years before.</summary>
public static class ComparedWindows
{
    /// <summary>The newest sessions that are compared.</summary>
    public const int Window = 60;

    /// <summary>The sessions before the window that it is compared with, at most.</summary>
    public const int Reference = 10 * RealizedVariance.SessionsPerYear;

    /// <summary>The values that are compared, in time order.</summary>
    /// <param name="values">One for each session, ascending.</param>
    /// <param name="reference">The values before the window; empty if there are none.</param>
    /// <param name="window">The newest values.</param>
    public static void Split(
        ReadOnlySpan<double> values, out ReadOnlySpan<double> reference, out ReadOnlySpan<double> window)
    {
        window = values[^Math.Min(Window, values.Length)..];
        var past = values[..^window.Length];
        reference = past[^Math.Min(Reference, past.Length)..];
    }
}
