using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests;

/// <summary>A killed backtest resumes and writes a file with the same bytes.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ResumeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Data => folder["data"];

    private Process Backtest(string output)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                BuiltProgram.CrashHost, "0",
                "backtest", "--data", Data, "--models", "har,volcast", "--threads", "1", "--out", folder[output],
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["VOLCAST_NOW"] = VolcastUnderTest.Now },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
    }

    private string[] Folds() => Directory.Exists(Path.Combine(Data, "folds"))
        ? Directory.GetFiles(Path.Combine(Data, "folds"), "*.fold", SearchOption.AllDirectories)
        : [];

    private async Task<string> RunAsync(string output)
    {
        using var process = Backtest(output);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.True(process.WaitForExit(Patience), "the backtest hangs");
        Assert.True(process.ExitCode == 0, await error);
        return await error;
    }

    [Fact]
    public async Task A_backtest_killed_between_folds_resumes_and_gives_the_same_bytes()
    {
        var volcast = new VolcastUnderTest(folder.Path);
        string[] ingest = ["ingest", "--source", "simulated", "--lookback", "5y", "--data", Data];
        Assert.Equal(ExitCode.Done, (await volcast.RunAsync(ingest)).ExitCode);
        Assert.Equal(ExitCode.Done, (await volcast.RunAsync("features", "--data", Data)).ExitCode);
        var undisturbed = await RunAsync("undisturbed.csv");
        Assert.DoesNotContain("resumed", undisturbed, StringComparison.Ordinal);
        Assert.Empty(Folds());

        using (var killed = Backtest("resumed.csv"))
        {
            var clock = Stopwatch.StartNew();
            while (Folds().Length < 6 && !killed.HasExited && clock.Elapsed < Patience)
                await Task.Delay(2, TestContext.Current.CancellationToken);
            killed.Kill(); // SIGKILL: no handler, no finally.
            Assert.True(killed.WaitForExit(Patience));
            Assert.NotEqual(0, killed.ExitCode);
        }
        var kept = Folds().Length;
        Assert.False(File.Exists(folder["resumed.csv"]));

        var resumed = Regex.Match(await RunAsync("resumed.csv"), @"SPY walk-forward resumed: (\d+) of (\d+) folds");

        Assert.True(resumed.Success);
        Assert.Equal(kept, int.Parse(resumed.Groups[1].Value));
        Assert.True(int.Parse(resumed.Groups[2].Value) > kept);
        Assert.Equal(File.ReadAllBytes(folder["undisturbed.csv"]), File.ReadAllBytes(folder["resumed.csv"]));
        Assert.False(Directory.Exists(Path.Combine(Data, "folds")));
    }
}
