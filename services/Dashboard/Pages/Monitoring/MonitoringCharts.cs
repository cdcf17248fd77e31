using System.Xml.Linq;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Monitoring;

/// <summary>The chart of Monitoring.</summary>
internal static class MonitoringCharts
{
    /// <summary>An e-process may fall as near to 0 as it likes; below this it is drawn at the bottom.</summary>
    private const double Lowest = .01;

    private const double Yellow = 2;

    /// <summary>The evidence that the loss has grown, with its two levels.</summary>
    public static XElement Loss(MonitoringModel model)
    {
        var red = model.Loss.Select(check => check.Threshold).FirstOrDefault(threshold => threshold is not null) ?? double.NaN;
        return ChartFigure.Of(new()
        {
            Name = "loss",
            Title = $"Evidence that the loss over {NumberText.Count(model.Horizon, "session")} has grown against HAR (e-process)",
            X = AxisKind.Date,
            Y = AxisKind.Logarithm,
            Series =
            [
                new("yellow", "yellow from 2", SeriesKind.Line, 6, Level(Yellow, "yellow")),
                new("red", $"red from {NumberText.Of(red, "0")}", SeriesKind.Line, 4, Level(red, "red")),
                new("e", "E", SeriesKind.Line, Ink.Forecast,
                    [.. model.Loss.Where(check => check.Value is not null)
                        .Select(check => new ChartPoint(check.Session.DayNumber, Math.Max(Lowest, check.Value!.Value)))]),
            ],
        }, 1120, 260);

        ChartPoint[] Level(double value, string name) =>
            [.. model.Loss.Select((check, i) => new ChartPoint(
                check.Session.DayNumber, value, Label: i == model.Loss.Count - 1 ? name : null))];
    }
}
