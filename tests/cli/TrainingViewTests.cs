using Volcast.Cli.Output;
using Volcast.Evaluation;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Training;

namespace Volcast.Cli.Tests;

public sealed class TrainingViewTests : IDisposable
{
    private static readonly DateOnly[] Origins = [.. TradingCalendar.Nyse.Sessions(new(2024, 1, 2), new(2024, 2, 29))];
    private readonly StringWriter page = new();
    private readonly StringWriter notes = new();

    private Terminal Terminal => new(new Shell(page, notes, _ => null, Path.GetTempPath()));

    public void Dispose()
    {
        page.Dispose();
        notes.Dispose();
    }

    private static double[] Missing => [.. Enumerable.Repeat(double.NaN, Origins.Length)];

    private static ModelForecasts Model(string name, double variance, params SkippedOrigins[] skipped) => new()
    {
        Name = name,
        Variance = [.. Origins.Select((_, row) => variance * (1 + .01 * (row % 2)))],
        Lower80 = Missing,
        Upper80 = Missing,
        Lower95 = Missing,
        Upper95 = Missing,
        SkippedOrigins = skipped,
    };

    private static WalkForwardResult Result(double realized, params ModelForecasts[] models) => new()
    {
        Symbol = "SPY",
        Horizon = 1,
        Origins = Origins,
        TargetEnds = [.. Origins.Select(origin => (DateOnly?)TradingCalendar.Nyse.Next(origin))],
        RealizedVariance = [.. Origins.Select((_, row) => realized * (1 + (row % 3)))],
        Models = models,
    };

    private string[] Notes => notes.ToString().Split(notes.NewLine, StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Forecasts_far_above_every_outcome_are_a_warning_with_the_day_of_the_highest()
    {
        var wild = Model("wild", .04);
        wild.Variance[5] = 1.44;
        wild.Variance[6] = 2.25;
        Assert.Null(TrainingView.WriteScores(Terminal, Result(.03, Model("har", .04), wild), DataKind.Real));
        // The highest realised variance is 0.09, a volatility of 30 %.
        var warning = Assert.Single(Notes);
        Assert.StartsWith(
            "warning: wild forecast more than 2 times the highest realised volatility (30", warning, StringComparison.Ordinal);
        Assert.Contains("from 2 origins, 150", warning, StringComparison.Ordinal);
        Assert.Contains($"on {Origins[6]:yyyy-MM-dd}", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_regression_that_does_not_exist_is_a_dash_with_its_reason()
    {
        var still = Model("still", .04) with { Variance = [.. Enumerable.Repeat(.04, Origins.Length)] };
        TrainingView.WriteScores(Terminal, Result(.03, Model("har", .04), still), DataKind.Real);
        Assert.Equal(["MZ is – for still: The forecast is constant, so the line has no slope."], Notes);
    }

    [Fact]
    public void The_first_three_gaps_of_a_model_are_listed_and_the_others_are_counted()
    {
        SkippedOrigins[] gaps = [.. Enumerable.Range(0, 5).Select(i => new SkippedOrigins(
            "vix", Origins[5 * i], Origins[5 * i + i], SkipCause.AbsentInput, $"reason {i}.") { Origins = i + 1 })];
        TrainingView.WriteScores(Terminal, Result(.04, Model("har", .04), Model("vix", .05, gaps)), DataKind.Real);
        Assert.Equal(
            [
                $"vix was skipped on {Origins[0]:yyyy-MM-dd}: reason 0.",
                $"vix was skipped on 2 origins from {Origins[5]:yyyy-MM-dd} to {Origins[6]:yyyy-MM-dd}; on the first: reason 1.",
                $"vix was skipped on 3 origins from {Origins[10]:yyyy-MM-dd} to {Origins[12]:yyyy-MM-dd}; "
                    + "on the first: reason 2.",
                $"vix was skipped on 9 more origins up to {Origins[24]:yyyy-MM-dd}.",
            ], Notes);
    }

    [Fact]
    public void Parameters_that_were_reused_are_a_warning_with_the_day_of_their_fit()
    {
        var model = Model("har", .04) with
        {
            ReusedParameters = [new("har", Origins[10], Origins[20], Origins[0], "the likelihood did not converge.")],
        };
        TrainingView.WriteScores(Terminal, Result(.04, model), DataKind.Real);
        Assert.Equal($"warning: har could not be refitted for {Origins[10]:yyyy-MM-dd} to {Origins[20]:yyyy-MM-dd} and reuses "
            + $"its parameters of {Origins[0]:yyyy-MM-dd}: the likelihood did not converge.", Assert.Single(Notes));
    }

    [Fact]
    public void Without_an_outcome_there_is_no_score_and_a_reason()
    {
        var reason = TrainingView.WriteScores(Terminal, Result(double.NaN, Model("har", .04)), DataKind.Real);
        Assert.Contains("has an outcome in the data", reason, StringComparison.Ordinal);
        Assert.Contains("none scored", page.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_was_done_before_writes_one_line()
    {
        var report = new TrainingReport("volcast-SPY-5d", 3, IsNew: false, null, null, []) { Recipe = "volcast" };
        TrainingView.Write(Terminal, report, DataKind.Real, "mlruns");
        Assert.Equal("volcast-SPY-5d version 3 was already trained with this recipe, data and seed: nothing to do.",
            page.ToString().TrimEnd());
    }

    [Fact]
    public void A_recipe_in_place_of_the_shipped_one_is_named_with_the_reason()
    {
        var report = new TrainingReport("volcast-SPY-5d", 3, IsNew: true, new(2020, 1, 2), new(2022, 1, 3), [])
        {
            Recipe = "har",
            ChosenBecause = "volcast cannot run: it needs VIX.",
        };
        TrainingView.Write(Terminal, report, DataKind.Real, "mlruns");
        Assert.Contains("Registered volcast-SPY-5d version 3 (har) as challenger in mlruns", page.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("har was trained in place of volcast. volcast cannot run: it needs VIX.", notes.ToString(),
            StringComparison.Ordinal);
    }
}
