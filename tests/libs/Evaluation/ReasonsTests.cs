using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

public sealed class ReasonsTests
{
    private static readonly ForecastingData Data = SyntheticTarget.Create(1000);
    private static readonly WalkForwardOptions Options = new()
    {
        From = Data.Sessions[700],
        BurnIn = 84,
        DegreeOfParallelism = 2,
    };

    private static readonly string[] Names = ["har", "vix-calibrated", "xgboost-21", "gjr-garch-t", "volcast"];

    /// <summary>The walk-forward of all these models with the reasons of each; made once.</summary>
    private static readonly Lazy<WalkForwardResult> Explained =
        new(() => WalkForward.Run(Data, Models(Names), Options with { Explain = Names }));

    private static IForecaster[] Models(params string[] names) =>
        [.. names.Select(name => ForecasterCatalog.Create(name, new ForecasterSettings { Features = SyntheticTarget.Features }))];

    [Fact]
    public void Reasons_are_computed_for_the_requested_models_only()
    {
        var result = WalkForward.Run(
            Data, Models("har", "rv-5", "vix-calibrated"), Options with { Explain = ["har", "vix-calibrated"] });

        Assert.Equal(["har", "vix-calibrated"], result.Models.Where(m => m.Reasons is not null).Select(m => m.Name));
        Assert.Equal(["rv_1d", "rv_5d", "rv_22d"], result.Model("har").Reasons!.Features);
    }

    [Theory]
    [InlineData("har", ContributionScale.Variance, 1e-9)]
    [InlineData("vix-calibrated", ContributionScale.LogVariance, 1e-9)]
    [InlineData("gjr-garch-t", ContributionScale.Variance, 1e-9)]
    [InlineData("volcast", ContributionScale.LogVariance, 1e-6)]
    [InlineData("xgboost-21", ContributionScale.Volatility, 1e-5)] // The library sums in single precision.
    public void Base_and_amounts_add_up_to_every_forecast(string name, ContributionScale scale, double tolerance)
    {
        var model = Explained.Value.Model(name);
        var reasons = model.Reasons!;

        Assert.Equal(scale, reasons.Scale);
        Assert.Equal((300, 300), (reasons.Base.Length, reasons.Amounts[^1].Length));
        for (var row = 0; row < model.Variance.Length; row++)
        {
            var sum = reasons.Base[row] + reasons.Amounts.Sum(column => column[row]);
            var logVariance = scale switch
            {
                ContributionScale.LogVariance => sum,
                ContributionScale.Variance => Math.Log(sum),
                _ => 2 * Math.Log(sum),
            };
            var expected = Math.Log(model.Variance[row]);
            Assert.Equal(expected, logVariance, tolerance * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void Forecasts_are_the_same_bits_with_and_without_reasons()
    {
        var without = WalkForward.Run(Data, Models(Names), Options);
        Assert.All(without.Models, model => Assert.Null(model.Reasons));
        foreach (var (a, b) in without.Models.Zip(Explained.Value.Models))
            Assert.Equal(a.Variance, b.Variance);
    }

    [Fact]
    public void Skipped_origins_have_no_reasons()
    {
        var columns = Data.ColumnNames.ToDictionary(c => c, c => Data.Column(c).ToArray());
        columns["vix"][800] = double.NaN;
        var holed = new ForecastingData("TEST", Data.Sessions.ToArray(), Data.LogReturns.ToArray(), columns);

        var late = WalkForward.Run(holed, [new VixCalibrated()],
            new WalkForwardOptions { Explain = ["vix-calibrated"], DegreeOfParallelism = 2 }).Models[0];

        // The model is skipped until 250 labels have ended, and on the day without the index.
        for (var row = 0; row < late.Variance.Length; row++)
            Assert.Equal(double.IsNaN(late.Variance[row]), double.IsNaN(late.Reasons!.Amounts[0][row]));
        Assert.True(double.IsNaN(late.Reasons!.Base[0]) && double.IsNaN(late.Reasons.Base[800]));
        Assert.True(double.IsFinite(late.Reasons.Base[801]));
    }

    [Fact]
    public void The_file_of_reasons_has_a_row_for_each_forecast_that_adds_up_on_its_scale()
    {
        var result = WalkForward.Run(
            Data, Models(Names[..2]), Options with { To = Data.Sessions[710], Explain = ["har", "vix-calibrated"] });
        var absent = result.Model("vix-calibrated");
        absent.Variance[3] = absent.Reasons!.Base[3] = absent.Reasons.Amounts[0][3] = double.NaN;
        using var writer = new StringWriter();
        ReasonsFile.Write(writer, [result]);

        var lines = writer.ToString().TrimEnd('\n').Split('\n').Select(line => line.Split(',')).ToArray();
        Assert.Equal("symbol,horizon,forecast_origin,model,scale,output,base,rv_1d,rv_5d,rv_22d,vix", string.Join(',', lines[0]));
        Assert.Equal(11 + 10, lines.Length - 1); // One origin is skipped.
        foreach (var cells in lines[1..])
        {
            var row = Array.IndexOf(result.Origins, DateOnly.Parse(cells[2]));
            var variance = result.Model(cells[3]).Variance[row];
            var isHar = cells[3] == "har";
            Assert.Equal(isHar ? "variance" : "log_variance", cells[4]);
            Assert.Equal(isHar ? variance : Math.Log(variance), double.Parse(cells[5]));
            Assert.Equal(isHar ? "" : ",,", string.Join(',', isHar ? cells[10..] : cells[7..10]));
            Assert.Equal(double.Parse(cells[5]), cells[6..].Where(c => c.Length > 0).Sum(double.Parse), 1e-9);
        }
    }

    [Fact]
    public void An_explanation_that_does_not_add_up_stops_the_walk()
    {
        var wrong = new Scripted("wrong", (_, _) => .04,
            explain: _ => new(ContributionScale.Variance, .03, [new("x", 1, .02)], .04));
        var error = Assert.Throws<InvalidOperationException>(
            () => WalkForward.Run(Data, [wrong], Options with { Explain = ["wrong"] }));
        Assert.Contains("add up to a volatility of 0.2236", error.Message);
    }

    [Fact]
    public void Explanations_of_changing_inputs_stop_the_walk()
    {
        var within = new Scripted("w", (_, _) => .04, explain: known =>
            new(ContributionScale.Variance, .03, [new(known.Rows % 2 == 0 ? "x" : "y", 1, .01)], .04));
        var between = new Scripted("b", (_, _) => .04, explain: known =>
            new(ContributionScale.Variance, .03, [new(known.Rows > 801 ? "x" : "y", 1, .01)], .04));
        foreach (var odd in new[] { within, between })
            Assert.Contains("differ", Assert.Throws<InvalidOperationException>(() => WalkForward.Run(
                Data, [odd], Options with { RefitEvery = 100, BurnIn = 0, Explain = [odd.Name] })).Message);
    }
}
