using Volcast.Volatility;

namespace Volcast.Cli.Tests.Inversion;

/// <summary>Attacks that read a series off a column, or off a line through columns.</summary>
internal static class ColumnAttacks
{
    /// <summary>Sessions from one refit to the next: within them, coefficients stay the same.</summary>
    private const int Refit = 42;

    private static readonly (string Name, Func<double, double> Of)[] Forms =
        [("x", x => x), ("ln x", Math.Log), ("√x", Math.Sqrt)];

    /// <summary>The column itself, or the root of a variance in percent or in daily units; of this session or of the next.
    /// A zero says nothing.</summary>
    public static IEnumerable<Reconstruction?> Direct(DailyColumns published, VendorSeries market)
    {
        Func<double, double>[] forms = [x => x, x => 100 * Math.Sqrt(x), x => Math.Sqrt(x / RealizedVariance.SessionsPerYear)];
        foreach (var (name, column) in published.Continuous.Concat(published.Columns
            .Where(c => c.Key.EndsWith(".beyond", StringComparison.Ordinal)).Select(c => (c.Key, c.Value))))
            foreach (var form in forms)
                foreach (var ahead in new[] { 0, 1 })
                {
                    double[] estimate = [.. Enumerable.Range(0, column.Length).Select(row =>
                        row < ahead || column[row - ahead] == 0 ? double.NaN : form(column[row - ahead]))];
                    foreach (var series in market.All)
                        yield return Reconstruction.Of("direct", name, series, market, estimate);
                }
    }

    /// <summary>A line through the column in each block between two refits, drawn through two known rows, in levels, logarithms
    /// and roots; for every phase of the refits.</summary>
    public static IEnumerable<Reconstruction?> Affine(DailyColumns published, VendorSeries market)
    {
        foreach (var (name, column) in published.Continuous)
            foreach (var (form, of) in Forms)
            {
                var x = Array.ConvertAll(column, value => of(value));
                foreach (var series in market.All)
                {
                    var rows = Enumerable.Range(0, x.Length)
                        .Where(row => double.IsFinite(x[row]) && series.Values[row] > 0).ToArray();
                    foreach (var isLog in new[] { false, true })
                    {
                        var y = isLog ? Array.ConvertAll(series.Values, Math.Log) : series.Values;
                        for (var phase = 0; phase < Refit; phase += 2)
                        {
                            var estimate = Lines(x, y, rows, phase);
                            yield return Reconstruction.Of("affine", $"{name}, {form}", series, market,
                                isLog ? Array.ConvertAll(estimate, Math.Exp) : estimate);
                        }
                    }
                }
            }
    }

    /// <summary>A regression of the logarithm of a series on the logarithms of four columns at a time in each block, fitted on
    /// the first half of its rows.</summary>
    public static IEnumerable<Reconstruction?> Regression(DailyColumns published, VendorSeries market)
    {
        foreach (var columns in published.Continuous.Where(column => column.Values.All(value => !(value <= 0))).Chunk(4))
        {
            var logs = columns.Select(column => Array.ConvertAll(column.Values, Math.Log)).ToArray();
            foreach (var series in market.All)
                for (var phase = 0; phase < Refit; phase += 6)
                    yield return Reconstruction.Of("regression", string.Join("+", columns.Select(c => c.Name)), series, market,
                        Blocks(phase, series.Values.Length, rows => Fitted(logs, series.Values, rows)));
        }
    }

    private static double[] Blocks(int phase, int length, Func<int[], IEnumerable<(int Row, double Value)>> of)
    {
        var estimate = new double[length];
        Array.Fill(estimate, double.NaN);
        for (var start = phase - Refit; start < length; start += Refit)
            foreach (var (row, value) in of([.. Enumerable.Range(start, Refit).Where(row => row >= 0 && row < length)]))
                estimate[row] = value;
        return estimate;
    }

    /// <summary>In each block, the line through its lowest and its highest x; NaN on these two rows.</summary>
    private static double[] Lines(double[] x, double[] y, int[] rows, int phase)
    {
        var estimate = new double[x.Length];
        Array.Fill(estimate, double.NaN);
        for (var (start, end) = (0, 0); start < rows.Length; start = end)
        {
            var (block, low, high) = (BlockOf(rows[start]), rows[start], rows[start]);
            for (; end < rows.Length && BlockOf(rows[end]) == block; end++)
            {
                low = x[rows[end]] < x[low] ? rows[end] : low;
                high = x[rows[end]] > x[high] ? rows[end] : high;
            }
            if (end - start < 3)
                continue;
            var slope = (y[high] - y[low]) / (x[high] - x[low]);
            foreach (var row in rows.AsSpan(start, end - start))
                if (row != low && row != high)
                    estimate[row] = y[low] + slope * (x[row] - x[low]);
        }
        return estimate;

        int BlockOf(int row) => (row - phase + Refit) / Refit;
    }

    private static IEnumerable<(int Row, double Value)> Fitted(double[][] logs, double[] series, int[] rows)
    {
        rows = [.. rows.Where(row => series[row] > 0 && logs.All(column => double.IsFinite(column[row])))];
        var known = rows[..(rows.Length / 2)];
        if (known.Length < 2 * logs.Length)
            return [];
        string[] names = [.. logs.Select((_, i) => $"{i}")];
        LeastSquaresFit fit;
        try
        {
            fit = LeastSquares.Fit(new DesignMatrix(names, [.. known.SelectMany(row => logs.Select(column => column[row]))]),
                [.. known.Select(row => Math.Log(series[row]))]);
        }
        catch (EstimationException)
        {
            return []; // Two columns are the same in this block, and there is no single line through them.
        }
        return rows[known.Length..].Select(row =>
            (row, Math.Exp(fit.Intercept + fit.Slopes.Zip(logs, (slope, column) => slope * column[row]).Sum())));
    }
}
