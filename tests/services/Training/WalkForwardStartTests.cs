using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Training.Tests;

/// <summary>Histories in which every input except implied volatility is available from the first session.</summary>
public sealed class WalkForwardStartTests
{
    private static readonly DateOnly First = new(2001, 1, 1);
    private static readonly string[] Implied = ["vix", "vix3m", "vix_term", "rv_vix_spread_20d"];

    private static TargetHistory Data(int rows, int impliedFrom = 0, string? source = "csv")
    {
        var sessions = Enumerable.Range(0, rows).Select(First.AddDays).ToArray();
        var returns = Enumerable.Range(0, rows).Select(row => row == 0 ? double.NaN : .01 + .001 * (row % 3)).ToArray();
        var columns = FeatureCatalog.L1.Names.Concat(FeatureCatalog.L2.Names).ToDictionary(name => name, name =>
            Enumerable.Range(0, rows).Select(row => Implied.Contains(name) && row < impliedFrom ? double.NaN : 1.0).ToArray());
        return new(new(new ForecastingData("SPY", sessions, returns, columns)), FeatureCatalog.L1.Names,
            new Dictionary<string, string>(), source);
    }

    private static TrainingRequest Request(int horizon = 5) => new(AssetRoles.For(Symbol.Parse("SPY")), horizon);

    private static IForecaster[] Models(TargetHistory data, params string[] names) =>
        [.. names.Select(name => ForecasterCatalog.Create(name, TrainingWalkForward.Settings(data, Request())))];

    private static int StartRow(TargetHistory data, TrainingRequest request, params string[] models) =>
        WalkForwardStart.Of(data, request, Models(data, models)).DayNumber - First.DayNumber;

    private static string Refusal(TargetHistory data, TrainingRequest request, params string[] models) =>
        Assert.Throws<InsufficientDataException>(() => WalkForwardStart.Of(data, request, Models(data, models))).Message;

    [Theory]
    [InlineData(2000, 0, 756)] // Three years after the inputs begin.
    [InlineData(2000, 800, 1470)] // Two years for scoring, a month in reserve.
    [InlineData(1200, 0, 670)] // The same, if there are fewer than five years.
    [InlineData(900, 0, 483)] // Fewer, if that would leave less than 23 months for training …
    [InlineData(735, 0, 483)]
    [InlineData(700, 0, 448)] // … but not less than a year.
    [InlineData(2000, 1500, 1755)] // The 250th session with all inputs is row 1749; its outcome ends five later.
    [InlineData(2000, 1900, 756)] // Too late for the two that need it: they delay no other model.
    [InlineData(2000, 2000, 756)]
    public void Scoring_starts_where_the_models_that_can_run_have_enough_training_rows(int rows, int impliedFrom, int expected) =>
        Assert.Equal(expected, StartRow(Data(rows, impliedFrom), Request(), "har", "vix-calibrated", "volcast"));

    [Fact]
    public void Inputs_of_a_model_that_does_not_take_part_delay_no_other_model() =>
        Assert.Equal(756, StartRow(Data(2000, impliedFrom: 800), Request(), "har", "log-har-range"));

    [Fact]
    public void Days_after_the_last_requested_one_do_not_count()
    {
        var to = First.AddDays(1199);
        Assert.Equal(670, StartRow(Data(2000, impliedFrom: 1000), Request() with { To = to }, "har", "vix-calibrated"));
        Assert.Contains("vix-calibrated: 200 of the 250 needed: the last inputs to start: vix on 2003-09-28",
            Refusal(Data(2000, impliedFrom: 1000), Request() with { To = to }, "vix-calibrated"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_requested_first_day_is_used() =>
        Assert.Equal(300, StartRow(Data(2000, impliedFrom: 800), Request() with { From = First.AddDays(300) }, "har", "volcast"));

    [Fact]
    public void If_no_model_can_run_the_error_lists_what_each_has_and_lacks()
    {
        var message = Refusal(Data(260, impliedFrom: 260), Request(), "ewma", "rv-22", "vix-calibrated", "log-har-range");
        Assert.Contains("No model can run on SPY", message, StringComparison.Ordinal);
        // Of 260 sessions the last five have no outcome, and the first 22 no month of returns before them.
        Assert.Contains("ewma, rv-22: 233 of the 250 needed\n", message, StringComparison.Ordinal);
        Assert.Contains("log-har-range: 255 of the 250 needed\n", message, StringComparison.Ordinal);
        Assert.Contains(
            "vix-calibrated: 0 of the 250 needed: vix has no value on any session\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_benchmark_needs_half_a_year_after_a_month_of_returns()
    {
        // Trained on rows 22 to 147, whose outcomes end by row 152: row 153 is forecast, and its outcome ends in row 158.
        Assert.Equal(153, StartRow(Data(159), Request(), "har"));
        Assert.Contains("har: 131 of the 126 needed", Refusal(Data(158), Request(), "har"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_origin_that_can_be_scored_is_enough()
    {
        // Trained on rows 0 to 249, whose outcomes end by row 254: row 255 is forecast, and its outcome ends in row 260.
        Assert.Equal(255, StartRow(Data(261), Request(), "log-har-range"));
        Assert.Contains("log-har-range: 255 of the 250 needed", Refusal(Data(260), Request(), "log-har-range"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_horizon_longer_than_the_data_is_refused_with_that_reason() => Assert.Contains(
        "SPY has 10 sessions, from 2001-01-01 to 2001-01-10, and a horizon of 22 sessions is longer",
        Refusal(Data(10), Request(horizon: 22), "har", "volcast"), StringComparison.Ordinal);

    [Theory]
    [InlineData(2000, 1500, "SPY has 500: the last inputs to start: vix, vix3m, vix_term, rv_vix_spread_20d on 2005-02-09")]
    [InlineData(2000, 2000, "SPY has 0: vix, vix3m, vix_term, rv_vix_spread_20d have no value on any session")]
    [InlineData(734, 0, "SPY has 734. ")]
    public void A_training_with_less_than_a_year_for_scoring_is_refused_with_the_number_of_sessions(
        int rows, int impliedFrom, string expected)
    {
        var data = Data(rows, impliedFrom);
        var message = Assert.Throws<InsufficientDataException>(
            () => WalkForwardStart.RequireTrainable(data, Request(), Models(data, "volcast")[0])).Message;
        Assert.Contains("volcast cannot be trained: it needs 735 sessions", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thirty_five_months_of_all_inputs_are_enough_to_train()
    {
        var data = Data(1735, impliedFrom: 1000);
        WalkForwardStart.RequireTrainable(data, Request(), Models(data, "volcast")[0]);
    }

    [Theory]
    [InlineData("csv", "more rows to the existing ones")]
    [InlineData("yahoo", "LOOKBACK_PERIOD=5y")]
    [InlineData(null, "LOOKBACK_PERIOD=5y")]
    public void The_advice_fits_where_the_bars_came_from(string? source, string expected) =>
        Assert.Contains(expected, Refusal(Data(100, source: source), Request(), "har"), StringComparison.Ordinal);
}
