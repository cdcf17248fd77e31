using Volcast.Evaluation.Comparison;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests.Comparison;

public sealed class ForecastComparisonTests
{
    private const double Nothing = double.NaN;
    private static readonly ComparisonOptions Options = new() { Bootstrap = new() { Draws = 500 } };

    private static ModelForecasts Model(string name, double[] variance, double lower = .3, double upper = 2.5) => new()
    {
        Name = name,
        Variance = variance,
        Lower80 = [.. variance.Select((v, row) => row < 10 ? Nothing : lower * v)],
        Upper80 = [.. variance.Select((v, row) => row < 10 ? Nothing : upper * v)],
        Lower95 = [.. variance.Select(v => lower / 2 * v)],
        Upper95 = [.. variance.Select(v => upper * 2 * v)],
        SkippedOrigins = [],
        TailRisk = [new(1, .95, [.. variance.Select(_ => .02)], [.. variance.Select(_ => .03)],
            [.. variance.Select((_, row) => row % 20 == 0 ? -.03 : .01)])],
        Distribution = new ForecastDistribution(5),
    };

    /// <summary>600 origins of a changing variance, measured by five returns. The model har has much noise and good has little;
    /// late starts in the 50th row, and never makes no forecast.</summary>
    private static WalkForwardResult Result()
    {
        var random = new Random(31);
        var truth = Draws.MovingAverage(random, 600, 40).Select(z => .03 * Math.Exp(z)).ToArray();
        var origins = truth.Select((_, i) => new DateOnly(2019, 1, 1).AddDays(i)).ToArray();
        return new()
        {
            Symbol = "SPY",
            Horizon = 5,
            Origins = origins,
            TargetEnds = [.. origins.Select(o => (DateOnly?)o.AddDays(5))],
            RealizedVariance = [.. truth.Select((v, i) =>
                i == 599 ? Nothing : v * Draws.Gaussian(random, 5).Average(z => z * z))],
            Models =
            [
                Model("har", Noisy(.8)),
                Model("good", Noisy(.1)),
                Model("late", [.. Noisy(.4).Select((v, i) => i < 50 ? Nothing : v)]),
                Model("never", [.. truth.Select(_ => Nothing)]),
                Model("flat", [.. truth.Select(_ => .03)]),
            ],
        };

        double[] Noisy(double scale) => [.. truth.Zip(Draws.Gaussian(random, 600), (v, z) => v * Math.Exp(scale * z))];
    }

    [Fact]
    public void The_comparison_consists_of_the_single_tests_on_the_common_origins()
    {
        var result = Result();
        var comparison = ForecastComparison.Of(result, Options);
        var (sample, models) = (comparison.Sample, comparison.Models.ToDictionary(m => m.Model));
        var scores = Scores.Compare(result).ToDictionary(s => s.Model);
        var losses = sample.Losses(LossFunction.Qlike);

        Assert.Equal(["har", "good", "late", "flat"], comparison.Models.Select(m => m.Model));
        Assert.Equal((549, new DateOnly(2019, 2, 20)), (sample.Origins.Length, sample.Origins[0]));
        foreach (var (name, model) in models)
        {
            Assert.Equal(scores[name].N, sample.Rows.Length);
            Assert.Equal(scores[name].Qlike, model.MeanLosses["qlike"], 12);
            Assert.Equal(scores[name].RatioToBenchmark, model.Ratio.Ratio, 12);
            Assert.Equal(scores[name].Coverage80, model.Interval80.Coverage, 12);
            Assert.Equal(scores[name].MincerZarnowitz, model.MincerZarnowitz);
            Assert.Equal(Losses.MeanSquaredError(sample.RealizedVariance, sample.Forecast(name)),
                model.MeanLosses["mse_variance"], 12);
        }
        Assert.Equal(DieboldMariano.Test(losses.Column("har"), losses.Column("good"), 5, 15), models["good"].DieboldMariano);
        Assert.Equal(5, models["good"].NonOverlapping.Count);
        Assert.Equal((null, 0), (models["har"].DieboldMariano, models["har"].NonOverlapping.Count));
        Assert.Contains("forecast is constant", models["flat"].MincerZarnowitz.Reason, StringComparison.Ordinal);
        Assert.Empty(comparison.Gaps);
        Assert.Equal((0, 4), (models["har"].Skill, models["good"].MeanLosses.Count));
        var risk = Assert.Single(models["good"].ValueAtRisk); // Rows 60, 80 … 580 of the common 50 to 598.
        Assert.Equal((549, 27 / 549.0), (risk.N, risk.HitShare));
        Assert.Equal(1, risk.ShortfallRatio, 12);
    }

