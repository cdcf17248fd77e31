using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests;

/// <summary>If a fit does not converge, the previous parameters are reused with a warning.</summary>
public sealed class ReusedParametersTests
{
    private static readonly ForecastingData Data = SyntheticTarget.Create(1000);
    private static readonly WalkForwardOptions Options = new() { From = Data.Sessions[700], BurnIn = 0, DegreeOfParallelism = 2 };

    /// <summary>HAR, except at some refits, where it does not converge.</summary>
    private sealed class Failing(params int[] refits) : IForecaster
    {
        private readonly Har har = new();
        public string Name => "har";
        public IReadOnlyList<string> Inputs => [];
        public int MinimumTrainingRows => 250;

        public IFittedForecaster Fit(ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon,
            CancellationToken cancellationToken = default) => refits.Contains(known.Rows - 1)
            ? throw new EstimationException("it did not converge")
            : har.Fit(known, realizedVariance, horizon, cancellationToken);
    }

    [Fact]
    public void The_parameters_of_the_newest_successful_fold_are_reused_with_a_warning()
    {
        var result = WalkForward.Run(Data, [new Failing(742, 784)], Options with { Explain = ["har"] }).Models[0];

        Assert.Empty(result.SkippedOrigins);
        Assert.Equal(
            [
                new("har", Data.Sessions[742], Data.Sessions[783], Data.Sessions[700], "it did not converge"),
                new("har", Data.Sessions[784], Data.Sessions[825], Data.Sessions[700], "it did not converge"),
            ], result.ReusedParameters);

        // By hand: one fit on the evening of row 700 forecasts up to row 825.
        var labels = RealizedVariance.Labels(Data.LogReturns, 5);
        using var fitted = new Har().Fit(Data.KnownAt(700), labels.AsSpan(0, 695), 5);
        for (var row = 700; row < 826; row++)
            Assert.Equal(fitted.Forecast(Data.KnownAt(row)), result.Variance[row - 700]);
        Assert.Equal(fitted.Explain(Data.KnownAt(800)).Base, result.Reasons!.Base[100]);
        Assert.NotEqual(fitted.Forecast(Data.KnownAt(826)), result.Variance[126]);
    }

    [Fact]
    public void The_origins_of_a_first_fold_that_fails_are_skipped()
    {
        var result = WalkForward.Run(Data, [new Failing(700)], Options).Models[0];
        var gap = Assert.Single(result.SkippedOrigins);
        Assert.Equal((Data.Sessions[700], Data.Sessions[741], SkipCause.NotEstimated), (gap.From, gap.To, gap.Cause));
        Assert.Empty(result.ReusedParameters);
        Assert.True(result.Variance[42] > 0);
    }

    [Fact]
    public void A_failure_in_the_burn_in_gives_no_warning_for_the_reported_origins()
    {
        var options = Options with { BurnIn = 126 };
        Assert.Empty(WalkForward.Run(Data, [new Failing(616)], options).Models[0].ReusedParameters);
        Assert.Single(WalkForward.Run(Data, [new Failing(616, 742)], options).Models[0].ReusedParameters);
    }

    [Fact]
    public void The_final_fit_reuses_the_newest_earlier_parameters_by_the_same_rule()
    {
        using var sound = NewestFit.Of(new Failing(), Data, 5, 42).Fitted;
        Assert.Equal(Data.Sessions[994], sound.Spec.TrainingTo);

        var newest = NewestFit.Of(new Failing(999, 957), Data, 5, 42);
        using var kept = newest.Fitted;
        Assert.Equal(new ReusedParameters(
            "har", Data.Sessions[999], Data.Sessions[999], Data.Sessions[915], "it did not converge"), newest.Warning);
        Assert.Equal(Data.Sessions[910], kept.Spec.TrainingTo);
    }

    [Fact]
    public void If_no_earlier_rows_suffice_the_final_fit_reports_the_cause() => Assert.Contains("did not converge",
        Assert.Throws<EstimationException>(
            () => NewestFit.Of(new Failing([.. Enumerable.Range(0, 1000)]), Data, 5, 42)).Message);

    [Theory]
    [InlineData("garch")]
    [InlineData("egarch")]
    public void A_rolling_window_of_stale_prices_reuses_the_parameters_from_before_them(string name)
    {
        var returns = Data.LogReturns.ToArray();
        Array.Clear(returns, 450, 420);
        var stale = new ForecastingData("TEST", Data.Sessions.ToArray(), returns, new Dictionary<string, double[]>());
        var model = ForecasterCatalog.Create(name, new ForecasterSettings { Features = [] });

        // A window of 300 rows and a refit every 100: the refit of row 800 has only zeros in its window.
        var result = WalkForward.Run(stale, [model], Options with { RollingRows = 300, RefitEvery = 100 }).Models[0];

        var kept = Assert.Single(result.ReusedParameters);
        Assert.Equal((Data.Sessions[800], Data.Sessions[899], Data.Sessions[700]), (kept.From, kept.To, kept.FittedOn));
        Assert.Contains("do not vary", kept.Reason);
        Assert.All(result.Variance, v => Assert.True(v > 0 && double.IsFinite(v)));
    }

    [Fact]
    public void A_heavy_tailed_model_is_not_refitted_on_a_stretch_of_stale_prices()
    {
        var returns = Data.LogReturns.ToArray();
        Array.Clear(returns, 450, 420);
        var stale = new ForecastingData("TEST", Data.Sessions.ToArray(), returns, new Dictionary<string, double[]>());
        var options = Options with { From = Data.Sessions[400], RollingRows = 300, RefitEvery = 100 };

        var result = WalkForward.Run(stale, [new GjrGarchT()], options).Models[0];

        // The refit of row 500 has 45 zeros in its window, that of row 800 only zeros.
        Assert.Empty(result.SkippedOrigins);
        Assert.Equal([.. new[] { 500, 600, 700, 800, 900 }.Select(row => Data.Sessions[row])],
            result.ReusedParameters.Select(kept => kept.From));
        Assert.All(result.ReusedParameters, kept => Assert.Equal(Data.Sessions[400], kept.FittedOn));
        Assert.Contains("of which 45 are equal", result.ReusedParameters[0].Reason, StringComparison.Ordinal);
        Assert.Contains("do not vary", result.ReusedParameters[3].Reason, StringComparison.Ordinal);
        Assert.All(result.Variance, v => Assert.True(v > 0 && double.IsFinite(v)));
    }
}
