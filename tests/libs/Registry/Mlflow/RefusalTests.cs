using Volcast.MlflowStub;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>What a server refuses is noticed before the work, and leaves nothing behind.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class RefusalTests : StubTest
{
    private MlflowModelRegistry registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        registry = new MlflowModelRegistry(Stub.Options());
    }

    private Task<RegistryException> RefusedAsync() => Assert.ThrowsAnyAsync<RegistryException>(
        () => registry.RequireRegistrableAsync(Model, Of().TrainingDigest, Token));

    private static StubFault? ReadOnly(StubRequest request) =>
        request.Method == "GET" || request.Route.EndsWith("/search", StringComparison.Ordinal)
            ? null
            : StubFault.Error(403, "PERMISSION_DENIED", "Permission denied");

    [Fact]
    public async Task A_user_who_may_only_read_is_refused()
    {
        Stub.Fault = ReadOnly;
        Assert.Equal(RegistryProblem.Unauthorized, (await RefusedAsync()).Problem);
        Stub.Fault = _ => null;
        await registry.RegisterAsync(Of(), Token);
        Stub.Fault = ReadOnly;
        Assert.Equal(RegistryProblem.Unauthorized, (await RefusedAsync()).Problem);
        Assert.DoesNotContain(Stub.State.Runs, run => run.Status == "RUNNING");
    }

    [Fact]
    public async Task A_deleted_experiment_is_refused_with_the_command_that_restores_it()
    {
        var experiment = await Client.Experiments.EnsureAsync(Model, Token);
        await Client.Experiments.DeleteAsync(experiment.ExperimentId, Token);
        Assert.Contains($"`mlflow experiments restore --experiment-id {experiment.ExperimentId}`",
            (await RefusedAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_artifact_proxy_is_refused_before_an_experiment_is_created()
    {
        Stub.Fault = request => request.Path.StartsWith("/api/2.0/mlflow-artifacts", StringComparison.Ordinal)
            ? StubFault.Error(503, "TEMPORARILY_UNAVAILABLE", "The server must be started with --serve-artifacts")
            : null;
        using var hasty = new MlflowModelRegistry(Stub.Options() with { Retries = 0 });
        var refused = await Assert.ThrowsAnyAsync<RegistryException>(
            () => hasty.RequireRegistrableAsync(Model, Of().TrainingDigest, Token));
        Assert.Contains("--serve-artifacts", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["Default"], Stub.State.Experiments.Select(experiment => experiment.Name));
    }

    [Fact]
    public async Task An_experiment_whose_artifacts_lie_elsewhere_does_not_keep_the_name()
    {
        await using var stub = await StubServer.StartAsync(new StubOptions { ArtifactRoot = "s3://bucket" });
        using var elsewhere = new MlflowModelRegistry(stub.Options());
        var refused = await Assert.ThrowsAnyAsync<RegistryException>(
            () => elsewhere.RequireRegistrableAsync(Model, Of().TrainingDigest, Token));
        Assert.Contains("not behind the artifact proxy", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(stub.State.Experiments, experiment => experiment.Name == Model);
        Assert.Empty(stub.State.Runs);
    }

    [Fact]
    public async Task An_upload_that_is_refused_leaves_no_running_run()
    {
        Stub.Fault = request => request.Method == "PUT" ? StubFault.Error(403, "PERMISSION_DENIED", "no") : null;
        Assert.Equal(RegistryProblem.Unauthorized,
            (await Assert.ThrowsAnyAsync<RegistryException>(() => registry.RegisterAsync(Of(), Token))).Problem);
        Assert.True(Stub.State.Runs.Single().IsDeleted);
        Stub.Fault = _ => null;
        Assert.True((await registry.RegisterAsync(Of(), Token)).Created);
        Assert.DoesNotContain(Stub.State.Runs, run => !run.IsDeleted && run.Status == "RUNNING");
    }

    [Fact]
    public async Task The_deleted_run_of_an_earlier_registration_is_named_with_the_command_that_restores_it()
    {
        var version = (await registry.RegisterAsync(Of(), Token)).Version;
        await Client.Runs.DeleteAsync(version.RunId, Token);
        Assert.Contains(
            $"`mlflow runs restore --run-id {version.RunId}`", (await RefusedAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_of_other_tools_are_listed_and_their_runs_are_found()
    {
        await registry.RegisterAsync(Of("first", "challenger"), Token);
        await Client.Models.CreateAsync("credit risk", cancellationToken: Token);
        await Client.Versions.CreateAsync("credit risk", "models:/m-0123", null, [new("team:x", new string('x', 20_000))],
            cancellationToken: Token);
        var run = await NewRunAsync();
        await Client.Runs.LogMetricAsync(run.Info.RunId, new("live:qlike", .3, 1), Token);
        await Client.Versions.CreateAsync(Model, "s3://bucket/model", run.Info.RunId, cancellationToken: Token);

        var versions = await registry.ListAllVersionsAsync(Token);

        Assert.Equal(["credit risk/1", "volcast-SPY-5d/2", "volcast-SPY-5d/1"], versions.Select(version => $"{version}"));
        Assert.Equal([true, true, false], versions.Select(version => version.IsForeign));
        var runs = await registry.FindRunsAsync([.. versions.Select(version => version.RunId)], Token);
        Assert.Equal(.3, runs[run.Info.RunId].Metrics["live:qlike"][0].Value);
        Assert.Equal(.25, runs[versions[2].RunId].Metrics["qlike"][0].Value);
        Assert.Equal(2, runs.Count);
    }
}
