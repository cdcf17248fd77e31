using System.Xml.Linq;
using Volcast.ApiContract.Explanations;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Why;

/// <summary>The charts of Why.</summary>
internal static class WhyCharts
{
    /// <summary>Contributions that get a bar of their own; the rest share one.</summary>
    private const int MostBars = 12;

    public static XElement Contributions(WhyModel model)
    {
        var decimals = model.Choice.IsLogVariance ? 2 : 1;
        return new Waterfall
        {
            Name = "waterfall",
            Title = $"From the average to the forecast of {NumberText.Day(model.Forecast.ForecastOrigin)}, "
                + (model.Choice.IsLogVariance ? "log variance" : "points of volatility"),
            Base = model.Base,
            BaseLabel = "average of the training data",
            TotalLabel = "forecast",
            Steps = Steps(model.Reasons),
            Level = value => model.Choice.IsLogVariance ? NumberText.Of(value, "F2") : NumberText.Percent(value / 100),
            Change = value => NumberText.Change(value, decimals),
            Unit = model.Choice.IsLogVariance ? "log variance" : "points",
        }.Figure(1120);
    }

    /// <summary>From the earlier forecast to this one, reason by reason.</summary>
    public static XElement Changes(WhyModel model) => new Waterfall
    {
        Name = "changes",
        Title = $"From the forecast of {NumberText.Day(model.Change!.SinceOrigin)} to that of "
            + $"{NumberText.Day(model.Forecast.ForecastOrigin)}, points of volatility",
        Base = 100 * model.Change.SinceVolatility,
        BaseLabel = $"forecast of {NumberText.LongDay(model.Change.SinceOrigin)}",
        TotalLabel = $"forecast of {NumberText.LongDay(model.Forecast.ForecastOrigin)}",
        Steps = Steps(model.Changes),
        Level = value => NumberText.Percent(value / 100, 2),
        Change = value => NumberText.Change(value, 2),
        Unit = "points",
        LabelSpace = 470,
    }.Figure(1120);

    /// <summary>The contributions by family over time.</summary>
    public static ReportChart Attribution(AttributionDocument attribution) => new()
    {
        Name = "attribution",
        Title = "Contributions by family, points of volatility above or below the average",
        X = AxisKind.Date,
        Y = AxisKind.Number,
        Series =
        [
            .. attribution.FamilyImportance.Select((family, i) => new ChartSeries(
                family.Family.Replace(' ', '_'), family.Family, SeriesKind.Line, InkOf(family.Family, i),
                [
                    .. attribution.Origins.Select(origin => new ChartPoint(
                        origin.ForecastOrigin.DayNumber, ContributionOf(origin, family.Family))),
                ])),
        ],
    };

    public static XElement AttributionFigure(AttributionDocument attribution) => ChartFigure.Of(Attribution(attribution), 1120, 300);

    private static double ContributionOf(AttributedOriginDocument origin, string family) => origin.Families
        .Where(one => one.Family == family).Select(one => one.VolatilityPointsContribution).FirstOrDefault(double.NaN);

    /// <summary>Realised and implied volatility keep their colours; the other families have those of other series.</summary>
    private static int InkOf(string family, int place) => family switch
    {
        "recent volatility" => Ink.Realized,
        "implied volatility" => Ink.Implied,
        "leverage" => 4,
        "cross-asset" => 6,
        _ => 4 + place % 3,
    };

    private static IReadOnlyList<Waterfall.Step> Steps(IReadOnlyList<Reason> reasons) => Waterfall.Shortened(
        [.. reasons.Select(reason => new Waterfall.Step(reason.Text, reason.Contribution))], MostBars);
}
