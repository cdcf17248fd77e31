using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>Whether forecasts have the right level: the Mincer–Zarnowitz regression and deciles.</summary>
internal static class CalibrationTables
{
    private const int Groups = 10;

    public static ReportTable MincerZarnowitz(ComparedBacktest backtest) => new()
    {
        Name = "mincer_zarnowitz",
        Title = "Mincer–Zarnowitz regression: realised on forecast variance",
        Note = "Newey–West standard errors. An unbiased and efficient forecast has intercept 0 and slope 1; a small p rejects"
            + " both together. A few weeks of crisis dominate this regression."
            + string.Concat(backtest.Ranked.Select(m => m.MincerZarnowitz.Reason is { } gap ? $" {m.Model}: {gap}" : "")),
        Columns =
        [
            new("model", "model"),
            new("intercept", "intercept", "0.0000"),
            new("intercept_error", "s.e.", ".0000"),
            new("slope", "slope", "0.00"),
            new("slope_error", "s.e.", ".00"),
            new("r2", "R²", ".000"),
            new("p", "p of (0, 1)", TableColumn.PValue),
        ],
        Rows = [.. backtest.Ranked.Select(m => m.MincerZarnowitz.Value is { } line
            ? new Cell[]
            {
                m.Model, line.Intercept, line.InterceptError, line.Slope, line.SlopeError, line.RSquared, line.PValue,
            }
            : [m.Model, .. Enumerable.Repeat((Cell)double.NaN, 6)])],
    };

    /// <summary>Roots of the mean variances of each tenth of a model's own forecasts.</summary>
    public static ReportTable Deciles(ComparedBacktest backtest)
    {
        var own = ByTenth(backtest, backtest.Model.Model);
        var benchmark = ByTenth(backtest, backtest.Benchmark);
        return new()
        {
            Name = "deciles",
            Title = "Forecast against realised, by tenths of each model's own forecasts",
            Note = "Annualised volatility: roots of mean variances. The groups are made by forecast, because grouping by outcome"
                + " makes every forecast look biased.",
            Columns =
            [
                new("tenth", "tenth", "0"),
                new("n", "n", "0"),
                new("forecast", backtest.Model.Model, "0.0 %"),
                new("realized", "realised", "0.0 %"),
                new("benchmark_forecast", backtest.Benchmark, "0.0 %"),
                new("benchmark_realized", "realised", "0.0 %"),
            ],
            Rows = [.. own.Zip(benchmark, (ours, theirs) => new Cell[]
            {
                ours.Tenth, ours.N, ours.Forecast, ours.Realized, theirs.Forecast, theirs.Realized,
            })],
        };
    }

    private static IEnumerable<(int Tenth, int N, double Forecast, double Realized)> ByTenth(
        ComparedBacktest backtest, string model)
    {
        var forecast = backtest.Sample.Forecast(model);
        var order = Enumerable.Range(0, forecast.Length).OrderBy(row => forecast[row]).ThenBy(row => row).ToArray();
        for (var tenth = 0; tenth < Groups; tenth++)
        {
            var rows = order[(order.Length * tenth / Groups)..(order.Length * (tenth + 1) / Groups)];
            if (rows.Length > 0)
                yield return (tenth + 1, rows.Length, Math.Sqrt(rows.Average(row => forecast[row])),
                    Math.Sqrt(rows.Average(row => backtest.Sample.RealizedVariance[row])));
        }
    }
}
