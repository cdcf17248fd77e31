using System.ComponentModel;
using System.Diagnostics;
using Volcast.Lake.Leases;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;

namespace Volcast.Lake.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class LocalLeaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_second_writer_of_a_symbol_reports_the_wait_once_and_fails_clearly_after_the_timeout()
    {
        await using var first = await AcquireAsync("SPY", TimeSpan.Zero);
        var notes = new List<string>();
        var store = new LocalLeaseStore(
            folder.Path, new() { WaitUpTo = TimeSpan.FromMilliseconds(200), OnWaiting = notes.Add });
        var error = await Assert.ThrowsAsync<LakeException>(() => store.AcquireAsync("SPY"));
        Assert.Contains($"Another run is writing SPY to the lake {folder.Path} and did not finish within 0.2 s", error.Message);
        Assert.Contains("This run changed nothing of SPY", error.Message);
        Assert.Contains("waiting up to 0.2 s", Assert.Single(notes));
    }

    [Fact]
    public async Task A_second_writer_of_a_symbol_continues_when_the_first_has_finished()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var first = await lake.LeaseAsync(Sample.Spy);
        var waiting = new TaskCompletionSource();
        await using var other = await DataLake.OpenLocalForWritingAsync(
            folder.Path, DataKind.Real, new() { OnWaiting = _ => waiting.SetResult() });
        var second = CommitAsync(other);
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        Assert.True((await second.WaitAsync(TimeSpan.FromSeconds(10))).HasChanged);
    }

    [Fact]
    public async Task Writers_of_different_symbols_work_at_the_same_time()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        await using var held = await lake.LeaseAsync(Sample.Vix);
        await using var other = await DataLake.OpenLocalForWritingAsync(
            folder.Path, DataKind.Real, new() { WaitUpTo = TimeSpan.Zero });
        Assert.True((await CommitAsync(other)).HasChanged);
    }

    [Fact]
    public async Task A_handle_shares_its_lease_among_its_calls_and_releases_it_after_the_last()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        await using (await lake.LeaseAsync(Sample.Spy))
        {
            await CommitAsync(lake);
            await Assert.ThrowsAsync<LakeException>(() => AcquireAsync("SPY", TimeSpan.Zero));
        }
        await (await AcquireAsync("SPY", TimeSpan.Zero)).DisposeAsync();
    }

    [Fact]
    public async Task A_reader_needs_no_lease()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        await CommitAsync(lake);
        await using var held = await lake.LeaseAsync(Sample.Spy);
        await using var reader = await DataLake.OpenLocalAsync(folder.Path);
        Assert.Equal(23, (await reader.ReadAsync(CuratedMarketTable.Schema, Sample.Spy)).Rows);
    }

    [Fact]
    public async Task The_lease_of_a_killed_process_is_free()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "uses Linux' flock command as the other process");
        await (await AcquireAsync("SPY", TimeSpan.Zero)).DisposeAsync();
        using var other = Start("flock", "--no-fork", "-x", folder[".leases/SPY.lock"], "sleep", "60");
        while (await IsFreeAsync())
        {
            Assert.False(other.HasExited, "the other process did not take the lock");
            await Task.Delay(20);
        }
        other.Kill();
        await (await AcquireAsync("SPY", TimeSpan.FromSeconds(10))).DisposeAsync();
    }

    [Fact]
    public async Task After_a_kill_the_next_writer_finishes_the_commit_and_deletes_temporary_files_of_its_symbol_only()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        await CommitAsync(lake);
        var store = (LocalObjectStore)lake.Store;
        var file = (await lake.SnapshotAsync(CuratedMarketTable.Schema, Sample.Spy))!.Files[0];
        var content = (await store.GetAsync(file.Path))!.Content;
        await store.PutAsync(file.Path, new byte[] { 1 });
        await store.PutAsync($"curated.market/_staged/SPY/{file.Sha256}.parquet", content);
        await store.PutAsync("raw.market/symbol=%5EVIX/source=yahoo/.x.parquet.tmp", new byte[] { 1 });
        await store.PutAsync("raw.market/symbol=SPY/source=yahoo/.x.parquet.tmp", new byte[] { 1 });
        await store.PutAsync("curated.market/_manifest/.SPY.json.tmp", new byte[] { 1 });
        await File.WriteAllBytesAsync(folder[".leases/SPY.lock"], [0]); // as a killed holder leaves it

        await (await lake.LeaseAsync(Sample.Spy)).DisposeAsync();
        Assert.Equal(content, (await store.GetAsync(file.Path))!.Content);
        Assert.Empty(await store.ListAsync("curated.market/_staged/"));
        Assert.Equal(["raw.market/symbol=%5EVIX/source=yahoo/.x.parquet.tmp"],
            Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder.Path, path)));
    }

    [Fact]
    public async Task The_error_for_a_file_that_cannot_be_created_names_the_cause()
    {
        await File.WriteAllBytesAsync(folder["file"], []);
        var error = await Assert.ThrowsAsync<LakeException>(() => new LocalLeaseStore(folder["file/below"]).AcquireAsync("SPY"));
        Assert.Contains("Cannot write to the lake", error.Message);
    }

    private Task<ILease> AcquireAsync(string name, TimeSpan wait) =>
        new LocalLeaseStore(folder.Path, new() { WaitUpTo = wait }).AcquireAsync(name);

    private async Task<bool> IsFreeAsync()
    {
        try
        {
            await (await AcquireAsync("SPY", TimeSpan.Zero)).DisposeAsync();
            return true;
        }
        catch (LakeException)
        {
            return false;
        }
    }

    private static Task<CommitResult> CommitAsync(DataLake lake) => lake.CommitAsync(
        CuratedMarketTable.Schema, Sample.Spy, Sample.Curated(Sample.Spy, new(2019, 12, 2), new(2020, 1, 3)));

    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments))!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"needs the program {program}");
            throw;
        }
    }
}
