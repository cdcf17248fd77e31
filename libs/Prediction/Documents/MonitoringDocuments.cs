using System.Globalization;
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
    /// <param name="rows">The newest session first.</param>
    public static MonitoringDocument Of(Symbol target, DataKind kind, IReadOnlyList<MonitoringRow> rows)
    {
        DateOnly? newest = rows.Count == 0 ? null : rows.Max(row => row.Session);
        MonitoringStatus[] known =
        [
            .. MonitoringTable.Latest(rows.Where(row => row.Session == newest))
                .Where(row => row.Kind is not (MonitoringKind.Alert or MonitoringKind.Decision)).Select(row => row.Status)
                .Where(status => status != MonitoringStatus.Insufficient),
        ];
        return new()
        {
            Symbol = target.Value,
            DataKind = kind.Name(),
            Session = newest,
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
        ModelVersion = int.TryParse(row.ModelVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version : null,
        TrainedTo = DateOnly.TryParseExact(
            row.ModelVersion, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        Check = row.Check,
        ResultOf = row.ResultOf,
        Revision = row.Revision,
        Kind = StoredName.Of(row.Kind),
        Status = StoredName.Of(row.Status),
        Value = double.IsFinite(row.Value) ? row.Value : null,
        Threshold = double.IsFinite(row.Threshold) ? row.Threshold : null,
        Facts = row.Detail is null ? null : JsonDocument.Parse(row.Detail).RootElement.Clone(),
    };
}
