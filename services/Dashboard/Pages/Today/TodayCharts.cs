using System.Xml.Linq;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>The charts of Today.</summary>
internal static class TodayCharts
{
    private const double FullWidth = 1120, HalfWidth = 640;

    /// <summary>The forecast and its intervals on one scale with implied and last realised volatility.</summary>
    public static XElement Forecast(TodayModel model)
    {
        var marks = new List<IntervalStrip.Mark>();
        if (model.LastWeek is { } realized)
            marks.Add(new("last 5 sessions", realized, Ink.Realized));
        if (model.Forecast.ImpliedVolatilityPoints is { } implied)
            marks.Add(new(
                model.Implied.FirstOrDefault(index => index.Sessions == 21)?.Name ?? "implied", implied / 100, Ink.Implied));
        return IntervalStrip.Of("forecast", $"Forecast of {model.Symbol} with its intervals", model.Forecast.Volatility,
            [.. model.Forecast.VolatilityIntervals.Select(i => new IntervalStrip.Interval(i.Level, i.Lower, i.Upper))], marks,
            HalfWidth);
    }

    /// <summary>The forecasts by horizon beside the implied volatilities by tenor.</summary>
    public static XElement Term(TodayModel model)
    {
        var series = new List<ChartSeries>();
        var whiskers = model.Horizons.Select(one => (one.Horizon, Interval: Intervals.Of(one, .8)))
            .Where(one => one.Interval is not null)
            .Select(one => new ChartPoint(one.Horizon, one.Interval!.Value.Lower, one.Interval.Value.Upper)).ToArray();
        if (whiskers.Length > 0)
            series.Add(new("interval", "80 % interval", SeriesKind.Whiskers, Ink.Forecast, whiskers));
        series.Add(new("line", "forecast", SeriesKind.Line, Ink.Forecast,
            [.. model.Horizons.Select(one => new ChartPoint(one.Horizon, one.Volatility))]));
        series.Add(new("forecast", "forecast", SeriesKind.Points, Ink.Forecast,
            [.. model.Horizons.Select(one => new ChartPoint(
                one.Horizon, one.Volatility, Label: NumberText.Of(100 * one.Volatility, "0.0")))]));
        if (model.Implied.Count > 0)
            series.Add(new("implied", "implied by options", SeriesKind.Points, Ink.Implied,
                [.. model.Implied.Select(index => new ChartPoint(
                    index.Sessions, index.Volatility, Label: $"{index.Name} {NumberText.Of(100 * index.Volatility, "0.0")}"))]));
        return ChartFigure.Of(new()
        {
            Name = "term",
            Title = "Volatility by sessions ahead",
            X = AxisKind.Sessions,
            Y = AxisKind.Percent,
            Series = series,
        }, HalfWidth, 300);
    }

    /// <summary>The forecasts before the newest one, their intervals and their outcomes.</summary>
    public static XElement Past(TodayModel model)
    {
        var past = model.Past.Reverse().ToArray();
        return ChartFigure.Of(new()
        {
            Name = "past",
            Title = $"Forecasts of {NumberText.Count(model.Forecast.Horizon, "session")} and what came, by origin",
            X = AxisKind.Date,
            Y = AxisKind.Percent,
            Series =
            [
                new("interval", "80 % interval", SeriesKind.Band, Ink.Forecast,
                    [.. past.Select(one => new ChartPoint(
                        one.Origin.DayNumber, one.Interval?.Lower ?? double.NaN, one.Interval?.Upper ?? double.NaN))]),
                new("forecast", "forecast", SeriesKind.Line, Ink.Forecast,
                    [.. past.Select(one => new ChartPoint(one.Origin.DayNumber, one.Volatility))]),
                new("realised", "realised; hollow outside the interval", SeriesKind.Points, Ink.Realized,
                    [.. past.Where(one => one.Realized is not null).Select(one => new ChartPoint(
                        one.Origin.DayNumber, one.Realized!.Value, IsMarked: one.Judgement.Held == false))]),
            ],
        }, FullWidth, 280);
    }
}