    [Fact]
    public void The_better_forecast_wins_by_every_measure()
    {
        var comparison = ForecastComparison.Of(Result(), Options);
        var (har, good) = (comparison.Models[0], comparison.Models[1]);

        Assert.Equal(["good"], comparison.ConfidenceSet.Value!);
        Assert.Equal((1, true), (good.ConfidenceSetPValue, har.ConfidenceSetPValue < .01));
        Assert.True(good.DieboldMariano!.Statistic > 3 && good.DieboldMariano.PValue < .01);
        Assert.InRange(good.Skill, .9, 1.1);
        var interval = good.Ratio.Interval.Value!;
        Assert.InRange(good.Ratio.Ratio, interval.Lower, interval.Upper);
        Assert.True(interval.Upper < 1);
        Assert.True(good.Utility.Utility > har.Utility.Utility);
        Assert.True(good.Interval80.MeanWinkler < har.Interval80.MeanWinkler);
        Assert.True(good.Interval95.Coverage > good.Interval80.Coverage);
        Assert.InRange(good.MincerZarnowitz.Value!.Slope, .75, 1.15);
        Assert.Equal(NoiseFloor.OfQlike(5), comparison.NoiseFloor);
    }

    [Fact]
    public void Tables_by_year_and_by_tercile_split_the_same_origins()
    {
        var comparison = ForecastComparison.Of(Result(), Options);

        Assert.Equal(["2019", "2020"], comparison.Years.Select(y => y.Group));
        Assert.Equal(["low", "middle", "high"], comparison.Terciles.Select(t => t.Group));
        Assert.Equal([183, 183, 183], comparison.Terciles.Select(t => t.N));
        foreach (var table in new[] { comparison.Years, comparison.Terciles })
            for (var model = 0; model < 4; model++)
                Assert.Equal(comparison.Models[model].MeanLosses["qlike"],
                    table.Sum(line => line.N * line.MeanLosses[model]) / table.Sum(line => line.N), 12);
        Assert.Equal(comparison.Models[1].Interval80.N, comparison.Models[1].Interval80ByTercile.Sum(t => t.Score.N));
        Assert.Equal("flat", comparison.Models[3].Model);
        Assert.Equal(["low"], comparison.Models[3].Interval80ByTercile.Select(t => t.Tercile));
    }

    [Fact]
    public void The_result_does_not_depend_on_parallelism()
    {
        var result = Result();
        var (one, many) = (Compare(1), Compare(6));
        for (var model = 0; model < one.Models.Count; model++)
        {
            Assert.Equal(one.Models[model].Ratio, many.Models[model].Ratio);
            Assert.Equal(one.Models[model].ConfidenceSetPValue, many.Models[model].ConfidenceSetPValue);
        }

        ForecastComparison Compare(int degree) => ForecastComparison.Of(result,
            Options with { Bootstrap = Options.Bootstrap with { DegreeOfParallelism = degree } });
    }

    [Fact]
    public void A_comparison_that_is_impossible_is_refused_with_the_cause()
    {
        var result = Result();
        var without = Assert.Throws<ArgumentException>(() => ForecastComparison.Of(result, Options with { Benchmark = "never" }));
        Assert.Contains("'never' made no forecast; har, good", without.Message);

        var early = Model("har", [.. result.Models[0].Variance.Select((v, i) => i < 50 ? v : Nothing)]);
        var apart = result with { Models = [early, result.Models[2]] };
        var message = Assert.Throws<InsufficientDataException>(() => ForecastComparison.Of(apart, Options)).Message;
        Assert.Contains("har begins on 2019-01-01, late begins on 2019-02-20", message);

        Assert.Contains("lag of 600",
            Assert.Throws<InsufficientDataException>(() => ForecastComparison.Of(result, Options with { Lag = 600 })).Message);
    }

    [Fact]
    public void A_forecast_is_split_at_its_terciles_and_a_boundary_is_in_the_lower_group()
    {
        var groups = RowGroup.ByTercile([4, 1, 3, 2]); // type 7: boundaries 2 and 3
        Assert.Equal([1, 3], groups[0].Rows);
        Assert.Equal([2], groups[1].Rows);
        Assert.Equal([0], groups[2].Rows);
        Assert.Equal([40, 20], new RowGroup("some", [0, 2]).Of([40, 30, 20]));
    }

