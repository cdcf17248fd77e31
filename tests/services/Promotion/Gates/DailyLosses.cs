using System.Globalization;
using Volcast.Cli;
using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;

namespace Volcast.Services.Promotion.Tests.Gates;

/// <summary>The QLIKE of the shipped recipe and of HAR on each origin.</summary>
internal sealed record DailyLosses(int Horizon, double[] Volcast, double[] Har)
{
    /// <summary>Those of the published evidence, whose files do not hold them: the walk-forward of SPY is repeated on the daily
    /// bars beside the repository.</summary>
    public static async Task<DailyLosses> OfSpyAsync(int horizon)
    {
        var bars = SharedData.Require("data", "market");
        using var folder = new TemporaryFolder();
        using var messages = new StringWriter();
        var code = await VolcastCommandLine.RunAsync(
        [
            "backtest", "--source", "csv", "--path", bars, "--target", "SPY", "--models", "volcast,har", "--seed", "7",
            "--horizon", horizon.ToString(CultureInfo.InvariantCulture), "--from", "2010-01-04", "--to", "2021-12-31",
            "--out", "forecasts.csv",
        ], new Shell(TextWriter.Null, messages, _ => null, folder.Path));
        Assert.Equal("", code == 0 ? "" : messages.ToString());
        var content = await File.ReadAllBytesAsync(folder["forecasts.csv"], TestContext.Current.CancellationToken);
        var losses = ComparisonSample.Of(BacktestFile.Read("forecasts.csv", content)).Losses(LossFunction.Qlike);
        return new(horizon, losses.Column("volcast"), losses.Column("har"));
    }

    /// <summary>A scripted market of twelve years. The logarithm of its daily variance is autoregressive (coefficient .98,
    /// standard deviation .8), and its returns are normal. One forecast errs by a factor exp(.35 e), the other by exp(.6 e),
    /// where e is autoregressive too (coefficient .9, variance 1).</summary>
    public static DailyLosses Scripted(int horizon)
    {
        const int Origins = 3000;
        var random = new Random(horizon);
        var variance = Array.ConvertAll(Autoregressive(.98), z => Math.Exp(.8 * z));
        var squares = variance.Select(v => v * Math.Pow(Gaussian(), 2)).ToArray();
        var (ours, theirs) = (Autoregressive(.9), Autoregressive(.9));
        var (volcast, har) = (new double[Origins], new double[Origins]);
        for (var row = 0; row < Origins; row++)
        {
            var (outcome, expected) = (squares.AsSpan(row, horizon).ToArray().Average(),
                variance.AsSpan(row, horizon).ToArray().Average());
            volcast[row] = LossFunction.Qlike.Of(outcome, expected * Math.Exp(.35 * ours[row]));
            har[row] = LossFunction.Qlike.Of(outcome, expected * Math.Exp(.6 * theirs[row]));
        }
        return new(horizon, volcast, har);

        double[] Autoregressive(double coefficient)
        {
            var values = new double[Origins + horizon];
            values[0] = Gaussian();
            for (var i = 1; i < values.Length; i++)
                values[i] = coefficient * values[i - 1] + Math.Sqrt(1 - coefficient * coefficient) * Gaussian();
            return values;
        }

        double Gaussian() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
    }
}
