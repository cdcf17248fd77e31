using System.Net.Http.Headers;
using System.Text.Json;

namespace Volcast.Deploy.IngestLambda;

/// <summary>A secret cannot be read; the message says which and what to do, and never holds a credential.</summary>
internal sealed class SecretException(string message) : Exception(message);

/// <summary>Reads a secret of AWS Secrets Manager with the credentials that Lambda gives to the function.</summary>
/// <param name="http">Carries the request.</param>
/// <param name="environment">Looks up an environment variable.</param>
/// <param name="clock">Dates the request.</param>
internal sealed class SecretReader(HttpClient http, Func<string, string?> environment, TimeProvider clock)
{
    /// <summary>The secret's text.</summary>
    /// <param name="arn">The ARN of the secret, which names its region.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="SecretException">It cannot be read.</exception>
    public async Task<string> ReadAsync(string arn, CancellationToken stop)
    {
        if (arn.Split(':') is not ["arn", _, "secretsmanager", { Length: > 0 } region, _, "secret", ..])
            throw new SecretException($"'{arn}' is not the ARN of a secret. Correct the settings of the function.");
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["SecretId"] = arn });
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://secretsmanager.{region}.amazonaws.com/")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1") } },
        };
        request.Headers.Add("X-Amz-Target", "secretsmanager.GetSecretValue");
        RequestSignature.Sign(
            request, body, new(Variable("AWS_ACCESS_KEY_ID"), Variable("AWS_SECRET_ACCESS_KEY"), Variable("AWS_SESSION_TOKEN")),
            region, "secretsmanager", clock.GetUtcNow());
        try
        {
            using var answer = await http.SendAsync(request, stop);
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(stop));
            if (answer.IsSuccessStatusCode && document.RootElement.TryGetProperty("SecretString", out var secret))
                return secret.GetString()!.Trim();
            var reason = document.RootElement.TryGetProperty("__type", out var type) ? type.GetString() : $"{answer.StatusCode}";
            throw new SecretException($"Secrets Manager does not give the secret {arn}: {reason}. Check that it has a value, and "
                + "that the role of the function may read it.");
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException)
        {
            throw new SecretException($"Secrets Manager cannot be asked for the secret {arn}: {failed.Message} Run again.");
        }
    }

    private string Variable(string name) => environment(name) is { Length: > 0 } value ? value
        : throw new SecretException($"The environment variable {name} is missing, which Lambda sets.");
}
