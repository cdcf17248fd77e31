using System.Xml.Linq;
using Volcast.ApiContract.Scenarios;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.WhatIf;

/// <summary>The charts of What if.</summary>
internal static class WhatIfCharts
{
    private const int MostBars = 10;

    /// <summary>The forecast after the session with its intervals, and today's.</summary>
    public static XElement Strip(ScenarioDocument scenario) => IntervalStrip.Of(
        "scenario", "Forecast after this session, with its intervals", scenario.Volatility,
        [.. scenario.VolatilityIntervals.Select(one => new IntervalStrip.Interval(one.Level, one.Lower, one.Upper))],
        [new("now", scenario.NewestVolatility, Ink.Realized)], 700);

    /// <summary>The forecast after each return of the target, and the scenario where its return is among them.</summary>
    public static XElement NewsImpact(WhatIfModel model)
    {
        var impact = model.NewsImpact!;
        var isInside = model.Scenario is not null && model.IsMoved && model.TargetReturn >= impact.Points[0].LogReturn
            && model.TargetReturn <= impact.Points[^1].LogReturn;
        return ChartFigure.Of(new()
        {
            Name = "news-impact",
            Title = $"Forecast over {NumberText.Count(impact.Horizon, "session")} after each return of {impact.Symbol}",
            X = AxisKind.Percent,
            XHeading = "return",
            Y = AxisKind.Percent,
            Series =
            [
                new("now", "forecast now", SeriesKind.Line, Ink.Realized,
                    [.. impact.Points.Select(one => new ChartPoint(one.LogReturn, impact.NewestVolatility))]),
                new("forecast", "forecast after it", SeriesKind.Line, Ink.Forecast,
                    [.. impact.Points.Select(one => new ChartPoint(one.LogReturn, one.Volatility))]),
                .. isInside
                    ? [new("scenario", "your session", SeriesKind.Points, Ink.Forecast,
                        [new(model.TargetReturn, model.Scenario!.Volatility, Label: "your session", IsMarked: true)])]
                    : Array.Empty<ChartSeries>(),
            ],
        }, 760, 260);
    }

    /// <summary>From the average of the training data to the forecast after the session.</summary>
    public static XElement Contributions(ScenarioDocument scenario) => new Waterfall
    {
        Name = "waterfall",
        Title = "From the average to the forecast after this session, points of volatility",
        Base = scenario.Explanation.BaseVolatilityPoints,
        BaseLabel = "average of the training data",
        TotalLabel = "forecast after this session",
        Steps = Waterfall.Shortened(
            [
                .. scenario.Explanation.Contributions.OrderByDescending(one => Math.Abs(one.VolatilityPointsContribution))
                    .Select(one => new Waterfall.Step(one.Description, one.VolatilityPointsContribution)),
            ], MostBars),
        Level = value => NumberText.Percent(value / 100),
        Change = value => NumberText.Change(value),
        Unit = "points",
    }.Figure(1120);
}
