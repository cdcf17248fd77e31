using Volcast.Evaluation.Comparison;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Evidence.Backtests;

/// <summary>How good the forecast distributions are: proper scores, and where the outcomes fell.</summary>
internal static class DensityTables
{
    /// <summary>Null if no model has a score.</summary>
    public static ReportTable? Scores(ComparedBacktest backtest)
    {
        var models = Means(backtest);
        var benchmark = models.FirstOrDefault(one => one.Model == backtest.Benchmark);
        return models.Count == 0 ? null : new()
        {
            Name = "density",
            Title = $"Forecast distributions of the volatility, {models[0].N:N0} origins, by CRPS",
            Note = "Proper scores of the whole distribution (Gneiting and Raftery 2007); smaller is better. CRPS: the continuous"
                + " ranked probability score, annualised volatility. Log score: minus the log density at the outcome; a single"
                + " outcome far outside the distribution weighs heavily in it. The difference is to"
                + $" {backtest.Benchmark}'s; below 0 is better.",
            Columns =
            [
                new("model", "model"),
                new("n", "n", "#,0"),
                new("crps", "CRPS", ".0000"),
                new("crps_ratio", $"/ {backtest.Benchmark}", ".000"),
                new("log_score", "log score", "0.000"),
                new("log_score_difference", $"− {backtest.Benchmark}", "0.000"),
            ],
            Rows = [.. models.Select(one => new Cell[]
            {
                one.Model, one.N, one.Crps, one.Crps / (benchmark?.Crps ?? double.NaN), one.LogScore,
                one.LogScore - (benchmark?.LogScore ?? double.NaN),
            })],
        };
    }

    /// <summary>Null if no model has a score.</summary>
    public static ReportTable? Pit(ComparedBacktest backtest)
    {
        var models = Means(backtest);
        return models.Count == 0 ? null : new()
        {
            Name = "pit",
            Title = $"Where {models[0].N:N0} outcomes fell in the forecast distributions (PIT)",
            Note = "The share of outcomes in each tenth of the forecast distribution; 10 % in each is ideal. High shares at both ends"
                + " mean distributions that are too narrow, high shares on the left forecasts that are too high.",
            Columns =
            [
                new("model", "model"),
                .. models[0].PitBins.Select((_, bin) => new TableColumn($"tenth_{bin + 1}", $"{bin + 1}", "0.0 %")),
            ],
            Rows = [.. models.Select(one => (Cell[])
                [one.Model, .. one.PitBins.Select(count => (Cell)(count / (double)one.N))])],
        };
    }

    /// <summary>The histogram of the report's model; null if it has no score.</summary>
    public static ReportChart? Histogram(ComparedBacktest backtest)
    {
        if (Means(backtest).FirstOrDefault(one => one.Model == backtest.Model.Model) is not { } model)
            return null;
        var bins = (double)model.PitBins.Count;
        return new()
        {
            Name = "pit",
            Title = $"Share of {model.N:N0} outcomes by their place in the forecast distribution of {model.Model} (PIT)",
            X = AxisKind.Number,
            XHeading = "place in the distribution",
            Y = AxisKind.Percent,
            Series =
            [
                new("share", "share of outcomes", SeriesKind.Stems, Ink.Forecast,
                    [.. model.PitBins.Select((count, bin) => new ChartPoint((bin + .5) / bins, count / (double)model.N))]),
                new("expected", "if calibrated", SeriesKind.Line, Ink.Realized,
                    [.. model.PitBins.Select((_, bin) => new ChartPoint((bin + .5) / bins, 1 / bins))]),
            ],
        };
    }

    private static List<MeanDensity> Means(ComparedBacktest backtest)
    {
        var result = backtest.Backtest.Result;
        return [.. MeanDensity.Compare(backtest.Sample.Models.Select(name => (name, result.Model(name).Density)),
            backtest.Sample.Rows).OrderBy(one => one.Crps)];
    }
}
