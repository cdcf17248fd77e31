using System.Net;
using System.Net.Sockets;
using Volcast.MlflowStub;
using Volcast.Registry.Mlflow;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>Failures of a server, and their error messages.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class FailureTests : StubTest
{
    private const string Secret = "s3cret-t0ken";

    public static TheoryData<string, StubFault, RegistryProblem, string> Faults => new()
    {
        { "a proxy's page", StubFault.Html(502), RegistryProblem.Unreachable, "failed with 502 and a web page" },
        { "a login page", StubFault.Html(200, "Sign in"), RegistryProblem.Protocol, "a web page (HTML) instead of JSON" },
        { "a redirect", StubFault.Redirect("https://login.example/start?token=abc"), RegistryProblem.Protocol,
            "redirects to https://login.example/start (302)" },
        { "another program", StubFault.Html(404, "Not Found"), RegistryProblem.Protocol,
            "does not know this route (404, a web page)" },
        { "a refused credential", StubFault.Text(401, "no"), RegistryProblem.Unauthorized, "MLFLOW_TRACKING_TOKEN" },
        { "a missing permission", StubFault.Error(403, "PERMISSION_DENIED", "Permission denied"), RegistryProblem.Unauthorized,
            "does not allow this user to do this" },
        { "a refused name", StubFault.Text(403, "Invalid Host header - possible DNS rebinding attack detected"),
            RegistryProblem.Refused, "MLFLOW_SERVER_ALLOWED_HOSTS" },
        { "haste", StubFault.Text(429, "slow down", TimeSpan.FromHours(2)), RegistryProblem.Busy, "for 7200 s (429)" },
        { "a fault with a reason", StubFault.Error(500, "INTERNAL_ERROR", "disk\nfull"), RegistryProblem.Unreachable,
            "It says: disk full." },
        { "what it has already", StubFault.Error(400, "RESOURCE_ALREADY_EXISTS", "taken"), RegistryProblem.AlreadyExists,
            "has it already" },
        { "a refused value", StubFault.Error(400, "INVALID_PARAMETER_VALUE", "bad"), RegistryProblem.Refused,
            "refuses the request (400 INVALID_PARAMETER_VALUE). It says: bad." },
        { "too large a request", StubFault.Text(413, ""), RegistryProblem.Refused, "too large (413)" },
        { "an odd refusal", StubFault.Text(418, "teapot"), RegistryProblem.Protocol, "answers 418 with text/plain" },
        { "text for JSON", StubFault.Text(200, "OK"), RegistryProblem.Protocol, "answers with text/plain instead of JSON" },
        { "JSON that ends early", StubFault.CutJson, RegistryProblem.Protocol, "JSON that cannot be read" },
        { "JSON of another shape", StubFault.Json("""{"run":{"info":{}}}"""), RegistryProblem.Protocol,
            "JSON that cannot be read" },
        { "JSON without the run", StubFault.Json("{}"), RegistryProblem.Protocol, "JSON that cannot be read" },
        { "nothing", StubFault.Json("null"), RegistryProblem.Protocol, "JSON that is null" },
        { "a broken connection", StubFault.Close, RegistryProblem.Unreachable, "the connection broke" },
        { "a body that breaks off", StubFault.Truncate, RegistryProblem.Unreachable, "the connection broke" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_error_names_server_and_route_says_what_to_do_and_shows_no_secret(
        string what, StubFault fault, RegistryProblem problem, string message)
    {
        using var client = new MlflowClient(Stub.Options() with { Token = Secret, Retries = 1 });
        var run = await NewRunAsync();
        Stub.Fault = _ => fault;

        var failure = await FailsAsync(() => client.Runs.GetAsync(run.Info.RunId, Token));

        Assert.True(problem == failure.Problem, what);
        Assert.Contains(message, failure.Message);
        Assert.StartsWith($"GET {Stub.Address.GetLeftPart(UriPartial.Authority)}/api/2.0/mlflow/runs/get: ", failure.Message);
        Assert.DoesNotContain(Secret, failure.ToString());
        Assert.Contains(Stub.Requests, request => request.Authorization == $"Bearer {Secret}");
    }

    [Fact]
    public async Task A_missing_server_is_reported_soon()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = new MlflowClient(Stub.Options() with { TrackingUri = new Uri($"http://127.0.0.1:{port}") });

        var offline = await FailsAsync(() => client.Models.FindAsync("m", Token));

        Assert.Equal(RegistryProblem.Unreachable, offline.Problem);
        Assert.Contains("no connection could be made", offline.Message);
        Assert.Contains("MLFLOW_TRACKING_URI", offline.Message);
    }

    [Fact]
    public async Task A_call_to_a_server_that_hangs_ends_after_the_timeout()
    {
        using var client = new MlflowClient(Stub.Options() with { AttemptTimeout = TimeSpan.FromSeconds(1), Retries = 0 });
        Stub.Fault = _ => StubFault.Hang;

        var late = await FailsAsync(() => client.Models.FindAsync("m", Token));

        Assert.Equal(RegistryProblem.Unreachable, late.Problem);
        Assert.Contains("no response within 1 s per attempt and 300 s in total", late.Message);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        Stub.Fault = _ => StubFault.Hang;
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.Models.FindAsync("m", cancel.Token));
    }

    [Fact]
    public async Task A_response_above_the_limit_is_not_read()
    {
        using var client = new MlflowClient(Stub.Options() with { LargestAnswer = 1024 });
        Stub.Fault = _ => StubFault.Json($$"""{"x":"{{new string('x', 2000)}}"}""");

        var large = await FailsAsync(() => client.Models.FindAsync("m", Token));

        Assert.Contains("more than 1,024 bytes", large.Message);
    }

    [Fact]
    public async Task A_server_that_repeats_the_same_page_is_detected()
    {
        Stub.Fault = _ => StubFault.Json("""{"registered_models":[{"name":"m"}],"next_page_token":"again"}""");

        var endless = await FailsAsync(async () =>
        {
            await foreach (var _ in Client.Models.SearchAsync())
                Assert.InRange(Stub.Requests.Count, 1, 3);
        });

        Assert.Contains("the same page repeatedly", endless.Message);
    }

    [Fact]
    public async Task A_status_that_the_server_ignores_is_detected()
    {
        var run = await NewRunAsync();
        FaultOn("runs/update", StubFault.Json($$$"""
            {"run_info":{"run_id":"{{{run.Info.RunId}}}","experiment_id":"1","status":"RUNNING"}}
            """));

        var dropped = await FailsAsync(
            () => Client.Runs.UpdateAsync(run.Info.RunId, RunStatus.Finished, cancellationToken: Token));

        Assert.Contains("did not accept status FINISHED", dropped.Message);
    }
}
