namespace Volcast.Bench;

/// <summary>SPY with its features to the end of 2021, computed by the pipeline. The bars come from the shared reference data
/// (beside the repository, or in the folder <c>VOLCAST_SHARED</c>); without them, from the simulated market.</summary>
/// <param name="Folder">The value of <c>--data</c>.</param>
/// <param name="Name">The name of the data in a report.</param>
internal sealed record BenchMarket(string Folder, string Name)
{
    public const string Target = "SPY";

    /// <summary>The first and the last forecast origin.</summary>
    public static readonly DateOnly From = new(2010, 1, 4), To = new(2021, 12, 31);

    /// <summary>The exit code of a command that finished but found that the data need review.</summary>
    private const int NeedsReview = 3;

    /// <summary>A time at which the last session has settled and no later session exists.</summary>
    private static readonly KeyValuePair<string, string> Now = new("VOLCAST_NOW", "2022-01-03T12:00:00Z");

    public static string Launcher { get; } = Path.Combine(BenchPage.Root, "volcast");

    /// <summary>The path of a file or folder of the shared reference data; it need not exist.</summary>
    public static string Shared(params string[] parts) => Path.GetFullPath(Path.Combine(
        [Environment.GetEnvironmentVariable("VOLCAST_SHARED") ?? Path.Combine(BenchPage.Root, "..", "shared"), .. parts]));

    /// <summary>Runs ingest and features into a new lake.</summary>
    public static BenchMarket Prepare()
    {
        var bars = Shared("data", "market");
        var isReal = Directory.Exists(bars);
        var market = new BenchMarket(Path.Combine(BenchPage.Results, isReal ? "market" : "simulated"),
            isReal ? Target : $"{Target} of the SIMULATED market (the shared reference data are missing)");
        Console.Error.WriteLine($"bench: preparing {market.Name}");
        if (Directory.Exists(market.Folder))
            Directory.Delete(market.Folder, recursive: true);
        string[] source = isReal ? ["csv", "--path", bars] : ["simulated", "--lookback", "max"];
        market.Volcast(["ingest", "--source", .. source]);
        market.Volcast(["features"]);
        return market;
    }

    /// <summary>Runs a command of <c>./volcast</c> on these data.</summary>
    public ProcessRun Volcast(IEnumerable<string> arguments, params KeyValuePair<string, string>[] environment) =>
        ProcessRun.Of(
            Launcher, [.. arguments, "--data", Folder], new Dictionary<string, string>([Now, .. environment]), NeedsReview);
}
