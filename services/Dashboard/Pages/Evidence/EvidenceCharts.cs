using System.Xml.Linq;
using Volcast.ApiContract.Models;
using Volcast.Reports;
using Volcast.Reports.Charts;

namespace Volcast.Services.Dashboard.Pages.Evidence;

/// <summary>The charts of Evidence.</summary>
internal static class EvidenceCharts
{
    /// <summary>Every model's loss relative to the benchmark, the best first.</summary>
    public static XElement Ratios(EvidenceModel model)
    {
        return ForestFigure.Of(new()
        {
            Name = "ratios",
            Title = $"Mean loss divided by that of {EvidenceModel.NameOf(model.Evidence.Benchmark)}, with the "
                + $"{NumberText.Percent(model.Evidence.Confidence, 0)} interval",
            Below = "better",
            Above = "worse",
            Rows =
            [
                .. model.Evidence.Models.Where(one => one.Ratio is not null).OrderBy(one => one.Ratio).Select(one => new ForestRow(
                    one.Model, one.Ratio!.Value, Bound(one, one.RatioLower), Bound(one, one.RatioUpper), one.Model == model.Subject.Model)),
            ],
        });

        // The benchmark's ratio to itself is 1, and not an estimate.
        double Bound(EvidenceScoresDocument one, double? bound) =>
            one.Model == model.Evidence.Benchmark ? double.NaN : bound ?? double.NaN;
    }

    /// <summary>The loss relative to the benchmark in each group.</summary>
    public static XElement GroupRatios(WalkForwardDocument series, IReadOnlyList<OriginGroupDocument> groups) => Groups(
        "group-ratios", "ratio", $"Loss divided by that of {EvidenceModel.NameOf(series.Benchmark)}, by year", 1, ("better", "worse"),
        ".000", groups, one => one.Ratio);

    /// <summary>The share of outcomes inside an interval in each group.</summary>
    /// <param name="level">.8 or .95.</param>
    /// <param name="groups">Years, then terciles.</param>
    public static XElement Coverage(double level, IReadOnlyList<OriginGroupDocument> groups) => Groups(
        $"coverage-{NumberText.Of(100 * level, "0")}", "share", $"Share of outcomes inside the {NumberText.Percent(level, 0)} interval",
        level, ("too few", "too many"), "0.0 %", groups, one => level < .9 ? one.Coverage80 : one.Coverage95);

    /// <summary>By how much the model's losses are smaller in sum.</summary>
    public static XElement Advantage(WalkForwardDocument series) => ChartFigure.Of(new()
    {
        Name = "advantage",
        Title = $"Cumulative loss of {EvidenceModel.NameOf(series.Benchmark)} minus that of {series.Model} (QLIKE)",
        X = AxisKind.Date,
        Y = AxisKind.Number,
        Series =
        [
            new("advantage", $"rises while {series.Model} is better", SeriesKind.Line, Ink.Forecast,
                [.. series.LossAdvantages.Select(one => new ChartPoint(one.ForecastOrigin.DayNumber, one.CumulativeQlikeAdvantage))]),
        ],
    }, 1120, 300);

    /// <summary>The histogram of the probability integral transform.</summary>
    public static XElement Pit(WalkForwardDocument series)
    {
        var all = series.PitBins.Sum(bin => bin.Outcomes);
        return ChartFigure.Of(new()
        {
            Name = "pit",
            Title = $"Where {NumberText.Count(all, "outcome")} fell in the forecast distribution (PIT)",
            X = AxisKind.Number,
            XHeading = "place in the distribution",
            Y = AxisKind.Percent,
            Series =
            [
                new("share", "share of outcomes", SeriesKind.Stems, Ink.Forecast,
                    [.. series.PitBins.Select(bin => new ChartPoint(Middle(bin), bin.Outcomes / (double)all))]),
                new("expected", "if calibrated", SeriesKind.Line, Ink.Realized,
                    [.. series.PitBins.Select(bin => new ChartPoint(Middle(bin), bin.Upper - bin.Lower))]),
            ],
        }, 540, 300);
    }

    /// <summary>The losses of one session beyond the value at risk; null where none is known.</summary>
    public static XElement? Breaches(WalkForwardDocument series)
    {
        var usual = Record(.95);
        var severe = Record(.99);
        if (usual.Count + severe.Count == 0)
            return null;
        return ChartFigure.Of(new()
        {
            Name = "breaches",
            Title = "Returns below the value at risk of one session",
            X = AxisKind.Date,
            Y = AxisKind.Percent,
            Series =
            [
                new("beyond_95", "beyond 95 %", SeriesKind.Points, Ink.Realized, [.. usual.Select(Return)]),
                new("beyond_99", "beyond 99 %", SeriesKind.Breaches, Ink.Realized, [.. severe.Select(Return)]),
            ],
        }, 1120, 260);

        IReadOnlyList<BreachDocument> Record(double confidence) => series.ValueAtRiskRecords
            .FirstOrDefault(one => one.Sessions == 1 && Math.Abs(one.Confidence - confidence) < 1e-9)?.Breaches ?? [];

        ChartPoint Return(BreachDocument breach) => new(breach.ForecastOrigin.DayNumber, breach.LogReturn);
    }

    private static double Middle(PitBinDocument bin) => (bin.Lower + bin.Upper) / 2;

    private static XElement Groups(
        string name, string heading, string title, double noEffect, (string Below, string Above) sides, string format,
        IReadOnlyList<OriginGroupDocument> groups, Func<OriginGroupDocument, double?> value) => ForestFigure.Of(new()
        {
            Name = name,
            Title = title,
            NoEffect = noEffect,
            Below = sides.Below,
            Above = sides.Above,
            Format = format,
            EstimateHeading = heading,
            Rows =
            [
                .. groups.Where(one => value(one) is not null).Select(one => new ForestRow(
                    EvidenceTables.GroupName(one), value(one)!.Value, double.NaN, double.NaN, IsSubject: true)),
            ],
        });
}
