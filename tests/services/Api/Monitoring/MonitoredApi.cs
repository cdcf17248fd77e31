using System.Text.Json;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Monitoring;

/// <summary>The service with checks of two sessions, a decision and an alert.</summary>
public class MonitoredApi : ApiUnderTest
{
    /// <summary>The session before the newest.</summary>
    public static readonly DateOnly Before = TradingCalendar.Nyse.Add(Last, -1);

    protected override Task BeforeStartAsync() => StoreAsync(
        Row("loss_alarm", MonitoringKind.Loss, Before) with { Value = 1.5, Threshold = 20 },
        Row("loss_alarm", MonitoringKind.Loss) with
        {
            Value = 2.5,
            Threshold = 20,
            Status = MonitoringStatus.Warning,
            Detail = """{"yellow":2}""",
        },
        Row("pit_alarm", MonitoringKind.Calibration) with { Value = .5, Threshold = 20 },
        Row("coverage_80", MonitoringKind.Calibration) with { Value = .75, Threshold = .8 },
        Row("coverage_95", MonitoringKind.Calibration) with { Status = MonitoringStatus.Insufficient },
        Row("drift", MonitoringKind.Drift, subject: "vix", horizon: 0) with { Value = .01, Status = MonitoringStatus.Failed },
        Row("drift", MonitoringKind.Drift, subject: "ret_1d", horizon: 0) with { Value = .5 },
        Row("freshness", MonitoringKind.Data, subject: "data", horizon: 0) with { Value = 0, Threshold = 1 },
        Row("registry", MonitoringKind.System, subject: "system", horizon: 0),
        Row("qlike", MonitoringKind.Score) with { Value = .4 },
        Row("retrain", MonitoringKind.Decision, Before, "model") with { Detail = """{"reasons":["loss_alarm is red."]}""" },
        Row("retrain_result", MonitoringKind.Decision, Before, "model"), Row("keep", MonitoringKind.Decision, Before, "model"),
        Row("keep", MonitoringKind.Decision, subject: "model"),
        Row("high", MonitoringKind.Alert, Before, "alert", 0) with { Status = MonitoringStatus.Failed });

    public static MonitoringRow Row(
        string check, MonitoringKind kind, DateOnly? session = null, string subject = "live", int horizon = 5) => new()
        {
            Horizon = horizon,
            Session = session ?? Last,
            Subject = subject,
            Model = horizon > 0 ? "volcast-SPY-5d" : "",
            ModelVersion = horizon > 0 ? "1" : "",
            Check = check,
            Kind = kind,
            Status = MonitoringStatus.Ok,
        };

    /// <summary>Adds rows to the table; a stored row stays.</summary>
    public async Task StoreAsync(params MonitoringRow[] rows)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(LakeFolder, DataKind.Simulated);
        var stored = await lake.SnapshotAsync(MonitoringTable.Schema, SimulatedLake.Spy) is null
            ? []
            : MonitoringTable.FromFrame(SimulatedLake.Spy, await lake.ReadAsync(MonitoringTable.Schema, SimulatedLake.Spy)).Rows;
        var (merged, _) = MonitoringTable.MergeFirstWins(new() { Symbol = SimulatedLake.Spy, Rows = stored }, rows);
        await lake.CommitAsync(MonitoringTable.Schema, SimulatedLake.Spy, merged.ToFrame());
    }

    /// <summary>Session and check of each row that a request lists.</summary>
    public async Task<string[]> ListAsync(string query) => Names(await GetJsonAsync($"/v1/monitoring{query}"));

    public static string[] Names(JsonElement document) =>
    [
        .. document.GetProperty("checks").EnumerateArray().Select(row =>
            $"{row.GetProperty("session").GetString()!.Replace($"{Last:yyyy-MM-dd}", "newest", StringComparison.Ordinal)} "
            + $"{row.GetProperty("check").GetString()} {row.GetProperty("subject").GetString()}"),
    ];
}
