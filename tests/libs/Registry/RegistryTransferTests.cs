using Volcast.Registry.Tests.Mlflow;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests;

/// <summary>From a local store to a server and back.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class RegistryTransferTests : StubTest
{
    private readonly TemporaryFolder folder = new();
    private LocalModelRegistry local = null!;
    private MlflowModelRegistry server = null!;

    private RegistryTransfer Push => new(local, local.Root, server);

    private RegistryTransfer Pull(IModelRegistry target) => new(server, server.Server, target);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        local = new LocalModelRegistry(folder["mlruns"]);
        server = new MlflowModelRegistry(Stub.Options());
    }

    [Fact]
    public async Task A_pushed_version_is_complete_and_its_tags_name_its_origin()
    {
        await server.RegisterAsync(Of("other"), Token);
        await local.RegisterAsync(Of("first", "champion"), Token);
        await local.SetVersionTagAsync(Model, 1, "verdict", "good", Token);

        var outcome = await Push.CopyAsync(Model, 1, cancellationToken: Token);

        Assert.True(outcome.Created);
        Assert.Equal((1, 2), (outcome.Source.Number, outcome.Copy.Number));
        var copy = await server.GetVersionAsync(Model, 2, Token);
        Assert.Equal((local.Root, "volcast-SPY-5d/1", Of().Run.Id, "good"), (copy.Tags[RegistryTags.SourceRegistry],
            copy.Tags[RegistryTags.SourceVersion], copy.Tags[RegistryTags.SourceRun], copy.Tags["verdict"]));
        Assert.Equal((outcome.Source.Tags[RegistryTags.ArtifactDigest], Of().TrainingDigest),
            (copy.Tags[RegistryTags.ArtifactDigest], copy.Tags[RegistryTags.TrainingDigest]));
        Assert.Empty(copy.Aliases);
        var (here, there) = ((await local.FindRunAsync(Of().Run.Id, Token))!, (await server.FindRunAsync(copy.RunId, Token))!);
        Assert.Equivalent(here.Params, there.Params, strict: true);
        Assert.Equal(here.Metrics["qlike"], there.Metrics["qlike"]);
        Assert.Equal((here.Name, here.Experiment, here.StartTime, here.EndTime, here.Tags["volcast.recipe"]),
            (there.Name, there.Experiment, there.StartTime, there.EndTime, there.Tags["volcast.recipe"]));
        var artifacts = await local.ReadArtifactsAsync(here.Id, Token);
        Assert.True(artifacts.ContentEquals(await server.ReadArtifactsAsync(there.Id, Token)));
    }

    [Fact]
    public async Task A_second_push_only_updates_tags()
    {
        await local.RegisterAsync(Of("first", "champion"), Token);
        await Push.CopyAsync(Model, 1, withAliases: true, Token);
        var before = Stub.Snapshot();

        var again = await Push.CopyAsync(Model, 1, withAliases: true, Token);

        Assert.False(again.Created);
        Assert.Empty(again.Aliases);
        Assert.Equal(before, Stub.Snapshot());
        await local.SetVersionTagAsync(Model, 1, "verdict", "good", Token);
        await Push.CopyAsync(Model, 1, cancellationToken: Token);
        Assert.Equal("good", (await server.GetVersionAsync(Model, 1, Token)).Tags["verdict"]);
    }

    [Fact]
    public async Task Aliases_are_copied_on_request()
    {
        await server.RegisterAsync(Of("other", "champion"), Token);
        await local.RegisterAsync(Of("first", "champion", "challenger"), Token);

        var outcome = await Push.CopyAsync(Model, 1, withAliases: true, Token);

        Assert.Equal(["challenger", "champion"], outcome.Aliases);
        Assert.Equal(["challenger", "champion"], (await server.GetVersionAsync(Model, 2, Token)).Aliases);
        Assert.Empty((await server.GetVersionAsync(Model, 1, Token)).Aliases);
    }

    [Fact]
    public async Task A_version_pushed_and_pulled_into_an_empty_store_has_the_same_training_digest()
    {
        await local.RegisterAsync(Of("first"), Token);
        await Push.CopyAsync(Model, 1, cancellationToken: Token);
        var other = new LocalModelRegistry(folder["elsewhere"]);

        var outcome = await Pull(other).CopyAsync(Model, 1, cancellationToken: Token);

        Assert.True(outcome.Created);
        Assert.Equal(Of().Run.Id, outcome.Copy.RunId);
        Assert.Equal(server.Server, outcome.Copy.Tags[RegistryTags.SourceRegistry]);
        Assert.True(Of().ModelFolder.Sealed().ContentEquals(await other.ReadModelAsync(outcome.Copy, Token)));
        var (first, pulled) = ((await local.FindRunAsync(Of().Run.Id, Token))!, (await other.FindRunAsync(Of().Run.Id, Token))!);
        Assert.Equivalent(first.Tags, pulled.Tags, strict: true);
        Assert.Equivalent(first.Params, pulled.Params, strict: true);

        // The original store recognises it.
        var home = await Pull(local).CopyAsync(Model, 1, cancellationToken: Token);
        Assert.False(home.Created);
        Assert.False(home.Copy.Tags.ContainsKey(RegistryTags.SourceRegistry));
    }

    [Fact]
    public async Task A_damaged_version_is_not_copied()
    {
        await local.RegisterAsync(Of("first"), Token);
        File.WriteAllText(Store.Find(local.Root, "model/model.json"), "[]");

        var refused = await Assert.ThrowsAsync<RegistryException>(() => Push.CopyAsync(Model, 1, cancellationToken: Token));

        Assert.Equal(RegistryProblem.Tampered, refused.Problem);
        Assert.Empty(Stub.State.Runs);
    }

    [Fact]
    public async Task A_different_model_of_the_same_training_is_refused()
    {
        await local.RegisterAsync(Of("first"), Token);
        var other = Of("first");
        await server.RegisterAsync(other with { ModelFolder = other.ModelFolder.With("model.json", "other") }, Token);

        var refused = await Assert.ThrowsAsync<RegistryException>(() => Push.CopyAsync(Model, 1, cancellationToken: Token));

        Assert.Contains("come from the same training but hold different files", refused.Message);
    }

    [Fact]
    public async Task A_version_of_another_tool_or_an_unfinished_one_is_not_copied()
    {
        var run = await NewRunAsync();
        await Client.Models.CreateAsync(Model, cancellationToken: Token);
        await Client.Versions.CreateAsync(Model, $"{run.Info.ArtifactUri}/model", run.Info.RunId, cancellationToken: Token);
        await Client.Versions.CreateAsync(Model, $"{run.Info.ArtifactUri}/model", run.Info.RunId,
            [new(RegistryTags.TrainingDigest, "d"), new(RegistryTags.PendingAliases, "")], cancellationToken: Token);

        foreach (var (number, why) in new[] { (1, "Volcast did not make it"), (2, "is not finished") })
            Assert.Contains(why, (await Assert.ThrowsAsync<RegistryException>(
                () => Pull(local).CopyAsync(Model, number, cancellationToken: Token))).Message);
        var missing = await Assert.ThrowsAsync<RegistryException>(
            () => Pull(local).CopyAsync(Model, 9, cancellationToken: Token));
        Assert.Contains("has no version 9", missing.Message);
    }

    [Fact]
    public async Task A_model_that_Python_has_opened_can_be_pushed_and_its_traces_are_not()
    {
        await local.RegisterAsync(Of("first"), Token);
        var model = Path.GetDirectoryName(Store.Find(local.Root, "model/model.json"))!;
        File.WriteAllText(Path.Combine(model, "registered_model_meta"), "model_name: volcast-SPY-5d\n");
        Directory.CreateDirectory(Path.Combine(model, "code", "__pycache__"));
        File.WriteAllText(Path.Combine(model, "code", "__pycache__", "volcast_model.cpython-311.pyc"), "x");

        Assert.True((await Push.CopyAsync(Model, 1, cancellationToken: Token)).Created);
        Assert.False((await Push.CopyAsync(Model, 1, cancellationToken: Token)).Created);

        Assert.DoesNotContain(Stub.State.Artifacts.Keys, ArtifactFolder.IsTrace);
        // Registering the same training again does not rewrite the run because of them.
        var before = Store.Snapshot(local.Root);
        await local.RegisterAsync(Of("first"), Token);
        Assert.Equal(before, Store.Snapshot(local.Root));
        // Nor does the server's own copy of such a file count.
        Stub.State.Artifacts[$"{Stub.State.Runs.Single().ArtifactRoot}/model/registered_model_meta"] = [1];
        await server.ReadModelAsync(await server.GetVersionAsync(Model, 1, Token), Token);
        Stub.ForgetRequests();
        await server.RegisterAsync(Of("first"), Token);
        Assert.DoesNotContain(Stub.Requests, request => request.Method == "DELETE");
    }

    [Fact]
    public async Task A_push_downloads_no_model_twice_and_a_pull_reads_each_artifact_once()
    {
        await local.RegisterAsync(Of("first"), Token);
        await Push.CopyAsync(Model, 1, cancellationToken: Token);
        Stub.ForgetRequests();
        await Pull(new LocalModelRegistry(folder["elsewhere"])).CopyAsync(Model, 1, cancellationToken: Token);
        var downloads = Stub.Requests.Where(request => request.Method == "GET"
            && request.Path.StartsWith("/api/2.0/mlflow-artifacts/artifacts/", StringComparison.Ordinal))
            .Select(request => request.Path).ToArray();
        Assert.Equal(downloads.Distinct(), downloads);
    }

    [Fact]
    public async Task Tags_and_metrics_of_other_tools_are_copied_or_left_behind_by_name()
    {
        await server.RegisterAsync(Of("first"), Token);
        var run = Stub.State.Runs.Single().Id;
        await Client.Runs.LogMetricAsync(run, new("live:qlike", .3, 1640984400000), Token);
        await Client.Versions.SetTagAsync(Model, 1, "team:x", "risk", Token);
        await Client.Versions.SetTagAsync(Model, 1, "notes", new string('n', 20_000), Token);
        Stub.State.Models.Single().Versions.Single().Tags.Set("a*b", "kept by no file system");

        var pulled = await Pull(local).CopyAsync(Model, 1, cancellationToken: Token);

        Assert.Equal(["a*b"], pulled.LeftBehind);
        Assert.Equal(("risk", 20_000), (pulled.Copy.Tags["team:x"], pulled.Copy.Tags["notes"].Length));
        Assert.Equal(.3, (await local.FindRunAsync(pulled.Copy.RunId, Token))!.Metrics["live:qlike"][0].Value);
    }

    [Fact]
    public async Task The_file_MLmodel_names_the_run_of_the_registry_it_lies_in()
    {
        var described = new MlModel
        {
            RunId = Of().Run.Id,
            CreatedAt = Start,
            Flavors = MlModel.XGBoost(),
            Inputs = ["vix"],
        };
        var registration = Of("first");
        registration = registration with
        {
            ModelFolder = registration.ModelFolder.With(MlModel.FileName, described.ToBytes()),
        };
        await local.RegisterAsync(registration, Token);
        var first = await local.GetVersionAsync(Model, 1, Token);

        var copy = (await Push.CopyAsync(Model, 1, cancellationToken: Token)).Copy;

        var there = await server.ReadModelAsync(copy, Token);
        Assert.Equal(copy.RunId, MlModel.Parse(there[MlModel.FileName], "MLmodel").RunId);
        Assert.Equal(there.Digest, copy.Tags[RegistryTags.ArtifactDigest]);
        Assert.False((await Push.CopyAsync(Model, 1, cancellationToken: Token)).Created);
        Assert.False((await server.RegisterAsync(registration, Token)).Created);
        var back = (await Pull(new LocalModelRegistry(folder["back"])).CopyAsync(Model, 1, cancellationToken: Token)).Copy;
        Assert.Equal(first.Tags[RegistryTags.ArtifactDigest], back.Tags[RegistryTags.ArtifactDigest]);
    }

    [Fact]
    public async Task The_next_copy_repairs_a_copy_with_lost_evidence()
    {
        await local.RegisterAsync(Of("first"), Token);
        await Push.CopyAsync(Model, 1, cancellationToken: Token);
        var whole = Stub.Snapshot();
        Stub.State.Artifacts.Remove($"{Stub.State.Runs.Single().ArtifactRoot}/evidence/walk-forward.csv");

        await Push.CopyAsync(Model, 1, cancellationToken: Token);

        Assert.Equal(whole, Stub.Snapshot());
    }
}
