using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction.Tests;

public sealed class ScoreSummaryTests
{
    private static readonly DateOnly[] Origins = [new(2014, 3, 3), new(2014, 3, 4), new(2014, 3, 5)];

    private static ForecastRow Live(DateOnly origin, double variance = .04) => new()
    {
        Horizon = 5,
        ForecastOrigin = origin,
        Model = "volcast-SPY-5d",
        ModelVersion = "1",
        Kind = ForecastKind.Live,
        TargetEnd = TradingCalendar.Nyse.Add(origin, 5),
        AsOf = TradingCalendar.Nyse.SettlesAt(origin).ToUniversalTime(),
        Variance = variance,
        Contributions = "[]",
        Base = 0,
        ContributionScale = "log_variance",
        InputDigest = "",
    };

    private static ForecastRow Har(DateOnly origin, double variance) => Live(origin, variance) with
    {
        Kind = ForecastKind.Baseline,
        Model = "har",
        ModelVersion = $"{TradingCalendar.Nyse.Add(origin, -5):yyyy-MM-dd}",
    };

    private static OutcomeRow Outcome(DateOnly origin, double variance = .04, int revision = 0) => new()
    {
        Horizon = 5,
        ForecastOrigin = origin,
        DataDigest = $"{revision}",
        TargetEnd = TradingCalendar.Nyse.Add(origin, 5),
        KnownAt = new(2014, 4, 1 + revision, 10, 0, 0, TimeSpan.Zero),
        RealizedVariance = variance,
    };

    [Fact]
    public void Models_and_kinds_are_scored_apart_and_the_ratio_is_on_common_origins()
    {
        ForecastRow[] forecasts =
        [
            Live(Origins[0], variance: .08), Live(Origins[1], variance: .08),
            Live(Origins[2], variance: .4) with { ModelVersion = "2" },
            Live(Origins[0], variance: .12) with { Kind = ForecastKind.Shadow },
            Live(Origins[0], variance: .4) with { Kind = ForecastKind.Provisional },
            Har(Origins[0], .12), Har(Origins[1], .04),
        ];
        var summaries = ScoreSummary.Of(forecasts, Origins.Select(origin => Outcome(origin)));
        Assert.Equal(
            [
                (ForecastKind.Live, "volcast-SPY-5d", 3, 2), (ForecastKind.Shadow, "volcast-SPY-5d", 1, 1),
                (ForecastKind.Baseline, "har", 2, 2),
            ],
            summaries.Select(one => (one.Kind, one.Model, one.Scores.N, one.CommonWithHar)));
        var (half, third) = (.5 + Math.Log(2) - 1, 1 / 3.0 + Math.Log(3) - 1);
        Assert.Equal((half + half + .1 + Math.Log(10) - 1) / 3, summaries[0].Scores.Qlike, 1e-12);
        Assert.Equal(2 * half / third, summaries[0].RatioToHar, 1e-12);
        Assert.Equal(1, summaries[1].RatioToHar, 1e-12);
        Assert.Equal((.08 + .08 + .4) / .12 - 1, summaries[0].Scores.Bias, 1e-12);
        Assert.True(double.IsNaN(summaries[0].QlikeRange));
    }

    [Fact]
    public void Of_several_outcomes_of_a_period_the_newest_counts()
    {
        var summary = Assert.Single(ScoreSummary.Of(
            [Live(Origins[0])], [Outcome(Origins[0], .01, revision: 1), Outcome(Origins[0], .04)]));
        Assert.Equal(3, summary.Scores.Bias, 1e-12);
        Assert.Equal((0, double.NaN), (summary.CommonWithHar, summary.RatioToHar));
    }

    [Fact]
    public void Of_two_versions_with_one_origin_the_newer_counts()
    {
        var summary = Assert.Single(ScoreSummary.Of(
            [Live(Origins[0], .08) with { ModelVersion = "10" }, Live(Origins[0], .4) with { ModelVersion = "9" }, Live(Origins[1])],
            Origins.Select(origin => Outcome(origin))));
        Assert.Equal((2, .5), (summary.Scores.N, Math.Round(summary.Scores.Bias, 12)));
    }
}
