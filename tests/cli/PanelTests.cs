using System.Globalization;
using System.Text.Json;

namespace Volcast.Cli.Tests;

/// <summary>A backtest of three tickers of the simulated market with one summary: one ticker is damaged, the next run computes
/// what is missing, and the one after it what has changed.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class PanelTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;
    private readonly string csv;

    public PanelTests()
    {
        volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_NOW"] = "2009-01-01T12:00:00Z";
        volcast.Environment["VOLCAST_IMPLIED_VOLATILITY"] = "SPY=^VIX,QQQ=^VIX,IWM=^VIX";
        csv = folder["prices"];
        SimulatedCsv.Write(csv);
        WriteTicker("QQQ", .8);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_panel_resumes_names_a_damaged_ticker_and_sees_changed_inputs()
    {
        File.WriteAllText(Path.Combine(csv, "IWM.csv"), "not,a,table\n1,2,3\n");
        var first = await RunAsync();
        Assert.Equal(ExitCode.Failed, first.ExitCode);
        Assert.Contains("volcast: ingest of IWM failed", first.Error, StringComparison.Ordinal);
        Assert.Contains("2 tickers, 5d: har against each model, all origins", first.Out, StringComparison.Ordinal);
        Assert.Equal(["QQQ-5d.json", "SPY-5d.json", "panel-5d.json", "panel-5d.md"],
            Directory.GetFiles(folder["panel"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using (var summary = Summary())
        {
            Assert.Equal(2, summary.RootElement.GetProperty("tickers").GetInt32());
            Assert.Equal(["IWM"], summary.RootElement.GetProperty("failed").EnumerateObject().Select(one => one.Name));
        }

        var spy = await File.ReadAllBytesAsync(folder["panel/SPY-5d.json"]);
        WriteTicker("IWM", .6);
        var second = await RunAsync();
        Assert.Equal("", second.ExitCode == 0 ? "" : second.Error);
        Assert.Equal(["QQQ", "SPY"], Resumed(second));
        Assert.Equal(spy, await File.ReadAllBytesAsync(folder["panel/SPY-5d.json"]));
        using (var summary = Summary())
        {
            var tables = summary.RootElement.GetProperty("tables");
            Assert.Equal(["IWM", "QQQ", "SPY"], tables.GetProperty("tickers_all").EnumerateArray()
                .Select(row => row.GetProperty("ticker").GetString()));
            Assert.Equal(["rv-22", "ewma"], tables.GetProperty("baselines_all").EnumerateArray()
                .Select(row => row.GetProperty("against").GetString()));
            Assert.Empty(summary.RootElement.GetProperty("failed").EnumerateObject());
        }

        var page = await File.ReadAllBytesAsync(folder["panel/panel-5d.md"]);
        SimulatedCsv.Edit(csv, "QQQ.csv", "2007-06-05", line =>
        {
            var cells = line.Split(',');
            cells[2] = (double.Parse(cells[2], CultureInfo.InvariantCulture) * 1.01).ToString(CultureInfo.InvariantCulture);
            return string.Join(',', cells);
        });
        await File.WriteAllTextAsync(folder["panel/SPY-5d.json"], "{ damaged");
        var third = await RunAsync();
        Assert.Equal("", third.ExitCode == 0 ? "" : third.Error);
        Assert.Equal(["IWM"], Resumed(third));
        Assert.Equal(spy, await File.ReadAllBytesAsync(folder["panel/SPY-5d.json"]));
        Assert.Equal(page, await File.ReadAllBytesAsync(folder["panel/panel-5d.md"]));

        // Other spans are another question to the same forecasts.
        Assert.Empty(Resumed(await RunAsync("--spans", "2007,2008")));
        using (var summary = Summary())
            Assert.Equal(["all", "2007", "2008"], summary.RootElement.GetProperty("tables").GetProperty("coverage")
                .EnumerateArray().Select(row => row.GetProperty("span").GetString()));
    }

    [Fact]
    public async Task With_the_forecasts_in_a_file_every_target_is_computed_and_the_index_has_the_summary()
    {
        await RunAsync("--target", "SPY,QQQ");
        var run = await RunAsync("--target", "SPY,QQQ", "--out", "out.csv", "--report", "report");
        Assert.Equal("", run.ExitCode == 0 ? "" : run.Error);
        Assert.Empty(Resumed(run));
        Assert.Equal(["QQQ", "SPY"],
            File.ReadLines(folder["out.csv"]).Skip(1).Select(line => line.Split(',')[0]).Distinct().Order());
        Assert.Contains("har against each model, all origins",
            await File.ReadAllTextAsync(folder["report/index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_that_are_not_years_are_refused()
    {
        var run = await RunAsync("--spans", "2018-2010");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("'2018-2010' given by --spans: expected years", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["panel"]));
    }

    private Task<VolcastUnderTest.Result> RunAsync(params string[] more) => volcast.RunAsync(
    [
        "backtest", "--path", csv, .. more.Contains("--target") ? Array.Empty<string>() : ["--target", "SPY,QQQ,IWM"],
        "--models", "har,rv-22,ewma", "--from", "2007-01-03", "--panel", "panel", .. more,
    ]);

    private static IEnumerable<string> Resumed(VolcastUnderTest.Result run) => run.Error.Split('\n')
        .Where(line => line.Contains(" has the same inputs as in ", StringComparison.Ordinal))
        .Select(line => line.Split(' ')[0]).Order();

    private JsonDocument Summary() => JsonDocument.Parse(File.ReadAllBytes(folder["panel/panel-5d.json"]));

    /// <summary>SPY's prices to a power, since two symbols with the same moves would be a finding.</summary>
    private void WriteTicker(string symbol, double power)
    {
        var lines = File.ReadAllLines(Path.Combine(csv, "SPY.csv"));
        File.WriteAllLines(Path.Combine(csv, $"{symbol}.csv"), [lines[0], .. lines[1..].Select(Moved)]);

        string Moved(string line)
        {
            var cells = line.Split(',');
            for (var i = 1; i <= 5; i++)
                cells[i] = Math.Pow(double.Parse(cells[i], CultureInfo.InvariantCulture), power)
                    .ToString(CultureInfo.InvariantCulture);
            return string.Join(',', cells);
        }
    }
}
