using Volcast.Lake.Tables;

namespace Volcast.Prediction.Tests;

public sealed class ForecastScoresTests
{
    private static readonly DateOnly First = new(2021, 3, 1);

    private static ForecastRow Row(int day, double variance, double implied, double lower, double upper) => new()
    {
        Horizon = 5,
        ForecastOrigin = First.AddDays(day),
        Model = "volcast-SPY-5d",
        ModelVersion = "1",
        Kind = ForecastKind.Live,
        TargetEnd = First.AddDays(day + 7),
        AsOf = default,
        Variance = variance,
        Lower80 = lower,
        Upper80 = upper,
        Lower95 = double.NaN,
        Upper95 = double.NaN,
        Implied = implied,
        Contributions = "[]",
        Base = 0,
        ContributionScale = "log_variance",
        InputDigest = "",
    };

    private static ScoredForecast[] Two(double secondImplied = 20) =>
    [
        new(Row(1, .04, 20, .01, .0625), new(5, .04, .08, true)),
        new(Row(0, .04, secondImplied, .01, .0625), new(5, .09, double.NaN, true)),
    ];

    [Fact]
    public void Scores_match_a_calculation_by_hand()
    {
        var scores = ForecastScores.Of(Two());
        Assert.Equal((2, First, First.AddDays(1)), (scores.N, scores.First, scores.Last));
        Assert.Equal(.219534891892, scores.Qlike, 1e-12); // (0 + 2.25 − ln 2.25 − 1)/2
        Assert.Equal(scores.Qlike, scores.ImpliedQlike, 1e-12); // 20 points are a variance of .04
        Assert.Equal(.08 / .13 - 1, scores.Bias, 1e-12);
        // Volatilities .2 and .3 against .1 to .25: Winkler .15 and .15 + 2/.2 · .05.
        Assert.Equal((.5, 0, .5), (scores.Interval80.Coverage, scores.Interval80.Below, scores.Interval80.Above));
        Assert.Equal((.15, .4), (Math.Round(scores.Interval80.MeanWidth, 12), Math.Round(scores.Interval80.MeanWinkler, 12)));
        Assert.Equal((0, double.NaN), (scores.Interval95.N, scores.Interval95.Coverage));
    }

    [Fact]
    public void The_range_proxy_only_scores_forecasts_whose_outcome_has_a_range()
    {
        var scores = ForecastScores.Of(Two(), OutcomeProxy.Range);
        Assert.Equal((1, First.AddDays(1)), (scores.N, scores.First));
        Assert.Equal(.306852819440, scores.Qlike, 1e-12); // 2 − ln 2 − 1
        Assert.Equal(-.5, scores.Bias, 1e-12);
    }

    [Fact]
    public void The_implied_variance_is_scored_only_where_every_origin_has_one() =>
        Assert.True(double.IsNaN(ForecastScores.Of(Two(secondImplied: double.NaN)).ImpliedQlike));

    [Fact]
    public void Without_a_forecast_there_is_no_score()
    {
        var scores = ForecastScores.Of([]);
        Assert.Equal((0, null, double.NaN, double.NaN), (scores.N, scores.First, scores.Qlike, scores.Bias));
    }
}
