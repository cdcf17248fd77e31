using System.Numerics;
using System.Runtime.InteropServices;

namespace Volcast.Features.Windows;

/// <summary>
/// Columns viewed as vectors whose lanes are adjacent rows. Every operation is elementwise, and IEEE 754 rounds each lane as it
/// rounds a scalar, so a row's value does not depend on the lane, block or batch that computes it. Products and sums are separate
/// operations, because a fused multiply-add rounds differently.
/// </summary>
internal static class Lanes
{
    /// <summary>Column lengths and starts are multiples of this. No vector has more lanes.</summary>
    public const int Multiple = 8;

    public static int RoundUp(int count) => (count + Multiple - 1) / Multiple * Multiple;

    /// <summary>A column shifted by <paramref name="back"/> sessions, from the first multiple with at least
    /// <paramref name="reach"/> sessions before it. In views of equal reach, element i belongs to the same session t; it holds
    /// the value of session t − back.</summary>
    public static Span<Vector<double>> View(Span<double> column, int back, int reach)
    {
        var first = RoundUp(reach);
        return MemoryMarshal.Cast<double, Vector<double>>(column.Slice(first - back, column.Length - first));
    }

    /// <summary>The whole column.</summary>
    public static Span<Vector<double>> View(Span<double> column) => View(column, 0, 0);
}
