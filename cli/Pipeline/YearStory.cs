using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Monitoring.Scores;

namespace Volcast.Cli.Pipeline;

/// <summary>What happened on a day of the year.</summary>
/// <param name="Session">The session of the run.</param>
/// <param name="Text">A sentence.</param>
internal sealed record YearEvent(DateOnly Session, string Text);

/// <summary>The mean losses of the targets that ended within a span of sessions.</summary>
/// <param name="From">The first session of the span; the smallest date if it has none.</param>
/// <param name="To">The session after its last one; null if it has none.</param>
/// <param name="Targets">Targets that both the model and HAR forecast.</param>
/// <param name="Model">Mean QLIKE of the live forecasts.</param>
/// <param name="Har">Mean QLIKE of HAR on the same targets.</param>
internal sealed record YearLoss(DateOnly From, DateOnly? To, int Targets, double Model, double Har)
{
    /// <summary>Below 1 the model is better than HAR.</summary>
    public double Ratio => Model / Har;
}

/// <summary>The story of a year of daily runs of one model: alarms, decisions, shadow sessions, promotions.</summary>
/// <param name="target">The symbol that is forecast.</param>
/// <param name="horizon">Sessions ahead.</param>
/// <param name="lawBreak">The first session of the other law.</param>
internal sealed class YearStory(Symbol target, int horizon, DateOnly lawBreak)
{
    private static readonly string[] Alarms = [CheckNames.LossAlarm, CheckNames.PitAlarm];

    private readonly Dictionary<string, MonitoringStatus> status = [];
    private readonly List<YearEvent> events = [];
    private readonly List<DateOnly> promotions = [];
    private readonly List<DateOnly> reds = [];

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<YearEvent> Events => events;

    /// <summary>The sessions on which a challenger replaced a champion.</summary>
    public IReadOnlyList<DateOnly> Promotions => promotions;

    /// <summary>The sessions on which the loss alarm turned red.</summary>
    public IReadOnlyList<DateOnly> Reds => reds;

    /// <summary>Takes the next day.</summary>
    /// <returns>The events of this day.</returns>
    public IReadOnlyList<YearEvent> Add(DailyReport report)
    {
        var before = events.Count;
        if (report.Session == lawBreak)
            Note(report, "The law breaks: From today on, VIX and VIX3M are .35 times as high as they would be.");
        foreach (var row in report.Checks.SelectMany(checks => checks.Checks)
            .Where(row => row.Horizon == horizon && Alarms.Contains(row.Check)))
            AddAlarm(report, row);
        foreach (var policy in report.Policy.Where(one => one.Model == ModelName.For(target.Value, horizon)))
            AddDecision(report, policy);
        foreach (var (step, failure) in report.Failed)
            Note(report, $"{failure.Sentence} {DailyReport.NextTime(step)}");
        return events[before..];
    }

    /// <summary>The losses before the break, from the break to the first promotion after it, and after each promotion.</summary>
    public async Task<IReadOnlyList<YearLoss>> LossesAsync(DataLake lake, CancellationToken stop)
    {
        var frame = await lake.ReadAsync(MonitoringTable.Schema, target, cancellationToken: stop);
        var rows = MonitoringTable.FromFrame(target, frame).Rows;
        var model = Series(CheckSubjects.Live, ModelName.For(target.Value, horizon));
        var har = Series(CheckSubjects.Baseline, ForecasterCatalog.Benchmark);
        DateOnly[] starts = [DateOnly.MinValue, lawBreak, .. promotions.Where(day => day > lawBreak)];
        return [.. starts.Select((from, i) => Loss(from, i + 1 < starts.Length ? starts[i + 1] : null))];

        Dictionary<DateOnly, double> Series(string subject, string name) =>
            ScoreSeries.Of(rows, horizon, subject, name, ScoreChecks.Qlike);

        YearLoss Loss(DateOnly from, DateOnly? to)
        {
            // Targets that begin before a promotion and end after it were forecast by the version before.
            DateOnly[] days = [.. model.Keys.Where(day => har.ContainsKey(day) && day >= from && (to is null || day < to))];
            return new(from, to, days.Length, days.Select(day => model[day]).DefaultIfEmpty(double.NaN).Average(),
                days.Select(day => har[day]).DefaultIfEmpty(double.NaN).Average());
        }
    }

    private void AddAlarm(DailyReport report, MonitoringRow row)
    {
        var former = status.GetValueOrDefault(row.Check, MonitoringStatus.Ok);
        status[row.Check] = row.Status;
        if (row.Status == former || row.Status == MonitoringStatus.Insufficient || former == MonitoringStatus.Insufficient
            && row.Status == MonitoringStatus.Ok)
            return;
        var name = row.Check == CheckNames.LossAlarm ? "loss against HAR" : "calibration";
        Note(report, row.Status switch
        {
            MonitoringStatus.Failed => $"RED alarm on the {name}: E = {row.Value:0.0}, the limit is {row.Threshold:0}.",
            MonitoringStatus.Warning => $"Yellow alarm on the {name}: E = {row.Value:0.0}.",
            _ => $"The alarm on the {name} has cleared.",
        });
        if (row is { Check: CheckNames.LossAlarm, Status: MonitoringStatus.Failed })
            reds.Add(report.Session);
    }

    private void AddDecision(DailyReport report, PolicyReport policy)
    {
        if (!policy.Decision.IsCarriedOut)
            return;
        Note(report, $"Decision: {PolicyDecision.NameOf(policy.Decision.Action)}. {string.Join(' ', policy.Decision.Reasons)} "
            + policy.Result);
        if (policy.HasChanged && policy.Decision.Action == PolicyAction.Promote && report.Session > events[0].Session)
            promotions.Add(report.Session);
    }

    private void Note(DailyReport report, string text) => events.Add(new(report.Session, text));
}
