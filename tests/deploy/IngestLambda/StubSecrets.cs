using System.Net;
using System.Text;

namespace Volcast.Deploy.IngestLambda.Tests;

/// <summary>Secrets Manager without a socket.</summary>
internal sealed class StubSecrets : HttpMessageHandler
{
    public const string Arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:volcast-prod/tiingo-token-AbCdEf";

    /// <summary>What it answers.</summary>
    public (HttpStatusCode Status, string Body) Answer { get; set; } = (HttpStatusCode.OK, """{"SecretString":"token-1\n"}""");

    /// <summary>The requests so far.</summary>
    public List<string> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add($"{request.Method} {request.RequestUri} {request.Headers.GetValues("X-Amz-Target").Single()} "
            + $"{request.Headers.GetValues("Authorization").Single().Split(", ")[1]} "
            + await request.Content!.ReadAsStringAsync(cancellationToken));
        return new(Answer.Status) { Content = new StringContent(Answer.Body, Encoding.UTF8, "application/x-amz-json-1.1") };
    }
}
