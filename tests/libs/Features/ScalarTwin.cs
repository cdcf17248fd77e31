namespace Volcast.Features.Tests;

/// <summary>
/// The kernel's arithmetic for one row without vectors, blocks or working columns: each window as a recursive formula over the
/// same parts in the same order. It is to give the same bits.
/// </summary>
internal sealed class ScalarTwin(MarketColumns market)
{
    private readonly int firstReturn = Array.FindIndex(market.TargetReturns, r => !double.IsNaN(r));

    /// <summary>The row; an missing value as the one NaN that the kernel leaves.</summary>
    public double[] Row(int t) => [.. Values(t).Select(value => double.IsNaN(value) ? double.NaN : value)];

    private double[] Values(int t)
    {
        Func<int, double> r = Value(market.TargetReturns), tlt = Value(market.TltReturns), hyg = Value(market.HygReturns);
        double Square(int i) => r(i) * r(i);
        double Growth(int i) => Math.Exp(-r(i));
        var (vix, vix3M) = (market.Vix[t], market.Vix3M[t]);
        var volatility20 = Math.Sqrt(Twenty(Square, t) * (252.0 / 20));
        return
        [
            r(t), Five(r, t), Five(r, t) + Five(r, t - 5), Twenty(r, t), Sixty(r, t),
            Math.Sqrt(Five(Square, t) * (252.0 / 5)),
            Math.Sqrt((Five(Square, t) + Five(Square, t - 5)) * (252.0 / 10)),
            volatility20,
            Math.Sqrt(Sixty(Square, t) * (252.0 / 60)),
            1 - 1 / Over(60, Math.Max, Growth, _ => 1, t),
            vix, vix3M, vix3M / vix,
            RelativeStrength(Growth, t),
            Pearson(r, tlt, Twenty, 20, t), Pearson(r, hyg, Twenty, 20, t),
            Pearson(r, tlt, Sixty, 60, t), Pearson(r, hyg, Sixty, 60, t),
            hyg(t) - tlt(t),
            volatility20 * 100 - vix,
            Pearson(tlt, hyg, Twenty, 20, t),
        ];
    }

    private static Func<int, double> Value(double[] column) => i => i < 0 ? double.NaN : column[i];

    private static double Five(Func<int, double> v, int t) => v(t) + v(t - 1) + (v(t - 2) + v(t - 3)) + v(t - 4);

    private static double Twenty(Func<int, double> v, int t) => Five(v, t) + Five(v, t - 5) + (Five(v, t - 10) + Five(v, t - 15));

    private static double Sixty(Func<int, double> v, int t) => Twenty(v, t) + Twenty(v, t - 20) + Twenty(v, t - 40);

    /// <summary>The factor over 2^digit sessions.</summary>
    private static double Power(int digit, Func<int, double> f, int t) =>
        digit == 0 ? f(t) : Power(digit - 1, f, t) * Power(digit - 1, f, t - (1 << (digit - 1)));

    /// <summary>The factor over n sessions: its binary digits, the lowest newest.</summary>
    private static double Factor(int n, Func<int, double> f, int t)
    {
        var top = (int)Math.Log2(n);
        var rest = n - (1 << top);
        return rest == 0 ? Power(top, f, t) : Factor(rest, f, t) * Power(top, f, t - rest);
    }

    private static double Doubled(int digit, Func<double, double, double> merge, Func<int, double> f, Func<int, double> v, int t)
    {
        if (digit == 0)
            return v(t);
        var half = 1 << (digit - 1);
        return merge(Doubled(digit - 1, merge, f, v, t), Power(digit - 1, f, t) * Doubled(digit - 1, merge, f, v, t - half));
    }

    private static double Over(int n, Func<double, double, double> merge, Func<int, double> f, Func<int, double> v, int t)
    {
        var top = (int)Math.Log2(n);
        var rest = n - (1 << top);
        return rest == 0
            ? Doubled(top, merge, f, v, t)
            : merge(Over(rest, merge, f, v, t), Factor(rest, f, t) * Doubled(top, merge, f, v, t - rest));
    }

    private static double RelativeStrength(Func<int, double> growth, int t)
    {
        static double Add(double newer, double older) => newer + older;
        double Decayed(int i) => growth(i) * (13.0 / 14);
        double Smoothed(Func<int, double> v) =>
            Over(236, Add, Decayed, v, t) + Factor(236, Decayed, t) * Over(14, Add, growth, v, t - 236);
        return Smoothed(i => Math.Max(1 - growth(i), 0)) * 100 / Smoothed(i => Math.Abs(1 - growth(i)));
    }

    private double Pearson(
        Func<int, double> x, Func<int, double> y, Func<Func<int, double>, int, double> sum, int window, int t)
    {
        if (t - window + 1 < firstReturn || firstReturn < 0)
            return double.NaN;
        bool Present(int i) => !double.IsNaN(x(i)) && !double.IsNaN(y(i));
        double X(int i) => Present(i) ? x(i) : 0;
        double Y(int i) => Present(i) ? y(i) : 0;
        var n = sum(i => Present(i) ? 1 : 0, t);
        var (sx, sy) = (sum(X, t), sum(Y, t));
        var (squareX, squareY) = (n * sum(i => X(i) * X(i), t), n * sum(i => Y(i) * Y(i), t));
        var (varianceX, varianceY) = (squareX - sx * sx, squareY - sy * sy);
        var correlation = (n * sum(i => X(i) * Y(i), t) - sx * sy) / Math.Sqrt(varianceX * varianceY);
        var defined = n >= 0.9 * window && varianceX > squareX * 1e-12 && varianceY > squareY * 1e-12;
        return defined ? Math.Clamp(correlation, -1, 1) : double.NaN;
    }
}
