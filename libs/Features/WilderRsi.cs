using System.Numerics;
using Volcast.Features.Windows;

namespace Volcast.Features;

/// <summary>
/// The relative strength index of Wilder (1978): 100·U/(U + D), with U and D the smoothed rises and falls of the close. The
/// averages start as the simple means of the first 14 changes and then move by a fourteenth of each further change.
/// </summary>
/// <remarks>
/// For a window of n changes the weights are known: ρᵏ on the change k sessions back, with ρ = 13/14, and ρ^(n−14) on each of the
/// oldest 14. So the index is a finite weighted sum. U and D have the same unit, so changes relative to the last close give the
/// same index as changes in prices. 250 changes are enough: earlier ones together weigh less than 1e-7. The index is missing
/// where no close in the window changes.
/// </remarks>
public static class WilderRsi
{
    /// <summary>Wilder's period, the sessions of the first simple mean.</summary>
    public const int Period = 14;

    /// <summary>The number of changes that the feature uses; it is missing until they exist.</summary>
    public const int Changes = 250;

    /// <summary>The index at the last of <paramref name="closes"/>, from all of them.</summary>
    /// <param name="closes">At least 15, positive, ascending in time.</param>
    /// <returns>0 to 100; NaN if no close changes.</returns>
    /// <exception cref="ArgumentException">There are fewer than 15 closes.</exception>
    public static double FromCloses(ReadOnlySpan<double> closes)
    {
        var changes = closes.Length - 1;
        if (changes < Period)
            throw new ArgumentException($"Wilder's RSI needs {Period + 1} closes and got {closes.Length}.", nameof(closes));
        var length = Lanes.RoundUp(closes.Length + Lanes.Multiple);
        var growth = new double[length];
        Array.Fill(growth, double.NaN);
        for (var i = 1; i < closes.Length; i++)
            growth[length - closes.Length + i] = closes[i - 1] / closes[i];
        var result = new double[length];
        Compute(growth, changes, result, new Scratch(new double[ScratchColumns(changes) * length], length));
        return result[^1];
    }

    /// <summary>The index of each row over its last <paramref name="changes"/> changes.</summary>
    /// <param name="growth">C(t−1)/C(t), the factor of one step back.</param>
    /// <param name="changes">At least 14.</param>
    /// <param name="result">A column for the index.</param>
    /// <param name="scratch">Room for <see cref="ScratchColumns"/>.</param>
    internal static void Compute(Span<double> growth, int changes, Span<double> result, Scratch scratch)
    {
        var rises = scratch.Column();
        var moves = scratch.Column();
        Split(growth, rises, moves);
        var rise = scratch.Column();
        var move = scratch.Column();
        var first = new PathFold(growth, Period, ref scratch);
        first.Over(Merge.Sum, rises, rise, scratch);
        first.Over(Merge.Sum, moves, move, scratch);
        if (changes > Period)
        {
            var decayed = scratch.Column();
            Scale(growth, (Period - 1.0) / Period, decayed);
            var later = new PathFold(decayed, changes - Period, ref scratch);
            rise = Continue(rise, later, rises, changes, ref scratch);
            move = Continue(move, later, moves, changes, ref scratch);
        }
        var u = Lanes.View(rise);
        var a = Lanes.View(move);
        var r = Lanes.View(result);
        for (var i = 0; i < r.Length; i++)
            r[i] = u[i] * 100 / a[i];
    }

    /// <summary>Working columns: sixteen, and two for each binary digit of the window.</summary>
    internal static int ScratchColumns(int changes) => 16 + 2 * (BitOperations.Log2((uint)changes) + 1);

    /// <summary>The first mean, continued over the later changes.</summary>
    private static Span<double> Continue(
        Span<double> mean, PathFold later, Span<double> changes, int count, scoped ref Scratch scratch)
    {
        var sum = scratch.Column();
        later.Over(Merge.Sum, changes, sum, scratch);
        PathFold.Join(Merge.Sum, sum, later.Total, mean, count - Period, sum);
        return sum;
    }

    /// <summary>Each session's rise and its absolute move, relative to its own close.</summary>
    private static void Split(Span<double> growth, Span<double> rises, Span<double> moves)
    {
        var g = Lanes.View(growth);
        var up = Lanes.View(rises);
        var move = Lanes.View(moves);
        for (var i = 0; i < g.Length; i++)
        {
            var change = Vector<double>.One - g[i];
            up[i] = Vector.Max(change, Vector<double>.Zero);
            move[i] = Vector.Abs(change);
        }
    }

    private static void Scale(Span<double> values, double factor, Span<double> result)
    {
        var v = Lanes.View(values);
        var r = Lanes.View(result);
        for (var i = 0; i < r.Length; i++)
            r[i] = v[i] * factor;
    }
}
