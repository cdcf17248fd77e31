using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Monitoring.Scores;

namespace Volcast.Cli.Pipeline.Replay;

/// <summary>What a replay found.</summary>
/// <param name="Request">What was replayed.</param>
/// <param name="Kind">The kind of the data.</param>
/// <param name="Sessions">The sessions that were forecast from.</param>
internal sealed record ReplayReport(ReplayRequest Request, DataKind Kind, int Sessions)
{
    /// <summary>Forecasts of the champion and of both references with a known outcome, on common targets.</summary>
    public required IReadOnlyList<ReplayLoss> Losses { get; init; }

    /// <summary>What was carried out, in the order of time.</summary>
    public required IReadOnlyList<MonitoringRow> Actions { get; init; }

    /// <summary>The sessions on which an alarm became red, in the order of time.</summary>
    public required IReadOnlyList<MonitoringRow> RedAlarms { get; init; }

    /// <summary>The number of actions of one kind that were carried out.</summary>
    public int Count(PolicyAction action) => Actions.Count(row =>
        PolicyDecision.IsResult(row, action) && row.Status == MonitoringStatus.Ok);

    public static ReplayReport Of(ReplayRequest request, ReplayTables tables, DataKind kind)
    {
        var rows = tables.Rows;
        return new(request, kind, tables.Forecasts.Select(row => row.ForecastOrigin).Distinct().Count())
        {
            Losses = ReplayLoss.Of(rows, ModelName.For(request.Roles.Target.Value, request.Horizon), request.Horizon),
            Actions = [.. rows.Where(row => row.ResultOf is not null)],
            RedAlarms =
            [
                .. FirstRed(rows, CheckNames.LossAlarm).Concat(FirstRed(rows, CheckNames.PitAlarm)).OrderBy(row => row.Session),
            ],
        };
    }

    private static IEnumerable<MonitoringRow> FirstRed(IEnumerable<MonitoringRow> rows, string check)
    {
        var before = MonitoringStatus.Ok;
        foreach (var row in rows.Where(row => row.Check == check))
        {
            if (row.Status == MonitoringStatus.Failed && before != MonitoringStatus.Failed)
                yield return row;
            before = row.Status;
        }
    }
}

/// <summary>The loss of one target in a replay.</summary>
/// <param name="TargetEnd">The last session of the target.</param>
/// <param name="Model">QLIKE of the champion.</param>
/// <param name="Har">QLIKE of HAR.</param>
/// <param name="Implied">QLIKE of the calibrated implied-volatility index; NaN without one.</param>
internal sealed record ReplayLoss(DateOnly TargetEnd, double Model, double Har, double Implied)
{
    /// <summary>The losses over one horizon on the targets that the champion and HAR forecast, in the order of time.</summary>
    /// <param name="rows">Of one symbol.</param>
    /// <param name="model">The registered model's name.</param>
    /// <param name="horizon">Sessions ahead.</param>
    public static IReadOnlyList<ReplayLoss> Of(IReadOnlyList<MonitoringRow> rows, string model, int horizon)
    {
        var live = Series(CheckSubjects.Live, model);
        var (har, implied) = (Series(CheckSubjects.Baseline, Baselines.Har), Series(CheckSubjects.Baseline, Baselines.Implied));
        return
        [
            .. live.Keys.Where(har.ContainsKey).Order().Select(
                end => new ReplayLoss(end, live[end], har[end], implied.GetValueOrDefault(end, double.NaN))),
        ];

        Dictionary<DateOnly, double> Series(string subject, string name) =>
            ScoreSeries.Of(rows, horizon, subject, name, ScoreChecks.Qlike);
    }
}
