using Volcast.Forecasting;

namespace Volcast.Cli.Tests;

/// <summary><c>volcast backtest --slopes</c>: slopes of the user in place of the shipped ones, on the simulated market.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class GivenSlopesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public GivenSlopesTests()
    {
        volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_NOW"] = "2009-01-01T12:00:00Z";
        SimulatedCsv.Write(folder["prices"]);
    }

    public void Dispose() => folder.Dispose();

    private Task<VolcastUnderTest.Result> RunAsync(string models, params string[] further) => volcast.RunAsync(
        ["backtest", "--source", "csv", "--path", "prices", "--horizon", "5", "--from", "2008-01-02", "--models", models,
            "--out", "out.csv", .. further]);

    /// <summary>Stores the shipped slopes of 2006 with another cut, and with every slope multiplied.</summary>
    private void Store(string file, string cut, double times = 1)
    {
        var shipped = ShippedSlopes.All.Single(set => set.To == new DateOnly(2006, 12, 31));
        var changed = shipped with
        {
            To = DateOnly.Parse(cut, System.Globalization.CultureInfo.InvariantCulture),
            Horizons = [.. shipped.Horizons.Select(of => of with
            {
                Slopes = [.. of.Slopes.Select(slope => slope with { Slope = slope.Slope * times })],
                WithoutYear = [.. of.WithoutYear.Select(slope => slope with { Slope = slope.Slope * times })],
            })],
        };
        Directory.CreateDirectory(Path.GetDirectoryName(folder[file])!);
        File.WriteAllBytes(folder[file], changed.ToJson());
    }

    private void StoreShipped(string place)
    {
        Directory.CreateDirectory(folder[place]);
        foreach (var set in ShippedSlopes.All)
            File.WriteAllBytes(Path.Combine(folder[place], $"{set.To:yyyy-MM-dd}.json"), set.ToJson());
    }

    [Fact]
    public async Task The_given_slopes_make_the_forecasts_and_the_same_slopes_give_the_same_bytes()
    {
        // The origins from which the first intervals come use the set of 2003.
        StoreShipped("sets");
        Store("other.json", "2006-12-31", times: .5);
        var shipped = await ForecastsAsync();
        Assert.Equal(shipped, await ForecastsAsync("--slopes", "sets"));
        Assert.NotEqual(shipped, await ForecastsAsync("--slopes", "other.json"));

        // A set changes the forecasts after its cut alone.
        Store("sets/later.json", "2008-06-30", times: .5);
        var later = await ForecastsAsync("--slopes", "sets");
        Assert.Equal(shipped[..100], later[..100]);
        Assert.NotEqual(shipped[^1], later[^1]);

        async Task<string[]> ForecastsAsync(params string[] further)
        {
            var run = await RunAsync("universal,volcast", further);
            Assert.Equal("", run.ExitCode == 0 ? "" : run.Error);
            return await File.ReadAllLinesAsync(folder["out.csv"]);
        }
    }

    [Fact]
    public async Task Slopes_that_were_cut_on_or_after_the_first_origin_are_refused()
    {
        Store("late.json", "2008-01-02");
        var run = await RunAsync("universal", "--slopes", "late.json");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("The oldest of the slopes were cut on 2008-01-02, and the first origin of SPY is 2008-01-02: its forecast "
            + "would look ahead. Begin after the cut, or give slopes with an earlier one.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["out.csv"]));
    }

    [Fact]
    public async Task Files_that_are_no_slopes_are_refused_with_their_name()
    {
        File.WriteAllText(folder["damaged.json"], "{ \"format\": 1 }");
        Directory.CreateDirectory(folder["empty"]);
        Store("twice/a.json", "2006-12-31");
        Store("twice/b.json", "2006-12-31");
        foreach (var (given, message) in new[]
        {
            ("damaged.json", "--slopes damaged.json: damaged.json: The file of slopes is damaged: "),
            ("missing.json", "--slopes missing.json: missing.json: "),
            ("empty", "--slopes empty has no .json file"),
            ("twice", "--slopes twice has two files with slopes cut on 2006-12-31: keep one of them"),
        })
        {
            var run = await RunAsync("universal", "--slopes", given);
            Assert.Equal(ExitCode.Usage, run.ExitCode);
            Assert.Contains(message, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Models_without_slopes_ignore_them_with_a_warning()
    {
        Store("same.json", "2006-12-31");
        var run = await RunAsync("har", "--slopes", "same.json");
        Assert.Equal("", run.ExitCode == 0 ? "" : run.Error);
        Assert.Contains("warning: --slopes same.json is ignored: volcast and universal use slopes, and this run has har.",
            run.Error, StringComparison.Ordinal);
    }
}
