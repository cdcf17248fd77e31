using System.Xml.Linq;
using Volcast.ApiContract.Forecasts;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.History;

/// <summary>The chart of History.</summary>
internal static class HistoryCharts
{
    /// <summary>Origins that are further apart have a gap between them: no week of sessions is so long.</summary>
    private const int LongestStep = 10;

    /// <summary>Beyond so many points, lines and marks are smaller: about two years.</summary>
    private const int MostWithWideLines = 600;

    /// <summary>The inks of other models and targets: those that differ most from the forecast's come first.</summary>
    private static readonly int[] OverlayInks = [4, 6, 5];

    /// <param name="model">The model.</param>
    /// <param name="source">Where the values are read from.</param>
    public static XElement Figure(HistoryModel model, string source)
    {
        var figure = ChartFigure.Of(Chart(model), 1120, 420, source);
        figure.SetAttributeValue("data-zoom", "");
        if (model.Points.Count > MostWithWideLines)
            figure.SetAttributeValue("class", "dense");
        return figure;
    }

    public static ReportChart Chart(HistoryModel model)
    {
        var level = NumberText.Percent(model.Choice.Level, 0);
        return new()
        {
            Name = "history",
            Title = "Annualised volatility by forecast origin, logarithmic scale",
            X = AxisKind.Date,
            Y = AxisKind.Volatility,
            Series =
            [
                new("interval", $"{level} interval", SeriesKind.Band, Ink.Forecast,
                    Line(model.Points, point => point.Lower, point => point.Upper)),
                new("implied", "implied by options", SeriesKind.Line, Ink.Implied,
                    Line(model.Points, point => point.Document.ImpliedVolatilityPoints / 100)),
                new("har", "HAR", SeriesKind.Line, Ink.Baseline, Line(model.Points, point => point.Document.HarVolatility)),
                new("realised", "realised", SeriesKind.Line, Ink.Realized,
                    Line(model.Points, point => point.Document.RealizedVolatility)),
                .. Overlays(model),
                .. Forecasts(model),
                new("misses", $"realised outside the {level} interval", SeriesKind.Breaches, Ink.Realized,
                [
                    .. model.Points.Where(point => point.Judgement.Held == false).Select(point => new ChartPoint(
                        point.Document.ForecastOrigin.DayNumber, point.Document.RealizedVolatility!.Value)),
                ]),
            ],
        };
    }

    private static IEnumerable<ChartSeries> Overlays(HistoryModel model)
    {
        foreach (var (overlay, ink) in model.Overlays.Zip(OverlayInks))
            if (overlay.Points.Count > 0)
                yield return new(overlay.Name, overlay.Name, SeriesKind.Line, ink, Line(overlay.Points));
        if (model.Shadow.Count > 0)
            yield return new("shadow", "shadow", SeriesKind.Line, Ink.Forecast, Line(model.Shadow)) { Style = LineStyle.Dotted };
    }

    /// <summary>The kind in words.</summary>
    public static string KindName(string kind) =>
        HistoryChoice.Kinds.Where(one => one.Kind == kind).Select(one => one.Name).FirstOrDefault(kind);

    /// <summary>A line for each kind, each in its own style. It begins at the end of the line before.</summary>
    internal static IEnumerable<ChartSeries> Forecasts(HistoryModel model) =>
        from kind in HistoryChoice.Kinds.Reverse()
        where model.Points.Any(point => point.Document.Kind == kind.Kind)
        select new ChartSeries($"forecast_{kind.Kind}", $"forecast, {kind.Name}", SeriesKind.Line, Ink.Forecast,
            OfKind(model.Points, kind.Kind))
        {
            Style = kind.Kind switch
            {
                "live" => LineStyle.Strong,
                "backfill" => LineStyle.Dashed,
                "shadow" => LineStyle.Dotted,
                _ => LineStyle.Plain,
            },
        };

    private static List<ChartPoint> OfKind(IReadOnlyList<HistoryPoint> points, string kind)
    {
        var line = new List<ChartPoint>();
        for (var i = 0; i < points.Count; i++)
        {
            var (day, isKind) = (points[i].Document.ForecastOrigin.DayNumber, points[i].Document.Kind == kind);
            var isJoined = i > 0 && day - points[i - 1].Document.ForecastOrigin.DayNumber <= LongestStep;
            if (isKind && i > 0 && (!isJoined || points[i - 1].Document.Kind != kind))
            {
                line.Add(new(day, double.NaN));
                if (isJoined)
                    line.Add(new(points[i - 1].Document.ForecastOrigin.DayNumber, points[i - 1].Document.Volatility));
            }
            if (isKind)
                line.Add(new(day, points[i].Document.Volatility));
        }
        return line;
    }

    private static List<ChartPoint> Line(IReadOnlyList<HistoryPointDocument> points) =>
        Line([.. points.Select(point => new HistoryPoint(point, null, null))], point => point.Document.Volatility);

    /// <summary>A line that breaks where a value or more than a week of sessions is missing.</summary>
    private static List<ChartPoint> Line(
        IReadOnlyList<HistoryPoint> points, Func<HistoryPoint, double?> value, Func<HistoryPoint, double?>? upper = null)
    {
        var line = new List<ChartPoint>(points.Count);
        var last = int.MaxValue - LongestStep;
        foreach (var point in points)
        {
            var day = point.Document.ForecastOrigin.DayNumber;
            if (day > last + LongestStep)
                line.Add(new(day, double.NaN));
            last = day;
            line.Add(new(day, Positive(value(point)), upper is null ? double.NaN : Positive(upper(point))));
        }
        return line;

        // A logarithm has no place for zero.
        static double Positive(double? number) => number > 0 ? number.Value : double.NaN;
    }
}
