using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>The state of the inputs: freshness in trading sessions, missing sessions, refused rows, and inputs outside everything
/// that was seen.</summary>
/// <param name="lake">The lake.</param>
/// <param name="calendar">The sessions of the exchange.</param>
/// <param name="maximumAge">Settled sessions that the newest bar may be behind.</param>
internal sealed class DataCheck(DataLake lake, TradingCalendar calendar, int maximumAge)
{
    /// <summary>Refused rows of older sessions are no news.</summary>
    private const int RecentSessions = 21;

    public async Task<IReadOnlyList<MonitoringRow>> RunAsync(
        MonitoredTarget target, IReadOnlyList<string> inputs, DateTimeOffset now, CancellationToken stop)
    {
        var behind = calendar.Count(target.Session.AddDays(1), calendar.NewestSettled(now));
        var missing = await MissingSessions.OfAsync(lake, target.Roles, target.Session, calendar, stop);
        var refused = await RefusedAsync(target, stop);
        var outside = OutOfRangeInputs.Of(new ForecastInputs(target.History), inputs);
        return
        [
            Row(CheckNames.Freshness, behind, maximumAge,
                behind > maximumAge ? MonitoringStatus.Failed : behind > 0 ? MonitoringStatus.Warning : MonitoringStatus.Ok,
                behind == 0 ? [] : [new DataAge(target.Session, behind, maximumAge).Sentence]),
            Row(CheckNames.MissingSessions, missing.Count, 0, Warning(missing.Count), missing),
            Row(CheckNames.Quarantine, refused.Count, 0, Warning(refused.Count), refused),
            Row(CheckNames.OutOfRange, outside.Count, 0, Warning(outside.Count), outside),
        ];

        MonitoringRow Row(
            string check, double value, double threshold, MonitoringStatus status, IReadOnlyList<string> reasons) => new()
            {
                Horizon = 0,
                Session = target.Session,
                Subject = CheckSubjects.Data,
                Check = check,
                Kind = MonitoringKind.Data,
                Value = value,
                Threshold = threshold,
                Status = status,
                Detail = CheckDetail.OfReasons(reasons),
            };
    }

    private static MonitoringStatus Warning(int count) => count > 0 ? MonitoringStatus.Warning : MonitoringStatus.Ok;

    /// <summary>One sentence for each symbol with refused rows of the newest sessions.</summary>
    private async Task<IReadOnlyList<string>> RefusedAsync(MonitoredTarget target, CancellationToken stop)
    {
        var from = calendar.Add(target.Session, -RecentSessions);
        var sentences = new List<string>();
        foreach (var symbol in target.Roles.Symbols)
        {
            var rows = await lake.ReadQuarantineAsync(RawMarketTable.Schema, symbol, stop);
            var recent = Enumerable.Range(0, rows.Count)
                .Where(row => !rows.IsHarmless(row) && SessionOf(rows.RowKey[row]) >= from).ToArray();
            if (recent.Length > 0)
                sentences.Add($"{Counted.Of(recent.Length, "row")} of {symbol} {(recent.Length == 1 ? "was" : "were")} refused, "
                    + $"the newest: {rows.Reason[recent.MaxBy(row => SessionOf(rows.RowKey[row]))]}");
        }
        return sentences;
    }

    private static DateOnly? SessionOf(string key) => DateOnly.TryParseExact(key.Split(' ')[0], "yyyy-MM-dd",
        System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : null;
}
