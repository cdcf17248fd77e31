using CsCheck;
using Volcast.Forecasting.Distribution;
using Volcast.Volatility;

namespace Volcast.Forecasting.Tests.Distribution;

public sealed class ForecastDistributionTests
{
    private const double Truth = .01 * .01 * 252;

    private static double Covered(double[] returns, int from, int to, Func<int, double> forecast, int horizon = 1)
    {
        var (inside, all) = (0, 0);
        GeneratedSessions.Through(returns, forecast, horizon, (day, distribution) =>
        {
            if (day < from || day >= to || day + horizon >= returns.Length)
                return;
            var interval = distribution.Interval80(forecast(day));
            var outcome = RealizedVariance.OfReturns(returns.AsSpan(day + 1, horizon));
            inside += outcome >= interval.Lower && outcome <= interval.Upper ? 1 : 0;
            all++;
        });
        return (double)inside / all;
    }

    [Fact]
    public void Below_the_minimum_every_figure_is_NaN()
    {
        var few = GeneratedSessions.Through(GeneratedSessions.Gaussian(100, 1), _ => Truth, 1); // 99 outcomes.
        Assert.Equal(VarianceInterval.Absent, few.Interval80(Truth));
        Assert.Equal(VarianceInterval.Absent, few.Interval95(Truth));
        Assert.True(double.IsNaN(few.ProbabilityAbove(Truth, .2)));
        Assert.True(double.IsNaN(few.Quantile(Truth, .5)));
        few.Observe(GeneratedSessions.Start.AddDays(100), .01);
        Assert.Equal(100, few.Count);
        Assert.True(few.Interval80(Truth).Lower > 0);

        var year = GeneratedSessions.Through(GeneratedSessions.Gaussian(250, 1), _ => Truth, 1); // 249 outcomes.
        Assert.True(double.IsNaN(year.OneDayRisk(Truth, .95).ValueAtRisk));
        Assert.True(double.IsNaN(year.OneDayRisk(Truth, .95).ExpectedShortfall));
        year.Observe(GeneratedSessions.Start.AddDays(250), .01);
        Assert.True(year.OneDayRisk(Truth, .95).ValueAtRisk > 0);
        Assert.True(double.IsNaN(year.OneDayRisk(Truth, .999).ValueAtRisk)); // The tail holds a quarter of one return.
    }

    [Fact]
    public void The_first_interval_is_the_forecast_times_the_exponential_of_conformal_quantiles()
    {
        // 100 residuals −.495, −.485 … .495: p(n + 1) = 10.1 puts the tenth percentile at −.404; 2.525 the 2.5th at −.47975.
        var residuals = Enumerable.Range(0, 100).Select(i => (i - 49.5) / 100).OrderBy(r => Math.Sin(1000 * r));
        var led = GeneratedSessions.Through([0, .. residuals.Select(GeneratedSessions.ReturnOf)], _ => 1, 1);

        Assert.Equal(.09 * Math.Exp(-.404), led.Interval80(.09).Lower, 12);
        Assert.Equal(.09 * Math.Exp(.404), led.Interval80(.09).Upper, 12);
        Assert.Equal(.09 * Math.Exp(-.47975), led.Interval95(.09).Lower, 12);
        Assert.Equal(.09 * Math.Exp(.47975), led.Interval95(.09).Upper, 12);
    }

    [Theory]
    [InlineData(1, .01)]
    [InlineData(5, .025)] // Overlapping outcomes contain a fifth of the information.
    public void Exchangeable_residuals_have_the_nominal_coverage(int horizon, double tolerance) =>
        Assert.Equal(.8, Covered(GeneratedSessions.Gaussian(12_000, 5), 500, 12_000, _ => Truth, horizon), tolerance);

    [Fact]
    public void A_forecast_that_is_always_wrong_by_the_same_factor_has_the_nominal_coverage() =>
        Assert.Equal(.8, Covered(GeneratedSessions.Gaussian(12_000, 6), 500, 12_000, _ => 3 * Truth), .01);

