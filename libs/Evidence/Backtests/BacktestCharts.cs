using Volcast.Evaluation.Comparison;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Evidence.Backtests;

/// <summary>The charts of a report. Lines over time show the last origin of each week; forecasts.csv has every day.</summary>
internal static class BacktestCharts
{
    private const int OthersShown = 3;

    /// <summary>The first ink of other models.</summary>
    private const int OtherInk = 4;

    public static ReportChart ForecastAndRealized(ComparedBacktest backtest)
    {
        var result = backtest.Backtest.Result;
        var model = result.Model(backtest.Model.Model);
        var weeks = RowGroup.LastOfWeeks(result.Origins);
        var outside = weeks.Where(row =>
            result.RealizedVariance[row] < model.Lower95[row] || result.RealizedVariance[row] > model.Upper95[row]).ToArray();
        return new()
        {
            Name = "forecast_and_realized",
            Title = $"Annualised volatility over the {Sessions(result.Horizon)} after each origin, weekly",
            X = AxisKind.Date,
            Y = AxisKind.Volatility,
            Series =
            [
                .. Band("interval_95", "95 % interval", model.Lower95, model.Upper95),
                .. Band("interval_80", "80 % interval", model.Lower80, model.Upper80),
                new("realized", "realised", SeriesKind.Line, 0, [.. weeks.Select(row => Point(result.RealizedVariance, row))]),
                new("forecast", model.Name, SeriesKind.Line, 1, [.. weeks.Select(row => Point(model.Variance, row))]),
                .. outside.Length == 0 ? Array.Empty<ChartSeries>()
                    : [new("outside_95", "outside 95 %", SeriesKind.Breaches, 0,
                        [.. outside.Select(row => Point(result.RealizedVariance, row))])],
            ],
        };

        IEnumerable<ChartSeries> Band(string name, string label, double[] lower, double[] upper) => lower.Any(double.IsFinite)
            ? [new(name, label, SeriesKind.Band, 1, [.. weeks.Select(row => Point(lower, row) with
                {
                    Upper = Math.Sqrt(upper[row]),
                })])]
            : [];

        ChartPoint Point(double[] variance, int row) => new(result.Origins[row].DayNumber, Math.Sqrt(variance[row]));
    }

    public static ReportChart CumulativeGain(ComparedBacktest backtest)
    {
        var sample = backtest.Sample;
        var weeks = RowGroup.LastOfWeeks(sample.Origins);
        var others = backtest.Ranked.Select(m => m.Model)
            .Where(m => m != backtest.Model.Model && m != backtest.Benchmark).Take(OthersShown);
        string[] first = backtest.Model.Model == backtest.Benchmark ? [] : [backtest.Model.Model];
        return new()
        {
            Name = "cumulative_gain",
            Title = $"Cumulative QLIKE advantage over {backtest.Benchmark}; where a line falls, {backtest.Benchmark} was better",
            X = AxisKind.Date,
            Y = AxisKind.Number,
            Series = [.. others.Select((m, i) => Line(m, OtherInk + i)).Concat(first.Select(m => Line(m, Ink.Forecast)))],
        };

        ChartSeries Line(string model, int ink)
        {
            var sums = backtest.Qlike.CumulativeAdvantage(model, backtest.Benchmark);
            return new(model, model, SeriesKind.Line, ink,
                [.. weeks.Select(row => new ChartPoint(sample.Origins[row].DayNumber, sums[row]))]);
        }
    }

    public static ReportChart Deciles(ReportTable deciles, ComparedBacktest backtest)
    {
        return new()
        {
            Name = "deciles",
            Title = "Forecast (across) against realised volatility (up), by tenths of the forecasts",
            X = AxisKind.Volatility,
            Y = AxisKind.Volatility,
            IsSquare = true,
            Series =
            [
                .. backtest.Model.Model == backtest.Benchmark
                    ? Array.Empty<ChartSeries>() : [Points("benchmark", backtest.Benchmark, Ink.Baseline, 4)],
                Points("model", backtest.Model.Model, 1, 2),
            ],
        };

        ChartSeries Points(string name, string label, int ink, int column) => new(name, label, SeriesKind.Points, ink,
            [.. deciles.Rows.Select(row => new ChartPoint(row[column].Number, row[column + 1].Number))]);
    }

    /// <summary>Null if there are no reasons.</summary>
    public static ReportChart? Attribution(ComparedBacktest backtest) => backtest.Backtest.Reasons is not { } reasons
        ? null
        : new()
        {
            Name = "attribution",
            Title = $"Monthly mean contribution of each family to the forecasts of {reasons.Model}, on "
                + $"{ReasonTables.Scale(reasons)}.",
            X = AxisKind.Date,
            Y = AxisKind.Number,
            Series = [.. reasons.Families.Select((family, i) => new ChartSeries(
                family.Replace(' ', '_').Replace('-', '_'), family, SeriesKind.Line, i + 1,
                [.. reasons.FamilyMeans(family).Zip(reasons.Months, (mean, month) =>
                    new ChartPoint(month.Month.DayNumber, mean))]))],
        };

    /// <summary>"session" or "5 sessions".</summary>
    public static string Sessions(int horizon) => horizon == 1 ? "session" : $"{horizon} sessions";
}
