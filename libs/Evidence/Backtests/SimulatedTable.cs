using Volcast.Evaluation.Comparison;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>Scores against the true variance, which is known on the simulated market, next to the scores on the noisy
/// outcome.</summary>
internal static class SimulatedTable
{
    /// <summary>Null if the true variance is unknown.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        if (backtest.Backtest.TrueVariance is not { } truth)
            return null;
        var sample = backtest.Sample;
        int[] rows = [.. Enumerable.Range(0, sample.Rows.Length).Where(row => truth[sample.Rows[row]] > 0)];
        if (rows.Length < 2)
            return null;
        var known = Array.ConvertAll(rows, row => truth[sample.Rows[row]]);
        return new()
        {
            Name = "simulated",
            Title = $"Against the true integrated variance of the simulated market, {rows.Length:N0} origins",
            Note = "QLIKE on realised variance includes the noise of a few returns. QLIKE on the true variance, and the"
                + " correlations of the forecasts with it, do not.",
            Columns =
            [
                new("model", "model"),
                new("qlike_realized", "QLIKE, realised", ".0000"),
                new("qlike_true", "QLIKE, true", ".0000"),
                new("correlation", "correlation", ".000"),
                new("correlation_log", "of logarithms", ".000"),
            ],
            Rows = [.. backtest.Ranked.Select(m =>
            {
                var forecast = Array.ConvertAll(rows, row => sample.Forecast(m.Model)[row]);
                return new Cell[]
                {
                    m.Model, rows.Average(row => backtest.Qlike.Column(m.Model)[row]),
                    known.Zip(forecast, LossFunction.Qlike.Of).Average(), Correlation(known, forecast),
                    Correlation(Array.ConvertAll(known, Math.Log), Array.ConvertAll(forecast, Math.Log)),
                };
            })],
        };
    }

    /// <summary>Pearson's correlation; NaN if one of the columns does not vary.</summary>
    private static double Correlation(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var covariance = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        return covariance / Math.Sqrt(x.Sum(a => (a - meanX) * (a - meanX)) * y.Sum(b => (b - meanY) * (b - meanY)));
    }
}
