using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests.Contract;

/// <summary>The behaviour of every registry, whatever its storage. Each registry has a subclass.</summary>
[Trait(Category.Name, Category.Integration)]
public abstract class RegistryContractTests : IAsyncLifetime
{
    private const string OtherModel = "volcast-QQQ-5d";

    /// <summary>Longer than a file system's clock takes to advance.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(50);

    protected CancellationToken Token { get; } = TestContext.Current.CancellationToken;

    protected abstract IModelRegistry Registry { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>The registry's complete content, to compare two states.</summary>
    protected abstract string Snapshot();

    /// <summary>Changes an artifact of the only run without the registry's knowledge; null deletes it.</summary>
    protected abstract void Spoil(string artifact, byte[]? content);

    /// <summary>Deletes a version as MLflow's own tools do.</summary>
    protected abstract Task DeleteVersionAsync(int number);

    /// <summary>Deletes the only experiment with runs as MLflow's own tools do.</summary>
    protected abstract Task DeleteExperimentAsync();

    /// <summary>Whether a single file can be deleted from a run's artifacts: MLflow 2 cannot.</summary>
    protected virtual bool TakesFilesAway => true;

    [Fact]
    public async Task An_empty_registry_returns_nothing_and_its_errors_say_so()
    {
        Assert.Empty(await Registry.ListModelsAsync(Token));
        Assert.Empty(await Registry.ListVersionsAsync(Model, Token));
        Assert.Null(await Registry.FindNewestVersionAsync(Model, Token));
        Assert.Null(await Registry.FindByAliasAsync(Model, "champion", Token));
        Assert.Null(await Registry.FindVersionAsync(Model, 1, Token));
        Assert.Null(await Registry.FindRunAsync(new string('a', 32), Token));
        await Registry.DeleteAliasAsync(Model, "champion", Token);
    }

    [Fact]
    public async Task A_registration_reads_back()
    {
        var registration = Of("first", "challenger");

        var outcome = await Registry.RegisterAsync(registration, Token);

        Assert.True(outcome.Created);
        Assert.Equal("volcast-SPY-5d/1", outcome.Version.ToString());
        Assert.Equal(["challenger"], outcome.Version.Aliases);
        Assert.Equal("first", outcome.Version.Tags["volcast.recipe"]);
        Assert.False(outcome.Version.Tags.ContainsKey(RegistryTags.PendingAliases));
        Assert.Equal([Model], await Registry.ListModelsAsync(Token));
        var model = await Registry.ReadModelAsync(outcome.Version, Token);
        Assert.True(model.ContentEquals(registration.ModelFolder.Sealed()));
        string[] paths = ["evidence/walk-forward.csv", "model/MLmodel", "model/SHA256SUMS", "model/model.json"];
        Assert.Equal(paths, (await Registry.ReadArtifactsAsync(registration.Run.Id, Token)).Paths);
        Assert.Equal(paths, (await Registry.ReadArtifactsAsync(outcome.Version.RunId, Token)).Paths);
        Assert.Equal(registration.Run.Name, (await Registry.FindRunAsync(outcome.Version.RunId, Token))!.Name);
    }

    [Fact]
    public async Task A_run_reads_back_with_the_history_of_its_metrics()
    {
        var run = Of().Run with
        {
            Status = RunStatus.Failed,
            Params = new Dictionary<string, string> { ["xgb/eta"] = "0.03", ["empty"] = "", ["text"] = "ünï 100 %" },
            Metrics = new Dictionary<string, IReadOnlyList<MetricPoint>>
            {
                ["loss/train"] = [new(0.1, Start, 0), new(-0.0, Start, 1), new(1e-300, Start, 2), new(0.1 + 0.2, Start, 3)],
                ["odd"] = [new(double.NaN, Start), new(double.PositiveInfinity, Start), new(double.NegativeInfinity, Start)],
            },
            Tags = new Dictionary<string, string> { ["mlflow.note.content"] = "two\nlines\n" },
        };

        await Registry.RecordRunAsync(run, ArtifactFolder.Empty.With("report.txt", "ok"), Token);

        var read = Assert.IsType<Run>(await Registry.FindRunAsync(run.Id, Token));
        Assert.Equivalent(run.Params, read.Params, strict: true);
        Assert.Equal(run.Metrics["loss/train"], read.Metrics["loss/train"]);
        Assert.Equal(run.Metrics["odd"], read.Metrics["odd"]);
        Assert.Equal("two\nlines\n", read.Tags["mlflow.note.content"]);
        Assert.Equal((run.Experiment, run.Name, run.Status, run.StartTime, run.EndTime),
            (read.Experiment, read.Name, read.Status, read.StartTime, read.EndTime));
        Assert.Equal(["report.txt"], (await Registry.ReadArtifactsAsync(run.Id, Token)).Paths);
    }

    [Fact]
    public async Task A_run_recorded_again_is_not_changed()
    {
        var run = Of().Run;
        var artifacts = ArtifactFolder.Empty.With("report.txt", "ok").With("deep/er/report.txt", "").With("with space.txt", "s");
        await Registry.RecordRunAsync(run, artifacts, Token);
        var before = Snapshot();

        await Registry.RecordRunAsync(run, artifacts, Token);

        Assert.Equal(before, Snapshot());
        Assert.True(artifacts.ContentEquals(await Registry.ReadArtifactsAsync(run.Id, Token)));
    }

    [Fact]
    public async Task The_same_training_again_registers_nothing()
    {
        await Registry.RegisterAsync(Of("first", "challenger"), Token);
        await Registry.RegisterAsync(Of("second", "challenger"), Token);
        var before = Snapshot();

        var again = await Registry.RegisterAsync(Of("first", "challenger"), Token);

        Assert.False(again.Created);
        Assert.Equal(1, again.Version.Number);
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task Registering_the_same_training_again_does_not_move_an_alias_back()
    {
        await Registry.RegisterAsync(Of("first", "challenger"), Token);
        await Registry.DeleteAliasAsync(Model, "challenger", Token);

        var again = await Registry.RegisterAsync(Of("first", "challenger"), Token);

        Assert.Empty(again.Version.Aliases);
    }

    [Fact]
    public async Task Versions_come_newest_first_and_numerically()
    {
        for (var i = 1; i <= 11; i++)
            await Registry.RegisterAsync(Of($"recipe {i}"), Token);

        var versions = await Registry.ListVersionsAsync(Model, Token);

        Assert.Equal(Enumerable.Range(1, 11).Reverse(), versions.Select(v => v.Number));
        Assert.Equal(11, (await Registry.FindNewestVersionAsync(Model, Token))!.Number);
        Assert.Equal(4, (await Registry.FindVersionByTagAsync(Model, "volcast.recipe", "recipe 4", Token))!.Number);
        Assert.Equal(4, (await Registry.FindVersionByTagAsync(
            Model, RegistryTags.TrainingDigest, Of("recipe 4").TrainingDigest, Token))!.Number);
        Assert.Null(await Registry.FindVersionByTagAsync(Model, "volcast.recipe", "recipe 12", Token));
    }

    [Fact]
    public async Task Two_models_share_an_experiment_and_number_their_versions_separately()
    {
        await Registry.RegisterAsync(Of("first"), Token);
        var other = await Registry.RegisterAsync(Of("second") with { Model = "volcast-QQQ-5d" }, Token);

        Assert.Equal(1, other.Version.Number);
        Assert.Equal(["volcast-QQQ-5d", "volcast-SPY-5d"], await Registry.ListModelsAsync(Token));
        Assert.Equal("volcast", (await Registry.FindRunAsync(other.Version.RunId, Token))!.Experiment);
    }

    [Fact]
    public async Task The_number_of_a_deleted_version_is_not_used_again()
    {
        await Registry.RegisterAsync(Of("first"), Token);
        await DeleteVersionAsync(1);

        Assert.Null(await Registry.FindVersionAsync(Model, 1, Token));
        Assert.Empty(await Registry.ListVersionsAsync(Model, Token));
        Assert.Equal(2, (await Registry.RegisterAsync(Of("first"), Token)).Version.Number);
    }

    [Fact]
    public async Task Registered_models_have_stamps_and_others_have_none()
    {
        await Registry.RegisterAsync(Of("first"), Token);
        await Registry.RegisterAsync(Of("second") with { Model = OtherModel }, Token);

        Assert.Empty(await Registry.ReadStampsAsync([], Token));
        Assert.Empty(await Registry.ReadStampsAsync(["volcast-IWM-5d"], Token));
        Assert.Equal([Model], (await Registry.ReadStampsAsync([Model], Token)).Keys);
        var several = await Registry.ReadStampsAsync([OtherModel, "volcast-IWM-5d", Model], Token);
        Assert.Equal([OtherModel, Model], several.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(several[Model], (await Registry.ReadStampsAsync([Model], Token))[Model]);
    }

    [Theory]
    [InlineData("a new version")]
    [InlineData("a deleted version")]
    [InlineData("a new alias")]
    [InlineData("a moved alias")]
    [InlineData("a deleted alias")]
    public async Task A_change_of_versions_or_aliases_changes_the_stamp_of_this_model_only(string change)
    {
        await Registry.RegisterAsync(Of("first", "champion"), Token);
        await Registry.RegisterAsync(Of("second"), Token);
        await Registry.RegisterAsync(Of("other") with { Model = OtherModel }, Token);
        var before = await Registry.ReadStampsAsync([Model, OtherModel], Token);
        await Task.Delay(ClockStep, Token);

        await (change switch
        {
            "a new version" => Registry.RegisterAsync(Of("third"), Token),
            "a deleted version" => DeleteVersionAsync(2),
            "a new alias" => Registry.SetAliasAsync(Model, "challenger", 2, Token),
            "a moved alias" => Registry.SetAliasAsync(Model, "champion", 2, Token),
            _ => Registry.DeleteAliasAsync(Model, "champion", Token),
        });

        var after = await Registry.ReadStampsAsync([Model, OtherModel], Token);
        Assert.NotEqual(before[Model], after[Model]);
        Assert.Equal(before[OtherModel], after[OtherModel]);
    }

    [Fact]
    public async Task Reads_runs_and_the_same_training_again_leave_the_stamp_as_it_is()
    {
        var version = (await Registry.RegisterAsync(Of("first", "champion"), Token)).Version;
        var before = (await Registry.ReadStampsAsync([Model], Token))[Model];
        await Task.Delay(ClockStep, Token);

        await Registry.ListVersionsAsync(Model, Token);
        await Registry.ReadModelAsync(version, Token);
        await Registry.RecordRunAsync(Of("a run without a model").Run, ArtifactFolder.Empty, Token);
        await Registry.RegisterAsync(Of("first", "champion"), Token);

        Assert.Equal(before, (await Registry.ReadStampsAsync([Model], Token))[Model]);
    }

    [Fact]
    public async Task A_deleted_experiment_accepts_no_runs()
    {
        await Registry.RegisterAsync(Of("first"), Token);
        await DeleteExperimentAsync();

        var refused = await Assert.ThrowsAnyAsync<RegistryException>(() => Registry.RegisterAsync(Of("second"), Token));

        Assert.Contains("Experiment 'volcast'", refused.Message);
        Assert.Contains("has been deleted", refused.Message);
    }

    [Fact]
    public async Task An_incomplete_run_is_completed()
    {
        var running = Of("first").Run with { Status = RunStatus.Running, EndTime = null };
        await Registry.RecordRunAsync(running, ArtifactFolder.Empty, Token);

        await Registry.RegisterAsync(Of("first"), Token);

        var run = (await Registry.FindRunAsync(Of("first").Run.Id, Token))!;
        Assert.Equal((RunStatus.Finished, Of("first").Run.EndTime), (run.Status, run.EndTime));
        Assert.Equal(Of("first").Run.Metrics["qlike"], run.Metrics["qlike"]);
        Assert.Equal(["max_depth"], run.Params.Keys);
    }

    [Fact]
    public async Task The_error_for_a_missing_version_lists_the_existing_versions()
    {
        await Registry.RegisterAsync(Of("first", "challenger"), Token);
        await Registry.RegisterAsync(Of("second"), Token);

        var missing = await Assert.ThrowsAsync<RegistryException>(() => Registry.GetVersionAsync(Model, 9, Token));
        var unnamed = await Assert.ThrowsAsync<RegistryException>(() => Registry.GetByAliasAsync(Model, "champion", Token));
        var unknown = await Assert.ThrowsAsync<RegistryException>(() => Registry.GetByAliasAsync("volcast-X", "champion", Token));

        Assert.Equal((RegistryProblem.NotFound, "Model 'volcast-SPY-5d' has no version 9: it has version 2, 1 (challenger)."),
            (missing.Problem, missing.Message));
        Assert.Equal(RegistryProblem.AliasMissing, unnamed.Problem);
        Assert.Contains("'volcast-SPY-5d' is called 'champion': it has version 2, 1 (challenger).", unnamed.Message);
        Assert.Contains("it has no versions", unknown.Message);
        Assert.Equal(2, (await Registry.GetVersionAsync(Model, 2, Token)).Number);
    }

    [Fact]
    public async Task An_incomplete_registration_is_refused_and_leaves_nothing()
    {
        var before = Snapshot();
        var good = Of();
        (Registration Bad, string Why)[] cases =
        [
            (good with { Run = good.Run with { EndTime = null } }, "has not finished"),
            (good with { Run = good.Run with { Status = RunStatus.Failed } }, "has not finished"),
            (good with { ModelFolder = ArtifactFolder.Empty }, "needs a model folder"),
            (good with { Artifacts = ArtifactFolder.Empty.With("model/x", "x") }, "no other artifact under model/"),
            (good with { TrainingDigest = " " }, "needs the digest"),
            (good with { Aliases = ["latest"] }, "reserved by MLflow"),
            (good with { Model = "a/b" }, "Model name 'a/b'"),
        ];
        foreach (var (bad, why) in cases)
        {
            var refused = await Assert.ThrowsAsync<RegistryException>(() => Registry.RegisterAsync(bad, Token));
            Assert.Equal(RegistryProblem.Invalid, refused.Problem);
            Assert.Contains(why, refused.Message);
        }
        Assert.Equal(before, Snapshot());
    }

    [Fact]
    public async Task An_alias_moves_with_a_registration_and_is_set_moved_back_and_deleted()
    {
        await Registry.RegisterAsync(Of("first", "champion", "challenger"), Token);
        await Registry.RegisterAsync(Of("second", "challenger"), Token);
        Assert.Equal(1, (await Registry.GetByAliasAsync(Model, "champion", Token)).Number);
        Assert.Equal(2, (await Registry.GetByAliasAsync(Model, "challenger", Token)).Number);
        Assert.Equal(["champion"], (await Registry.GetVersionAsync(Model, 1, Token)).Aliases);

        await Registry.SetAliasAsync(Model, "champion", 2, Token);
        Assert.Equal(["challenger", "champion"], (await Registry.GetVersionAsync(Model, 2, Token)).Aliases);
        Assert.Equal(["challenger", "champion"], (await Registry.GetByAliasAsync(Model, "champion", Token)).Aliases);

        await Registry.SetAliasAsync(Model, "champion", 1, Token);
        Assert.Equal(1, (await Registry.GetByAliasAsync(Model, "champion", Token)).Number);

        await Registry.DeleteAliasAsync(Model, "champion", Token);
        await Registry.DeleteAliasAsync(Model, "champion", Token);
        Assert.Null(await Registry.FindByAliasAsync(Model, "champion", Token));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public async Task A_missing_version_gets_no_alias_and_no_tag(int number)
    {
        await Registry.RegisterAsync(Of("first", "champion"), Token);
        await Registry.RegisterAsync(Of("second"), Token);

        var alias = await Assert.ThrowsAsync<RegistryException>(() => Registry.SetAliasAsync(Model, "champion", number, Token));
        var tag = await Assert.ThrowsAsync<RegistryException>(() => Registry.SetVersionTagAsync(Model, number, "a", "b", Token));
        var untag = await Assert.ThrowsAsync<RegistryException>(() => Registry.DeleteVersionTagAsync(Model, number, "a", Token));

        Assert.All([alias, tag, untag], refused =>
        {
            Assert.Equal(RegistryProblem.NotFound, refused.Problem);
            Assert.Contains("it has 2, 1", refused.Message);
        });
        Assert.Equal(1, (await Registry.GetByAliasAsync(Model, "champion", Token)).Number);
    }

    [Fact]
    public async Task A_version_tag_is_set_replaced_and_deleted()
    {
        await Registry.RegisterAsync(Of("first"), Token);
        await Registry.SetVersionTagAsync(Model, 1, "verdict/reason", "too\nearly", Token);
        await Registry.SetVersionTagAsync(Model, 1, "verdict/reason", "good", Token);
        Assert.Equal("good", (await Registry.GetVersionAsync(Model, 1, Token)).Tags["verdict/reason"]);

        await Registry.DeleteVersionTagAsync(Model, 1, "verdict/reason", Token);
        await Registry.DeleteVersionTagAsync(Model, 1, "verdict/reason", Token);
        Assert.False((await Registry.GetVersionAsync(Model, 1, Token)).Tags.ContainsKey("verdict/reason"));
    }

    [Theory]
    [InlineData("changed", "has a changed file model.json")]
    [InlineData("lost", "has lost its file model.json")]
    [InlineData("added", "has a file that was not registered, extra.json")]
    [InlineData("no sums", "has no SHA256SUMS")]
    [InlineData("new sums", "has a SHA256SUMS that differs from the registered one")]
    public async Task A_changed_model_folder_is_refused_and_training_again_repairs_it(
        string what, string why)
    {
        var version = (await Registry.RegisterAsync(Of("first", "champion"), Token)).Version;
        var forged = Of().ModelFolder.With("model.json", "[]").Sealed();
        Action spoil = what switch
        {
            "changed" => () => Spoil("model/model.json", "[]"u8.ToArray()),
            "lost" => () => Spoil("model/model.json", null),
            "added" => () => Spoil("model/extra.json", "{}"u8.ToArray()),
            "no sums" => () => Spoil("model/SHA256SUMS", null),
            _ => () => // A forger who adapts the checksums.
            {
                Spoil("model/model.json", forged["model.json"].ToArray());
                Spoil("model/SHA256SUMS", forged[ArtifactFolder.ChecksumsPath].ToArray());
            }
            ,
        };
        spoil();

        var refused = await Assert.ThrowsAsync<RegistryException>(() => Registry.ReadModelAsync(version, Token));
        Assert.Equal(RegistryProblem.Tampered, refused.Problem);
        Assert.Contains(why, refused.Message);
        Assert.Contains("volcast-SPY-5d/1", refused.Message);

        if (what == "added" && !TakesFilesAway)
            return;
        Assert.False((await Registry.RegisterAsync(Of("first"), Token)).Created);
        Assert.Equal("{}"u8.ToArray(), (await Registry.ReadModelAsync(version, Token))["model.json"].ToArray());
    }

    [Fact]
    public async Task A_lost_model_folder_is_reported()
    {
        var version = (await Registry.RegisterAsync(Of("first"), Token)).Version;
        foreach (var file in new[] { "MLmodel", "SHA256SUMS", "model.json" })
            Spoil($"model/{file}", null);

        var missing = await Assert.ThrowsAsync<RegistryException>(() => Registry.ReadModelAsync(version, Token));

        Assert.Equal(RegistryProblem.NotFound, missing.Problem);
        Assert.Contains("has lost its folder", missing.Message);
    }

    [Fact]
    public async Task Another_model_with_the_same_digest_is_not_mistaken_for_the_registered_one()
    {
        var version = (await Registry.RegisterAsync(Of("first"), Token)).Version;
        var other = Of("first");
        other = other with { ModelFolder = other.ModelFolder.With("model.json", "other") };

        Assert.False((await Registry.RegisterAsync(other, Token)).Created);
        Assert.Equal("{}"u8.ToArray(), (await Registry.ReadModelAsync(version, Token))["model.json"].ToArray());
    }

    [Fact]
    public async Task Concurrent_registrations_end_with_one_version_of_each_training()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => Registry.RegisterAsync(Of($"recipe {i % 4}", "challenger"), Token), Token)));

        Assert.Equal(4, outcomes.Count(outcome => outcome.Created));
        var versions = await Registry.ListVersionsAsync(Model, Token);
        Assert.Equal(4, versions.Count);
        Assert.Equal(4, versions.Select(version => version.Tags[RegistryTags.TrainingDigest]).Distinct().Count());
        Assert.All(versions, version => Assert.False(version.Tags.ContainsKey(RegistryTags.PendingAliases)));
        Assert.All(outcomes, outcome => Assert.Contains(versions, version => version.Number == outcome.Version.Number));
        foreach (var version in versions)
            Assert.True((await Registry.ReadModelAsync(version, Token)).Contains("model.json"));
    }
}
