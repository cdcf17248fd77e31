using System.Globalization;
using System.Text.Json;

namespace Volcast.Cli.Tests;

/// <summary>Of several targets one fails: the others go on, every failure is reported at the end, and the exit code is
/// 1.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class SeveralTargetsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;
    private readonly string csv;

    public SeveralTargetsTests()
    {
        volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_NOW"] = "2009-01-01T12:00:00Z";
        volcast.Environment["VOLCAST_IMPLIED_VOLATILITY"] = "SPY=^VIX,QQQ=^VIX,IWM=^VIX";
        csv = folder["prices"];
        SimulatedCsv.WriteTwoYears(csv);
        // QQQ has too short a history for any model; IWM has no file.
        var lines = File.ReadAllLines(Path.Combine(csv, "SPY.csv"));
        File.WriteAllLines(Path.Combine(csv, "QQQ.csv"), [lines[0], .. lines[^60..].Select(Calmer)]);
    }

    /// <summary>A row of other prices, since two symbols with the same moves would be a finding.</summary>
    private static string Calmer(string line)
    {
        var cells = line.Split(',');
        for (var i = 1; i <= 5; i++)
            cells[i] = Math.Pow(double.Parse(cells[i], CultureInfo.InvariantCulture), .8).ToString(CultureInfo.InvariantCulture);
        return string.Join(',', cells);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_pipeline_and_every_command_go_on_with_the_other_targets()
    {
        var run = await volcast.RunAsync("pipeline", "--source", "csv", "--path", csv, "--target", "QQQ,IWM,SPY");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("SPY: volatility over the next 5 sessions, 2009-01-02 to 2009-01-08", run.Out, StringComparison.Ordinal);
        foreach (var sentence in new[]
        {
            "volcast: ingest of IWM failed: IWM: there is no file",
            "volcast: train of QQQ failed: No model can run on QQQ",
            "features skips IWM, whose ingest failed.", "train skips IWM, whose ingest failed.",
            "promotion skips QQQ, whose train failed.", "forecast skips QQQ, whose train failed.",
        })
            Assert.Single(Lines(run.Error), line => line.StartsWith(sentence, StringComparison.Ordinal));
        Assert.Equal(2, Lines(run.Error).Count(line => line.StartsWith("volcast: ", StringComparison.Ordinal)));

        var features = await volcast.RunAsync("features", "--target", "IWM,SPY");
        Assert.Equal(ExitCode.Failed, features.ExitCode);
        Assert.Contains("Features of SPY", features.Out, StringComparison.Ordinal);
        Assert.Contains(
            "volcast: features of IWM failed: The lake holds nothing of IWM", features.Error, StringComparison.Ordinal);

        var train = await volcast.RunAsync("train", "--target", "QQQ,SPY");
        Assert.Equal(ExitCode.Failed, train.ExitCode);
        Assert.Contains("volcast-SPY-5d version 1 was already trained", train.Out, StringComparison.Ordinal);

        var forecast = await volcast.RunAsync("forecast", "--json", "--target", "QQQ,SPY");
        Assert.Equal(ExitCode.Failed, forecast.ExitCode);
        using (var json = JsonDocument.Parse(forecast.Out))
            Assert.Equal("SPY", Assert.Single(json.RootElement.EnumerateArray())
                .GetProperty("forecast").GetProperty("symbol").GetString());
        Assert.Contains("volcast: forecast of QQQ failed: No model forecasts QQQ", forecast.Error, StringComparison.Ordinal);

        var promote = await volcast.RunAsync("registry", "promote", "--target", "QQQ,SPY");
        Assert.Equal(ExitCode.Failed, promote.ExitCode);
        Assert.Contains("volcast: promotion of volcast-QQQ-5d failed:", promote.Error, StringComparison.Ordinal);
        Assert.Contains("volcast-SPY-5d", promote.Out, StringComparison.Ordinal);

        var backtest = await volcast.RunAsync(
            "backtest", "--target", "QQQ,SPY", "--models", "har", "--from", "2008-12-01", "--out", "bt.csv");
        Assert.Equal(ExitCode.Failed, backtest.ExitCode);
        Assert.Contains("volcast: backtest of QQQ failed: No model can run on QQQ", backtest.Error, StringComparison.Ordinal);
        Assert.StartsWith("SPY,5,2008-12-01,", (await File.ReadAllLinesAsync(folder["bt.csv"]))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_every_target_fails_the_later_stages_do_not_run()
    {
        var run = await volcast.RunAsync("pipeline", "--source", "csv", "--path", csv, "--target", "IWM");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Equal(["volcast: ingest of IWM failed: IWM: there is no file"], Lines(run.Error)
            .Where(line => line.Contains("IWM", StringComparison.Ordinal))
            .Select(line => line[..line.IndexOf(" file ")] + " file"));
    }

    private static string[] Lines(string text) => text.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
