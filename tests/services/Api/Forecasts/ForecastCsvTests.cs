using System.Text;
using Volcast.ApiContract.Forecasts;
using Volcast.Services.Api.Forecasts;

namespace Volcast.Services.Api.Tests.Forecasts;

public sealed class ForecastCsvTests
{
    private static readonly ForecastDocument Document = new()
    {
        Symbol = "SPY",
        DataKind = "REAL",
        Horizon = 5,
        ForecastOrigin = new(2024, 6, 13),
        TargetStart = new(2024, 6, 14),
        TargetEnd = new(2024, 6, 21),
        AsOf = new(2024, 6, 14, 10, 0, 0, TimeSpan.Zero),
        Kind = "live",
        IsStored = true,
        SessionsBehind = 0,
        Variance = .04,
        Volatility = .2,
        VolatilityIntervals = [new(.8, .125, .25), new(.95, .1, .3)],
        ProbabilitiesAbove = [new(.19, .456, IsImplied: true), new(.2, .397, IsImplied: false), new(.25, .1, IsImplied: false)],
        TailRisk = [new(1, .95, .0181, .0249, false), new(5, .95, .05, .06, null), new(5, .975, .055, .07, true)],
        ImpliedVolatilityPoints = 19,
        Realized = null,
        Model = "a \"quoted\", separated name",
        ModelVersion = 3,
        InputDigest = "digest",
    };

    private static Dictionary<string, string> Row(ForecastDocument document)
    {
        var lines = Encoding.UTF8.GetString(ForecastCsv.Of([document])).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        var cells = lines[1].Replace("\"a \"\"quoted\"\", separated name\"", "quoted", StringComparison.Ordinal).Split(',');
        return lines[0].Split(',').Zip(cells).ToDictionary();
    }

    [Fact]
    public void Values_are_under_their_names_with_a_decimal_point()
    {
        var row = Row(Document);
        Assert.Equal("0.04", row["variance"]);
        Assert.Equal(("0.125", "0.25", "0.1", "0.3"), (row["volatility_lower_80"], row["volatility_upper_80"],
            row["volatility_lower_95"], row["volatility_upper_95"]));
        Assert.Equal(("0.456", "0.397"), (row["probability_above_implied"], row["probability_above_20"]));
        Assert.Equal(("0.0181", "0.0249", "0.05", "0.06"), (row["value_at_risk_95_1d"], row["expected_shortfall_95_1d"],
            row["value_at_risk_95"], row["expected_shortfall_95"]));
        Assert.Equal(("", "0.055", "0.07"),
            (row["value_at_risk_975_1d"], row["value_at_risk_975"], row["expected_shortfall_975"]));
        Assert.Equal(("", "true", ""), (row["is_extrapolated_95"], row["is_extrapolated_975"], row["is_extrapolated_99"]));
        Assert.Equal(("2024-06-13", "2024-06-14T10:00:00Z", "true", "3"),
            (row["forecast_origin"], row["as_of"], row["is_stored"], row["model_version"]));
    }

    [Theory]
    [InlineData(25.0, "probability_above_25", "0.1")]
    [InlineData(12.5, "probability_above_12.5", "")]
    public void A_requested_level_has_the_last_column(double above, string column, string cell)
    {
        var lines = Encoding.UTF8.GetString(ForecastCsv.Of([Document], above)).TrimEnd('\n').Split('\n');
        Assert.EndsWith($",{column}", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($",{cell}", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_usual_level_has_one_column() => Assert.Equal(ForecastCsv.Of([Document]), ForecastCsv.Of([Document], 20));

    [Fact]
    public void A_missing_value_is_an_empty_cell()
    {
        var row = Row(
            Document with { VolatilityIntervals = [], TailRisk = [], ProbabilitiesAbove = [], ImpliedVolatilityPoints = null });
        foreach (var name in new[] { "volatility_lower_80", "value_at_risk_99", "probability_above_20",
            "implied_volatility_points" })
            Assert.Equal("", row[name]);
    }

    [Fact]
    public void A_cell_with_commas_and_quotes_is_quoted() => Assert.Equal("quoted", Row(Document)["model"]);
}
