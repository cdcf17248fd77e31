using Volcast.Evaluation;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>A warning: <see cref="ExtraordinaryForecasts"/>.</summary>
internal static class ExtraordinaryTable
{
    public const string Name = "extraordinary";

    /// <summary>Null if there are none.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        var rows = ExtraordinaryForecasts.Of(backtest.Backtest.Result)
            .Select(m => new Cell[] { m.Model, m.Count, $"{m.Highest:yyyy-MM-dd}", m.Volatility, m.HighestRealized }).ToArray();
        return rows.Length == 0 ? null : new()
        {
            Name = Name,
            Title = $"Warning: forecasts above {ExtraordinaryForecasts.Times:0} times the highest volatility that was realised",
            Note = "Every score includes these forecasts unchanged. Check the inputs of these days before you rely on the model.",
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
