using System.Globalization;
using System.Text.RegularExpressions;
using Volcast.Compatibility;
using Volcast.Files;

namespace Volcast.Cli.Tests.Operations;

/// <summary>The commands of docs/operations/backup.md on a lake with its registry.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed partial class BackupTests : IDisposable
{
    private static readonly DateTimeOffset NextDay = FirstHalf.WrittenAt.AddDays(1);

    private readonly FirstHalf data = new();
    private readonly TemporaryFolder other = new();

    public void Dispose()
    {
        data.Dispose();
        other.Dispose();
    }

    /// <summary>Everything is lost after the backup: what is restored elsewhere and catches up is, byte for byte, what was
    /// lost.</summary>
    [Fact]
    public async Task A_restored_folder_that_catches_up_equals_the_one_that_was_lost()
    {
        await SucceedAsync(data.DataFolder, FirstHalf.WrittenAt, "keys", "create", "--name", "backup");
        var saved = Files(data.DataFolder);
        await ShellAsync(Command("backup"), data.DataFolder);
        await CatchUpAsync(data.DataFolder);
        var lost = Files(data.DataFolder);
        Assert.NotEqual(saved, lost);
        Directory.Delete(data.DataFolder, recursive: true);
        Directory.CreateDirectory(data.DataFolder);

        var restored = other["restored"];
        await ShellAsync(Command("restore"), restored);
        Assert.Equal(saved, Files(restored));
        Assert.Contains(" 0 errors, 0 warnings", await SucceedAsync(restored, FirstHalf.WrittenAt, "verify"),
            StringComparison.Ordinal);
        Assert.Contains("reproduced bit for bit",
            await SucceedAsync(restored, FirstHalf.WrittenAt, "reproduce", "SPY", $"{FirstHalf.Origin:yyyy-MM-dd}"),
            StringComparison.Ordinal);
        await CatchUpAsync(restored);
        Assert.Equal(lost, Files(restored));
    }

    /// <summary>The backup waits for a daily run, and a daily run does not begin during a backup.</summary>
    [Fact]
    public async Task A_backup_and_a_daily_run_exclude_each_other()
    {
        var file = Path.Combine(data.DataFolder, ".run-daily.lock");
        using (FileLock.TryAcquire(file))
            Assert.Equal(1, (await ProgramRun.OfAsync("flock", "--nonblock", file, "true")).Code);
        // The lock is free while nobody holds it, so the first answer was about the holder.
        Assert.Equal(0, (await ProgramRun.OfAsync("flock", "--nonblock", file, "true")).Code);
        Assert.StartsWith("flock data/.run-daily.lock ", Command("backup"), StringComparison.Ordinal);
    }

    private static async Task CatchUpAsync(string folder)
    {
        await SucceedAsync(folder, NextDay, "ingest", "--lookback", "6y");
        await SucceedAsync(folder, NextDay, "features");
        await SucceedAsync(folder, NextDay, "forecast");
    }

    private static async Task<string> SucceedAsync(string folder, DateTimeOffset now, params string[] arguments)
    {
        var volcast = new VolcastUnderTest(Path.GetTempPath());
        volcast.Environment["VOLCAST_NOW"] = now.ToString("O", CultureInfo.InvariantCulture);
        var result = await volcast.RunAsync([.. arguments, "--source", "simulated", "--data", folder]);
        Assert.Equal("", result.ExitCode == ExitCode.Done ? "" : $"{result.ExitCode}: {result.Out}{result.Error}");
        return result.Out;
    }

    /// <summary>The files but the locks, which are empty.</summary>
    private static string[] Files(string folder) => [.. FolderBytes.Of(folder).Where(line => !LockFile().IsMatch(line))];

    /// <summary>The line of the page after the marker, so that what is tested is what the page says.</summary>
    private static string Command(string marker)
    {
        var lines = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "docs", "operations", "backup.md"));
        var at = Array.IndexOf(lines, $"<!-- test: {marker} -->");
        Assert.True(at >= 0, $"docs/operations/backup.md has no command {marker}.");
        return string.Join('\n', lines.Skip(at + 2).TakeWhile(line => line != "```"));
    }

    /// <summary>Runs a command of the page, in which the folder of the data is <c>data</c>.</summary>
    private async Task ShellAsync(string command, string dataFolder)
    {
        var run = await ProgramRun.OfAsync("sh", "-ec", $"cd '{other.Path}'\n" + DataFolder().Replace(command, dataFolder));
        Assert.True(run.Code == 0, run.Error);
    }

    [GeneratedRegex(@"lock [0-9a-f]{64}$")]
    private static partial Regex LockFile();

    [GeneratedRegex(@"(?<=[ =])data(?=[/ \n]|$)")]
    private static partial Regex DataFolder();
}
