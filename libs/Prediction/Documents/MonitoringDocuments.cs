using System.Text.Json;
using Volcast.ApiContract.Monitoring;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Prediction.Documents;

/// <summary>Converts rows of <c>monitoring</c> to the documents that API and command line publish.</summary>
public static class MonitoringDocuments
{
    /// <param name="target">The symbol.</param>
    /// <param name="kind">The kind of the lake's data.</param>
    /// <param name="rows">In the order of their key.</param>
    public static MonitoringDocument Of(Symbol target, DataKind kind, IReadOnlyList<MonitoringRow> rows)
    {
        MonitoringStatus[] known =
            [.. rows.Select(row => row.Status).Where(status => status != MonitoringStatus.Insufficient)];
        return new()
        {
            Symbol = target.Value,
            DataKind = kind.Name(),
            Session = rows.Count == 0 ? null : rows.Max(row => row.Session),
            Status = known.Length == 0 ? null : StoredName.Of(known.Max()),
            Checks = [.. rows.Select(Of)],
        };
    }

    public static CheckDocument Of(MonitoringRow row) => new()
    {
        Horizon = row.Horizon,
        Session = row.Session,
        Subject = row.Subject,
        Model = row.Model.Length > 0 ? row.Model : null,
        ModelVersion = row.ModelVersion.Length > 0 ? row.ModelVersion : null,
        Check = row.Check,
        Revision = row.Revision,
        Kind = StoredName.Of(row.Kind),
        Status = StoredName.Of(row.Status),
        Value = double.IsFinite(row.Value) ? row.Value : null,
        Threshold = double.IsFinite(row.Threshold) ? row.Threshold : null,
        Detail = row.Detail is null ? null : JsonDocument.Parse(row.Detail).RootElement.Clone(),
    };
}
