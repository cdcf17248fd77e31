using System.Text.Json;
using Volcast.MlflowStub;
using Volcast.Registry;
using Volcast.Registry.Mlflow;

namespace Volcast.Cli.Tests;

/// <summary>The pipeline with an MLflow server as its registry, on simulated bars from a csv folder.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class MlflowServerTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;
    private readonly CancellationToken token = TestContext.Current.CancellationToken;
    private StubServer stub = null!;

    public MlflowServerTests() => volcast = new VolcastUnderTest(folder.Path);

    public async ValueTask InitializeAsync()
    {
        stub = await StubServer.StartAsync(new StubOptions { Token = "t0ken" });
        volcast.Environment["MLFLOW_TRACKING_URI"] = stub.Address.AbsoluteUri;
        volcast.Environment["MLFLOW_TRACKING_TOKEN"] = "t0ken";
        volcast.Environment["VOLCAST_MAX_AGE"] = "100000"; // The files end in 2008.
        SimulatedCsv.WriteTwoYears(folder["prices"]);
        await volcast.RunAsync("ingest", "--source", "csv", "--path", folder["prices"]);
        await volcast.RunAsync("features");
    }

    public async ValueTask DisposeAsync()
    {
        await stub.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_model_on_a_server_forecasts_the_same_as_its_local_copy()
    {
        var server = stub.Address.AbsoluteUri.TrimEnd('/');
        SimulatedCsv.Write(folder["prices"]); // Enough for the shipped model and its trees.
        await volcast.RunAsync("ingest", "--source", "csv", "--path", folder["prices"]);
        await volcast.RunAsync("features");
        var trained = await volcast.RunAsync("train");
        Assert.Equal("", trained.ExitCode == 0 ? "" : trained.Error);
        Assert.Contains($"Registered volcast-SPY-5d version 1 as challenger in {server}", trained.Out, StringComparison.Ordinal);
        var again = await volcast.RunAsync("train");
        Assert.Contains("nothing to do", again.Out, StringComparison.Ordinal);

        var forecast = await volcast.RunAsync("forecast", "--json");
        Assert.Equal("", forecast.ExitCode == 0 ? "" : forecast.Error);
        var status = await volcast.RunAsync("status");
        Assert.Contains($"Registry {server}", status.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", trained.Out + forecast.Out + status.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data/mlruns"]));

        using var remote = new MlflowModelRegistry(new MlflowOptions { TrackingUri = stub.Address, Token = "t0ken" });
        var transfer = new RegistryTransfer(remote, remote.Server, new LocalModelRegistry(folder["copy"]));
        Assert.True((await transfer.CopyAsync("volcast-SPY-5d", 1, withAliases: true, token)).Created);
        volcast.Environment["MLFLOW_TRACKING_URI"] = folder["copy"];
        var local = await volcast.RunAsync("forecast", "--json");
        Assert.Equal(0, local.ExitCode);
        Assert.Equal(Variance(forecast.Out), Variance(local.Out));
    }

    private MlflowClient Client() => new(new MlflowOptions { TrackingUri = stub.Address, Token = "t0ken" });

    [Fact]
    public async Task A_list_of_302_versions_costs_at_most_ten_requests()
    {
        using var client = Client();
        var experiment = await client.Experiments.EnsureAsync("volcast-SPY-5d", token);
        await client.Models.CreateAsync("volcast-SPY-5d", cancellationToken: token);
        for (var i = 1; i <= 302; i++)
        {
            var run = await client.Runs.CreateAsync(
                new() { ExperimentId = experiment.ExperimentId, StartTime = DateTimeOffset.UnixEpoch }, token);
            await client.Runs.LogBatchAsync(
                run.Info.RunId, [new("volcast.qlike_ratio_to_har", i / 1000.0, i)], cancellationToken: token);
            await client.Versions.CreateAsync("volcast-SPY-5d", $"{run.Info.ArtifactUri}/model", run.Info.RunId,
                [new(RegistryTags.Recipe, "volcast"), new(RegistryTags.ArtifactDigest, "d")], cancellationToken: token);
        }
        stub.ForgetRequests();

        var listed = await volcast.RunAsync("registry", "list", "--json");

        Assert.Equal("", listed.ExitCode == 0 ? "" : listed.Error);
        using var rows = JsonDocument.Parse(listed.Out);
        Assert.Equal(302, rows.RootElement.GetArrayLength());
        Assert.Equal([.302, .001], new[] { 0, 301 }.Select(
            row => rows.RootElement[row].GetProperty("qlike_ratio_to_har").GetDouble()));
        Assert.Equal(7, stub.Requests.Count); // docs/mlflow.md states it
        stub.ForgetRequests();
        await volcast.RunAsync("registry", "list", "--target", "SPY");
        Assert.InRange(stub.Requests.Count, 1, 10);
    }

    [Fact]
    public async Task Versions_of_other_tools_are_shown_as_foreign_and_never_used()
    {
        await volcast.RunAsync("train");
        using var client = Client();
        await client.Versions.CreateAsync("volcast-SPY-5d", "models:/m-0123", null,
            [new("team:x", "risk"), new("notes", new string('n', 20_000))], cancellationToken: token);
        stub.ForgetRequests();

        var listed = await volcast.RunAsync("registry", "list");
        Assert.Equal((0, ""), (listed.ExitCode, listed.Error));
        Assert.Contains("foreign", listed.Out, StringComparison.Ordinal);
        var shown = await volcast.RunAsync("registry", "show", "2");
        Assert.Contains("FOREIGN: volcast-SPY-5d/2 has no run: another tool registered it", shown.Out, StringComparison.Ordinal);
        var compared = await volcast.RunAsync("registry", "compare", "1", "2");
        Assert.Equal("", compared.ExitCode == 0 ? "" : compared.Error);
        Assert.All(stub.Requests, request => Assert.True(
            request.Method == "GET" || request.Route.EndsWith("/search", StringComparison.Ordinal), $"{request} writes"));

        var promoted = await volcast.RunAsync("registry", "promote", "2");
        Assert.Equal(ExitCode.Failed, promoted.ExitCode);
        Assert.Contains("another tool registered it", promoted.Error, StringComparison.Ordinal);

        await client.Models.SetAliasAsync("volcast-SPY-5d", RegistryTags.Champion, 1, token);
        Assert.Equal(0, (await volcast.RunAsync("registry", "promote", "1")).ExitCode);
        await client.Models.SetAliasAsync("volcast-SPY-5d", RegistryTags.Champion, 2, token);
        var forecast = await volcast.RunAsync("forecast");
        Assert.Equal(ExitCode.Failed, forecast.ExitCode);
        Assert.Contains("volcast-SPY-5d/2, the champion, has no tag volcast.artifact_digest", forecast.Error,
            StringComparison.Ordinal);
        Assert.Contains("registry rollback", forecast.Error, StringComparison.Ordinal);
        var back = await volcast.RunAsync("registry", "rollback", "--reason", "foreign");
        Assert.Equal("", back.ExitCode == 0 ? "" : back.Error);
        Assert.Equal(0, (await volcast.RunAsync("forecast")).ExitCode);
    }

    [Fact]
    public async Task A_refusal_of_the_server_comes_before_the_walk_forward()
    {
        stub.Fault = request => request.Method == "GET" || request.Route.EndsWith("/search", StringComparison.Ordinal)
            ? null : StubFault.Error(403, "PERMISSION_DENIED", "Permission denied");
        var refused = await volcast.RunAsync("train");
        Assert.Equal(ExitCode.Failed, refused.ExitCode);
        Assert.Contains("does not allow this user", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("fold", refused.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(stub.State.Runs);

        stub.Fault = _ => null;
        await volcast.RunAsync("train");
        using var client = Client();
        var run = stub.State.Runs.Single().Id;
        await client.Runs.DeleteAsync(run, token);
        var again = await volcast.RunAsync("train");
        Assert.Equal(ExitCode.Failed, again.ExitCode);
        Assert.Contains($"mlflow runs restore --run-id {run}", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_refuses_or_answers_nonsense_gives_a_message_without_stack_trace()
    {
        foreach (var (fault, word) in new[]
        {
            (StubFault.Html(200, "Sign in"), "instead of JSON"),
            (StubFault.Text(401, "no"), "does not accept the credentials"),
            (StubFault.Text(403, "Invalid Host header"), "MLFLOW_SERVER_ALLOWED_HOSTS"),
        })
        {
            stub.Fault = _ => fault;
            var failed = await volcast.RunAsync("forecast");
            Assert.Equal(ExitCode.Failed, failed.ExitCode);
            Assert.Contains(word, failed.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", failed.Error, StringComparison.Ordinal);
        }
        await stub.DisposeAsync();
        Assert.Contains("no connection could be made", (await volcast.RunAsync("forecast")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_not_sent_over_plain_http_to_another_machine()
    {
        volcast.Environment["MLFLOW_TRACKING_URI"] = "http://mlflow.example:5000";

        var refused = await volcast.RunAsync("forecast");

        Assert.Equal(ExitCode.Usage, refused.ExitCode);
        Assert.Contains("VOLCAST_CREDENTIALS_OVER_HTTP=yes", refused.Error, StringComparison.Ordinal);
    }

    private static double Variance(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement[0].GetProperty("forecast").GetProperty("variance").GetDouble();
    }
}