    [Fact]
    public void Coverage_recovers_after_the_errors_change_their_spread_and_faster_than_fixed_quantiles_do()
    {
        // After session 3,000 the forecast is noise times the truth; its errors are twice as wide.
        var random = new Random(9);
        var noise = Enumerable.Range(0, 8000).Select(day => day < 3000
            ? 1 : Math.Exp(3 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))).ToArray();
        var returns = GeneratedSessions.Gaussian(8000, 7);
        double Forecast(int day) => Truth * noise[day];

        var fixedQuantiles = new List<double>();
        var inside = 0;
        for (var day = 0; day < 3700; day++)
        {
            var residual = Math.Log(RealizedVariance.OfReturns(returns.AsSpan(day + 1, 1)) / Forecast(day));
            if (day >= 3200)
            {
                double[] sorted = [.. fixedQuantiles.TakeLast(1000).Order()];
                inside += residual >= Quantile.OfSorted(sorted, .1) && residual <= Quantile.OfSorted(sorted, .9) ? 1 : 0;
            }
            fixedQuantiles.Add(residual);
        }
        var soon = Covered(returns, 3200, 3700, Forecast);
        Assert.True(Math.Abs(soon - .8) < Math.Abs(inside / 500.0 - .8), $"{soon} against {inside / 500.0}");
        Assert.Equal(.8, soon, .04);
        Assert.Equal(.8, Covered(returns, 4000, 8000, Forecast), .015);
    }

    [Fact]
    public void An_interval_is_finite_ordered_and_nested_for_any_returns() =>
        Gen.Select(Gen.Double[-.2, .2].Array[130, 400], Gen.Double[.0001, 2].Array[400], Gen.Int[1, 22]).Sample((returns, f, h) =>
            GeneratedSessions.Through(returns, day => f[day], h, (day, distribution) =>
            {
                var (inner, outer) = (distribution.Interval80(f[day]), distribution.Interval95(f[day]));
                if (distribution.Count < 100)
                    return;
                Assert.True(outer.Lower > 0 && outer.Lower <= inner.Lower && inner.Lower < inner.Upper
                    && inner.Upper <= outer.Upper && double.IsFinite(outer.Upper));
            }), iter: 30, threads: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(22)]
    public void Later_returns_change_nothing_before_them(int horizon)
    {
        var one = GeneratedSessions.Gaussian(900, 3);
        var other = one.ToArray();
        for (var day = 700; day < 900; day++)
            other[day] = 5 * one[day];
        var (a, b) = (Figures(one), Figures(other));

        Assert.Equal(a[..700], b[..700]);
        Assert.NotEqual(a[700..], b[700..]);

        List<(VarianceInterval, VarianceInterval, double, TailRisk, TailRisk)> Figures(double[] returns)
        {
            var figures = new List<(VarianceInterval, VarianceInterval, double, TailRisk, TailRisk)>();
            GeneratedSessions.Through(
                returns, _ => Truth, horizon, (_, d) => figures.Add((d.Interval80(Truth), d.Interval95(Truth),
                d.ProbabilityAbove(Truth, .2), d.OneDayRisk(Truth, .95), d.HorizonRisk(Truth, .99))));
            return figures;
        }
    }

    [Fact]
    public void An_error_counts_when_its_last_session_has_ended_and_not_before()
    {
        var distribution = GeneratedSessions.Through(GeneratedSessions.Gaussian(10, 2), _ => Truth, 5);
        Assert.Equal((5, GeneratedSessions.Start.AddDays(4)), (distribution.Count, distribution.NewestOrigin));
        distribution.Observe(GeneratedSessions.Start.AddDays(10), .01);
        Assert.Equal((6, GeneratedSessions.Start.AddDays(5)), (distribution.Count, distribution.NewestOrigin));
    }

    [Fact]
    public void An_outcome_across_a_missing_return_never_counts()
    {
        var returns = GeneratedSessions.Gaussian(30, 2);
        returns[20] = double.NaN;
        // Outcomes of origins 0 to 14 end before it, those of 15 to 19 contain it, those of 20 to 24 have ended by session 29.
        Assert.Equal(20, GeneratedSessions.Through(returns, _ => Truth, 5).Count);
    }

    [Fact]
    public void Sessions_come_in_order_and_a_forecast_once_in_each()
    {
        var distribution = new ForecastDistribution(5);
        Assert.Throws<InvalidOperationException>(() => distribution.Issue(.04));
        distribution.Observe(GeneratedSessions.Start, .01);
        distribution.Issue(.04);
        Assert.Throws<InvalidOperationException>(() => distribution.Issue(.04));
        Assert.Contains("2001-01-01",
            Assert.Throws<ArgumentException>(() => distribution.Observe(GeneratedSessions.Start, .01)).Message);
        Assert.Throws<ArgumentException>(() => distribution.Issue(0));
        Assert.Throws<ArgumentException>(() => distribution.Issue(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ForecastDistribution(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.OneDayRisk(.04, .5));
    }

    [Fact]
    public void The_probability_agrees_with_the_bounds_of_the_intervals()
    {
        var distribution = GeneratedSessions.Through(GeneratedSessions.Gaussian(3000, 8), _ => Truth, 5);
        foreach (var variance in new[] { .01, .09 })
        {
            var (inner, outer) = (distribution.Interval80(variance), distribution.Interval95(variance));
            Assert.Equal(.1, distribution.ProbabilityAbove(variance, Math.Sqrt(inner.Upper)), 9);
            Assert.Equal(.9, distribution.ProbabilityAbove(variance, Math.Sqrt(inner.Lower)), 9);
            Assert.Equal(.025, distribution.ProbabilityAbove(variance, Math.Sqrt(outer.Upper)), 9);
            Assert.Equal(.975, distribution.ProbabilityAbove(variance, Math.Sqrt(outer.Lower)), 9);
        }
        // Five Gaussian squares: their mean lies above 1 with a probability of .4159 (χ² with five degrees).
        Assert.Equal(.4159, distribution.ProbabilityAbove(Truth, Math.Sqrt(Truth)), .06);
    }

    [Fact]
    public void The_quantiles_are_the_inverse_of_the_probability_and_meet_the_ends_of_the_intervals()
    {
        var distribution = GeneratedSessions.Through(GeneratedSessions.Gaussian(3000, 8), _ => Truth, 5);
        foreach (var variance in new[] { .01, .09 })
        {
            var (inner, outer) = (distribution.Interval80(variance), distribution.Interval95(variance));
            Assert.Equal(
                [outer.Lower, inner.Lower, inner.Upper, outer.Upper],
                new[] { .025, .1, .9, .975 }.Select(probability => Math.Pow(distribution.Quantile(variance, probability), 2)),
                (expected, found) => Math.Abs(found / expected - 1) < 1e-9);
            double[] quantiles = [.. Enumerable.Range(1, 99).Select(percent => distribution.Quantile(variance, percent / 100.0))];
            Assert.Equal(quantiles.Order(), quantiles);
            Assert.All(quantiles.Select((quantile, i) => (quantile, i)), one =>
                Assert.Equal(1 - (one.i + 1) / 100.0, distribution.ProbabilityAbove(variance, one.quantile), 9));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.Quantile(Truth, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => distribution.Quantile(Truth, 1));
    }

    [Fact]
    public void The_probability_never_rises_with_the_level_and_stays_between_0_and_1()
    {
        var distribution = GeneratedSessions.Through(GeneratedSessions.Gaussian(700, 8), _ => Truth, 5);
        var chances = Enumerable.Range(-1, 3000).Select(i => distribution.ProbabilityAbove(.04, i / 1000.0)).ToArray();
        Assert.All(chances, chance => Assert.InRange(chance, 0, 1));
        Assert.All(chances.Zip(chances.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
        Assert.Equal((1, true), (chances[1], chances[^1] is > 0 and < .003));
    }

    [Fact]
    public void Value_at_risk_of_gaussian_returns_is_the_quantile_and_is_exceeded_at_the_nominal_rate()
    {
        var returns = GeneratedSessions.Gaussian(20_000, 4);
        var (hits95, hits99, days) = (0, 0, 0);
        var distribution = GeneratedSessions.Through(returns, _ => Truth, 5, (day, d) =>
        {
            if (d.Count < 1000 || day + 1 >= returns.Length)
                return;
            days++;
            hits95 += -returns[day + 1] > d.OneDayRisk(Truth, .95).ValueAtRisk ? 1 : 0;
            hits99 += -returns[day + 1] > d.OneDayRisk(Truth, .99).ValueAtRisk ? 1 : 0;
        });
        Assert.Equal(.05, (double)hits95 / days, .005);
        Assert.Equal(.01, (double)hits99 / days, .0025);

        // N(0, 1): quantile 1.645 and mean beyond it 2.063; over five sessions √5 times that. 1,000 returns: ± a tenth.
        var (day1, day5) = (distribution.OneDayRisk(Truth, .95), distribution.HorizonRisk(Truth, .95));
        Assert.Equal((1, 5), (day1.Sessions, day5.Sessions));
        Assert.Equal(.01645, day1.ValueAtRisk, .002);
        Assert.Equal(.02063, day1.ExpectedShortfall, .002);
        Assert.Equal(Math.Sqrt(5) * .01645, day5.ValueAtRisk, .009);
        // Twice the forecast standard deviation gives twice the loss.
        Assert.Equal(2 * day1.ValueAtRisk, distribution.OneDayRisk(4 * Truth, .95).ValueAtRisk, 12);
    }

    [Theory] // ½Φ(x) + ½Φ(x/3) = p and −(½φ(x) + 1½φ(x/3))/p, by bisection in another language.
    [InlineData(.95, 3.8456824310, 5.2650903371)]
    [InlineData(.975, 4.9345725635, 6.1881399381)]
    [InlineData(.99, 6.1612467548, 7.2627203849)]
    public void Over_long_horizons_value_at_risk_is_that_of_a_normal_mixture_over_the_log_residuals(
        double confidence, double quantile, double mean)
    {
        // Returns of one size have one realised variance, so half of the log residuals are 0 and half are ln 9.
        double Forecast(int day) => day % 2 == 0 ? Truth : Truth / 9;
        var distribution = GeneratedSessions.Through([.. Enumerable.Range(0, 1009).Select(day => day % 3 == 0 ? -.01 : .01)],
            Forecast, 10);
        Assert.Equal(999, distribution.Count);
        distribution.Observe(GeneratedSessions.Start.AddDays(1009), .01);
        var deviation = Math.Sqrt(10 * 1e-4);

        var risk = distribution.HorizonRisk(Truth, confidence);
        Assert.Equal(quantile * deviation, risk.ValueAtRisk, 7);
        Assert.Equal(mean * deviation, risk.ExpectedShortfall, 7);
        Assert.Equal((10, confidence, 100.0), (risk.Sessions, risk.Confidence, risk.SeparateWindows));
    }

    [Fact]
    public void With_equal_errors_the_tail_of_a_long_horizon_is_normal()
    {
        var distribution = GeneratedSessions.Through([.. Enumerable.Repeat(.01, 700)], _ => Truth, 22);
        var risk = distribution.HorizonRisk(Truth, .99);
        Assert.Equal(2.3263479 * Math.Sqrt(22) * .01, risk.ValueAtRisk, 8);
        Assert.Equal(2.6652142 * Math.Sqrt(22) * .01, risk.ExpectedShortfall, 8);
    }

    [Theory]
    [InlineData(1, .95, false)] // 1,000 separate windows: 50 beyond.
    [InlineData(1, .99, false)] // 10.
    [InlineData(5, .975, false)] // 200 separate windows: 5.
    [InlineData(5, .99, true)] // 2.
    [InlineData(10, .95, false)] // 100: 5.
    [InlineData(10, .975, true)]
    [InlineData(22, .95, true)] // 45: 2.
    public void A_figure_with_fewer_than_five_separate_windows_beyond_it_is_extrapolated(
        int horizon, double confidence, bool expected)
    {
        var distribution = GeneratedSessions.Through(GeneratedSessions.Gaussian(1500, 3), _ => Truth, horizon);
        Assert.Equal(expected, distribution.HorizonRisk(Truth, confidence).IsExtrapolated);
        Assert.False(distribution.OneDayRisk(Truth, confidence).IsExtrapolated);
        Assert.Null(new TailRisk(horizon, confidence, .1, .2).IsExtrapolated);
    }

    [Fact]
    public void Ten_sessions_and_more_have_the_mixture_and_fewer_have_historical_simulation() => Assert.Equal(
        [TailMethod.FilteredHistoricalSimulation, TailMethod.FilteredHistoricalSimulation, TailMethod.NormalVarianceMixture,
            TailMethod.NormalVarianceMixture],
        new[] { 1, 5, 10, 22 }.Select(horizon => new ForecastDistribution(horizon).Method));

    [Fact]
    public void The_shortfall_is_never_below_the_value_at_risk_and_both_grow_with_the_confidence() =>
        Gen.Select(Gen.Double[-.1, .1].Array[280, 600], Gen.Int[3, 22]).Sample((returns, sessions) =>
        {
            var distribution = GeneratedSessions.Through(returns, _ => .04, sessions);
            Func<double, TailRisk> oneDay = c => distribution.OneDayRisk(.04, c), horizon = c => distribution.HorizonRisk(.04, c);
            foreach (var of in new[] { oneDay, horizon })
            {
                Assert.True(of(.95).ExpectedShortfall >= of(.95).ValueAtRisk - 1e-12);
                Assert.True(of(.99).ExpectedShortfall >= of(.99).ValueAtRisk - 1e-12);
                Assert.True(of(.99).ValueAtRisk >= of(.95).ValueAtRisk && of(.99).ExpectedShortfall >= of(.95).ExpectedShortfall);
            }
        }, iter: 60, threads: 1);

    [Fact]
    public void Only_the_newest_thousand_residuals_count()
    {
        var crash = GeneratedSessions.Gaussian(2100, 4);
        for (var day = 0; day < 1000; day++)
            crash[day] *= 20;
        var distribution = GeneratedSessions.Through(crash, _ => Truth, 1);
        Assert.Equal(1000, distribution.Count);
        Assert.Equal(.01645, distribution.OneDayRisk(Truth, .95).ValueAtRisk, .002);
        Assert.InRange(Math.Sqrt(distribution.Interval95(Truth).Upper / 252), .015, .04); // With the crash it would be .4.
    }

    [Fact]
    public void Following_a_forecaster_equals_observing_and_issuing_row_by_row()
    {
        var data = SyntheticTarget.Create(700);
        using var fitted = new Har().Fit(data.KnownAt(399), RealizedVariance.Labels(data.LogReturns, 5).AsSpan(0, 395), 5);
        var byHand = new ForecastDistribution(5);
        for (var row = 0; row < data.Rows; row++)
        {
            byHand.Observe(data.Sessions[row], data.TargetReturns[row]);
            if (double.IsFinite(fitted.Forecast(data.KnownAt(row))))
                byHand.Issue(fitted.Forecast(data.KnownAt(row)));
        }
        var inTwo = new ForecastDistribution(5);
        inTwo.Follow(data.KnownAt(450), fitted);
        inTwo.Follow(data, fitted);
        inTwo.Follow(data, fitted); // No new row.
        Assert.Equal(byHand.Save(), inTwo.Save());

        // If the rows in between are missing, the pending forecasts never count.
        var holed = new ForecastDistribution(5);
        holed.Follow(data.KnownAt(450), fitted);
        var before = holed.Count;
        holed.Follow(data.Without(470), fitted);
        Assert.Equal(before + data.Rows - 470 - 5 - 21, holed.Count); // HAR's first forecast has 22 returns.
    }
}
