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
    public async Task Reading_a_missing_store_creates_nothing()
    {
        Assert.Empty(await Registry.ListModelsAsync(token));
        Assert.Null(await Registry.FindVersionAsync(Model, 1, token));
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public async Task A_version_has_the_time_of_its_run() =>
        Assert.Equal(Start.AddSeconds(5), (await Registry.RegisterAsync(Of("first"), token)).Version.CreatedAt);

    [Fact]
    public async Task Metrics_in_Pythons_notation_are_read()
    {
        var run = Of().Run;
        await Registry.RecordRunAsync(run, ArtifactFolder.Empty, token);
        File.WriteAllText(Store.Find(Root, "metrics/qlike"), "1640984400000 nan 0\n1640984400000 inf 1\n1640984400000 -inf\n");

        var read = (await Registry.FindRunAsync(run.Id, token))!.Metrics["qlike"];

        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity], read.Select(p => p.Value));
        Assert.Equal([0L, 1L, 0L], read.Select(p => p.Step));
    }

    [Fact]
    public async Task The_number_of_a_version_deleted_by_MLflow_is_not_used_again()
    {
        await Registry.RegisterAsync(Of("first", "champion"), token);
        var meta = Store.Find(Root, "version-1/meta.yaml");
        File.WriteAllText(meta, File.ReadAllText(meta).Replace("current_stage: 'None'", "current_stage: Deleted_Internal"));

        Assert.Null(await Registry.FindVersionAsync(Model, 1, token));
        Assert.Empty(await Registry.ListVersionsAsync(Model, token));
        Assert.Equal(2, (await Registry.RegisterAsync(Of("first"), token)).Version.Number);
        var gone = await Assert.ThrowsAsync<RegistryException>(() => Registry.FindByAliasAsync(Model, "champion", token));
        Assert.Equal(RegistryProblem.NotFound, gone.Problem);
        Assert.Contains("names version 1, which was deleted", gone.Message);
    }

    [Fact]
    public async Task An_experiment_created_by_MLflow_is_found_by_its_name()
    {
        Directory.CreateDirectory(Path.Combine(Root, "7"));
        File.WriteAllText(Path.Combine(Root, "7", "meta.yaml"),
            "artifact_location: file:///elsewhere/7\nexperiment_id: 7\nlifecycle_stage: active\nname: volcast\ntags: []\n");

        await Registry.RegisterAsync(Of("first"), token);

        Assert.True(File.Exists(Path.Combine(Root, "7", Of("first").Run.Id, "meta.yaml")));
    }

    [Fact]
    public async Task Registering_only_reads_its_own_experiment()
    {
        Foreign("8", "other");
        await Registry.RegisterAsync(Of("first"), token);
        var unreadable = Foreign("8", "other") + "[";
        File.WriteAllText(Path.Combine(Root, "8", "meta.yaml"), unreadable);

        var second = (await Registry.RegisterAsync(Of("second"), token)).Version;
        var elsewhere = Of("third") with { Run = Of("third").Run with { Experiment = "new" } };
        await Registry.RegisterAsync(elsewhere, token);

        Assert.True((await Registry.ReadModelAsync(second, token)).Contains("model.json"));
        Assert.Equal(unreadable, File.ReadAllText(Path.Combine(Root, "8", "meta.yaml")));
    }

    [Fact]
    public async Task A_renamed_experiment_is_found_by_its_new_name()
    {
        Foreign("8", "new");
        await Registry.RegisterAsync(Of("first"), token);
        Foreign("8", "renamed");
        Foreign("9", "new");

        await Registry.RegisterAsync(Of("third") with { Run = Of("third").Run with { Experiment = "new" } }, token);

        Assert.True(File.Exists(Path.Combine(Root, "9", Of("third").Run.Id, "meta.yaml")));
    }

    private string Foreign(string id, string name)
    {
        Directory.CreateDirectory(Path.Combine(Root, id));
        var meta = $"artifact_location: file:///elsewhere/{id}\nexperiment_id: {id}\nlifecycle_stage: active\nname: {name}\n";
        File.WriteAllText(Path.Combine(Root, id, "meta.yaml"), meta);
        return meta;
    }

    [Fact]
    public async Task An_incomplete_run_is_replaced()
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
    public async Task The_error_for_a_store_that_cannot_be_written_names_its_place()
    {
        File.WriteAllText(Root, "a file where the folder should be");

        var refused = await Assert.ThrowsAsync<RegistryException>(() => Registry.RegisterAsync(Of(), token));

        Assert.Equal(RegistryProblem.Storage, refused.Problem);
        Assert.Contains(Root, refused.Message);
    }
}
