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
