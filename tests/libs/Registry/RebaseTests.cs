using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class RebaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_moved_store_is_readable_and_its_URIs_can_be_corrected()
    {
        await new LocalModelRegistry(folder["before"]).RegisterAsync(Of("first", "champion"), token);
        await new LocalModelRegistry(folder["here"]).RegisterAsync(Of("first", "champion"), token);
        var native = Store.Snapshot(folder["here"]);
        Directory.Delete(folder["here"], recursive: true);
        Directory.Move(folder["before"], folder["here"]);
        var moved = new LocalModelRegistry(folder["here"]);

        var version = await moved.GetByAliasAsync(Model, "champion", token);
        Assert.True((await moved.ReadModelAsync(version, token)).Contains("model.json"));

        // Both experiments, the run and the version.
        Assert.Equal(4, await moved.RebaseAsync(token));
        Assert.Equal(native, Store.Snapshot(folder["here"]));
        Assert.Equal(0, await moved.RebaseAsync(token));
    }

    [Fact]
    public async Task Unknown_keys_and_URIs_of_other_stores_are_not_changed()
    {
        var registry = new LocalModelRegistry(folder["mlruns"]);
        await registry.RegisterAsync(Of("first"), token);
        var meta = Store.Find(registry.Root, "143/meta.yaml");
        File.WriteAllText(meta,
            "artifact_location: s3://bucket/1\nexperiment_id: '1'\nname: volcast\ntags: []\nunknown: [1, {a: b}]\n");
        var version = Store.Find(registry.Root, "version-1/meta.yaml");
        File.WriteAllText(version, File.ReadAllText(version)
            .Replace($"file://{folder.Path}", "file:///old", StringComparison.Ordinal) + "aliases: []\n");

        Assert.Equal(1, await registry.RebaseAsync(token));

        Assert.Contains("s3://bucket/1", File.ReadAllText(meta));
        Assert.Contains($"source: 'file://{folder.Path}/mlruns/", File.ReadAllText(version));
        Assert.Contains("aliases: []", File.ReadAllText(version));
        Assert.DoesNotContain("/old", File.ReadAllText(version));
    }
}
