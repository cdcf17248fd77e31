using Volcast.Evaluation;
using Volcast.Services.Promotion.Gates;
using static Volcast.Services.Promotion.Tests.Gates.Scripts;

namespace Volcast.Services.Promotion.Tests.Gates;

public sealed class PairedScoresTests
{
    [Fact]
    public void Qlike_and_coverage_are_those_of_the_common_origins_with_an_outcome()
    {
        // Days 0 to 3 against days 1 to 4: 1, 2 and 3 are common, and day 2 has no outcome.
        double[] realized = [9, .04, double.NaN, .16];
        var first = From(0, realized, ("new", [9, .04, .04, .04], .5, 2));
        var second = From(1, [.04, double.NaN, .16, 9], ("old", [.08, .08, .08, 9], .9, 2));
        var scores = PairedScores.Of(first, "new", second, "old");

        Assert.Equal((2, new DateOnly(2020, 1, 2), new DateOnly(2020, 1, 4)), (scores.N, scores.From, scores.To));
        // QLIKE is x − ln x − 1 with x = outcome/forecast: x is 1 and 4 for the first, .5 and 2 for the second.
        Assert.Equal((0 + 4 - Math.Log(4) - 1) / 2, scores.Qlike, 1e-12);
        Assert.Equal((.5 - Math.Log(.5) - 1 + 2 - Math.Log(2) - 1) / 2, scores.OtherQlike, 1e-12);
        Assert.Equal(scores.Qlike / scores.OtherQlike, scores.Ratio);
        // .04 lies in [.02, .08] and .16 does not; .04 lies not in [.072, .16] and .16 does.
        Assert.Equal((.5, .5), (scores.Coverage80, scores.OtherCoverage80));
        Assert.Null(scores.Comparison);
        Assert.Equal(double.NaN, scores.OneSidedPValue);
        Assert.Equal(Math.Log(2), scores.Change.Mean, 1e-12);
        Assert.Equal(-Math.Log(2), scores.Change.Shift, 1e-12);
    }

    [Fact]
    public void Exchanging_the_recipes_gives_one_minus_the_one_sided_p_value()
    {
        var random = new Random(1);
        double[] realized = [.. Enumerable.Range(0, 500).Select(_ => .04 * Math.Exp(random.NextDouble() - .5))];
        double[] good = Array.ConvertAll(realized, v => v * Math.Exp(.2 * (random.NextDouble() - .5)));
        double[] bad = [.. Enumerable.Repeat(.2, 500)];
        var better = PairedScores.Of(
            WalkForward(realized, ("a", good, .5, 2)), "a", WalkForward(realized, ("b", bad, .5, 2)), "b");
        var worse = PairedScores.Of(
            WalkForward(realized, ("a", bad, .5, 2)), "a", WalkForward(realized, ("b", good, .5, 2)), "b");
        Assert.InRange(worse.OneSidedPValue, 0, 1e-6);
        Assert.Equal(1, better.OneSidedPValue + worse.OneSidedPValue, 1e-12);
        Assert.Equal(worse.Comparison!.DieboldMariano.PValue / 2, worse.OneSidedPValue, 1e-15);
        Assert.Equal(15, worse.Comparison.DieboldMariano.Lag);
    }

    [Fact]
    public void Equal_losses_leave_nothing_to_test()
    {
        double[] realized = [.. Enumerable.Range(0, 600).Select(day => .04 + .01 * Math.Sin(day))];
        double[] level = [.. Enumerable.Repeat(.04, 600)];
        var scores = PairedScores.Of(
            WalkForward(realized, ("a", level, .5, 2)), "a", WalkForward(realized, ("b", level, .5, 2)), "b");
        Assert.Equal(double.NaN, scores.OneSidedPValue);
        Assert.Equal(1, scores.Ratio);
        var verdict = RecipeGate.Judge(Sound(), scores with { Coverage80 = .8 }, new());
        Assert.Equal(CheckStatus.NotApplicable, Check(verdict, "diebold_mariano").Status);
        Assert.True(verdict.IsPassed);
    }

