namespace Volcast.Evaluation.Report;

/// <summary>A warning: forecasts far above anything that came. A model of logarithms multiplies where others add, and after a day
/// like that of October 1987 it may say what nobody would take for a forecast.</summary>
internal static class ExtraordinaryTable
{
    /// <summary>How many times the highest realised volatility is far.</summary>
    private const double Times = 2;

    /// <summary>Null where there is none.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        var result = backtest.Backtest.Result;
        var highest = Math.Sqrt(result.RealizedVariance.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max());
        var rows = result.Models.Select(m => (m.Name, Far: Enumerable.Range(0, m.Variance.Length)
                .Where(row => Math.Sqrt(m.Variance[row]) > Times * highest).ToArray(), m.Variance))
            .Where(m => m.Far.Length > 0)
            .Select(m => (m.Name, m.Far.Length, Row: m.Far.MaxBy(row => m.Variance[row]), m.Variance))
            .Select(m => new Cell[]
            {
                m.Name, m.Length, $"{result.Origins[m.Row]:yyyy-MM-dd}", Math.Sqrt(m.Variance[m.Row]), highest,
            }).ToArray();
        return rows.Length == 0 ? null : new()
        {
            Name = "extraordinary",
            Title = $"Warning: forecasts above {Times:0} times the highest volatility that was realised",
            Note = "They stand in every score as they are. Look at the inputs of these days before trusting the model there.",
            Columns =
            [
                new("model", "model"),
                new("n", "origins", "#,0"),
                new("origin", "the highest on"),
                new("forecast", "forecast", "0 %"),
                new("highest_realized", "highest realised", "0 %"),
            ],
            Rows = rows,
        };
    }
}
