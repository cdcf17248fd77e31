using System.Text.Json;
using System.Text.Json.Nodes;

namespace Volcast.Lake.Tables;

/// <summary>Reads and writes the detail of a row of <c>monitoring</c>.</summary>
public static class CheckDetail
{
    private const string ReasonsName = "reasons";

    /// <summary>A detail with sentences; null if there are none.</summary>
    public static string? OfReasons(IEnumerable<string> reasons) =>
        Sentences(reasons) is { Count: > 0 } sentences ? new JsonObject { [ReasonsName] = sentences }.ToJsonString() : null;

    /// <summary>Sentences as a part of a detail.</summary>
    public static JsonArray Sentences(IEnumerable<string> sentences) => [.. sentences.Select(one => (JsonNode)one)];

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

    /// <summary>The sentences of a check's reasons; empty if there are none.</summary>
    public static IReadOnlyList<string> Reasons(MonitoringRow row)
    {
        using var detail = JsonDocument.Parse(row.Detail ?? "{}");
        return detail.RootElement.TryGetProperty(ReasonsName, out var reasons) && reasons.ValueKind == JsonValueKind.Array
            ? [.. reasons.EnumerateArray().Select(reason => reason.GetString()!)] : [];
    }
}
