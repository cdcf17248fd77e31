using Volcast.Evaluation;
using Volcast.Evidence.Published;

namespace Volcast.Evidence.Tests.Published;

public sealed class TailRiskLawsTests
{
    [Theory]
    [InlineData(.02, .03, .04, .05, 0)]
    [InlineData(.02, .02, .02, .02, 0)]
    [InlineData(.02, .01, .04, .05, 1)]
    [InlineData(.04, .05, .03, .05, 1)]
    [InlineData(.02, double.NaN, .04, .05, 1)]
    [InlineData(double.NaN, double.NaN, double.NaN, double.NaN, 0)]
    public void Shortfall_is_no_less_than_value_at_risk_which_rises_with_confidence(
        double var95, double shortfall95, double var99, double shortfall99, int findings)
    {
        double[] none = [double.NaN];
        var model = new ModelForecasts
        {
            Name = "volcast",
            Variance = [.04],
            Lower80 = none,
            Upper80 = none,
            Lower95 = none,
            Upper95 = none,
            SkippedOrigins = [],
            TailRisk = [new(1, .99, [var99], [shortfall99], [0]), new(1, .95, [var95], [shortfall95], [0])],
        };
        var day = new DateOnly(2020, 1, 2);
        var result = new WalkForwardResult
        {
            Symbol = "SPY",
            Horizon = 1,
            Origins = [day],
            TargetEnds = [day.AddDays(1)],
            RealizedVariance = [.04],
            Models = [model],
        };
        Assert.Equal(findings, TailRiskLaws.Broken(result).Count());
    }
}
