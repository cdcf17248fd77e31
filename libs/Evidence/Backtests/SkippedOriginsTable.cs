using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The origins that models skipped, and why.</summary>
internal static class SkippedOriginsTable
{
    /// <summary>Null if every model made a forecast on every origin.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        var stretches = backtest.Backtest.Result.Models.SelectMany(m => m.SkippedOrigins).ToArray();
        return stretches.Length == 0 ? null : new()
        {
            Name = "sat_out",
            Title = "Models that skipped origins",
            Note = "The comparison uses only origins on which every model has a forecast. A model without any forecast is left"
                + " out of the comparison.",
            Columns =
            [
                new("model", "model"), new("origins", "origins", "0"), new("from", "from"), new("to", "to"),
                new("reason", "reason, at the first origin"),
            ],
            Rows = [.. stretches.Select(s =>
                new Cell[] { s.Model, s.Origins, $"{s.From:yyyy-MM-dd}", $"{s.To:yyyy-MM-dd}", s.Reason })],
        };
    }
}
