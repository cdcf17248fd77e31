using System.Globalization;
using Volcast.Features;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Cli.Tests;

/// <summary>The line on the reference market beside the repository: what it forecasts, and how good that would have
/// been.</summary>
public sealed class ReferenceRun : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    internal VolcastUnderTest.Result Pipeline { get; private set; } = null!;
    internal VolcastUnderTest.Result Backtest { get; private set; } = null!;
    public string Lake => folder["data/lake"];
    public string Forecasts => folder["backtest.csv"];

    public async ValueTask InitializeAsync()
    {
        var market = SharedData.PathOf("data", "market");
        if (!Directory.Exists(market))
            return;
        var volcast = new VolcastUnderTest(folder.Path);
        Pipeline = await volcast.RunAsync("pipeline", "--source", "csv", "--path", market, "--data", folder["data"]);
        Backtest = await volcast.RunAsync("backtest", "--data", folder["data"], "--from", "2010-01-04", "--out", Forecasts);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

[Trait(Category.Name, Category.Integration)]
public sealed class ReferenceMarketTests : IClassFixture<ReferenceRun>
{
    private readonly ReferenceRun run;

    public ReferenceMarketTests(ReferenceRun run)
    {
        SharedData.Require("data", "market");
        this.run = run;
    }

    [Fact]
    public void The_pipeline_ends_with_the_forecast_of_the_last_session_and_says_that_it_is_stale()
    {
        Assert.Equal("", run.Pipeline.ExitCode == 0 ? "" : run.Pipeline.Error);
        Assert.Contains(
            "SPY: volatility over the next 5 sessions, 2022-01-03 to 2022-01-07", run.Pipeline.Out, StringComparison.Ordinal);
        Assert.Contains("STALE", run.Pipeline.Out, StringComparison.Ordinal);
    }

    /// <summary>The golden row of 2021-12-31, from an independent pandas implementation on adjusted closes; RSI there is from
    /// full history.</summary>
    [Fact]
    public async Task The_newest_row_of_features_is_the_golden_row()
    {
        double[] golden =
        [
            -.002523290717, .009222249454, .021587014119, .041179680207, .091621767518,
            .103809146987, .149753812972, .163069866187, .137604582070,
            .005277443432, 17.22, 21.88, 1.270615563298, 58.812532724889,
            -.494662400717, .851751756181, -.421327507762, .778149108484, -.002189262759, -.913013381293, -.347207644593,
        ];
        var spy = Symbol.Parse("SPY");
        var lake = await DataLake.OpenLocalAsync(run.Lake);
        var day = new DateOnly(2021, 12, 31);
        var row = FeatureTable.FromFrame(FeatureCatalog.L1, spy, await lake.ReadAsync(FeatureTable.L1, spy, day, day));
        for (var i = 0; i < golden.Length; i++)
            Assert.Equal(golden[i], row.Values[i][0], FeatureCatalog.L1.Names[i] == "rsi_14" ? 1e-5 : 1e-9);
    }

    /// <summary>Scores the file as an outsider would, with nothing of ours but the file.</summary>
    [Fact]
    public void The_backtests_file_meets_the_bars()
    {
        Assert.Equal(0, run.Backtest.ExitCode);
        var losses = File.ReadLines(run.Forecasts).Skip(1)
            .Select(line => line.Split(','))
            .Where(cells => cells[10].Length > 0)
            .GroupBy(cells => cells[4], cells => Qlike(Number(cells[10]), Number(cells[5])))
            .ToDictionary(model => model.Key, model => model.ToArray());
        Assert.All(losses.Values, model => Assert.Equal(3016, model.Length));
        var har = losses["har"].Average();
        Assert.InRange(har, .510, .522);
        Assert.InRange(losses["xgboost-21"].Average() / har, 0, .87);
        Assert.InRange(losses["vix-calibrated"].Average() / har, .82, .845);
    }

    private static double Qlike(double realized, double forecast) => realized / forecast - Math.Log(realized / forecast) - 1;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
