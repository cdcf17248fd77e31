using System.Text.Json;
using Volcast.Drift;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>
/// A sequential alarm over the targets that have ended: one row for each session, which holds the state, so that the next run
/// continues. A run that is late writes the rows of all sessions since. A score that comes late counts from the next row on. The
/// process restarts after a year, and on the first session of a new champion after a red alarm: what the alarm asked for has then
/// been done.
/// </summary>
/// <param name="calendar">The sessions of the exchange.</param>
internal sealed class AlarmCheck(TradingCalendar calendar)
{
    /// <param name="model">The champion.</param>
    /// <param name="check">The name of the alarm.</param>
    /// <param name="kind">Of its rows.</param>
    /// <param name="alarm">With its reference; a reason if there is none.</param>
    /// <param name="scores">By the last session of the target.</param>
    /// <param name="stored">Rows of <c>monitoring</c>.</param>
    /// <param name="session">The newest session.</param>
    public IReadOnlyList<MonitoringRow> Run(MonitoredModel model, string check, MonitoringKind kind,
        ValueOrReason<ConformalAlarm> alarm, IReadOnlyDictionary<DateOnly, double> scores, IEnumerable<MonitoringRow> stored,
        DateOnly session)
    {
        if (!alarm.TryGet(out var process, out var reason))
            return [Insufficient(model, check, kind, session, reason)];
        var alarms = stored.Where(row => row.Check == check && row.Subject == CheckSubjects.Live && row.Horizon == model.Horizon
                && row.Model == model.Model && row.Status != MonitoringStatus.Insufficient && row.Session <= session)
            .OrderBy(row => row.Session).ThenBy(row => row.ModelVersion, VersionOrder.Instance)
            // The present process is no longer than its sessions.
            .TakeLast(AlarmState.SessionsPerRun).Select(row => (Row: row, State: StateOf(row))).ToList();
        var last = alarms.LastOrDefault().Row;
        if (last is null && scores.Count == 0)
            return [Insufficient(model, check, kind, session, "No target of a live forecast has ended yet.")];
        var (state, from) = last is null
            ? (AlarmState.Start(model.Horizon), scores.Keys.Min())
            : last.Status == MonitoringStatus.Failed && last.ModelVersion != model.VersionText
                ? (AlarmState.Start(model.Horizon), last.Session.AddDays(1))
                : Continue(alarms, scores);
        var rows = new List<MonitoringRow>();
        foreach (var day in from <= session ? calendar.Sessions(from, session) : [])
        {
            state = process.Advance(state, scores.GetValueOrDefault(day, double.NaN));
            // The row of an earlier day stays what was known then, and so does a red alarm.
            if (day < last?.Session)
                continue;
            if (day == last?.Session)
            {
                state = state with { LargestLogValue = Math.Max(state.LargestLogValue, alarms[^1].State.LargestLogValue) };
                continue;
            }
            rows.Add(model.Row(day, CheckSubjects.Live, check, kind) with
            {
                Value = state.Value,
                Threshold = process.RedLevel,
                Status = DriftCheck.StatusOf(process.StatusOf(state)),
                Detail = DetailOf(state),
            });
        }
        return rows.Count > 0 ? rows : last is not null && last.Session == session ? [last] : [];
    }

    /// <summary>The state from which the process continues, and the next session. If the score of a session has arrived after the
    /// row of that session was written, the process continues from before it.</summary>
    private static (AlarmState State, DateOnly From) Continue(
        List<(MonitoringRow Row, AlarmState State)> alarms, IReadOnlyDictionary<DateOnly, double> scores)
    {
        var start = Math.Max(alarms.FindLastIndex(alarm => alarm.State.Sessions == 1), 0);
        for (var i = start; i < alarms.Count; i++)
        {
            var before = i == start ? AlarmState.Start(alarms[i].State.Streams.Count) : alarms[i - 1].State;
            if (Bets(alarms[i].State) == Bets(before) && double.IsFinite(scores.GetValueOrDefault(alarms[i].Row.Session, double.NaN)))
                return (before, alarms[i].Row.Session);
        }
        return (alarms[^1].State, alarms[^1].Row.Session.AddDays(1));
    }

    private static int Bets(AlarmState state) => state.Streams.Sum(stream => stream.Outcomes);

    private static MonitoringRow Insufficient(
        MonitoredModel model, string check, MonitoringKind kind, DateOnly session, string reason) =>
        model.Row(session, CheckSubjects.Live, check, kind) with
        {
            Threshold = ConformalAlarm.Red,
            Status = MonitoringStatus.Insufficient,
            Detail = CheckDetail.OfReasons([reason]),
        };

    private static string DetailOf(AlarmState state) => JsonSerializer.Serialize(new Detail(
        state.Sessions, state.LargestLogValue, [.. state.Streams.Select(stream => stream.Outcomes)],
        [.. state.Streams.Select(stream => stream.LogRanks)], ConformalAlarm.Yellow), JsonSerializerOptions.Web);

    private static AlarmState StateOf(MonitoringRow row)
    {
        var detail = JsonSerializer.Deserialize<Detail>(row.Detail!, JsonSerializerOptions.Web)!;
        return new([.. detail.Outcomes.Zip(detail.LogRanks, (outcomes, ranks) => new StreamWealth(outcomes, ranks))],
            detail.Sessions, detail.LargestLogValue);
    }

    /// <param name="Sessions">See <see cref="AlarmState"/>.</param>
    /// <param name="LargestLogValue">The same.</param>
    /// <param name="Outcomes">Of each stream.</param>
    /// <param name="LogRanks">Of each stream.</param>
    /// <param name="Yellow">The value from which the alarm is yellow.</param>
    private sealed record Detail(int Sessions, double LargestLogValue, int[] Outcomes, double[] LogRanks, double Yellow);
}
