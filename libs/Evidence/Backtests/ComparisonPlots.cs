using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Evidence.Backtests;

/// <summary>The plots that show at a glance what the tables of scores and of the value at risk state.</summary>
internal static class ComparisonPlots
{
    private const int Sessions = 1;
    private const double Inner = .95, Outer = .99;

    /// <summary>The ink of the value at risk that is exceeded more often.</summary>
    private const int InnerInk = 5;

    /// <summary>The ratio of each model's loss to the benchmark's; null if there is no other model or no ratio.</summary>
    public static ForestPlot? Ratios(ComparedBacktest backtest)
    {
        ForestRow[] rows =
        [
            .. from model in backtest.Ranked
               where model.Model != backtest.Benchmark && double.IsFinite(model.Ratio.Ratio)
               select new ForestRow(
                   model.Model, model.Ratio.Ratio, model.Ratio.Interval.Value?.Lower ?? double.NaN,
                   model.Ratio.Interval.Value?.Upper ?? double.NaN, model.Model == backtest.Model.Model),
        ];
        return rows.Length == 0 ? null : new()
        {
            Name = "ratios",
            Title = $"Loss (QLIKE) divided by that of {backtest.Benchmark}, with {backtest.Options.Confidence:0 %} intervals",
            Below = $"better than {backtest.Benchmark}",
            Above = "worse",
            Rows = rows,
        };
    }

    /// <summary>The returns of single sessions after the common origins, the model's value at risk, and the losses beyond it; null
    /// without one.</summary>
    public static ReportChart? Breaches(ComparedBacktest backtest)
    {
        var (result, name) = (backtest.Backtest.Result, backtest.Model.Model);
        var risks = result.Model(name).TailRisk.Where(risk => risk.Sessions == Sessions && risk.Confidence is Inner or Outer)
            .OrderBy(risk => risk.Confidence).ToArray();
        if (risks.Length == 0)
            return null;
        int[] rows = [.. backtest.Sample.Rows.Where(row =>
            double.IsFinite(risks[^1].ValueAtRisk[row] + risks[^1].LogReturn[row]))];
        if (rows.Length == 0)
            return null;
        var worst = risks[^1];
        int[] breaches = [.. rows.Where(row => worst.LogReturn[row] < -worst.ValueAtRisk[row])];
        return new()
        {
            Name = "value_at_risk_breaches",
            Title = $"Return of the next session, and the value at risk of {name}: {NumberText.Count(breaches.Length)} of "
                + $"{NumberText.Count(rows.Length)} losses are beyond the {worst.Confidence:0 %} level, "
                + $"{(1 - worst.Confidence) * rows.Length:0.0} are nominal",
            X = AxisKind.Date,
            Y = AxisKind.Percent,
            Series =
            [
                new("return", "return", SeriesKind.Stems, Ink.Realized, Points(rows, row => worst.LogReturn[row])),
                .. risks.Select(risk => new ChartSeries(
                    $"value_at_risk_{100 * risk.Confidence:0}", $"{risk.Confidence:0 %} value at risk", SeriesKind.Line,
                    risk == worst ? Ink.Forecast : InnerInk, Points(rows, row => -risk.ValueAtRisk[row]))),
                new("breach", $"loss beyond {worst.Confidence:0 %}", SeriesKind.Breaches, Ink.Realized,
                    Points(breaches, row => worst.LogReturn[row])),
            ],
        };

        ChartPoint[] Points(int[] chosen, Func<int, double> value) =>
            [.. chosen.Select(row => new ChartPoint(result.Origins[row].DayNumber, value(row)))];
    }
}
