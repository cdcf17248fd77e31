using System.Text.RegularExpressions;
using Volcast.Forecasting;
using Volcast.Prediction.Documents;

namespace Volcast.Prediction.Tests.Documents;

public sealed class ExplanationDocumentsTests
{
    private static readonly Contribution[] Contributions = [new("vix", 30, .4), new("ret_1d", -.02, -.1), new("vix3m", 25, .2)];

    private static readonly Explanation LogVariance = new(ContributionScale.LogVariance, -4, Contributions, -3.5);

    private static readonly Explanation Volatility = new(ContributionScale.Volatility, .1, Contributions, .6);

    [Fact]
    public void Contributions_add_up_in_log_variance_and_in_volatility_points()
    {
        var document = ExplanationDocuments.Of(LogVariance);
        Assert.Equal(
            -3.5, document.BaseLogVariance!.Value + document.Contributions.Sum(one => one.LogVarianceContribution!.Value), 1e-12);
        Assert.Equal(100 * Math.Exp(-3.5 / 2), document.VolatilityPoints, 1e-12);
        Assert.Equal(document.VolatilityPoints,
            document.BaseVolatilityPoints + document.Contributions.Sum(one => one.VolatilityPointsContribution), 1e-10);
        Assert.Equal(document.VolatilityPoints,
            document.BaseVolatilityPoints + document.Families.Sum(one => one.VolatilityPointsContribution), 1e-10);
        Assert.Equal(
            .6, document.Families.Single(one => one.Family == "implied volatility").LogVarianceContribution!.Value, 1e-12);
    }

    [Fact]
    public void A_model_on_the_scale_of_volatility_has_no_log_variance()
    {
        var document = ExplanationDocuments.Of(Volatility);
        Assert.Equal(("volatility", null, null), (document.Scale, document.BaseLogVariance, document.LogVariance));
        Assert.All(document.Contributions, one => Assert.Null(one.LogVarianceContribution));
        Assert.All(document.Families, one => Assert.Null(one.LogVarianceContribution));
        Assert.Equal(40, document.Contributions[0].VolatilityPointsContribution, 1e-12);
    }

    [Fact]
    public void A_row_has_the_same_numbers_as_a_forecast()
    {
        foreach (var explanation in new[] { LogVariance, Volatility })
        {
            var (whole, row) = (ExplanationDocuments.Of(explanation), ExplanationDocuments.OfRow(explanation));
            Assert.Equal(
                (whole.Scale, whole.BaseLogVariance, whole.LogVariance, whole.BaseVolatilityPoints, whole.VolatilityPoints),
                (row.Scale, row.BaseLogVariance, row.LogVariance, row.BaseVolatilityPoints, row.VolatilityPoints));
            Assert.Equal(
                whole.Contributions.Select(one => (one.Feature, one.LogVarianceContribution, one.VolatilityPointsContribution)),
                row.Contributions.Select(one => (one.Feature, one.LogVarianceContribution, one.VolatilityPointsContribution)));
            Assert.Equal(whole.Families, row.Families);
        }
    }

    [Fact]
    public void The_largest_contributions_become_sentences()
    {
        var reasons = ExplanationDocuments.Of(LogVariance).TopReasons;
        Assert.Equal(3, reasons.Count);
        Assert.Matches(@"^.+: 30\.\d+ raises the forecast by \d\.\d points$", reasons[0]);
        Assert.Contains(" lowers the forecast by ", reasons[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(.160, .108, "raises the forecast by 5.2 points less than before")]
    [InlineData(.108, .160, "raises the forecast by 5.2 points more than before")]
    [InlineData(-.02, -.05, "lowers the forecast by 3.0 points more than before")]
    [InlineData(-.05, 0.0, "lowers the forecast by 5.0 points less than before")]
    [InlineData(.01, -.02, "lowers the forecast by 2.0 points; before, it raised it by 1.0")]
    [InlineData(-.01, .0002, "hardly moves the forecast; before, it lowered it by 1.0")]
    [InlineData(null, -.02, "lowers the forecast by 2.0 points")]
    [InlineData(.03, null, "it raised the forecast by 3.0 points")]
    public void A_change_says_whether_an_input_raises_or_lowers_the_forecast_now(double? before, double? after, string effect)
    {
        static Explanation Of(double? amount) => new(
            ContributionScale.Volatility, .1, amount is { } given ? [new("vix", 30, given)] : [], .1 + (amount ?? 0));
        var change = ExplanationChangeDocuments.Of(new(2022, 1, 3), true, 1, Of(before), Of(after));
        Assert.EndsWith($": {effect}", Assert.Single(change.TopChanges), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_of_no_tenth_of_a_point_has_no_number()
    {
        var earlier = new Explanation(
            ContributionScale.Volatility, .1, [new("vix", 30, .0006), new("vix3m", 25, -.0004), new("ret_1d", 0, 0)], .1002);
        Assert.Equal(["raises the forecast by 0.1 points", "hardly moves the forecast", "hardly moves the forecast"],
            ExplanationDocuments.Of(earlier).TopReasons.Select(Effect));
        var later = earlier with { Contributions = [new("vix", 30, .0106), .. earlier.Contributions.Skip(1)], Output = .1102 };
        Assert.Equal(
            [
                "raises the forecast by 1.0 points more than before", "moves the forecast as before",
                "moves the forecast as before",
            ],
            ExplanationChangeDocuments.Of(new(2022, 1, 3), true, 1, earlier, later).TopChanges.Select(Effect));

        static string Effect(string sentence) => Regex.Match(sentence, "(raises|lowers|hardly|moves) .*$").Value;
    }
}