    [Fact]
    public void Without_a_common_origin_there_is_no_number()
    {
        var scores = PairedScores.Of(
            From(0, [.04], ("a", [.04], .5, 2)), "a", From(9, [.04], ("b", [.04], .5, 2)), "b");
        Assert.Equal((0, null, null), (scores.N, scores.From, scores.To));
        Assert.Equal(double.NaN, scores.Qlike);
    }

    [Fact]
    public void Only_origins_after_the_searchs_last_session_are_compared()
    {
        double[] realized = [.04, .16, .01, .09];
        var first = WalkForward(realized, ("new", [.04, .04, .04, .04], .5, 2));
        var second = WalkForward(realized, ("old", [.08, .08, .08, .08], .5, 2));
        var scores = PairedScores.Of(first, "new", second, "old", after: new(2020, 1, 2));
        Assert.Equal((2, new DateOnly(2020, 1, 3), new DateOnly(2020, 1, 4)), (scores.N, scores.From, scores.To));
        Assert.Equal(new DateOnly(2020, 1, 2), scores.After);
        // QLIKE is x − ln x − 1 with x = outcome/forecast: x is .25 and 2.25 for the first.
        Assert.Equal((.25 - Math.Log(.25) - 1 + 2.25 - Math.Log(2.25) - 1) / 2, scores.Qlike, 1e-12);
        Assert.Equal(0, PairedScores.Of(first, "new", second, "old", after: new(2020, 1, 4)).N);
    }

    [Fact]
    public void Two_targets_are_not_compared()
    {
        var spy = WalkForward([.04], ("a", [.04], .5, 2));
        Assert.Throws<ArgumentException>(() => PairedScores.Of(spy, "a", spy with { Symbol = "QQQ" }, "a"));
    }

    [Fact]
    public void Change_is_the_difference_of_logs_where_both_forecast()
    {
        var change = ForecastChange.Of([.04, .04, double.NaN, .01], [.04 * Math.E, .04, .04, .02]);
        Assert.Equal(3, change.Sessions);
        Assert.Equal((1 + Math.Log(2)) / 3, change.Mean, 1e-12);
        Assert.Equal(1, change.Largest, 1e-12);
        Assert.Equal(-(1 + Math.Log(2)) / 3, change.Shift, 1e-12);
        Assert.Throws<ArgumentException>(() => ForecastChange.Of([1], [1, 2]));
    }

    [Fact]
    public void A_backtest_file_restores_what_was_written()
    {
        var walked = WalkForward([.04, double.NaN, .16], ("a", [.03, .05, .07], .5, 2), ("b", [double.NaN, .06, .08], .5, 2));
        var text = new StringWriter();
        BacktestFile.Write(text, [walked]);
        var read = BacktestFile.Read("a file", System.Text.Encoding.UTF8.GetBytes(text.ToString()));

        Assert.Equal(("SPY", 5), (read.Symbol, read.Horizon));
        Assert.Equal(walked.Origins, read.Origins);
        Assert.Equal(walked.TargetEnds, read.TargetEnds);
        Assert.Equal(walked.RealizedVariance, read.RealizedVariance);
        foreach (var model in walked.Models)
        {
            Assert.Equal(model.Variance, read.Model(model.Name).Variance);
            Assert.Equal(model.Lower80, read.Model(model.Name).Lower80);
            Assert.Equal(model.Upper80, read.Model(model.Name).Upper80);
        }
    }

    [Theory]
    [InlineData("SPY,5,2020-01-01,2020-01-08,a,.04,,,,,,,,,,,,,,,,,,\nQQQ,5,2020-01-01,2020-01-08,a,.04,,,,,,,,,,,,,,,,,,\n", "2 targets")]
    [InlineData("SPY,5,,2020-01-08,a,.04,,,,,,,,,,,,,,,,,,\n", "without a forecast origin")]
    [InlineData("SPY,5,2020-01-01,2020-01-08,a,much,,,,,,,,,,,,,,,,,,\n", "much")]
    [InlineData("SPY,5\n", "fields")]
    [InlineData("", "0 targets")]
    public void A_damaged_backtest_file_is_named(string rows, string expected)
    {
        var content = System.Text.Encoding.UTF8.GetBytes(BacktestFile.Header + "\n" + rows);
        var error = Assert.Throws<InvalidDataException>(() => BacktestFile.Read("the evidence of version 3", content));
        Assert.Contains("the evidence of version 3", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
