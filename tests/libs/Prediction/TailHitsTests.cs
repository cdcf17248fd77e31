using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Volatility;

namespace Volcast.Prediction.Tests;

public sealed class TailHitsTests
{
    private static readonly DateOnly First = new(2021, 3, 1);

    private static ScoredForecast Forecast(int day, double oneDayLoss, double loss, int horizon = 5, double var99 = .03) => new(
        new ForecastRow
        {
            Horizon = horizon,
            ForecastOrigin = First.AddDays(day),
            Model = "volcast-SPY-5d",
            ModelVersion = "1",
            Kind = ForecastKind.Live,
            TargetEnd = First.AddDays(day + 7),
            AsOf = default,
            Variance = .04,
            OneDay95 = new(.02, .025),
            OneDay99 = new(var99, .035),
            Horizon95 = new(.04, .05),
            Contributions = "[]",
            Base = 0,
            ContributionScale = "log_variance",
            InputDigest = "",
        },
        new RealizedOutcome(horizon, .04, .04, true) { FirstLogReturn = -oneDayLoss, LogReturn = -loss });

    [Fact]
    public void A_loss_beyond_the_value_at_risk_is_a_hit_and_a_missing_one_does_not_count() => Assert.Equal(
        [new(1, .95, 3, 2), new(1, .99, 3, 1), new(5, .95, 3, 1)],
        TailHits.Of([Forecast(0, .021, .04), Forecast(1, .031, .041), Forecast(2, -.1, -.1),
            Forecast(3, double.NaN, double.NaN)]));

    [Fact]
    public void One_session_is_counted_once_and_no_forecast_has_no_hits()
    {
        Assert.Equal([(1, .95), (1, .99)],
            TailHits.Of([Forecast(0, .01, .01, horizon: 1)]).Select(hits => (hits.Sessions, hits.Confidence)));
        Assert.Empty(TailHits.Of([]));
        Assert.Null(TailHits.TrafficLight([]));
        Assert.Equal(.15, new TailHits(1, .95, 3, 0).Expected);
    }

    [Fact]
    public void The_traffic_light_counts_the_newest_250_sessions_in_any_order()
    {
        var forecasts = Enumerable.Range(0, 300).Reverse().Select(day => Forecast(day, day < 50 || day % 25 == 0 ? .05 : 0, 0));
        Assert.Equal(new(250, 10, BaselZone.Red), TailHits.TrafficLight([.. forecasts])); // 50, 75 … 275.
    }

    [Fact]
    public void An_outcome_has_the_return_of_its_first_session_and_of_all()
    {
        DateOnly[] sessions = [.. Enumerable.Range(0, 5).Select(First.AddDays)];
        var data = new ForecastingData(
            "SPY", sessions, [double.NaN, .5, -.03, .01, double.NaN], new Dictionary<string, double[]>());
        var outcome = RealizedOutcome.Of(data, sessions[1], sessions[3])!;
        Assert.Equal((-.03, -.02), (outcome.FirstLogReturn, Math.Round(outcome.LogReturn, 15)));
        var holed = RealizedOutcome.Of(data, sessions[2], sessions[4])!;
        Assert.Equal((.01, double.NaN, false), (holed.FirstLogReturn, holed.LogReturn, holed.IsComplete));
    }
}
