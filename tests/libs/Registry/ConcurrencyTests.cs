using System.Diagnostics;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class ConcurrencyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Concurrent_registrations_get_different_numbers()
    {
        // Each registry has its own file handle: the lock is the operating system's, as between processes.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(
            () => new LocalModelRegistry(folder["mlruns"]).RegisterAsync(Of($"recipe {i % 6}", "challenger"), token), token)));

        Assert.Equal(6, outcomes.Count(o => o.Created));
        Assert.Equal(Enumerable.Range(1, 6), outcomes.Where(o => o.Created).Select(o => o.Version.Number).Order());
        var registry = new LocalModelRegistry(folder["mlruns"]);
        foreach (var version in await registry.ListVersionsAsync(Model, token))
            Assert.Equal(2, outcomes.Count(o => o.Version.RunId == version.RunId && o.Version.Number == version.Number));
        Assert.Equal(6, (await registry.GetByAliasAsync(Model, "challenger", token)).Number);
    }

    [Fact]
    public async Task A_version_is_read_while_another_process_sets_and_deletes_its_tags()
    {
        var registry = new LocalModelRegistry(folder["mlruns"]);
        await registry.RegisterAsync(Of(), token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var writing = Task.Run(async () =>
        {
            var writer = new LocalModelRegistry(folder["mlruns"]);
            while (!stop.IsCancellationRequested)
            {
                await writer.SetVersionTagAsync(Model, 1, "mark", "here", token);
                await writer.DeleteVersionTagAsync(Model, 1, "mark", token);
            }
        }, token);
        for (var reading = 0; reading < 1000; reading++)
            Assert.Single(await registry.ListVersionsAsync(Model, token));
        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_lock_held_for_too_long_is_an_error_and_nothing_is_written()
    {
        Directory.CreateDirectory(folder["mlruns"]);
        using (var held = new FileStream(folder["mlruns/.volcast.lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            var impatient = new LocalModelRegistry(folder["mlruns"], TimeSpan.FromMilliseconds(50));
            var busy = await Assert.ThrowsAsync<RegistryException>(() => impatient.RegisterAsync(Of(), token));
            Assert.Equal(RegistryProblem.Busy, busy.Problem);
            Assert.Contains("Another process has been writing", busy.Message);
        }
        Assert.Equal([".volcast.lock"], Store.Snapshot(folder["mlruns"]).Keys);
        Assert.True((await new LocalModelRegistry(folder["mlruns"]).RegisterAsync(Of(), token)).Created);
    }

    [Fact]
    public async Task A_write_waits_for_another_process_that_holds_the_lock()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "needs flock of util-linux as the other process");
        var path = folder["mlruns/.volcast.lock"];
        Directory.CreateDirectory(folder["mlruns"]);
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/flock", [path, "sh", "-c", "echo held; read line"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", await other.StandardOutput.ReadLineAsync(token));

        var registering = new LocalModelRegistry(folder["mlruns"]).RegisterAsync(Of(), token);
        await Task.Delay(200, token);
        Assert.False(registering.IsCompleted);
        other.StandardInput.Close();

        Assert.Equal(1, (await registering).Version.Number);
    }

    [Fact]
    public async Task Waiting_for_the_lock_can_be_cancelled()
    {
        Directory.CreateDirectory(folder["mlruns"]);
        using var held = new FileStream(folder["mlruns/.volcast.lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new LocalModelRegistry(folder["mlruns"]).RegisterAsync(Of(), cancel.Token));
    }
}
