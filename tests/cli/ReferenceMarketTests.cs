using System.Globalization;
using Volcast.Features;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Cli.Tests;

/// <summary>Runs the pipeline on the reference market beside the repository.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ReferenceMarketTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task The_pipeline_forecasts_from_the_last_session_warns_that_it_is_stale_and_stores_the_golden_row()
    {
        var run = await PipelineAsync("--lookback", "2y");
        Assert.Equal("", run.ExitCode == ExitCode.NeedsAttention ? "" : $"{run.ExitCode}: {run.Error}");
        Assert.Contains("SPY: volatility over the next 5 sessions, 2022-01-03 to 2022-01-07", run.Out, StringComparison.Ordinal);
        Assert.Contains("STALE: not a forecast of SPY over the coming sessions: ", run.Out, StringComparison.Ordinal);
        await NewestRowIsTheGoldenRowAsync();
    }

    /// <summary>Scores the backtest's file without any code of Volcast.</summary>
    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public async Task The_backtests_file_meets_the_thresholds()
    {
        Assert.Equal(ExitCode.NeedsAttention, (await PipelineAsync()).ExitCode); // The market ends in 2021.
        var backtest = await new VolcastUnderTest(folder.Path).RunAsync(
            "backtest", "--data", folder["data"], "--from", "2010-01-04", "--out", folder["backtest.csv"]);
        Assert.Equal(0, backtest.ExitCode);
        var losses = File.ReadLines(folder["backtest.csv"]).Skip(1)
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

    public void Dispose() => folder.Dispose();

    private Task<VolcastUnderTest.Result> PipelineAsync(params string[] more) => new VolcastUnderTest(folder.Path).RunAsync(
        ["pipeline", "--source", "csv", "--path", SharedData.Require("data", "market"), "--data", folder["data"], .. more]);

    /// <summary>The golden row of 2021-12-31, from an independent pandas implementation on adjusted closes; its RSI uses the
    /// full history.</summary>
    private async Task NewestRowIsTheGoldenRowAsync()
    {
        double[] golden =
        [
            -.002523290717, .009222249454, .021587014119, .041179680207, .091621767518,
            .103809146987, .149753812972, .163069866187, .137604582070,
            .005277443432, 17.22, 21.88, 1.270615563298, 58.812532724889,
            -.494662400717, .851751756181, -.421327507762, .778149108484, -.002189262759, -.913013381293, -.347207644593,
        ];
        var spy = Symbol.Parse("SPY");
        var lake = await DataLake.OpenLocalAsync(folder["data/lake"]);
        var day = new DateOnly(2021, 12, 31);
        var row = FeatureTable.FromFrame(FeatureCatalog.L1, spy, await lake.ReadAsync(FeatureTable.L1, spy, day, day));
        for (var i = 0; i < golden.Length; i++)
            Assert.Equal(golden[i], row.Values[i][0], FeatureCatalog.L1.Names[i] == "rsi_14" ? 1e-5 : 1e-9);
    }

    private static double Qlike(double realized, double forecast) => realized / forecast - Math.Log(realized / forecast) - 1;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
