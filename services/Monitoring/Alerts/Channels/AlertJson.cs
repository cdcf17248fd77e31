using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Volcast.Lake;
using Volcast.Schemas;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>A message as JSON on one line: the body of a webhook and a line of a file.</summary>
internal static class AlertJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(AlertMessage message) => JsonSerializer.Serialize(
        new Dictionary<string, object?>
        {
            ["id"] = message.Id,
            ["event"] = StoredName.Of(message.Event),
            ["alert"] = message.Alert,
            ["target"] = message.Target.Length > 0 ? message.Target : null,
            ["horizon"] = message.Horizon > 0 ? message.Horizon : null,
            ["session"] = Date(message.Session),
            ["raised_on"] = Date(message.RaisedOn),
            ["title"] = message.Title,
            ["text"] = message.Text,
            ["value"] = double.IsFinite(message.Value) ? message.Value : null,
            ["threshold"] = double.IsFinite(message.Threshold) ? message.Threshold : null,
            ["data_kind"] = message.Kind.Name(),
        }, Options);

    /// <summary>The body of an incoming webhook of Slack, in which &amp;, &lt; and &gt; are escaped.</summary>
    public static string SlackOf(AlertMessage message) => JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["text"] = message.Line.Replace("&", "&amp;", StringComparison.Ordinal)
                .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal),
        }, Options);

    private static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
