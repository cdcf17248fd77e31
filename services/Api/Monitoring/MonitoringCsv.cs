using Volcast.ApiContract.Monitoring;

namespace Volcast.Services.Api.Monitoring;

/// <summary>Checks as csv: one line each, the facts as JSON.</summary>
internal static class MonitoringCsv
{
    public static byte[] Of(MonitoringDocument document) => CsvDocument.Of<CheckDocument>(
        [
            new("symbol", _ => document.Symbol), new("data_kind", _ => document.DataKind), new("session", d => d.Session),
            new("horizon", d => d.Horizon), new("kind", d => d.Kind), new("subject", d => d.Subject), new("check", d => d.Check),
            new("result_of", d => d.ResultOf), new("revision", d => d.Revision), new("model", d => d.Model),
            new("model_version", d => d.ModelVersion), new("trained_to", d => d.TrainedTo),
            new("status", d => d.Status), new("value", d => d.Value), new("threshold", d => d.Threshold),
            new("facts", d => d.Facts?.GetRawText()),
        ],
        document.Checks);
}
