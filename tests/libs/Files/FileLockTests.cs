namespace Volcast.Files.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class FileLockTests : IDisposable
{
    /// <summary>A device file that opens and locks like any other file; the system refuses to change its length.</summary>
    private const string Fixed = "/dev/full";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_lock_has_one_holder_at_a_time()
    {
        var path = folder["a/lock"];
        using (var first = FileLock.TryAcquire(path))
        {
            Assert.NotNull(first);
            Assert.Null(FileLock.TryAcquire(path));
        }
        using var second = FileLock.TryAcquire(path);
        Assert.NotNull(second);
    }

    [Fact]
    public void A_remaining_mark_reports_a_kill_until_the_next_release()
    {
        var path = folder["lock"];
        using (var first = FileLock.TryAcquire(path, leavesMark: true))
        {
            Assert.False(first!.WasAbandoned);
            Assert.Equal(1, new FileInfo(path).Length);
        }
        Assert.Equal(0, new FileInfo(path).Length);
        File.WriteAllBytes(path, [0]); // as a killed holder leaves it
        using (var second = FileLock.TryAcquire(path, leavesMark: true))
            Assert.True(second!.WasAbandoned);
        using var third = FileLock.TryAcquire(path, leavesMark: true);
        Assert.False(third!.WasAbandoned);
    }

    [Fact]
    public void A_lock_can_be_deleted_with_its_folder()
    {
        FileLock.TryAcquire(folder["a/lock"])!.DeleteAndRelease();
        Directory.Delete(folder["a"]);
        using var again = FileLock.TryAcquire(folder["a/lock"]);
        Assert.NotNull(again);
    }

    [Fact]
    public void A_failure_that_waiting_cannot_solve_is_thrown()
    {
        File.WriteAllBytes(folder["file"], []);
        Assert.ThrowsAny<IOException>(() => FileLock.TryAcquire(folder["file/lock"]));
    }

    [Fact]
    public void A_lock_whose_mark_cannot_be_written_is_released_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "uses a device file whose length cannot change");
        Assert.ThrowsAny<IOException>(() => FileLock.TryAcquire(Fixed, leavesMark: true));
        using var free = FileLock.TryAcquire(Fixed);
        Assert.NotNull(free);
    }

    [Fact]
    public void A_mark_that_cannot_be_removed_does_not_keep_the_lock()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "uses a device file whose length cannot change");
        FileLock.TryAcquire(Fixed)!.Dispose();
        using var again = FileLock.TryAcquire(Fixed);
        Assert.NotNull(again);
    }
}
