using System.Net;

namespace Volcast.Deploy.IngestLambda.Tests;

/// <summary>A vendor that knows no symbol, without a socket.</summary>
/// <param name="tokens">Receives the header Authorization of each request.</param>
internal sealed class StubVendor(List<string> tokens) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (tokens)
            tokens.Add($"{request.Headers.Authorization}");
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound)
        {
            Content = new StringContent("""{"detail":"Not found."}"""),
        });
    }
}
