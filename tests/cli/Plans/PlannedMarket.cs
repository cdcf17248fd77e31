using System.Globalization;

namespace Volcast.Cli.Tests.Plans;

/// <summary>A folder with csv files of several targets, and a data folder for plans beside one for single runs.</summary>
internal sealed class PlannedMarket : IDisposable
{
    public const string Targets = "SPY,QQQ,IWM,DIA";
    public const string Now = "2009-01-01T12:00:00Z";
    private readonly TemporaryFolder folder = new();

    public PlannedMarket()
    {
        Volcast = Program();
        SimulatedCsv.WriteTwoYears(Csv);
        var lines = File.ReadAllLines(Path.Combine(Csv, "SPY.csv"));
        // Other prices, since two symbols with the same moves would be a finding.
        foreach (var (ticker, power) in new[] { ("QQQ", .8), ("IWM", .7), ("DIA", .6) })
            File.WriteAllLines(
                Path.Combine(Csv, $"{ticker}.csv"), [lines[0], .. lines[1..].Select(line => Changed(line, power))]);
    }

    public VolcastUnderTest Volcast { get; }

    public string Csv => folder["prices"];

    public string this[string relative] => folder[relative];

    /// <summary>The command line with the clock of the data.</summary>
    public VolcastUnderTest Program() => new(folder.Path)
    {
        Environment =
        {
            ["VOLCAST_NOW"] = Now,
            ["VOLCAST_IMPLIED_VOLATILITY"] = "SPY=^VIX,QQQ=^VIX,IWM=^VIX,DIA=^VIX",
            ["VOLCAST_TARGETS"] = Targets,
            ["VOLCAST_THREADS"] = "1",
        },
    };

    public void Dispose() => folder.Dispose();

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<VolcastUnderTest.Result> RunAsync(params string[] arguments)
    {
        var result = await Volcast.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.ExitCode} {result.Error}{result.Out}");
        return result;
    }

    /// <summary>Plans a stage on the data folder <c>many</c>, runs its chunks, the last first, and gathers.</summary>
    public async Task<VolcastUnderTest.Result> RunPlanAsync(string stage, int chunks, string[] arguments, params string[] gather)
    {
        await PlanAsync(stage, chunks, arguments);
        for (var index = chunks - 1; index >= 0; index--)
            await RunAsync("work", "--plan", stage, "--index", $"{index}");
        return await RunAsync(["gather", "--plan", stage, .. gather]);
    }

    public Task<VolcastUnderTest.Result> PlanAsync(string stage, int chunks, params string[] arguments) => RunAsync(
    [
        "plan", stage, "--data", "many", .. arguments, "--chunks", chunks.ToString(CultureInfo.InvariantCulture), "--out", stage,
    ]);

    private static string Changed(string line, double power)
    {
        var cells = line.Split(',');
        for (var i = 1; i <= 5; i++)
            cells[i] = string.Create(
                CultureInfo.InvariantCulture, $"{Math.Pow(double.Parse(cells[i], CultureInfo.InvariantCulture), power)}");
        return string.Join(',', cells);
    }
}
