using Volcast.Drift;
using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Reports.Charts;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Scores;

namespace Volcast.Services.Monitoring.Report;

/// <summary>The charts of a report. Those over time reach back two years.</summary>
internal static class MonitoringCharts
{
    /// <summary>The cumulative advantage over HAR, then the e-process; a chart without a point is left out.</summary>
    public static IEnumerable<ReportChart> Loss(MonitoringReport run, MonitoredTarget target)
    {
        var gain = new ReportChart
        {
            Name = "cumulative_gain",
            Title = "Cumulative QLIKE advantage of the live forecasts over HAR; where a line falls, HAR was better.",
            X = AxisKind.Date,
            Y = AxisKind.Number,
            Series = EachHorizon(run, (horizon, ink) => Line($"gain_{horizon}", horizon, ink, Gain(target, horizon))),
        };
        if (gain.Series.Count > 0)
            yield return gain;
        var processes = EachHorizon(run, (horizon, ink) => Line($"e_{horizon}", horizon, ink,
            Rows(run, target, horizon, CheckNames.LossAlarm).Where(row => row.Value > 0)
                .Select(row => new ChartPoint(row.Session.DayNumber, row.Value))));
        if (processes.Count > 0)
            yield return new()
            {
                Name = "e_process",
                Title = "The e-process of the loss against HAR, with its yellow and red levels.",
                X = AxisKind.Date,
                Y = AxisKind.Logarithm,
                Series =
                [
                    Level("yellow", $"yellow, {ConformalAlarm.Yellow:0}", 6, ConformalAlarm.Yellow, processes),
                    .. RedLevels(run, target).Select(red => Level($"red_{red:0}", $"red, {red:0}", 4, red, processes)),
                    .. processes,
                ],
            };
    }

    /// <summary>The measured coverage of both intervals by session; empty before the first outcome.</summary>
    public static IReadOnlyList<ReportChart> Coverage(MonitoringReport run, MonitoredTarget target)
    {
        var charts = new List<ReportChart>();
        foreach (var (check, interval, nominal) in (ReadOnlySpan<(string, int, double)>)
            [(CheckNames.Coverage80, 80, .8), (CheckNames.Coverage95, 95, .95)])
        {
            var measured = EachHorizon(run, (horizon, ink) => Line($"coverage_{horizon}", horizon, ink,
                Rows(run, target, horizon, check).Select(row => new ChartPoint(row.Session.DayNumber, row.Value))));
            if (measured.Count > 0)
                charts.Add(new()
                {
                    Name = check,
                    Title = $"The share of outcomes inside the {interval} % interval.",
                    X = AxisKind.Date,
                    Y = AxisKind.Number,
                    Series = [Level("nominal", $"nominal, {nominal}", 0, nominal, measured), .. measured],
                });
        }
        return charts;
    }

    /// <summary>The histograms of the newest sessions and of those before; null if there are none.</summary>
    public static ReportChart? Distribution(string feature, MonitoredTarget target) =>
        DistributionChange.Of(target.History.Column(feature)) is { } change
            ? HistogramChart.Of(feature, change.Least, change.Most, change.Reference, change.ReferenceCount, change.Window,
                change.WindowCount)
            : null;

    /// <summary>The newest red level of each horizon, each once.</summary>
    private static IEnumerable<double> RedLevels(MonitoringReport run, MonitoredTarget target) => run.Checks
        .Select(row => row.Horizon).Where(horizon => horizon > 0).Distinct()
        .Select(horizon => Rows(run, target, horizon, CheckNames.LossAlarm).MaxBy(row => row.Session)?.Threshold)
        .OfType<double>().Where(double.IsFinite).Distinct().Order();

    private static IEnumerable<ChartPoint> Gain(MonitoredTarget target, int horizon)
    {
        var mine = ScoreSeries.Of(
            target.Rows, horizon, CheckSubjects.Live, ModelName.For(target.Roles.Target.Value, horizon), ScoreChecks.Qlike);
        var benchmark = ScoreSeries.Of(
            target.Rows, horizon, CheckSubjects.Baseline, ForecasterCatalog.Benchmark, ScoreChecks.Qlike);
        var sum = 0.0;
        foreach (var (session, loss) in mine.OrderBy(score => score.Key))
            if (benchmark.TryGetValue(session, out var other))
                yield return new(session.DayNumber, sum += other - loss);
    }

    private static IEnumerable<MonitoringRow> Rows(MonitoringReport run, MonitoredTarget target, int horizon, string check) =>
        target.Rows.Where(row => row.Horizon == horizon && row.Check == check && row.Subject == CheckSubjects.Live
            && row.Session <= run.Session && row.Status != MonitoringStatus.Insufficient && double.IsFinite(row.Value));

    /// <summary>The series of every horizon that was checked and has points.</summary>
    private static IReadOnlyList<ChartSeries> EachHorizon(MonitoringReport run, Func<int, int, ChartSeries> of) =>
    [
        .. run.Checks.Select(row => row.Horizon).Where(horizon => horizon > 0).Distinct().Order()
            .Select((horizon, i) => of(horizon, 1 + i % 6)).Where(series => series.Points.Count > 0),
    ];

    private static ChartSeries Line(string name, int horizon, int ink, IEnumerable<ChartPoint> points) =>
        new(name, Counted.Of(horizon, "session"), SeriesKind.Line, ink, [.. points]);

    /// <summary>A horizontal line across all series.</summary>
    private static ChartSeries Level(string name, string label, int ink, double value, IReadOnlyList<ChartSeries> series)
    {
        var days = series.SelectMany(one => one.Points).Select(point => point.X).ToArray();
        return new(name, label, SeriesKind.Line, ink, [new(days.Min(), value), new(days.Max(), value)]);
    }
}
