using Volcast.MlflowStub;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>Cases that only exist on a server.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ServerRegistryTests : StubTest
{
    private MlflowModelRegistry registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        registry = new MlflowModelRegistry(Stub.Options());
    }

    [Fact]
    public async Task A_run_has_the_servers_id_and_Volcasts_id_as_a_tag()
    {
        var version = (await registry.RegisterAsync(Of(), Token)).Version;

        var held = Stub.State.Runs.Single();
        Assert.Equal(held.Id, version.RunId);
        Assert.NotEqual(Of().Run.Id, version.RunId);
        Assert.Equal(Of().Run.Id, held.Tags[RegistryTags.RunKey]);
        Assert.Equal(("first", "FINISHED", 1640984400000, 1640984405000), (held.Name, held.Status, held.StartTime, held.EndTime));
        Assert.Equal($"mlflow-artifacts:/{held.ArtifactRoot}/model", version.Source);
        Assert.Equal(held.Id, (await registry.FindRunAsync(Of().Run.Id, Token))!.Id);
    }

    [Fact]
    public async Task An_unfinished_run_is_completed_and_nothing_is_logged_twice()
    {
        var run = Of().Run with
        {
            Metrics = new Dictionary<string, IReadOnlyList<MetricPoint>>
            {
                ["qlike"] =
                [
                    new(.5, Start), new(double.PositiveInfinity, Start, 1), new(double.NaN, Start, 2), new(.2, Start, 3),
                ],
            },
        };
        await registry.RecordRunAsync(run with
        {
            Status = RunStatus.Running,
            Metrics = new Dictionary<string, IReadOnlyList<MetricPoint>> { ["qlike"] = [.. run.Metrics["qlike"].Take(3)] },
        }, ArtifactFolder.Empty, Token);
        Stub.ForgetRequests();

        await registry.RecordRunAsync(run, ArtifactFolder.Empty, Token);

        Assert.Equal(run.Metrics["qlike"], (await registry.FindRunAsync(run.Id, Token))!.Metrics["qlike"]);
        var logged = Assert.Single(Stub.Requests, request => request.Route == "runs/log-batch");
        Assert.DoesNotContain("Infinity", System.Text.Encoding.UTF8.GetString(logged.Body));
    }

    [Fact]
    public async Task A_run_with_another_param_than_before_is_refused_by_the_server()
    {
        var run = Of().Run;
        await registry.RecordRunAsync(run with { Status = RunStatus.Running }, ArtifactFolder.Empty, Token);

        var refused = await FailsAsync(() => registry.RecordRunAsync(
            run with { Params = new Dictionary<string, string> { ["max_depth"] = "4" } }, ArtifactFolder.Empty, Token));

        Assert.Equal(RegistryProblem.Refused, refused.Problem);
        Assert.Contains("already logged with value='3'", refused.Message);
    }

    [Fact]
    public async Task The_error_for_a_deleted_run_says_how_to_restore_it()
    {
        var version = (await registry.RegisterAsync(Of(), Token)).Version;
        await Client.Runs.DeleteAsync(version.RunId, Token);

        var missing = await Assert.ThrowsAsync<RegistryException>(() => registry.RegisterAsync(Of(), Token));

        Assert.Equal(RegistryProblem.NotFound, missing.Problem);
        Assert.Contains($"mlflow runs restore --run-id {version.RunId}", missing.Message);
        Assert.Null(await registry.FindRunAsync(version.RunId, Token));
    }

    [Fact]
    public async Task An_alias_of_a_deleted_version_is_reported()
    {
        await registry.RegisterAsync(Of("first", "champion"), Token);
        Stub.State.Models.Single().Versions.Clear();

        var gone = await Assert.ThrowsAsync<RegistryException>(() => registry.FindByAliasAsync(Model, "champion", Token));

        Assert.Equal(RegistryProblem.NotFound, gone.Problem);
        Assert.Contains("names version 1, which was deleted", gone.Message);
    }

    [Theory]
    [InlineData("models:/volcast-SPY-5d/1")]
    [InlineData("runs:/RUN/model")]
    public async Task A_version_whose_source_names_another_version_or_run_is_resolved(string source)
    {
        var version = (await registry.RegisterAsync(Of(), Token)).Version;
        var copy = await Client.Versions.CreateAsync(Model, source.Replace("RUN", version.RunId, StringComparison.Ordinal), null,
            [new(RegistryTags.ArtifactDigest, version.Tags[RegistryTags.ArtifactDigest])], cancellationToken: Token);

        var model = await registry.ReadModelAsync(await registry.GetVersionAsync(Model, copy.Version, Token), Token);

        Assert.True(Of().ModelFolder.Sealed().ContentEquals(model));
    }

    [Fact]
    public async Task A_version_of_another_tool_is_listed_but_not_read_as_a_Volcast_model()
    {
        var run = await NewRunAsync();
        await Client.Artifacts.UploadAsync(run.Info, ArtifactFolder.Empty.With("model/MLmodel", "x"), Token);
        await Client.Models.CreateAsync(Model, cancellationToken: Token);
        await Client.Versions.CreateAsync(Model, $"{run.Info.ArtifactUri}/model", run.Info.RunId, cancellationToken: Token);

        var foreign = await registry.GetVersionAsync(Model, 1, Token);
        var refused = await Assert.ThrowsAsync<RegistryException>(() => registry.ReadModelAsync(foreign, Token));

        Assert.Contains("Volcast did not make it", refused.Message);
        Assert.Equal(2, (await registry.RegisterAsync(Of(), Token)).Version.Number);
    }

    [Fact]
    public async Task A_version_that_is_not_ready_is_refused()
    {
        FaultOn("model-versions/create", StubFault.Json(
            """{"model_version":{"name":"volcast-SPY-5d","version":"1","status":"FAILED_REGISTRATION"}}"""));

        var failed = await FailsAsync(() => registry.RegisterAsync(Of(), Token));

        Assert.Contains("created volcast-SPY-5d version 1, but its status is FAILED_REGISTRATION", failed.Message);
    }

    [Fact]
    public async Task A_version_that_is_deleted_while_it_is_registered_is_reported()
    {
        Stub.Fault = request =>
        {
            // Another program deletes the version between its creation and the next search.
            if (request.Route == "model-versions/search" && Asked("model-versions/create") > 0)
                Stub.State.Models.Single().Versions.Clear();
            return null;
        };

        var gone = await Assert.ThrowsAsync<RegistryException>(() => registry.RegisterAsync(Of("first", "challenger"), Token));

        Assert.Equal(RegistryProblem.NotFound, gone.Problem);
        Assert.Contains("Version 1 of model 'volcast-SPY-5d'", gone.Message);
        Stub.Fault = _ => null;
        Assert.Equal(["challenger"], (await registry.RegisterAsync(Of("first", "challenger"), Token)).Version.Aliases);
    }

    [Fact]
    public async Task A_registration_whose_version_another_process_withdraws_ends_with_the_earlier_version()
    {
        var earlier = (await registry.RegisterAsync(Of("first", "challenger"), Token)).Version;
        var versions = Stub.State.Models.Single().Versions;
        var hidden = versions.Single();
        versions.Clear(); // The second process searches before the first one has made its version.
        Stub.Fault = request =>
        {
            if (request is not { Route: "registered-models/alias", Method: "POST" } || versions.Contains(hidden))
                return null;
            versions.Clear(); // The first process withdraws the version of the second.
            versions.Add(hidden);
            return null;
        };

        var outcome = await registry.RegisterAsync(Of("first", "challenger"), Token);

        Assert.Equal((false, earlier.Number), (outcome.Created, outcome.Version.Number));
        Assert.Equal([1], (await registry.ListVersionsAsync(Model, Token)).Select(version => version.Number));
    }

    [Fact]
    public async Task An_unknown_status_and_an_impossible_time_of_a_run_are_reported()
    {
        await registry.RecordRunAsync(Of().Run, ArtifactFolder.Empty, Token);
        var id = Stub.State.Runs.Single().Id;
        foreach (var (status, end, why) in new[]
        {
            ("PAUSED", "1", "unknown status 'PAUSED'"),
            ("FAILED", "999999999999999999", "out of range"),
        })
        {
            FaultOn("runs/get", StubFault.Json($$$"""
                {"run":{"info":{"run_id":"{{{id}}}","experiment_id":"1","status":"{{{status}}}","end_time":{{{end}}} } } }
                """));
            Assert.Contains(why, (await FailsAsync(() => registry.FindRunAsync(id, Token))).Message);
        }
    }
}
