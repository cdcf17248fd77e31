using System.Globalization;

namespace Volcast.Cli.Tests.Inversion;

/// <summary>Evidence of a simulated market at one and five sessions, made from csv files as a user's would be, and the csv file
/// of each backtest. The burn-in has 500 origins, and the window of the tail risk 1,000: the published origins must fill it. The
/// refits are further apart than those of the published evidence. That saves time and can only help an attack, which counts on
/// coefficients that stay the same within a block.</summary>
public sealed class SimulatedEvidence : IAsyncLifetime
{
    private const string Models = "volcast,har,vix-calibrated,vix-raw,rv-5,rv-22,ewma";
    public static readonly int[] Horizons = [1, 5];
    private readonly TemporaryFolder folder = new();

    public string this[string relative] => folder[relative];

    internal VolcastUnderTest Volcast { get; private set; } = null!;

    public string Bars => folder["bars"];

    /// <summary>The repository that holds the evidence.</summary>
    public string Root => folder["root"];

    public string Release => folder["root/docs/evidence/simulated"];

    public async ValueTask InitializeAsync()
    {
        SimulatedCsv.Write(Bars, new(2001, 1, 2), SimulatedCsv.Last);
        Volcast = new VolcastUnderTest(folder.Path);
        foreach (var horizon in Horizons)
        {
            var run = await Volcast.RunAsync("backtest", "--source", "csv", "--path", Bars, "--target", "SPY",
                "--horizon", horizon.ToString(CultureInfo.InvariantCulture), "--from", "2005-07-01", "--to", "2008-12-31",
                "--refit-every", "126",
                "--models", Models, "--evidence", Release, "--out", $"{horizon}d.csv");
            Assert.Equal("", run.ExitCode == ExitCode.Done ? "" : run.Error);
        }
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The tests that share one <see cref="SimulatedEvidence"/>.</summary>
[CollectionDefinition]
public sealed class SharedSimulatedEvidence : ICollectionFixture<SimulatedEvidence>;
