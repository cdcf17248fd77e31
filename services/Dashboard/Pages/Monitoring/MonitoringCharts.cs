using System.Xml.Linq;
using Volcast.ApiContract.Monitoring;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Monitoring;

/// <summary>The charts of Monitoring.</summary>
internal static class MonitoringCharts
{
    /// <summary>An e-process may fall as near to 0 as it likes; below this it is drawn at the bottom.</summary>
    private const double Lowest = .01;

    private const double Yellow = 2;

    /// <summary>By how much the live forecasts have lost less than the baseline, in sum.</summary>
    public static XElement Advantage(MonitoringModel model) => ChartFigure.Of(new()
    {
        Name = "advantage",
        Title = $"Cumulative QLIKE of HAR minus that of the live forecasts over {NumberText.Count(model.Horizon, "session")}",
        X = AxisKind.Date,
        Y = AxisKind.Number,
        Series =
        [
            new("advantage", "rises while the live forecasts are better", SeriesKind.Line, Ink.Forecast,
                [.. model.Advantages.Select(one => new ChartPoint(one.Session.DayNumber, one.Advantage))]),
        ],
    }, 1120, 240);

    /// <summary>How far one series lay from its history, session by session.</summary>
    public static XElement Drift(MonitoringModel model) => ChartFigure.Of(new()
    {
        Name = "drift",
        Title = $"Distance of {(model.DriftOf is { } subject ? model.LabelOf(subject) : "")} from its history, in standard deviations",
        X = AxisKind.Date,
        Y = AxisKind.Number,
        Series =
        [
            new("wasserstein", "distance", SeriesKind.Line, Ink.Forecast,
                [.. model.DriftHistory.Select(check =>
                    new ChartPoint(check.Session.DayNumber, MonitoringModel.Fact(check, "wasserstein")))]),
            .. model.DriftHistory.Any(check => check.Status is "warning" or "failed")
                ? [new("warns", "drift is shown", SeriesKind.Breaches, Ink.Realized,
                    [.. model.DriftHistory.Where(check => check.Status is "warning" or "failed").Select(check =>
                        new ChartPoint(check.Session.DayNumber, MonitoringModel.Fact(check, "wasserstein")))])]
                : Array.Empty<ChartSeries>(),
        ],
    }, 1120, 220);

    /// <summary>The values of a feature then and now.</summary>
    public static XElement Distribution(string label, DistributionDocument change) => ChartFigure.Of(
        HistogramChart.Of(label, change.Least, change.Most, change.ReferenceShares, change.ReferenceSessions,
            change.WindowShares, change.WindowSessions),
        540, 220);

    /// <summary>The evidence that the loss has grown, with its two levels.</summary>
    public static XElement Loss(MonitoringModel model)
    {
        var (red, wrong) = (Limit(model.Loss), Limit(model.Pit));
        return ChartFigure.Of(new()
        {
            Name = "loss",
            Title = $"Evidence that the live forecasts over {NumberText.Count(model.Horizon, "session")} have become worse (e-process)",
            X = AxisKind.Date,
            Y = AxisKind.Logarithm,
            Series =
            [
                new("yellow", "yellow from 2", SeriesKind.Line, 6, Level(Yellow, "yellow")),
                new("red", $"red from {NumberText.Of(red, "0")}", SeriesKind.Line, 4, Level(red, "red")),
                new("pit", $"their distribution is wrong (red from {NumberText.Of(wrong, "0")})", SeriesKind.Line, Ink.Realized, Points(model.Pit)),
                new("e", "their loss has grown against HAR", SeriesKind.Line, Ink.Forecast, Points(model.Loss)),
            ],
        }, 1120, 260);

        static double Limit(IReadOnlyList<CheckDocument> checks) =>
            checks.Select(check => check.Threshold).LastOrDefault(threshold => threshold is not null) ?? double.NaN;

        static ChartPoint[] Points(IReadOnlyList<CheckDocument> checks) =>
            [.. checks.Where(check => check.Value is not null)
                .Select(check => new ChartPoint(check.Session.DayNumber, Math.Max(Lowest, check.Value!.Value)))];

        ChartPoint[] Level(double value, string name) =>
            [.. model.Loss.Select((check, i) => new ChartPoint(
                check.Session.DayNumber, value, Label: i == model.Loss.Count - 1 ? name : null))];
    }
}
