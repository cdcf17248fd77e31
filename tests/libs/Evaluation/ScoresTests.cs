using Volcast.Forecasting.Distribution;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests;

public sealed class ScoresTests
{
    private const double Nothing = double.NaN;

    private static ModelForecasts Model(string name, double[] variance, double[]? lower = null, double[]? upper = null) => new()
    {
        Name = name,
        Variance = variance,
        Lower80 = lower ?? [.. variance.Select(_ => Nothing)],
        Upper80 = upper ?? [.. variance.Select(_ => Nothing)],
        Lower95 = [.. variance.Select(_ => Nothing)],
        Upper95 = [.. variance.Select(_ => Nothing)],
        SkippedOrigins = [],
        Distribution = new ForecastDistribution(5),
    };

    private static WalkForwardResult Result(double[] realized, params ModelForecasts[] models) => new()
    {
        Symbol = "SPY",
        Horizon = 5,
        Origins = [.. realized.Select((_, i) => new DateOnly(2021, 1, 4).AddDays(i))],
        TargetEnds = [.. realized.Select((_, i) => (DateOnly?)new DateOnly(2021, 1, 11).AddDays(i))],
        RealizedVariance = realized,
        Models = models,
    };

    [Fact]
    public void Models_are_compared_on_their_common_origins_only()
    {
        // vectors/README.md: QLIKE(.04, .02) = .30685282, QLIKE(.02, .04) = .19314718.
        var result = Result([.04, .02, .02, Nothing],
            Model("har", [.02, .04, .02, .02]),
            Model("late", [Nothing, .02, .04, .02]),
            Model("never", [Nothing, Nothing, Nothing, Nothing]));

        var scores = Scores.Compare(result).ToDictionary(s => s.Model);

        Assert.Equal((2, 2, 0), (scores["har"].N, scores["late"].N, scores["never"].N));
        Assert.Equal(.19314718 / 2, scores["har"].Qlike, 8);
        Assert.Equal((1, 1), (Math.Round(scores["har"].RatioToBenchmark, 12), Math.Round(scores["late"].RatioToBenchmark, 12)));
        Assert.True(double.IsNaN(scores["never"].Qlike));
        Assert.Null(scores["never"].MincerZarnowitz.Value);
    }

    [Fact]
    public void Common_origins_are_counted_and_their_absence_is_explained()
    {
        var some = Result([.04, .02, .02, .03, Nothing],
            Model("har", [.02, .04, .02, .02, .02]), Model("late", [Nothing, .02, .04, Nothing, .02]));
        Assert.Equal(new CommonOrigins(2, new(2021, 1, 5), new(2021, 1, 6)), CommonOrigins.Find(some));

        var none = Result([.04, .02], Model("har", [.02, Nothing]), Model("late", [Nothing, .02]));
        Assert.Null(CommonOrigins.Find(none));
        Assert.Contains("no common origin with an outcome from 2021-01-04 to 2021-01-05, so nothing can be scored: har begins on "
            + "2021-01-04, late begins on 2021-01-05", CommonOrigins.Absence(none), StringComparison.Ordinal);

        var out_ = Model("har", [Nothing]) with
        {
            SkippedOrigins = [new("har", new(2021, 1, 4), new(2021, 1, 4), SkipCause.TooLittleHistory, "too few rows.")],
        };
        Assert.Contains("har never forecasts (too few rows)",
            CommonOrigins.Absence(Result([.04], out_)), StringComparison.Ordinal);
        Assert.Contains("None of the 2 origins of SPY from 2021-01-04 to 2021-01-05 has an outcome",
            CommonOrigins.Absence(Result([Nothing, Nothing], Model("har", [.02, .02]))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_alone_is_scored_on_all_of_its_origins()
    {
        var result = Result([.04, .02, .02], Model("har", [.02, .04, Nothing]), Model("late", [Nothing, Nothing, .02]));
        var score = Scores.Alone(result, "har");

        Assert.Equal(2, score.N);
        Assert.Equal(.25, score.Qlike, 8);
        Assert.Equal(Losses.RSquaredOnVolatility([.04, .02], [.02, .04]), score.RSquaredOnVolatility);
        Assert.Equal(-1, score.MincerZarnowitz.Value!.Slope, 12);
        Assert.True(double.IsNaN(score.RatioToBenchmark));
    }

    [Fact]
    public void A_ratio_needs_its_benchmark() =>
        Assert.True(double.IsNaN(Scores.Compare(Result([.04], Model("vix-calibrated", [.02])))[0].RatioToBenchmark));

    [Fact]
    public void Coverage_is_the_share_within_the_interval_where_there_is_one()
    {
        var result = Result([.04, .02, .03, .01], Model("har", [.03, .03, .03, .03],
            lower: [Nothing, .02, .04, .005], upper: [Nothing, .05, .05, .02]));
        Assert.Equal(2 / 3.0, Scores.Compare(result)[0].Coverage80, 12);
    }

    [Fact]
    public void A_forecast_that_never_moves_has_no_regression_line() =>
        Assert.Contains("forecast is constant",
            Scores.Compare(Result([.04, .02, .03], Model("har", [.03, .03, .03])))[0].MincerZarnowitz.Reason,
                StringComparison.Ordinal);

    [Fact]
    public void An_unknown_model_is_refused_with_the_list_of_models() =>
        Assert.Contains("'garch', only har", Assert.Throws<ArgumentException>(
            () => Scores.Alone(Result([.04], Model("har", [.02])), "garch")).Message);

    [Fact]
    public void The_file_has_a_row_for_each_forecast_and_an_empty_field_for_a_missing_number()
    {
        var har = Model("har", [.1 + .2, Nothing], [.01, .01], [1e-7, .02]) with
        {
            TailRisk =
            [
                new(5, .99, [.05, .06], [.06, .07], [-.07, Nothing]),
                new(1, .95, [.01, .02], [.02, .03], [.01, Nothing]),
            ],
            Density = new([.25, Nothing], [.5, Nothing], [-1, Nothing]),
        };
        var result = Result([.04, Nothing], har, Model("late", [Nothing, .02])) with { TargetEnds = [new(2021, 1, 11), null] };
        using var writer = new StringWriter();
        BacktestFile.Write(writer, [result]);

        Assert.Equal(
            "symbol,horizon,forecast_origin,target_end,model,variance,lower80,upper80,lower95,upper95,realized_variance,"
            + "var95_1d,var99_1d,var95_hd,var99_hd,es95_1d,es99_1d,es95_hd,es99_hd,realized_return_1d,realized_return_hd,"
            + "pit,crps,log_score\n"
            + "SPY,5,2021-01-04,2021-01-11,har,0.30000000000000004,0.01,1E-07,,,0.04,0.01,,,0.05,0.02,,,0.06,0.01,-0.07,0.25,0.5,-1\n"
            + "SPY,5,2021-01-05,,late,0.02,,,,,,,,,,,,,,,,,,\n",
            writer.ToString());
    }
}
