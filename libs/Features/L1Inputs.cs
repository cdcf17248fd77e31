using System.Numerics;
using System.Runtime.InteropServices;

namespace Volcast.Features;

/// <summary>
/// The inputs of the 21 features: five columns with a row for each of the target's bars, ascending. A row holds only what was
/// known when its session had settled; a missing value is <see cref="double.NaN"/>.
/// </summary>
public readonly ref struct L1Inputs
{
    /// <param name="targetReturns">Log return of the target into each session, decimal; NaN in the first row.</param>
    /// <param name="tltReturns">Log return of TLT, decimal.</param>
    /// <param name="hygReturns">Log return of HYG, decimal.</param>
    /// <param name="vix">Close of the target's implied-volatility index, points, above zero.</param>
    /// <param name="vix3M">Close of VIX3M, points, above zero.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public L1Inputs(
        ReadOnlySpan<double> targetReturns,
        ReadOnlySpan<double> tltReturns,
        ReadOnlySpan<double> hygReturns,
        ReadOnlySpan<double> vix,
        ReadOnlySpan<double> vix3M)
    {
        TargetReturns = targetReturns;
        TltReturns = tltReturns;
        HygReturns = hygReturns;
        Vix = vix;
        Vix3M = vix3M;
        if (tltReturns.Length != Rows || hygReturns.Length != Rows || vix.Length != Rows || vix3M.Length != Rows)
            throw new ArgumentException(
                $"The inputs of the features are not aligned on the target's {Rows} sessions: TLT has {tltReturns.Length} rows, "
                + $"HYG {hygReturns.Length}, VIX {vix.Length}, VIX3M {vix3M.Length}. Put NaN where a value is missing.");
    }

    public ReadOnlySpan<double> TargetReturns { get; }
    public ReadOnlySpan<double> TltReturns { get; }
    public ReadOnlySpan<double> HygReturns { get; }
    public ReadOnlySpan<double> Vix { get; }
    public ReadOnlySpan<double> Vix3M { get; }
    public int Rows => TargetReturns.Length;

    /// <summary><paramref name="count"/> rows from <paramref name="start"/> on.</summary>
    public L1Inputs Slice(int start, int count) => new(
        TargetReturns.Slice(start, count),
        TltReturns.Slice(start, count),
        HygReturns.Slice(start, count),
        Vix.Slice(start, count),
        Vix3M.Slice(start, count));

    /// <summary>Refuses impossible numbers in the rows from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentException">A return is infinite, or an index is infinite or not above zero.</exception>
    internal void Validate(int start)
    {
        RequireWithin("The log return of the target", TargetReturns, start, double.NegativeInfinity);
        RequireWithin("The log return of TLT", TltReturns, start, double.NegativeInfinity);
        RequireWithin("The log return of HYG", HygReturns, start, double.NegativeInfinity);
        RequireWithin("VIX", Vix, start, 0);
        RequireWithin("VIX3M", Vix3M, start, 0);
    }

    /// <summary>Every value is missing, or above <paramref name="floor"/> and finite.</summary>
    private static void RequireWithin(string name, ReadOnlySpan<double> column, int start, double floor)
    {
        var rows = column[start..];
        var lanes = MemoryMarshal.Cast<double, Vector<double>>(rows);
        var (low, high) = (new Vector<double>(floor), new Vector<double>(double.PositiveInfinity));
        var broken = Vector<long>.Zero;
        foreach (var lane in lanes)
            broken |= Vector.LessThanOrEqual(lane, low) | Vector.GreaterThanOrEqual(lane, high);
        var clean = broken == Vector<long>.Zero ? lanes.Length * Vector<double>.Count : 0;
        var expected = floor == 0 ? "a finite number above zero" : "a finite number";
        for (var i = clean; i < rows.Length; i++)
            if (rows[i] <= floor || rows[i] >= double.PositiveInfinity)
                throw new ArgumentException(
                    $"{name} is {rows[i]} in row {start + i}: expected {expected}, or NaN where it is missing. "
                    + "Correct the curated bar of that session.");
    }
}
