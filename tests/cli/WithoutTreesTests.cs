namespace Volcast.Cli.Tests;

/// <summary><c>volcast backtest --without-trees</c>: an ablation of the recipe, on the simulated market.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class WithoutTreesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public WithoutTreesTests()
    {
        volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_NOW"] = "2009-01-01T12:00:00Z";
        SimulatedCsv.Write(folder["prices"]);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("5", true)]
    [InlineData("22", false)] // The recipe has no trees there.
    public async Task Only_a_recipe_with_trees_forecasts_otherwise_without_them(string horizon, bool hasTrees)
    {
        var (with, without) = (await ForecastsAsync(), await ForecastsAsync("--without-trees", "--report", "report"));
        Assert.Equal(Of("har", with), Of("har", without));
        Assert.Equal(!hasTrees, Of("volcast", with).SequenceEqual(Of("volcast", without)));
        Assert.Contains(" --without-trees ", await File.ReadAllTextAsync(folder["report/report.json"]), StringComparison.Ordinal);

        async Task<string[]> ForecastsAsync(params string[] further)
        {
            var run = await volcast.RunAsync(["backtest", "--source", "csv", "--path", "prices", "--horizon", horizon, "--from",
                "2008-01-02", "--models", "volcast,har", "--out", "out.csv", .. further]);
            Assert.Equal("", run.ExitCode == 0 ? "" : run.Error);
            return await File.ReadAllLinesAsync(folder["out.csv"]);
        }

        static string[] Of(string model, string[] lines) =>
            Array.FindAll(lines, line => line.Contains($",{model},", StringComparison.Ordinal));
    }
}
