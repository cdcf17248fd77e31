using System.Text;
using System.Text.Json;
using Volcast.MlflowStub;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>Repeats every recorded request in order and compares the stub's status and JSON with the real servers'. The client is
/// therefore not only tested against assumptions.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class StubFidelityTests
{
    // Ignored: wording, the server's times, and a document that Python generates.
    private static readonly string[] Free =
        ["message", "creation_time", "last_update_time", "creation_timestamp", "last_updated_timestamp"];

    [SharedDataTheory]
    [InlineData("rest-transcript-2.12.md", StubVersion.V2_12)]
    [InlineData("rest-transcript-3.6.md", StubVersion.V3_6)]
    public async Task The_stub_answers_every_recorded_request_as_the_recorded_server_did(string file, StubVersion version)
    {
        var exchanges = Transcript.Read(SharedData.Require("mlflow", file));
        Assert.InRange(exchanges.Count, 100, 200);
        var made = new Queue<JsonElement>(exchanges
            .Where(e => e is { Target: "/api/2.0/mlflow/runs/create", Status: 200, Method: "POST" })
            .Select(e => JsonDocument.Parse(e.Reply).RootElement.GetProperty("run").GetProperty("info").Clone()));
        JsonElement current = default;
        await using var stub = await StubServer.StartAsync(new StubOptions
        {
            Version = version,
            NewRunId = () => (current = made.Dequeue()).GetProperty("run_id").GetString()!,
            NewRunName = () => current.GetProperty("run_name").GetString()!,
        });
        using var http = new HttpClient();
        var differences = new List<string>();
        foreach (var exchange in exchanges)
        {
            using var request = Request(stub.Address, exchange);
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            var reply = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if ((int)response.StatusCode != exchange.Status)
                differences.Add($"{exchange}: status {(int)response.StatusCode} instead of {exchange.Status}: {reply}");
            else if (response.Content.Headers.ContentType?.MediaType != exchange.MediaType)
                differences.Add($"{exchange}: {response.Content.Headers.ContentType} instead of {exchange.MediaType}");
            else if (exchange.MediaType == "application/json")
                differences.AddRange(Differences(
                    JsonDocument.Parse(exchange.Reply).RootElement, JsonDocument.Parse(reply).RootElement, "")
                    .Where(difference => !IsOwnQuirk(exchange, difference, version))
                    .Select(difference => $"{exchange}: {difference}"));
            else if (exchange.Reply.Trim() != reply.Trim())
                differences.Add($"{exchange}: '{reply}' instead of '{exchange.Reply}'");
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.Empty(made);
    }

    // 2.12 omits the aliases in two of its responses about stages, which are deprecated.
    private static bool IsOwnQuirk(Exchange exchange, string difference, StubVersion version) => version == StubVersion.V2_12
        && exchange.Target.EndsWith("transition-stage", StringComparison.Ordinal)
        && difference == "/model_version/aliases is too much";

    private static HttpRequestMessage Request(Uri address, Exchange exchange)
    {
        var target = new Uri($"{address.GetLeftPart(UriPartial.Authority)}{exchange.Target}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(exchange.Method), target);
        if (exchange.Body.Length > 0)
        {
            request.Content = new ByteArrayContent(Content(exchange.Body));
            if (exchange.Headers.TryGetValue("Content-Type", out var type))
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            else
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }
        request.Headers.TransferEncodingChunked = exchange.Headers.ContainsKey("Transfer-Encoding") ? true : null;
        return request;
    }

    // A body that was a file is given by name; its content matters if its length or text is in a response.
    private static byte[] Content(string body) => body switch
    {
        "@files/hello.txt" => "hello artifact\n"u8.ToArray(),
        "@files/empty" => [],
        _ => Encoding.UTF8.GetBytes(body),
    };

    private static IEnumerable<string> Differences(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.ValueKind != actual.ValueKind)
            return [$"{path} is {actual.ValueKind} instead of {expected.ValueKind}"];
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                var known = expected.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
                var got = actual.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
                var isHistory = known.TryGetValue("key", out var key) && key.ValueEquals("mlflow.log-model.history");
                return known.Keys.Except(got.Keys).Select(name => $"{path}/{name} is missing")
                    .Concat(got.Keys.Except(known.Keys).Select(name => $"{path}/{name} is too much"))
                    .Concat(known.Where(p => got.ContainsKey(p.Key) && !(isHistory && p.Key == "value"))
                        .SelectMany(p => Differences(p.Value, got[p.Key], $"{path}/{p.Key}")));
            case JsonValueKind.Array:
                return expected.GetArrayLength() != actual.GetArrayLength()
                    ? [$"{path} has {actual.GetArrayLength()} items instead of {expected.GetArrayLength()}"]
                    : expected.EnumerateArray().Zip(actual.EnumerateArray())
                        .SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}/{i}"));
            case JsonValueKind.Number:
                return Array.Exists(Free, name => path.EndsWith($"/{name}", StringComparison.Ordinal))
                    || expected.GetDouble() == actual.GetDouble() ? [] : [$"{path} is {actual} instead of {expected}"];
            default:
                return Array.Exists(Free, name => path.EndsWith($"/{name}", StringComparison.Ordinal))
                    || expected.ToString() == actual.ToString() ? [] : [$"{path} is '{actual}' instead of '{expected}'"];
        }
    }
}