    [Fact]
    public void Losses_that_do_not_fit_together_are_refused_with_the_models_name()
    {
        Assert.Throws<ArgumentException>(() => new LossTable([], []));
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => new LossTable(["a", "a"], [[1], [1]])).Message);
        Assert.Contains("b has 2", Assert.Throws<ArgumentException>(() => new LossTable(["a", "b"], [[1], [1, 2]])).Message);
        var absent = Assert.Throws<ArgumentException>(() => new LossTable(["a", "b"], [[1, 1], [1, Nothing]]));
        Assert.Contains("b in row 1", absent.Message);
        var error = Assert.Throws<ArgumentException>(() => new LossTable(["a", "b"], [[1], [2]]).Column("c"));
        Assert.Contains("only of a, b", error.Message);
    }

    [Fact]
    public void A_short_sample_has_means_and_tests_and_says_why_it_has_no_interval_and_no_set()
    {
        var whole = Result();
        var comparison = ForecastComparison.Of(Newest(whole, 17 + 1), Options); // The newest origin has no outcome.

        Assert.Equal(17, comparison.Sample.Rows.Length);
        const string Reason = "17 origins are fewer than 10 blocks of 20, too few to resample; at least 200 are needed.";
        Assert.Equal(Reason, comparison.ConfidenceSet.Reason);
        Assert.Equal([$"There is no interval of ratios and no confidence set: {Reason}"], comparison.Gaps);
        Assert.All(comparison.Models, model =>
        {
            Assert.Equal(Reason, model.Ratio.Interval.Reason);
            Assert.True(double.IsFinite(model.Ratio.Ratio));
            Assert.Equal(double.NaN, model.ConfidenceSetPValue);
        });
        Assert.True(double.IsFinite(comparison.Models[1].DieboldMariano!.PValue));
    }

    [Fact]
    public void Constant_outcomes_and_a_benchmark_without_loss_leave_gaps_with_reasons()
    {
        double[] constant = [.. Enumerable.Repeat(RealizedVariance.Floor, 400)];
        var result = Result() with
        {
            Origins = [.. Enumerable.Range(0, 400).Select(new DateOnly(2019, 1, 1).AddDays)],
            TargetEnds = [.. Enumerable.Range(5, 400).Select(day => (DateOnly?)new DateOnly(2019, 1, 1).AddDays(day))],
            RealizedVariance = constant,
            Models = [Model("har", constant), Model("same", constant), Model("high", [.. constant.Select(v => 2 * v)])],
        };
        var comparison = ForecastComparison.Of(result, Options);

        Assert.All(comparison.Models, model => Assert.Equal(double.NaN, model.Ratio.Ratio));
        Assert.All(comparison.Models, model => Assert.NotNull(model.MincerZarnowitz.Reason));
        Assert.Equal(["har", "same"], comparison.ConfidenceSet.Value!);
        Assert.Equal(
        [
            "There is no interval of ratios: The loss of har is 0 on every origin, and nothing can be divided by it.",
            "The Diebold–Mariano test does not exist for same, high: the difference of the losses to those of har does not vary.",
            "R² does not exist: the realised variance is the same on every origin.",
        ], comparison.Gaps);
        Assert.Equal(double.NaN, Losses.RSquaredOnVolatility(constant, result.Models[2].Variance));
    }

    [Fact]
    public void Outcomes_that_differ_by_rounding_only_have_no_regression_line()
    {
        var random = new Random(3);
        double[] forecast = [.. Draws.Gaussian(random, 300).Select(z => .04 * Math.Exp(.3 * z))];
        double[] realized = [.. forecast.Select((_, row) => row % 2 == 0 ? .04 : Math.BitIncrement(.04))];
        Assert.Contains("same in every row", Scores.Regression(realized, forecast, 15).Reason, StringComparison.Ordinal);
        Assert.Equal(double.NaN, Losses.RSquaredOnVolatility(realized, forecast));
        // A forecast that hardly varies still has a share between 0 and 1, or a reason.
        for (var digits = 6; digits < 16; digits++)
        {
            double[] still = [.. realized.Select((_, row) => .04 * (1 + Math.Pow(10, -digits) * (row % 5)))];
            double[] outcomes = [.. Draws.Gaussian(random, 300).Select(z => .04 * (1 + 1e-9 * z))];
            Assert.True(Scores.Regression(outcomes, still, 15) is { Value: null } or { Value.RSquared: >= 0 and <= 1 });
        }
    }

    private static WalkForwardResult Newest(WalkForwardResult result, int rows) => result with
    {
        Origins = result.Origins[^rows..],
        TargetEnds = result.TargetEnds[^rows..],
        RealizedVariance = result.RealizedVariance[^rows..],
        Models = [.. result.Models.Select(model => model with
        {
            Variance = model.Variance[^rows..],
            Lower80 = model.Lower80[^rows..],
            Upper80 = model.Upper80[^rows..],
            Lower95 = model.Lower95[^rows..],
            Upper95 = model.Upper95[^rows..],
            TailRisk = [],
        })],
    };
}
