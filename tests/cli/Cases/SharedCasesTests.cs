using System.Globalization;

namespace Volcast.Cli.Tests.Cases;

/// <summary>Runs every shared case and expects its right answer. It is one test, so that a clone without the shared cases skips
/// one. Cases of several runs are methods of their own (<see cref="Steps"/>).</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class SharedCasesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>The cases of several runs.</summary>
    private static readonly Dictionary<string, Func<SharedCasesTests, Task>> Steps = new()
    {
        ["d05-live-row"] = test => test.HeldBackUntilItSettlesAsync(),
        ["e02-last-row-withdrawn"] = test => test.CorrectedByAShorterFileAsync(),
        ["y23-split-restated"] = test => test.RestatedAsync("y23-split-restated", 217.12),
        ["y24-stock-dividend-1.5pct"] = test => test.RestatedAsync("y24-stock-dividend-1.5pct", 427.822660),
        ["y26-unforeseen-closing"] = test => test.UnforeseenClosingAsync(),
        ["d12-spliced-adjusted"] = test => test.AQuarterWithoutADividendAsync(
            "d12-spliced-adjusted", "the log return was -0.010700 in an earlier download and is -0.014207 in this one"),
        ["d15-dividend-applied-twice"] = test => test.ADividendAboveAllOthersAsync(
            "d15-dividend-applied-twice", "the log return was -0.010700 in an earlier download and is -0.007193 in this one"),
    };

    private SharedCase Open(string name) => new(name, folder["data"]);

    private static void Says(VolcastUnderTest.Result result, int exitCode, params string[] words)
    {
        Assert.Equal((exitCode, ""), (result.ExitCode, result.ExitCode == exitCode ? "" : result.Error));
        Assert.All(words, word => Assert.Contains(word, result.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    /// <param name="name">The case.</param>
    /// <param name="exitCode">The right exit code.</param>
    /// <param name="returns">Log returns of a symbol, as <c>SPY 2021-12-17 -0.014949</c>, separated by semicolons.</param>
    /// <param name="words">What the message must say, separated by semicolons.</param>
    [SharedDataTheory]
    [InlineData("c05-cboe", 0, "^VIX 2021-10-04 0.082114", "")]
    [InlineData("c06-disclaimer", 0, "^VIX 2021-10-04 0.082114", "")]
    [InlineData("c09-footer", 0, "SPY 2021-12-31 -0.002523", "line 66, the last one, is not a row and was ignored")]
    [InlineData("d02-capital-gains", 0, "SPY 2021-12-17 -0.014949", "")]
    [InlineData("d03-auto-adjusted-with-dividends", 1, "", "Close equals AdjClose on every row")]
    [InlineData("d04c-raw-closes-1231-for-1000", 3, "SPY 2021-12-06 0.011774", "-0.196053;+0.011774")]
    [InlineData("d06-vix-fraction", 3, "", "^VIX: 2021-10-01 the level 0.2115 is outside 2 to 500 points")]
    [InlineData("d06b-vix-file-is-spy", 3, "", "^VIX: 2021-10-01 10 of the newest 10 daily moves equal those of SPY")]
    [InlineData("d07-repeated-rows", 3, "", "SPY: 2021-11-30 every number equals that of 2021-11-29, on 3 sessions in a row")]
    [InlineData("d07b-zero-volume-flat-8", 3, "", "SPY: 2021-11-30 no share was traded;and 5 more of this kind")]
    [InlineData("d08-vix-close-slip", 3, "", "the close 60.19 is far outside low 23.71 to high 28.56")]
    [InlineData("d10-vix-adjclose-slip", 0, "^VIX 2021-11-30 0.169096;^VIX 2021-12-01 0.135001", "")]
    [InlineData("d11-adjclose-slip", 3, "SPY 2021-11-30 -0.019649;SPY 2021-12-01 -0.011169", "+0.075661;-0.106479")]
    [InlineData("d13-hyg-is-tlt", 3, "", "HYG: 2021-10-01 10 of the newest 10 daily moves equal those of TLT")]
    [InlineData("d14-vix-x100-from-a-day", 3, "", "^VIX: 2021-11-30 the level 2719 is outside 2 to 500 points")]
    [InlineData("d16-volume-forms", 0, "SPY 2021-12-29 0.001278", "")]
    [InlineData("d18-date-with-junk", 1, "", "'2021-10-01 garbage' is not a date")]
    [InlineData("d19-close-stamp-in-seoul", 1, "", "'2021-10-02 06:00:00+09:00' is 2021-10-01 17:00 in New York")]
    [InlineData(
        "y02-dividend-fx", 3, "SPY 2021-12-17 -0.010700;TLT 2021-12-31 0.001959", "the dividend of 2212.3884 is 4.74 times")]
    [InlineData("y03-dividend-missing", 3, "SPY 2021-12-17 -0.010700", "-0.014207 by close, -0.010700 by adjusted close")]
    [InlineData("y04-capital-gains", 0, "SPY 2021-12-17 -0.011260", "")]
    [InlineData("y07-split-not-applied", 3, "SPY 2021-12-06 0.011774", "-0.681373;+0.011774")]
    [InlineData("y07b-split-not-applied-1.231", 3, "SPY 2021-12-06 0.011774", "-0.196053;+0.011774")]
    [InlineData("y10-short-history", 3, "", "SPY: 2021-11-15 the history begins on 2021-11-15;first trade on 1993-01-29")]
    [InlineData("y11-pence", 3, "", "states the currency GBp;2021-12-06 the close 4.5879 is about a hundredth")]
    [InlineData("y12-one-day-100x", 3, "", "2021-12-06 the close 45879 is about a hundred times")]
    [InlineData(
        "y20-surrogate", 1, "TLT 2021-12-31 0.001959", "SPY: Yahoo's answer cannot be used: a name or text in it is not UTF-8")]
    [InlineData("y20b-surrogate-in-error", 1, "TLT 2021-12-31 0.001959", "a name or text in it is not UTF-8")]
    [InlineData("y21-high-100x", 3, "", "SPY: 2021-12-20 the high 45114 is more than 3 times the close 454.98")]
    [InlineData("y25b-latin1-error-text", 1, "SPY 2021-12-31 -0.002523", "HYG: Yahoo's answer cannot be used")]
    [InlineData("d05-live-row", 0, "", "")]
    [InlineData("e02-last-row-withdrawn", 0, "", "")]
    [InlineData("y23-split-restated", 0, "", "")]
    [InlineData("y24-stock-dividend-1.5pct", 0, "", "")]
    [InlineData("y26-unforeseen-closing", 0, "", "")]
    [InlineData("d12-spliced-adjusted", 3, "", "")]
    [InlineData("d15-dividend-applied-twice", 3, "", "")]
    public async Task A_case_gives_its_right_answer(string name, int exitCode, string returns, string words)
    {
        if (Steps.TryGetValue(name, out var steps))
        {
            await steps(this);
            return;
        }
        var one = Open(name);
        Says(await one.IngestAsync(), exitCode, words.Split(';', StringSplitOptions.RemoveEmptyEntries));
        foreach (var expected in returns.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var words3 = expected.Split(' ');
            var bars = await one.CuratedAsync(words3[0]);
            var row = Array.BinarySearch(
                bars.Session, DateOnly.ParseExact(words3[1], "yyyy-MM-dd", CultureInfo.InvariantCulture));
            Assert.Equal(double.Parse(words3[2], CultureInfo.InvariantCulture), bars.LogReturn[row], 1e-6);
        }
    }

    private async Task HeldBackUntilItSettlesAsync()
    {
        var live = Open("d05-live-row");
        Says(await live.IngestAsync(), 0, "SPY: 2021-12-31 was held back: its bar settles at 2022-01-01 06:00 New York time");
        Assert.Equal(new DateOnly(2021, 12, 30), (await live.CuratedAsync("SPY")).Session[^1]);

        // The complete file later has the true close.
        Says(await Open("c06-disclaimer").IngestAsync(), 0);
        Assert.Equal(474.96, (await live.CuratedAsync("SPY")).Close[^1]);
    }

    private async Task CorrectedByAShorterFileAsync()
    {
        await Open("c06-disclaimer").IngestAsync();
        var corrected = Open("e02-last-row-withdrawn");
        Says(await corrected.IngestAsync(), 0);
        var bars = await corrected.CuratedAsync("SPY");
        Assert.Equal(456.50, bars.Close[Array.BinarySearch(bars.Session, new(2021, 11, 30))]);
        Assert.Equal(new DateOnly(2021, 12, 31), bars.Session[^1]);
    }

    private async Task RestatedAsync(string name, double firstClose)
    {
        var restated = Open(name);
        await restated.IngestAsync(now: "2021-12-31T12:00:00Z");
        Assert.Equal(434.24, (await restated.CuratedAsync("SPY")).Close[0]);
        Says(await restated.IngestAsync(answer: 2), 0);
        var bars = await restated.CuratedAsync("SPY");
        Assert.Equal((firstClose, 64), (Math.Round(bars.Close[0], 6), bars.Count));
        Assert.Single(bars.Vintage.Distinct());
    }

    private async Task UnforeseenClosingAsync()
    {
        var closed = Open("y26-unforeseen-closing");
        Says(await closed.IngestAsync(), 3, "No symbol has a bar on 2021-12-08", "set VOLCAST_EXTRA_CLOSINGS=2021-12-08.");
        closed.Environment["VOLCAST_EXTRA_CLOSINGS"] = "2021-12-08";
        Says(await closed.IngestAsync(), 0);
    }

    /// <summary>Alone, the file contradicts that the fund pays in every quarter.</summary>
    private async Task AQuarterWithoutADividendAsync(string name, string words)
    {
        Says(await new SharedCase(name, folder["alone"]).IngestAsync(), 3,
            "SPY: 2021-10-01 there is no dividend from 2021-10-01 to 2021-12-31, although SPY pays one in every quarter");
        await ComparedWithTheEarlierDownloadAsync(name, words);
    }

    /// <summary>Alone, the file contradicts what the fund has ever paid.</summary>
    private async Task ADividendAboveAllOthersAsync(string name, string words)
    {
        Says(await new SharedCase(name, folder["alone"]).IngestAsync(), 3,
            "SPY: 2021-12-17 adjusted close / close rises", "the largest of SPY up to 2021 was 1.633",
            "-0.014207 by close, -0.007193 by adjusted close");
        await ComparedWithTheEarlierDownloadAsync(name, words);
    }

    /// <summary>A file without dividends whose adjusted closes lack one, or have it twice, agrees with itself. An earlier
    /// download of the same sessions contradicts it.</summary>
    private async Task ComparedWithTheEarlierDownloadAsync(string name, string words)
    {
        await Open("c06-disclaimer").IngestAsync();
        var changed = Open(name);
        Says(await changed.IngestAsync(), 3, words);
        var bars = await changed.CuratedAsync("SPY");
        Assert.Equal(-.010700, bars.LogReturn[Array.BinarySearch(bars.Session, new(2021, 12, 17))], 1e-6);
    }
}
