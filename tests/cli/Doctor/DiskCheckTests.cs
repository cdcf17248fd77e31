using Volcast.Cli.Doctor;
using Volcast.Files;

namespace Volcast.Cli.Tests.Doctor;

[Trait(Category.Name, Category.Integration)]
public sealed class DiskCheckTests : IDisposable
{
    private const long Gibi = 1 << 30;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Diagnosis Examine(string data, long free = 10 * Gibi, Func<string, IDisposable?>? tryLock = null)
    {
        var diagnosis = DiskCheck.Run(data, _ => free, tryLock ?? (path => FileLock.TryAcquire(path)));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories),
            path => path.Contains("doctor", StringComparison.Ordinal));
        return diagnosis;
    }

    [Fact]
    public void A_folder_that_exists_or_can_be_created_is_well()
    {
        Assert.Equal(Diagnosis.Ok($"{folder.Path} can be written, 10.0 GiB free, locks work"), Examine(folder.Path));
        var missing = folder["a/b/c"];
        Assert.Equal(Diagnosis.Ok($"{missing} can be created, 10.0 GiB free, locks work"), Examine(missing));
        Assert.False(Directory.Exists(folder["a"]));
    }

    [Fact]
    public void Locks_that_two_holders_get_or_nobody_gets_do_not_work()
    {
        foreach (var tryLock in new Func<string, IDisposable?>[] { _ => new MemoryStream(), _ => null })
        {
            var diagnosis = Examine(folder.Path, tryLock: tryLock);
            Assert.Equal(Condition.Problem, diagnosis.Condition);
            Assert.Contains("do not work", diagnosis.Found, StringComparison.Ordinal);
            Assert.Contains("VOLCAST_DATA", diagnosis.Fix, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(400, Condition.Warning)]
    [InlineData(10, Condition.Problem)]
    public void Little_space_is_reported(long mebi, object condition)
    {
        var diagnosis = Examine(folder.Path, mebi << 20);
        Assert.Equal((condition, $"only {mebi} MiB are free in {folder.Path}"), (diagnosis.Condition, diagnosis.Found));
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_a_problem()
    {
        File.WriteAllText(folder["data"], "");
        Assert.Equal($"{folder["data"]} is a file, not a folder", Examine(folder["data/below"]).Found);
    }

    [Fact]
    public void A_folder_without_the_right_to_write_is_a_problem()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("needs a folder in which even root cannot write: /proc");
        var diagnosis = Examine("/proc/volcast");
        Assert.Equal(Condition.Problem, diagnosis.Condition);
        Assert.StartsWith("/proc cannot be written: ", diagnosis.Found, StringComparison.Ordinal);
    }
}
