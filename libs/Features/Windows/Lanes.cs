using System.Numerics;
using System.Runtime.InteropServices;

namespace Volcast.Features.Windows;

/// <summary>
/// Columns seen as vectors whose lanes are neighbouring rows. Every operation is elementwise, and IEEE 754 rounds each lane as it
/// would round the scalar, so a row's value does not depend on the lane, block or batch in which it is computed. Products and
/// sums are written apart: a fused multiply-add rounds differently.
/// </summary>
internal static class Lanes
{
    /// <summary>Column lengths and starts are multiples of this, at least as many lanes as any vector has.</summary>
    public const int Multiple = 8;

    public static int RoundUp(int count) => (count + Multiple - 1) / Multiple * Multiple;

    /// <summary>A column moved <paramref name="back"/> sessions back, from the first multiple on that has
    /// <paramref name="reach"/> sessions before it: element i of views of one reach belongs to one session t and holds t −
    /// back.</summary>
    public static Span<Vector<double>> View(Span<double> column, int back, int reach)
    {
        var first = RoundUp(reach);
        return MemoryMarshal.Cast<double, Vector<double>>(column.Slice(first - back, column.Length - first));
    }

    /// <summary>The whole column.</summary>
    public static Span<Vector<double>> View(Span<double> column) => View(column, 0, 0);
}
