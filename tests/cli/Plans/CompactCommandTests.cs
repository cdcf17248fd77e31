using System.Text.Json;

namespace Volcast.Cli.Tests.Plans;

/// <summary><c>volcast compact</c> on a lake that two daily runs wrote.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class CompactCommandTests : IDisposable
{
    private static readonly string[] Simulated = ["--source", "simulated", "--data", "data"];
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public CompactCommandTests()
    {
        volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["LOOKBACK_PERIOD"] = "2y";
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task As_of_answers_features_and_verification_are_the_same_before_and_after()
    {
        foreach (var day in new[] { "2023-12-28", "2023-12-29", "2023-12-30", "2024-01-04" })
            await RunAsync(day, "ingest", Simulated);
        await RunAsync("2024-01-04", "features", Simulated);
        await RunAsync("2024-01-04", "train", [.. Simulated, "--model", "har", "--promote-first"]);
        var asked = new[] { "forecast", "--as-of", "2024-01-03", "--json" };
        var before = await RunAsync("2024-01-05", asked[0], [.. asked[1..], .. Simulated]);
        var files = Count();
        FolderBytes.Copy(folder["data"], folder["single"]);

        var compacted = await RunAsync("2024-01-05", "compact", ["--json", .. Simulated]);
        using var json = JsonDocument.Parse(compacted.Out);
        Assert.Equal((15, 15, 5), (json.RootElement.GetProperty("download_count").GetInt32(),
            json.RootElement.GetProperty("files_before").GetInt32(), json.RootElement.GetProperty("files_after").GetInt32()));
        Assert.Equal(files - 10, Count());
        Assert.Equal(before.Out, (await RunAsync("2024-01-05", asked[0], [.. asked[1..], .. Simulated])).Out);
        await RunAsync("2024-01-05", "verify", Simulated);

        // The next day continues as if nothing had been joined.
        await RunAsync("2024-01-05", "ingest", Simulated);
        await RunAsync("2024-01-05", "ingest", [.. Simulated[..^1], "single"]);
        Assert.Equal(FolderBytes.Of(folder["single/lake/curated.market"]), FolderBytes.Of(folder["data/lake/curated.market"]));
        Assert.Contains("Nothing to join", (await RunAsync("2024-01-05", "compact", Simulated)).Out, StringComparison.Ordinal);
    }

    private int Count() =>
        Directory.GetFiles(folder["data/lake/raw.market"], "*.parquet", SearchOption.AllDirectories).Length;

    private async Task<VolcastUnderTest.Result> RunAsync(string day, string command, string[] arguments)
    {
        volcast.Environment["VOLCAST_NOW"] = $"{day}T12:00:00Z";
        var result = await volcast.RunAsync([command, .. arguments]);
        Assert.True(result.ExitCode == 0, $"{command}: {result.ExitCode} {result.Error}{result.Out}");
        return result;
    }
}
