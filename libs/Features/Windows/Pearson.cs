using System.Numerics;

namespace Volcast.Features.Windows;

/// <summary>
/// Pearson's correlation of two columns of returns over 20 or 60 sessions, from sums of products. A session that lacks either
/// return is left out of the window.
/// </summary>
/// <remarks>
/// The correlation is missing in three cases: fewer than 90 % of the window's sessions have both returns; the window reaches back
/// before the data; or a variance is zero, that is at most 1e-12 of the mean square, which is what rounding leaves of a constant.
/// </remarks>
internal readonly ref struct Pearson
{
    /// <summary>The columns that it keeps: n, Σx, Σy, Σx², Σy², Σxy over 20 sessions.</summary>
    public const int Moments = 6;
    private const double SmallestShareOfSessions = 0.9;
    private const double SmallestShareOfMeanSquare = 1e-12;

    private readonly Columns twenty;

    /// <param name="x">Returns, NaN where missing.</param>
    /// <param name="y">Returns, NaN where missing.</param>
    /// <param name="origin">0 in the rows of the data, NaN before them.</param>
    /// <param name="scratch">Room for 13 columns, of which <see cref="Moments"/> stay in use.</param>
    public Pearson(
        scoped Span<double> x, scoped Span<double> y, scoped Span<double> origin, scoped ref Scratch scratch)
    {
        twenty = scratch.Columns(Moments);
        var free = scratch;
        var session = free.Columns(Moments);
        Products(x, y, origin, session);
        var five = free.Column();
        for (var moment = 0; moment < Moments; moment++)
        {
            WindowSums.Five(session[moment], five);
            WindowSums.Twenty(five, twenty[moment]);
        }
    }

    /// <summary>The correlation over the last 20 sessions.</summary>
    public void OverTwenty(Span<double> result) => Correlate(twenty, 20, result);

    /// <summary>The correlation over the last 60 sessions.</summary>
    /// <param name="result">A column for it.</param>
    /// <param name="scratch">Room for six columns.</param>
    public void OverSixty(Span<double> result, Scratch scratch)
    {
        var sixty = scratch.Columns(Moments);
        for (var moment = 0; moment < Moments; moment++)
            WindowSums.Sixty(twenty[moment], sixty[moment]);
        Correlate(sixty, 60, result);
    }

    private static void Products(Span<double> x, Span<double> y, Span<double> origin, Columns products)
    {
        var x1 = Lanes.View(x);
        var y1 = Lanes.View(y);
        var zero = Lanes.View(origin);
        var n = Lanes.View(products[0]);
        var sx = Lanes.View(products[1]);
        var sy = Lanes.View(products[2]);
        var sxx = Lanes.View(products[3]);
        var syy = Lanes.View(products[4]);
        var sxy = Lanes.View(products[5]);
        for (var i = 0; i < n.Length; i++)
        {
            var present = Vector.Equals(x1[i], x1[i]) & Vector.Equals(y1[i], y1[i]);
            var a = Vector.ConditionalSelect(present, x1[i], Vector<double>.Zero);
            var b = Vector.ConditionalSelect(present, y1[i], Vector<double>.Zero);
            n[i] = zero[i] + Vector.ConditionalSelect(present, Vector<double>.One, Vector<double>.Zero);
            sx[i] = a;
            sy[i] = b;
            sxx[i] = a * a;
            syy[i] = b * b;
            sxy[i] = a * b;
        }
    }

    private static void Correlate(Columns sums, int window, Span<double> result)
    {
        var n = Lanes.View(sums[0]);
        var sx = Lanes.View(sums[1]);
        var sy = Lanes.View(sums[2]);
        var sxx = Lanes.View(sums[3]);
        var syy = Lanes.View(sums[4]);
        var sxy = Lanes.View(sums[5]);
        var r = Lanes.View(result);
        var fewest = new Vector<double>(SmallestShareOfSessions * window);
        for (var i = 0; i < r.Length; i++)
        {
            var (meanSquareX, meanSquareY) = (n[i] * sxx[i], n[i] * syy[i]);
            var varianceX = meanSquareX - sx[i] * sx[i];
            var varianceY = meanSquareY - sy[i] * sy[i];
            var covariance = n[i] * sxy[i] - sx[i] * sy[i];
            var correlation = covariance / Vector.SquareRoot(varianceX * varianceY);
            var defined = Vector.GreaterThanOrEqual(n[i], fewest)
                & Vector.GreaterThan(varianceX, meanSquareX * SmallestShareOfMeanSquare)
                & Vector.GreaterThan(varianceY, meanSquareY * SmallestShareOfMeanSquare);
            // Rounding may leave the last bit of a perfect correlation outside its range.
            var within = Vector.Min(Vector.Max(correlation, -Vector<double>.One), Vector<double>.One);
            r[i] = Vector.ConditionalSelect(defined, within, new Vector<double>(double.NaN));
        }
    }
}
