using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Volcast.Deploy.IngestLambda.Tests;

/// <summary>Lambda's runtime API with one event, without a socket.</summary>
internal sealed class StubRuntime(DateTimeOffset deadline) : HttpMessageHandler
{
    /// <summary>The path and the body of each answer.</summary>
    public List<(string Path, JsonElement Body)> Answers { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Get)
        {
            Assert.Equal("/2018-06-01/runtime/invocation/next", path);
            var next = new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent("{}", Encoding.UTF8, "application/json"),
            };
            next.Headers.Add("Lambda-Runtime-Aws-Request-Id", $"id-{Answers.Count + 1}");
            next.Headers.Add("Lambda-Runtime-Deadline-Ms", deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            return next;
        }
        Answers.Add((path, JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken)).RootElement));
        return new(HttpStatusCode.Accepted);
    }
}
