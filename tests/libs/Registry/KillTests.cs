using System.Globalization;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests;

/// <summary>Kills a registration before each of its steps on the disk, and checks what the next one does.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [Trait(Category.Name, Category.Integration)]
    [InlineData(false)] // into a new store
    [InlineData(true)] // next to an existing version
    public Task A_registration_killed_before_a_step_and_repeated_ends_as_if_undisturbed(bool filled) =>
        KillAndRunAgain(filled, every: 6);

    [Theory]
    [Trait(Category.Name, Category.Proof)]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_registration_killed_before_any_step_and_repeated_ends_as_if_undisturbed(bool filled) =>
        KillAndRunAgain(filled, every: 1);

    // The commits are the last steps: each of them is tried, and a sample of the many writes before them.
    private async Task KillAndRunAgain(bool filled, int every)
    {
        var root = folder["mlruns"];
        var steps = 0;
        await Prepare();
        await new LocalModelRegistry(root, null, _ => steps++).RegisterAsync(Of("second", "challenger"), token);
        var undisturbed = Store.Snapshot(root);
        Assert.InRange(steps, 30, 200);

        for (var fatal = 0; fatal < steps; fatal += fatal < steps - 12 ? every : 1)
        {
            Directory.Delete(root, recursive: true);
            await Prepare();
            var step = 0;
            var dying = new LocalModelRegistry(root, null, name =>
            {
                if (step++ == fatal)
                    throw new Killed(name);
            });
            var killed = await Assert.ThrowsAsync<Killed>(() => dying.RegisterAsync(Of("second", "challenger"), token));

            await AssertNothingHalfIsVisible(root, killed.Message);
            await new LocalModelRegistry(root).RegisterAsync(Of("second", "challenger"), token);
            AssertSame(undisturbed, Store.Snapshot(root), killed.Message);
        }

        async Task Prepare()
        {
            if (filled)
                await new LocalModelRegistry(root).RegisterAsync(Of("first", "challenger", "champion"), token);
        }
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task A_repair_of_lost_files_killed_and_repeated_restores_them()
    {
        var root = folder["mlruns"];
        await new LocalModelRegistry(root).RegisterAsync(Of(), token);
        var whole = Store.Snapshot(root);
        var steps = 0;
        Damage();
        await new LocalModelRegistry(root, null, _ => steps++).RegisterAsync(Of(), token);
        AssertSame(whole, Store.Snapshot(root), "undisturbed");

        for (var fatal = 0; fatal < steps; fatal += 5)
        {
            Damage();
            var step = 0;
            var dying = new LocalModelRegistry(root, null, name =>
            {
                if (step++ == fatal)
                    throw new Killed(name);
            });
            var killed = await Assert.ThrowsAsync<Killed>(() => dying.RegisterAsync(Of(), token));
            await new LocalModelRegistry(root).RegisterAsync(Of(), token);
            AssertSame(whole, Store.Snapshot(root), killed.Message);
        }

        void Damage() => File.WriteAllText(Store.Find(root, "model/model.json"), "changed");
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task A_pending_alias_is_not_taken_from_a_newer_version()
    {
        var root = folder["mlruns"];
        var dying = new LocalModelRegistry(root, null, name =>
        {
            if (name.EndsWith("aliases/challenger", StringComparison.Ordinal))
                throw new Killed(name);
        });
        await Assert.ThrowsAsync<Killed>(() => dying.RegisterAsync(Of("first", "challenger"), token));
        var registry = new LocalModelRegistry(root);
        await registry.RegisterAsync(Of("second", "challenger"), token);

        await registry.RegisterAsync(Of("first", "challenger"), token);

        Assert.Equal(2, (await registry.GetByAliasAsync(Model, "challenger", token)).Number);
        Assert.False((await registry.GetVersionAsync(Model, 1, token)).Tags.ContainsKey(RegistryTags.PendingAliases));
    }

    // States on which MLflow's tools would fail: a version or model without meta.yaml, and temporary files among tags.
    private async Task AssertNothingHalfIsVisible(string root, string step)
    {
        var registry = new LocalModelRegistry(root);
        foreach (var version in await registry.ListVersionsAsync(Model, token))
            Assert.True((await registry.ReadModelAsync(version, token)).Contains("model.json"), step);
        var models = Path.Combine(root, "models");
        if (Directory.Exists(models))
            foreach (var model in Directory.EnumerateDirectories(models))
                Assert.True(File.Exists(Path.Combine(model, "meta.yaml")), step);
        Assert.DoesNotContain(Store.Snapshot(root).Keys, path =>
            path.Contains(".volcast", StringComparison.Ordinal) && path.Contains("/models/", StringComparison.Ordinal));
    }

    private static void AssertSame(
        SortedDictionary<string, string> expected, SortedDictionary<string, string> actual, string step) =>
        Assert.True(expected.SequenceEqual(actual), string.Create(CultureInfo.InvariantCulture,
            $"{step}: {string.Join(", ", expected.Except(actual).Concat(actual.Except(expected)).Select(f => f.Key))}"));

    private sealed class Killed(string step) : Exception(step);
}
