using System.Text.Json;
using Volcast.Lake.Tables;

namespace Volcast.Services.Monitoring.Report;

/// <summary>Reads the detail of a row of <c>monitoring</c>.</summary>
internal static class CheckDetail
{
    /// <summary>A number of the detail; NaN if it is missing.</summary>
    public static double Number(MonitoringRow row, string name)
    {
        using var detail = JsonDocument.Parse(row.Detail ?? "{}");
        return detail.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble() : double.NaN;
    }

    /// <summary>A text of the detail; empty if it is missing.</summary>
    public static string Text(MonitoringRow row, string name)
    {
        using var detail = JsonDocument.Parse(row.Detail ?? "{}");
        return detail.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()! : "";
    }

    /// <summary>The sentences of <c>reasons</c>, joined by spaces; empty if there are none.</summary>
    public static string Reasons(MonitoringRow row)
    {
        using var detail = JsonDocument.Parse(row.Detail ?? "{}");
        return detail.RootElement.TryGetProperty("reasons", out var reasons) && reasons.ValueKind == JsonValueKind.Array
            ? string.Join(' ', reasons.EnumerateArray().Select(reason => reason.GetString())) : "";
    }
}
