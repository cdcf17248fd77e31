namespace Volcast.Files.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class FileLockTests : IDisposable
{
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
}
