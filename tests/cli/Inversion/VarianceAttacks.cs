using Volcast.Volatility;

namespace Volcast.Cli.Tests.Inversion;

/// <summary>Attacks that solve the formula of a variance, a loss or a shortfall for the returns.</summary>
internal static class VarianceAttacks
{
    private const double PerYear = RealizedVariance.SessionsPerYear;
    private const double Lambda = .94; // Of RiskMetrics, the usual choice.

    /// <summary>The number of newest standardised returns from which a value-at-risk is computed.</summary>
    private const int Window = 1000;

    /// <summary>The origins before the first published one: from then on the window fills.</summary>
    private const int BurnIn = 500;

    /// <summary>A mean of n squared returns changes from day to day by the one that enters and the one that leaves. If the first
    /// n are known, so are all. The sum may reach back, as in a moving average, or ahead, as in an outcome.</summary>
    public static IEnumerable<Reconstruction?> OverlappingSums(DailyColumns published, VendorSeries market)
    {
        foreach (var (name, column) in published.Continuous)
            foreach (var sessions in new[] { 5, 10, 22 })
                foreach (var last in new[] { 0, sessions })
                    yield return Returns("overlapping sums", name, market, truth =>
                    {
                        var squares = Array.ConvertAll(truth, _ => double.NaN);
                        for (var row = 0; row + last + 1 < column.Length; row++)
                        {
                            var (enters, leaves) = (row + last + 1, row + last + 1 - sessions);
                            if (leaves < 0 || leaves >= column.Length)
                                continue;
                            var left = double.IsNaN(squares[leaves]) ? truth[leaves] * truth[leaves] : squares[leaves];
                            squares[enters] = left + (column[row + 1] - column[row]) * sessions / PerYear;
                        }
                        return Array.ConvertAll(squares, Math.Sqrt);
                    });
    }

    /// <summary>F(t+1) = λF(t) + (1 − λ)·252·r².</summary>
    public static IEnumerable<Reconstruction?> Ewma(DailyColumns published, VendorSeries market)
    {
        foreach (var (name, column) in published.Continuous)
            yield return Returns("ewma", name, market, _ =>
                [.. Enumerable.Range(0, column.Length).Select(row => row == 0 ? double.NaN
                    : Math.Sqrt((column[row] - Lambda * column[row - 1]) / (1 - Lambda) / PerYear))]);
    }

    /// <summary>A QLIKE and its forecast leave two possible outcomes; the attacker knows which.</summary>
    public static IEnumerable<Reconstruction?> Qlike(DailyColumns published, VendorSeries market)
    {
        foreach (var (loss, losses) in published.Continuous)
            foreach (var (forecast, variances) in published.Continuous.Where(column => column.Name != loss))
            {
                var roots = losses.Zip(variances, (l, v) => (Root(l, v, isLow: true), Root(l, v, isLow: false))).ToArray();
                yield return Returns("qlike", $"{loss}, {forecast}", market, truth =>
                    [.. truth.Select((actual, row) => row == 0 ? double.NaN
                        : Math.Abs(roots[row - 1].Item1 - actual) < Math.Abs(roots[row - 1].Item2 - actual)
                            ? roots[row - 1].Item1 : roots[row - 1].Item2)]);
            }
    }

    /// <summary>An expected shortfall is the mean of the largest standardised losses. When it rises, the loss of that day has
    /// entered the mean, and the value-at-risk has left it.</summary>
    public static IEnumerable<Reconstruction?> Shortfall(DailyColumns published, VendorSeries market)
    {
        var columns = published.Continuous.ToArray();
        var pairs = from risk in columns
                    from shortfall in columns
                    where risk.Name != shortfall.Name && risk.Values.Zip(shortfall.Values).All(row =>
                        !(row.First > row.Second) && !(row.Second > 3 * row.First))
                    select (risk, shortfall);
        foreach (var (risk, shortfall) in pairs)
            foreach (var (forecast, variance) in columns.Where(c => c.Name != risk.Name && c.Name != shortfall.Name))
                foreach (var tail in new[] { .05, .01 })
                    yield return Returns("shortfall", $"{shortfall.Name}, {risk.Name}, {forecast}", market, _ =>
                        [.. Enumerable.Range(0, variance.Length).Select(row =>
                            row <= Window - BurnIn ? double.NaN : Entered(risk.Values, shortfall.Values, variance, row, tail))]);
    }

    private static double Entered(double[] risk, double[] shortfall, double[] variance, int row, double tail)
    {
        var entered = tail * Window * (Standardized(shortfall, row) - Standardized(shortfall, row - 1));
        var quantile = Standardized(risk, row - 1);
        return entered > .01 * quantile ? (entered + quantile) * Deviation(row - 1) : double.NaN;

        double Deviation(int i) => Math.Sqrt(variance[i] / PerYear);

        double Standardized(double[] values, int i) => values[i] / Deviation(i);
    }

    /// <summary>√(outcome/252) for QLIKE(outcome, variance) = loss, by Newton's method on x − ln x − 1 = loss, x =
    /// outcome/variance.
    /// </summary>
    private static double Root(double loss, double variance, bool isLow)
    {
        if (!(loss >= 0 && variance > 0))
            return double.NaN;
        var y = isLow ? -loss - 1 : Math.Log(1 + loss + Math.Sqrt(2 * loss)); // y = ln x
        for (var (step, change) = (0, 1.0); step < 30 && Math.Abs(change) > 1e-12 && Math.Abs(y) > 1e-12; step++)
            y -= change = (Math.Exp(y) - y - 1 - loss) / (Math.Exp(y) - 1);
        return Math.Sqrt(Math.Exp(y) * variance / PerYear);
    }

    private static Reconstruction? Returns(
        string attack, string columns, VendorSeries market, Func<double[], double[]> estimate)
    {
        var truth = market.Moves[VendorSeries.Return];
        return Reconstruction.Of(attack, columns, (VendorSeries.Return, truth), market, estimate(truth));
    }
}
