using System.Numerics;

namespace Volcast.Features.Windows;

/// <summary>The 21 features of one block of rows, a column for each, in the order of <see cref="FeatureCatalog.L1"/>.</summary>
internal static class FeatureBlock
{
    /// <summary>Rows in front of a block that only serve its windows: 250 sessions, and room to begin each step at a multiple of
    /// the vector's lanes. The results of these rows mean nothing.</summary>
    public const int Lead = 264;

    /// <summary>Working columns beside the results: four inputs, the growth factors, and those of the index.</summary>
    public static int ScratchColumns => 5 + WilderRsi.ScratchColumns(WilderRsi.Changes);

    private const double SessionsPerYear = 252;

    // Places in the catalogue, from 0.
    private const int Return = 0, Volatility = 5, Drawdown = 9, Vix = 10, Vix3M = 11, VixTerm = 12, RelativeStrength = 13,
        TltTwenty = 14, HygTwenty = 15, TltSixty = 16, HygSixty = 17, HygTltSpread = 18, RealizedImpliedSpread = 19,
        TltHygTwenty = 20;

    /// <param name="inputs">The columns, whole.</param>
    /// <param name="startRow">The row of the block's first result, which stands behind the lead.</param>
    /// <param name="results">21 columns.</param>
    /// <param name="scratch">Room for <see cref="ScratchColumns"/>.</param>
    public static void Compute(in FeatureInputs inputs, int startRow, Columns results, Scratch scratch)
    {
        var firstRow = startRow - Lead;
        var target = Load(inputs.TargetReturns, firstRow, scratch.Column());
        var tlt = Load(inputs.TltReturns, firstRow, scratch.Column());
        var hyg = Load(inputs.HygReturns, firstRow, scratch.Column());
        var origin = Origin(inputs.TargetReturns, firstRow, scratch.Column());
        Load(inputs.Vix, firstRow, results[Vix]);
        Load(inputs.Vix3M, firstRow, results[Vix3M]);

        Returns(target, results);
        Volatilities(target, results, scratch);
        PricePath(target, results, scratch);
        Correlations(target, tlt, hyg, origin, results, scratch);
        Differences(tlt, hyg, results);
        for (var feature = 0; feature < FeatureCatalog.L1.Count; feature++)
            UnifyAbsent(results[feature]);
    }

    private static void Returns(Span<double> target, Columns results)
    {
        target.CopyTo(results[Return]);
        Sums(target, results, Return + 1);
    }

    private static void Volatilities(Span<double> target, Columns results, Scratch scratch)
    {
        var squares = scratch.Column();
        var r = Lanes.View(target);
        var r2 = Lanes.View(squares);
        for (var i = 0; i < r2.Length; i++)
            r2[i] = r[i] * r[i];
        Sums(squares, results, Volatility);
        ReadOnlySpan<int> windows = [5, 10, 20, 60];
        for (var i = 0; i < windows.Length; i++)
        {
            var volatility = Lanes.View(results[Volatility + i]);
            var annualization = SessionsPerYear / windows[i];
            foreach (ref var value in volatility)
                value = Vector.SquareRoot(value * annualization);
        }
    }

    /// <summary>Sums over 5, 10, 20 and 60 sessions into four columns from <paramref name="first"/> on.</summary>
    private static void Sums(Span<double> values, Columns results, int first)
    {
        WindowSums.Five(values, results[first]);
        WindowSums.Ten(results[first], results[first + 1]);
        WindowSums.Twenty(results[first], results[first + 2]);
        WindowSums.Sixty(results[first + 2], results[first + 3]);
    }

    private static void PricePath(Span<double> target, Columns results, Scratch scratch)
    {
        var growth = scratch.Column();
        for (var i = 0; i < growth.Length; i++)
            growth[i] = Math.Exp(-target[i]);
        WilderRsi.Compute(growth, WilderRsi.Changes, results[RelativeStrength], scratch);
        DrawdownOverSixty(growth, results[Drawdown], scratch);
    }

    private static void DrawdownOverSixty(Span<double> growth, Span<double> result, Scratch scratch)
    {
        var close = scratch.Column();
        close.Fill(1);
        var highest = scratch.Column();
        new PathFold(growth, 60, ref scratch).Over(Merge.Maximum, close, highest, scratch);
        var high = Lanes.View(highest);
        var drawdown = Lanes.View(result);
        for (var i = 0; i < drawdown.Length; i++)
            drawdown[i] = Vector<double>.One - Vector<double>.One / high[i];
    }

    private static void Correlations(
        Span<double> target, Span<double> tlt, Span<double> hyg, Span<double> origin, Columns results, Scratch scratch)
    {
        Correlation(target, tlt, origin, results[TltTwenty], results[TltSixty], scratch);
        Correlation(target, hyg, origin, results[HygTwenty], results[HygSixty], scratch);
        Correlation(tlt, hyg, origin, results[TltHygTwenty], [], scratch);
    }

    private static void Correlation(
        Span<double> x, Span<double> y, Span<double> origin, Span<double> twenty, Span<double> sixty, Scratch scratch)
    {
        var pearson = new Pearson(x, y, origin, ref scratch);
        pearson.OverTwenty(twenty);
        if (!sixty.IsEmpty)
            pearson.OverSixty(sixty, scratch);
    }

    private static void Differences(Span<double> tlt, Span<double> hyg, Columns results)
    {
        var vix = Lanes.View(results[Vix]);
        var vix3M = Lanes.View(results[Vix3M]);
        var term = Lanes.View(results[VixTerm]);
        var t = Lanes.View(tlt);
        var h = Lanes.View(hyg);
        var spread = Lanes.View(results[HygTltSpread]);
        var volatility = Lanes.View(results[Volatility + 2]);
        var gap = Lanes.View(results[RealizedImpliedSpread]);
        for (var i = 0; i < term.Length; i++)
        {
            term[i] = vix3M[i] / vix[i];
            spread[i] = h[i] - t[i];
            gap[i] = volatility[i] * 100 - vix[i];
        }
    }

    /// <summary>NaN has many bit patterns, and which of them an operation hands on is the compiler's choice: leave one.</summary>
    private static void UnifyAbsent(Span<double> column)
    {
        foreach (ref var value in Lanes.View(column))
            value = Vector.ConditionalSelect(Vector.Equals(value, value), value, new Vector<double>(double.NaN));
    }

    /// <summary>The rows from <paramref name="firstRow"/> on, absent where there are none.</summary>
    private static Span<double> Load(ReadOnlySpan<double> values, int firstRow, Span<double> column)
    {
        var before = Math.Max(0, -firstRow);
        var count = Math.Min(column.Length - before, values.Length - firstRow - before);
        column[..before].Fill(double.NaN);
        values.Slice(firstRow + before, count).CopyTo(column[before..]);
        column[(before + count)..].Fill(double.NaN);
        return column;
    }

    /// <summary>0 from the target's first return on, NaN before: a window that began earlier would change with the
    /// look-back.</summary>
    private static Span<double> Origin(ReadOnlySpan<double> targetReturns, int firstRow, Span<double> column)
    {
        var first = 0;
        while (first < targetReturns.Length && double.IsNaN(targetReturns[first]))
            first++;
        var before = Math.Clamp(first - firstRow, 0, column.Length);
        column[..before].Fill(double.NaN);
        column[before..].Clear();
        return column;
    }
}
