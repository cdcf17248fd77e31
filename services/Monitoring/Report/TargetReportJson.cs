using System.Text.Json;
using Volcast.ApiContract;
using Volcast.Lake.Tables;
using Volcast.Prediction.Documents;
using Volcast.Reports;
using Volcast.Schemas;

namespace Volcast.Services.Monitoring.Report;

/// <summary>monitoring.json: <c>verdict</c>; <c>checks</c>, <c>decisions</c> and <c>alerts</c> as the documents of <c>GET
/// /v1/monitoring</c>; <c>tables</c> and <c>charts</c> with every number of the page, unrounded.</summary>
internal static class TargetReportJson
{
    private const int Format = 1;

    public static byte[] Of(TargetReport report)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonExhibits.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteStartObject("verdict");
            json.WriteString("status", StoredName.Of(report.Verdict.Status));
            json.WriteString("sentence", report.Verdict.Sentence);
            json.WriteStartArray("actions");
            foreach (var action in report.Verdict.Actions)
                json.WriteStringValue(action);
            json.WriteEndArray();
            json.WriteEndObject();
            Write("checks", report.Run.Checks);
            Write("decisions", report.Decisions);
            Write("alerts", report.Alerts);
            json.WriteStartObject("tables");
            foreach (var table in report.Sections.SelectMany(section => section.Tables))
                JsonExhibits.Write(json, table);
            json.WriteEndObject();
            json.WriteStartObject("charts");
            foreach (var chart in report.Sections.SelectMany(section => section.Charts))
                JsonExhibits.Write(json, chart);
            json.WriteEndObject();
            json.WriteEndObject();

            void Write(string name, IReadOnlyList<MonitoringRow> rows)
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, MonitoringDocuments.Of(report.Target, report.DataKind, rows),
                    ContractJson.Default.MonitoringDocument);
            }
        }
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }
}
