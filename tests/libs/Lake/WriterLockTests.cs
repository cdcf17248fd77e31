using System.ComponentModel;
using System.Diagnostics;
using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class WriterLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_second_writer_is_told_to_wait_once_and_fails_clearly_when_the_time_is_over()
    {
        using var first = await WriterLock.AcquireAsync(folder.Path);
        var told = new List<string>();
        var error = await Assert.ThrowsAsync<LakeException>(() =>
            WriterLock.AcquireAsync(folder.Path, new() { WaitUpTo = TimeSpan.FromMilliseconds(200), OnWaiting = told.Add }));
        Assert.Contains("Another run is writing", error.Message);
        Assert.Contains("waiting up to 0.2 s", Assert.Single(told));
    }

    [Fact]
    public async Task A_second_writer_goes_on_when_the_first_has_finished()
    {
        var first = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var waiting = new TaskCompletionSource();
        var options = new WriterLockOptions { OnWaiting = _ => waiting.SetResult() };
        var second = DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real, options);
        await waiting.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(second.IsCompleted);
        await first.DisposeAsync();
        await (await second.WaitAsync(TimeSpan.FromSeconds(10))).DisposeAsync();
    }

    [Fact]
    public async Task A_reader_needs_no_lock()
    {
        await using var writer = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        Assert.Equal(DataKind.Real, (await DataLake.OpenLocalAsync(folder.Path)).Kind);
    }

    [Fact]
    public async Task The_lock_of_a_killed_process_is_free_and_leaves_an_empty_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "uses Linux' flock command as the other process");
        var path = folder[".lock"];
        await File.WriteAllBytesAsync(path, []);
        using var other = Start("flock", "--no-fork", "-x", path, "sleep", "60");
        while (true)
        {
            try
            {
                (await WriterLock.AcquireAsync(folder.Path, new() { WaitUpTo = TimeSpan.Zero })).Dispose();
                Assert.False(other.HasExited, "the other process did not take the lock");
                await Task.Delay(20);
            }
            catch (LakeException)
            {
                break;
            }
        }
        other.Kill();
        (await WriterLock.AcquireAsync(folder.Path, new() { WaitUpTo = TimeSpan.FromSeconds(10) })).Dispose();
        Assert.Equal(0, new FileInfo(path).Length);
    }

    [Fact]
    public async Task Where_no_file_can_be_made_the_cause_is_told()
    {
        await File.WriteAllBytesAsync(folder["file"], []);
        var error = await Assert.ThrowsAsync<LakeException>(() => WriterLock.AcquireAsync(folder["file/below"]));
        Assert.Contains("Cannot write to the lake", error.Message);
    }

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
