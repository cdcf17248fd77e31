using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests.S3;

/// <summary>A backtest that was killed resumes on another machine, from the copies of its folds in the bucket.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class BucketResumeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [S3Fact]
    public async Task A_killed_backtest_resumes_on_another_machine_and_leaves_no_copies()
    {
        using var bucket = await BucketUnderTest.CreateAsync();
        string[] data = ["--source", "simulated", "--data", bucket.Data];
        Assert.Equal(0, (await bucket.Volcast.RunAsync(["ingest", "--lookback", "5y", .. data])).ExitCode);
        Assert.Equal(0, (await bucket.Volcast.RunAsync(["features", .. data])).ExitCode);
        var (code, error) = await EndAsync(Start(bucket, "one", "undisturbed.csv"));
        Assert.Equal("", code == 0 ? "" : error);

        using var folds = bucket.Open("folds");
        Assert.Empty(await folds.ListAsync(""));
        using (var killed = Start(bucket, "one", "resumed.csv"))
        {
            var clock = Stopwatch.StartNew();
            while ((await folds.ListAsync("")).Count < 4 && !killed.HasExited && clock.Elapsed < Patience)
                await Task.Delay(5);
            killed.Kill();
            Assert.True(killed.WaitForExit(Patience));
            Assert.NotEqual(0, killed.ExitCode);
        }
        var kept = (await folds.ListAsync("")).Count;
        (code, error) = await EndAsync(Start(bucket, "two", "resumed.csv"));
        Assert.Equal("", code == 0 ? "" : error);
        var resumed = Regex.Match(error, @"SPY walk-forward resumed: (\d+) of \d+ folds");
        Assert.True(resumed.Success, error);
        Assert.Equal(kept, int.Parse(resumed.Groups[1].Value));
        Assert.Equal(
            await File.ReadAllBytesAsync(bucket.Folder["undisturbed.csv"]),
            await File.ReadAllBytesAsync(bucket.Folder["resumed.csv"]));
        Assert.Empty(await folds.ListAsync(""));
    }

    /// <param name="bucket">Holds the data.</param>
    /// <param name="machine">Names the temporary folder, which another machine does not have.</param>
    /// <param name="output">The file of the results.</param>
    private static Process Start(BucketUnderTest bucket, string machine, string output)
    {
        Directory.CreateDirectory(bucket.Folder[machine]);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                BuiltProgram.CrashHost, "0",
                "backtest", "--data", bucket.Data, "--models", "har,volcast", "--threads", "1",
                "--out", bucket.Folder[output],
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["VOLCAST_NOW"] = VolcastUnderTest.Now, ["TMPDIR"] = bucket.Folder[machine] },
        };
        foreach (var (name, value) in bucket.Variables)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
    }

    private static async Task<(int Code, string Error)> EndAsync(Process process)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            Assert.True(process.WaitForExit(Patience), "the backtest hangs");
            return (process.ExitCode, await error);
        }
    }
}
