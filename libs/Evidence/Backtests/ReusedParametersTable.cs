using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The origins that a model forecast with the parameters of an earlier refit.</summary>
internal static class ReusedParametersTable
{
    /// <summary>Null if every refit succeeded.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        var stretches = backtest.Backtest.Result.Models.SelectMany(m => m.ReusedParameters).ToArray();
        return stretches.Length == 0 ? null : new()
        {
            Name = "kept_parameters",
            Title = "Refits that failed: parameters of an earlier refit were reused",
            Columns =
            [
                new("model", "model"), new("from", "from"), new("to", "to"), new("fitted_on", "fitted on"),
                new("reason", "reason"),
            ],
            Rows = [.. stretches.Select(s => new Cell[]
            {
                s.Model, $"{s.From:yyyy-MM-dd}", $"{s.To:yyyy-MM-dd}", $"{s.FittedOn:yyyy-MM-dd}", s.Reason,
            })],
        };
    }
}
