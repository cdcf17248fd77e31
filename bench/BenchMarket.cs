namespace Volcast.Bench;

/// <summary>SPY with its features to the end of 2021, made by the pipeline itself: from the vendors' bars where the shared
/// reference data lie beside the repository (or where <c>VOLCAST_SHARED</c> says), else from the simulated market.</summary>
/// <param name="Folder">What <c>--data</c> takes.</param>
/// <param name="Name">What to call the data in a report.</param>
internal sealed record BenchMarket(string Folder, string Name)
{
    public const string Target = "SPY";

    /// <summary>The first and the last forecast origin.</summary>
    public static readonly DateOnly From = new(2010, 1, 4), To = new(2021, 12, 31);

    /// <summary>The exit code of a command that has done its work and found something in the data to look at.</summary>
    private const int NeedsEye = 3;

    /// <summary>When the last session has settled and no later one exists.</summary>
    private static readonly KeyValuePair<string, string> Now = new("VOLCAST_NOW", "2022-01-03T12:00:00Z");

    public static string Launcher { get; } = Path.Combine(BenchPage.Root, "volcast");

    /// <summary>Where a file or folder of the shared reference data would be.</summary>
    public static string Shared(params string[] parts) => Path.GetFullPath(Path.Combine(
        [Environment.GetEnvironmentVariable("VOLCAST_SHARED") ?? Path.Combine(BenchPage.Root, "..", "shared"), .. parts]));

    /// <summary>Ingests and computes the features, in a lake of its own.</summary>
    public static BenchMarket Prepare()
    {
        var bars = Shared("data", "market");
        var isReal = Directory.Exists(bars);
        var market = new BenchMarket(Path.Combine(BenchPage.Results, isReal ? "market" : "simulated"),
            isReal ? Target : $"{Target} of the SIMULATED market (there are no shared data here)");
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
        ProcessRun.Of(Launcher, [.. arguments, "--data", Folder], new Dictionary<string, string>([Now, .. environment]), NeedsEye);
}
