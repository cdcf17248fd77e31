using Volcast.Evidence.Panels;
using Volcast.Lake;
using Volcast.Reports;

namespace Volcast.Cli.Output;

/// <summary>The summary of the backtests of several targets.</summary>
internal static class PanelView
{
    public static void Write(Terminal terminal, IReadOnlyList<TickerScores> tickers, DataKind kind)
    {
        if (tickers.Count == 0)
            return;
        var (model, summaries) = (tickers[0].Model, PanelSummary.Of(tickers));
        foreach (var table in summaries.Where(one => one.Baselines.Count > 0).Select(one => PanelTables.Baselines(model, one))
            .Append(PanelTables.Coverage(model, summaries)))
        {
            var fitted = new FittedTable($"{NumberText.Count(tickers.Count, "ticker")}, {tickers[0].Horizon}d: {table.Title}"
                + DataKindLabel.Suffix(kind),
                [.. table.Columns.Select(column => new FittedColumn(column.Heading, IsNumber: column.Format is not null))]);
            foreach (var row in table.Rows)
                fitted.Row([.. row.Zip(table.Columns, (cell, column) => cell.Show(column.Format))]);
            fitted.Write(terminal);
        }
    }
}
