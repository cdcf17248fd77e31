using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class LocalModelRegistryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    private string Root => folder["mlruns"];

    private LocalModelRegistry Registry => new(Root);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_new_store_is_empty_and_reading_it_creates_nothing()
    {
        Assert.Empty(await Registry.ListModelsAsync(token));
        Assert.Empty(await Registry.ListVersionsAsync(Model, token));
        Assert.Null(await Registry.FindNewestVersionAsync(Model, token));
        Assert.Null(await Registry.FindByAliasAsync(Model, "champion", token));
        Assert.Null(await Registry.FindVersionAsync(Model, 1, token));
        Assert.Null(await Registry.FindRunAsync(new string('a', 32), token));
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task What_was_registered_reads_back()
    {
        var registration = Of("first", "challenger");

        var outcome = await Registry.RegisterAsync(registration, token);

        Assert.True(outcome.Created);
        Assert.Equal("volcast-SPY-5d/1", outcome.Version.ToString());
        Assert.Equal(Start.AddSeconds(5), outcome.Version.CreatedAt);
        Assert.Equal(["challenger"], outcome.Version.Aliases);
        Assert.Equal("first", outcome.Version.Tags["volcast.recipe"]);
        Assert.Equal([Model], await Registry.ListModelsAsync(token));
        var model = await Registry.ReadModelAsync(outcome.Version, token);
        Assert.True(model.ContentEquals(registration.ModelFolder.Sealed()));
        var artifacts = await Registry.ReadArtifactsAsync(registration.Run.Id, token);
        Assert.Equal(["evidence/walk-forward.csv", "model/MLmodel", "model/SHA256SUMS", "model/model.json"], artifacts.Paths);
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

        await Registry.RecordRunAsync(run, ArtifactFolder.Empty.With("report.txt", "ok"), token);

        var read = Assert.IsType<Run>(await Registry.FindRunAsync(run.Id, token));
        Assert.Equivalent(run.Params, read.Params, strict: true);
        Assert.Equal(run.Metrics["loss/train"], read.Metrics["loss/train"]);
        Assert.Equal(run.Metrics["odd"], read.Metrics["odd"]);
        Assert.Equal("two\nlines\n", read.Tags["mlflow.note.content"]);
        Assert.Equal((run.Experiment, run.Name, run.Status, run.StartTime, run.EndTime),
            (read.Experiment, read.Name, read.Status, read.StartTime, read.EndTime));
        Assert.Equal(["report.txt"], (await Registry.ReadArtifactsAsync(run.Id, token)).Paths);
    }

    [Fact]
    public async Task Metrics_as_Python_writes_them_are_read()
    {
        var run = Of().Run;
        await Registry.RecordRunAsync(run, ArtifactFolder.Empty, token);
        File.WriteAllText(Store.Find(Root, "metrics/qlike"), "1640984400000 nan 0\n1640984400000 inf 1\n1640984400000 -inf\n");

        var read = (await Registry.FindRunAsync(run.Id, token))!.Metrics["qlike"];

        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity], read.Select(p => p.Value));
        Assert.Equal([0L, 1L, 0L], read.Select(p => p.Step));
    }

    [Fact]
    public async Task The_same_training_again_registers_nothing()
    {
        await Registry.RegisterAsync(Of("first", "challenger"), token);
        await Registry.RegisterAsync(Of("second", "challenger"), token);
        var before = Store.Snapshot(Root);

        var again = await Registry.RegisterAsync(Of("first", "challenger"), token);

        Assert.False(again.Created);
        Assert.Equal(1, again.Version.Number);
        Assert.Equal(before, Store.Snapshot(Root));
    }

    [Fact]
    public async Task The_same_training_again_takes_no_alias_back()
    {
        await Registry.RegisterAsync(Of("first", "challenger"), token);
        await Registry.DeleteAliasAsync(Model, "challenger", token);

        var again = await Registry.RegisterAsync(Of("first", "challenger"), token);

        Assert.Empty(again.Version.Aliases);
    }

    [Fact]
    public async Task Versions_come_newest_first_and_numerically()
    {
        for (var i = 1; i <= 11; i++)
            await Registry.RegisterAsync(Of($"recipe {i}"), token);

        var versions = await Registry.ListVersionsAsync(Model, token);

        Assert.Equal(Enumerable.Range(1, 11).Reverse(), versions.Select(v => v.Number));
        Assert.Equal(11, (await Registry.FindNewestVersionAsync(Model, token))!.Number);
        Assert.Equal(4, (await Registry.FindVersionByTagAsync(Model, "volcast.recipe", "recipe 4", token))!.Number);
        Assert.Equal(4, (await Registry.FindVersionByTagAsync(
            Model, RegistryTags.TrainingDigest, Of("recipe 4").TrainingDigest, token))!.Number);
        Assert.Null(await Registry.FindVersionByTagAsync(Model, "volcast.recipe", "recipe 12", token));
    }

    [Fact]
    public async Task A_version_deleted_by_MLflow_is_gone_but_its_number_is_not_given_again()
    {
        await Registry.RegisterAsync(Of("first", "champion"), token);
        var meta = Store.Find(Root, "version-1/meta.yaml");
        File.WriteAllText(meta, File.ReadAllText(meta).Replace("current_stage: 'None'", "current_stage: Deleted_Internal"));

        Assert.Null(await Registry.FindVersionAsync(Model, 1, token));
        Assert.Empty(await Registry.ListVersionsAsync(Model, token));
        Assert.Equal(2, (await Registry.RegisterAsync(Of("first"), token)).Version.Number);
        var gone = await Assert.ThrowsAsync<RegistryException>(() => Registry.FindByAliasAsync(Model, "champion", token));
        Assert.Equal(RegistryProblem.NotFound, gone.Problem);
        Assert.Contains("names version 1, which is gone", gone.Message);
    }

    [Fact]
    public async Task Two_models_share_an_experiment_and_number_their_versions_apart()
    {
        await Registry.RegisterAsync(Of("first"), token);
        var other = await Registry.RegisterAsync(Of("second") with { Model = "volcast-QQQ-5d" }, token);

        Assert.Equal(1, other.Version.Number);
        Assert.Equal(["volcast-QQQ-5d", "volcast-SPY-5d"], await Registry.ListModelsAsync(token));
        Assert.Single(Store.Snapshot(Root).Keys, path => path.EndsWith("143/meta.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_experiment_that_MLflow_made_is_found_by_its_name()
    {
        Directory.CreateDirectory(Path.Combine(Root, "7"));
        File.WriteAllText(Path.Combine(Root, "7", "meta.yaml"),
            "artifact_location: file:///elsewhere/7\nexperiment_id: 7\nlifecycle_stage: active\nname: volcast\ntags: []\n");

        await Registry.RegisterAsync(Of("first"), token);

        Assert.True(File.Exists(Path.Combine(Root, "7", Of("first").Run.Id, "meta.yaml")));
    }

    [Fact]
    public async Task A_deleted_experiment_takes_no_runs()
    {
        await Registry.RegisterAsync(Of("first"), token);
        Directory.Move(Path.Combine(Root, "892891796964655143"), Path.Combine(Root, ".trash", "892891796964655143"));

        var refused = await Assert.ThrowsAsync<RegistryException>(() => Registry.RegisterAsync(Of("second"), token));

        Assert.Contains("Experiment 'volcast' has been deleted", refused.Message);
    }

    [Fact]
    public async Task Half_a_run_that_lies_in_the_way_is_replaced()
    {
        var running = Of("first").Run with { Status = RunStatus.Running, EndTime = null };
        await Registry.RecordRunAsync(running, ArtifactFolder.Empty, token);
        var half = Path.GetDirectoryName(Store.Find(Root, $"{Of("first").Run.Id}/meta.yaml"))!;
        File.WriteAllText(Path.Combine(half, "params", "left-over"), "1");

        await Registry.RegisterAsync(Of("first"), token);

        var run = await Registry.FindRunAsync(Of("first").Run.Id, token);
        Assert.Equal(RunStatus.Finished, run!.Status);
        Assert.Equal(["max_depth"], run.Params.Keys);
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_reported_with_those_that_are()
    {
        await Registry.RegisterAsync(Of("first", "challenger"), token);
        await Registry.RegisterAsync(Of("second"), token);

        var missing = await Assert.ThrowsAsync<RegistryException>(() => Registry.GetVersionAsync(Model, 9, token));
        var unnamed = await Assert.ThrowsAsync<RegistryException>(() => Registry.GetByAliasAsync(Model, "champion", token));
        var unknown = await Assert.ThrowsAsync<RegistryException>(() => Registry.GetByAliasAsync("volcast-X", "champion", token));

        Assert.Equal((RegistryProblem.NotFound, "Model 'volcast-SPY-5d' has no version 9: it has version 2, 1 (challenger)."),
            (missing.Problem, missing.Message));
        Assert.Equal(RegistryProblem.AliasMissing, unnamed.Problem);
        Assert.Contains("'volcast-SPY-5d' is called 'champion': it has version 2, 1 (challenger).", unnamed.Message);
        Assert.Contains("it has no versions", unknown.Message);
        Assert.Equal(2, (await Registry.GetVersionAsync(Model, 2, token)).Number);
    }

    [Fact]
    public async Task A_registration_that_cannot_be_whole_is_refused()
    {
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
            var refused = await Assert.ThrowsAsync<RegistryException>(() => Registry.RegisterAsync(bad, token));
            Assert.Equal(RegistryProblem.Invalid, refused.Problem);
            Assert.Contains(why, refused.Message);
        }
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_says_where()
    {
        File.WriteAllText(Root, "a file where the folder should be");

        var refused = await Assert.ThrowsAsync<RegistryException>(() => Registry.RegisterAsync(Of(), token));

        Assert.Equal(RegistryProblem.Storage, refused.Problem);
        Assert.Contains(Root, refused.Message);
    }
}
