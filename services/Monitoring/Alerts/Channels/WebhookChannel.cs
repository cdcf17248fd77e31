using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>Posts a message as JSON. The id is the same in each attempt, so that a receiver can drop repetitions; the timestamp
/// and the signature are those of the attempt.</summary>
/// <param name="http">Sends the request.</param>
/// <param name="address">The receiver.</param>
/// <param name="format">The form of the body.</param>
/// <param name="secret">The key of the signature; null for none.</param>
/// <param name="timeout">Of one attempt.</param>
/// <param name="time">Gives the timestamp.</param>
internal sealed class WebhookChannel(
    GuardedHttp http, Uri address, WebhookFormat format, string? secret, TimeSpan timeout, TimeProvider time) : AlertChannel
{
    public override Task SendAsync(AlertMessage message, CancellationToken stop)
    {
        var body = format == WebhookFormat.Slack ? AlertJson.SlackOf(message) : AlertJson.Of(message);
        return http.SendAsync(address, () => Request(message.Id, body), timeout, stop);
    }

    private HttpRequestMessage Request(string id, string body)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("Idempotency-Key", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        if (secret is not null)
            request.Headers.Add("webhook-signature", WebhookSignature.Of(secret, id, timestamp, body));
        return request;
    }
}
