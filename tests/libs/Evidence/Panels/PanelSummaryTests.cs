using System.Text;
using Volcast.Evidence.Backtests;
using Volcast.Evidence.Panels;
using Volcast.Evidence.Tests.Backtests;

namespace Volcast.Evidence.Tests.Panels;

public sealed class PanelSummaryTests
{
    /// <summary>Of four p-values at 5 %, .02 ≤ 2/4 · .05 is the largest that meets its bound: .001 and .02 are significant,
    /// one for the model and one against it. .04 would be significant alone.</summary>
    [Fact]
    public void A_summary_has_the_values_of_a_hand_calculation()
    {
        var summary = PanelSummary.Of(
        [
            Ticker("AAA", .8, .80, (+4, .001)), Ticker("BBB", 1.2, .76, (-2.5, .02)), Ticker("CCC", .9, .84, (+2, .04)),
            Ticker("DDD", .7, .81, (+1, .3)),
        ]).Single();

        Assert.Equal((TickerScores.All, 4, 3), (summary.Span, summary.Tickers, summary.Best));
        var har = summary.Baselines.Single();
        Assert.Equal(("har", 4, 3, 1, 1),
            (har.Model, har.Tickers, har.Better, har.SignificantlyBetter, har.SignificantlyWorse));
        Assert.Equal((.7, "DDD", 1.2, "BBB"),
            (har.Ratio!.Smallest, har.Ratio.SmallestTicker, har.Ratio.Largest, har.Ratio.LargestTicker));
        Assert.Equal(.85, har.Ratio.Median, 12);
        Assert.Equal((.76, "BBB", .84, "CCC"), (summary.Coverage!.Smallest, summary.Coverage.SmallestTicker,
            summary.Coverage.Largest, summary.Coverage.LargestTicker));
        Assert.Equal(.805, summary.Coverage.Median, 12);
    }

    [Fact]
    public void A_ticker_without_a_baseline_or_an_interval_takes_no_part_in_their_numbers()
    {
        var alone = Ticker("BBB", 1, .5, (0, 1));
        var summary = PanelSummary.Of(
        [
            Ticker("AAA", .8, .8, (+4, .001)),
            alone with { Spans = [alone.Spans[0] with { Coverage80 = null, Baselines = [] }] },
        ]).Single();
        Assert.Equal((2, 1), (summary.Tickers, summary.Baselines.Single().Tickers));
        Assert.Equal((.8, .8), (summary.Coverage!.Smallest, summary.Coverage.Largest));
    }

    /// <summary>The test and the losses are those of the report: one definition.</summary>
    [Fact]
    public void The_scores_of_a_ticker_are_those_of_its_report()
    {
        var backtest = ScriptedBacktest.Create();
        var report = new ComparedBacktest(backtest, ScriptedBacktest.Options);
        var scores = TickerScores.Of(
            "d", backtest.Result, "volcast", BacktestRun.Real, [new(2019, 2019), new(2020, 2030), new(1990, 1991)]);
        Assert.Equal([TickerScores.All, "2019", "2020-2030"], scores.Spans.Select(span => span.Span));
        var all = scores.Spans[0];
        Assert.Equal(all.Origins, scores.Spans[1].Origins + scores.Spans[2].Origins);
        Assert.Equal((2019, 2020), (scores.Spans[1].Last.Year, scores.Spans[2].First.Year));
        Assert.Equal(["har", "late"], all.Baselines.Select(other => other.Model));
        Assert.Equal(report.Model.Interval80.Coverage, all.Coverage80!.Value, 12);
        foreach (var other in all.Baselines)
        {
            var pair = report.Against(other.Model);
            Assert.Equal(pair.Ratio.Ratio, all.RatioTo(other.Model), 12);
            Assert.Equal(pair.DieboldMariano.Statistic, other.DmStatistic!.Value, 12);
            Assert.Equal(pair.DieboldMariano.PValue, other.DmP!.Value, 12);
        }
    }

    [Fact]
    public void A_file_gives_the_scores_back_and_a_damaged_one_gives_none()
    {
        var scores = TickerScores.Of("d", ScriptedBacktest.Create().Result, "volcast", BacktestRun.Real);
        var bytes = scores.ToJson();
        Assert.Equal(bytes, TickerScores.TryParse(bytes)!.ToJson());
        Assert.Null(TickerScores.TryParse(bytes[..(bytes.Length / 2)]));
        Assert.Null(TickerScores.TryParse(Encoding.UTF8.GetBytes("{}")));
    }

    [Theory]
    [InlineData("2010-2018,2019-2021,2020", "2010-2018,2019-2021,2020")]
    [InlineData("2010-2010", "2010")]
    [InlineData("2018-2010", null)]
    [InlineData("2010-2018-2020", null)]
    [InlineData("10", null)]
    [InlineData("", null)]
    public void Spans_are_calendar_years(string text, string? names) =>
        Assert.Equal(names, PanelSpan.Parse(text) is { } spans ? string.Join(',', spans.Select(span => span.Name)) : null);

    /// <summary>A ticker whose origins begin late is in the same spans as the others.</summary>
    [Fact]
    public void By_default_the_years_of_development_and_those_after_are_apart_for_every_ticker()
    {
        Assert.Equal(["to-2018", "from-2019"], PanelSpan.Default.Select(span => span.Name));
        Assert.Equal([true, false], PanelSpan.Default.Select(span => span.Includes(new(2018, 12, 31))));
        Assert.Equal([false, true], PanelSpan.Default.Select(span => span.Includes(new(2019, 1, 2))));
        SpanScores Of(string name, int year) => new(name, 200, new(year, 1, 4), new(year, 12, 31), .8, .4, []);
        TickerScores[] tickers =
        [
            new("", "LATE", 5, "volcast", BacktestRun.Real, [Of(TickerScores.All, 2019), Of("from-2019", 2019)]),
            new("", "LONG", 5, "volcast", BacktestRun.Real, [Of(TickerScores.All, 2010), Of("to-2018", 2010), Of("from-2019", 2019)]),
        ];
        Assert.Equal([(TickerScores.All, 2), ("to-2018", 1), ("from-2019", 2)],
            PanelSummary.Of(tickers).Select(one => (one.Span, one.Tickers)));
    }

    private static TickerScores Ticker(string symbol, double ratio, double coverage, (double Statistic, double P) test) => new(
        "", symbol, 5, "volcast", BacktestRun.Real,
        [
            new(TickerScores.All, 1000, new(2010, 1, 4), new(2013, 12, 31), coverage, ratio * .5,
                [new("har", .5, test.Statistic, test.P)]),
        ]);
}
