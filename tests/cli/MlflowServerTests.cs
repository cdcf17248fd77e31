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
        SimulatedCsv.Write(folder["prices"]);
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
