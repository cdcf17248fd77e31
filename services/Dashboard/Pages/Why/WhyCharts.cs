using System.Xml.Linq;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Why;

/// <summary>The chart of Why.</summary>
internal static class WhyCharts
{
    /// <summary>Contributions that get a bar of their own; the rest share one.</summary>
    private const int MostBars = 12;

    public static XElement Waterfall(WhyModel model)
    {
        var shown = model.Reasons.Take(MostBars).ToArray();
        var rest = model.Reasons.Skip(MostBars).ToArray();
        var decimals = model.Choice.IsLogVariance ? 2 : 1;
        return new Waterfall
        {
            Name = "waterfall",
            Title = $"From the average to the forecast of {NumberText.Day(model.Forecast.ForecastOrigin)}, "
                + (model.Choice.IsLogVariance ? "log variance" : "points of volatility"),
            Base = model.Base,
            BaseLabel = "average of the training data",
            TotalLabel = "forecast",
            Steps =
            [
                .. shown.Select(reason => new Waterfall.Step(reason.Text, reason.Contribution)),
                .. rest.Length > 0
                    ? [new Waterfall.Step(NumberText.Count(rest.Length, "other input"), rest.Sum(reason => reason.Contribution))]
                    : Array.Empty<Waterfall.Step>(),
            ],
            Level = value => model.Choice.IsLogVariance ? NumberText.Of(value, "F2") : NumberText.Percent(value / 100),
            Change = value => NumberText.Change(value, decimals),
            Unit = model.Choice.IsLogVariance ? "log variance" : "points",
        }.Figure(1120);
    }
}
