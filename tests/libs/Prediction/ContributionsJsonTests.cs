using CsCheck;
using Volcast.Forecasting;
using Volcast.Lake.Tables;

namespace Volcast.Prediction.Tests;

public sealed class ContributionsJsonTests
{
    private static ForecastRow Row(string contributions, string scale = "log_variance", double start = -4) => new()
    {
        Horizon = 5,
        ForecastOrigin = new(2014, 6, 30),
        Model = "volcast-SPY-5d",
        ModelVersion = "1",
        Kind = ForecastKind.Live,
        TargetEnd = new(2014, 7, 8),
        AsOf = default,
        Variance = .04,
        Contributions = contributions,
        Base = start,
        ContributionScale = scale,
        InputDigest = "",
    };

    [Fact]
    public void Stored_contributions_read_back_bit_for_bit() => Gen.Select(
        Gen.Double[-9, 9], Gen.Double[-1, 1].Array[0, 30]).Sample((start, amounts) =>
    {
        Contribution[] all = [.. amounts.Select((amount, i) => new Contribution($"feature_{i}", amount * 100, amount))];
        var reasons = new Explanation(ContributionScale.LogVariance, start, all, start + amounts.Sum());
        var read = ContributionsJson.Parse(Row(ContributionsJson.Of(reasons), start: start));
        Assert.Equal((reasons.Scale, reasons.Base), (read.Scale, read.Base));
        Assert.Equal(reasons.Contributions, read.Contributions);
        Assert.Equal(reasons.Output, read.Output, 1e-12);
    });

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[{\"feature\":\"vix\"}]")]
    [InlineData("[{\"feature\":\"vix\",\"value\":\"high\",\"amount\":1}]")]
    public void The_error_for_damaged_contributions_names_the_forecast(string contributions) => Assert.Contains("2014-06-30",
        Assert.Throws<InvalidDataException>(() => ContributionsJson.Parse(Row(contributions))).Message, StringComparison.Ordinal);
}
