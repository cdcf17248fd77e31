using System.Globalization;
using System.Text;
using System.Text.Json;
using Volcast.Cli.Pipeline;
using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Cli.Tests;

/// <summary><c>volcast pool</c> on a folder of simulated tickers, and the slopes that ship.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class PoolCommandTests : IDisposable
{
    private static readonly DateOnly First = new(2006, 1, 3), Last = new(2008, 12, 31);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Task<VolcastUnderTest.Result> PoolAsync(string tickers, params string[] further) =>
        new VolcastUnderTest(folder.Path).RunAsync(
            ["pool", "--path", tickers, "--to", "2008-06-30", "--horizon", "1,22", "--out", "slopes.json", .. further]);

    private string Written() => File.ReadAllText(folder["slopes.json"]);

    [Fact]
    public async Task Bars_after_the_cut_change_no_byte_and_the_file_says_where_the_slopes_come_from()
    {
        SimulatedCsv.WriteTickers(folder["whole"], SlopePool.MinimumTickers, First, Last);
        Directory.CreateDirectory(folder["cut"]);
        foreach (var file in Directory.GetFiles(folder["whole"]))
            File.WriteAllLines(Path.Combine(folder["cut"], Path.GetFileName(file)), File.ReadLines(file)
                .Where((line, row) => row == 0 || string.CompareOrdinal(line[..10], "2008-06-30") <= 0));

        var whole = await PoolAsync("whole");
        Assert.True(whole.ExitCode == 0, whole.Error);
        Assert.Contains("ln_overnight_share_22d", whole.Out, StringComparison.Ordinal);
        // The index of the folder is no ticker.
        Assert.Contains("1 file left out: 0 damaged, 0 too short, 1 not of a ticker", whole.Error, StringComparison.Ordinal);
        var written = Written();
        Assert.Equal(0, (await PoolAsync("cut")).ExitCode);
        Assert.Equal(written, Written());

        using var provenance = JsonDocument.Parse(written);
        Assert.Equal("2008-06-30", provenance.RootElement.GetProperty("to").GetString());
        Assert.Equal(ProgramVersion.Text, provenance.RootElement.GetProperty("program").GetString());
        Assert.Equal(["1", "22"], provenance.RootElement.GetProperty("horizons").EnumerateArray()
            .Select(one => one.GetProperty("horizon").GetInt32().ToString(CultureInfo.InvariantCulture)));
        var tickers = provenance.RootElement.GetProperty("tickers").EnumerateArray().ToArray();
        Assert.Equal(SlopePool.MinimumTickers, tickers.Length);
        Assert.All(tickers, ticker => Assert.Equal("2008-06-27", ticker.GetProperty("through").GetString()));
    }

    [Fact]
    public async Task A_damaged_file_is_named_left_out_and_counted()
    {
        SimulatedCsv.WriteTickers(folder["in"], SlopePool.MinimumTickers + 1, First, Last);
        File.WriteAllText(Path.Combine(folder["in"], "T03.csv"), "<html>not found</html>");
        File.WriteAllText(Path.Combine(folder["in"], "notes about it.csv"), "Date,Open,High,Low,Close,AdjClose,Volume\n");

        var run = await PoolAsync("in");

        Assert.Equal(ExitCode.NeedsAttention, run.ExitCode);
        Assert.Contains("Left out T03.csv: T03: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("Left out notes about it.csv: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("3 files left out: 1 damaged, 0 too short, 2 not of a ticker", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("T03", Written(), StringComparison.Ordinal);
        Assert.Contains("T11", Written(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_of_three_tickers_is_refused_with_the_minimum_and_writes_nothing()
    {
        SimulatedCsv.WriteTickers(folder["in"], 3, First, Last);
        var run = await PoolAsync("in");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains(
            "3 tickers can be used up to 2008-06-30, and a pool needs at least 10", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["slopes.json"]));
    }

    [Fact]
    public async Task A_folder_without_the_index_is_refused_with_the_flag_that_names_another()
    {
        SimulatedCsv.WriteTickers(folder["in"], 1, First, Last);
        File.Delete(Path.Combine(folder["in"], "VIX.csv"));
        var run = await PoolAsync("in");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--vix names the folder of VIX.csv", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Give --to", "pool", "--path", ".", "--out", "a.json")]
    [InlineData("Give --out", "pool", "--path", ".", "--to", "2008-06-30")]
    [InlineData("one or more of 1, 5, 10, 22", "pool", "--path", ".", "--to", "2008-06-30", "--out", "a", "--horizon", "3")]
    [InlineData("is not a folder", "pool", "--path", "nowhere", "--to", "2008-06-30", "--out", "a.json")]
    public async Task A_missing_or_wrong_flag_is_refused_with_what_to_give(string message, params string[] arguments)
    {
        var run = await new VolcastUnderTest(folder.Path).RunAsync(arguments);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    private static readonly string[] Cuts = [.. ShippedSlopes.All.Select(set => $"{set.To:yyyy-MM-dd}")];

    public static TheoryData<string> OldestAndNewest => [Cuts[0], Cuts[^1]];
    public static TheoryData<string> Others => [.. Cuts[1..^1]];

    [SharedDataTheory]
    [MemberData(nameof(OldestAndNewest))]
    public Task The_oldest_and_the_newest_shipped_slopes_are_those_that_the_command_makes_from_the_panel(string cut) =>
        AssertMadeAgainAsync(cut);

    [SharedDataTheory]
    [MemberData(nameof(Others))]
    [Trait(Category.Name, Category.Proof)]
    public Task The_other_shipped_slopes_are_those_that_the_command_makes_from_the_panel(string cut) => AssertMadeAgainAsync(cut);

    private async Task AssertMadeAgainAsync(string cut)
    {
        var to = DateOnly.ParseExact(cut, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var shipped = ShippedSlopes.All.Single(set => set.To == to);
        var (panel, market) = (SharedData.Require("data", "panel"), SharedData.Require("data", "market"));
        var chosen = Directory.CreateDirectory(folder["chosen"]).FullName;
        foreach (var ticker in shipped.Tickers)
        {
            var file = $"{ticker.Symbol}.csv";
            var folderOfIt = File.Exists(Path.Combine(panel, file)) ? panel : market;
            File.CreateSymbolicLink(Path.Combine(chosen, file), Path.Combine(folderOfIt, file));
        }
        var calendar = TradingCalendar.Nyse;
        var run = new PoolRun(new(chosen, calendar), new(market, calendar));
        var filled = await run.FillAsync(to, HorizonList.All, null, TestContext.Current.CancellationToken);

        Assert.True(filled.IsComplete);
        Assert.Equal(
            Encoding.UTF8.GetString(shipped.ToJson()),
            Encoding.UTF8.GetString(filled.Pool.Fit(shipped.Program).ToJson()));
    }
}
