using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction.Tests;

public sealed class PublishedForecastTests
{
    private static readonly DateOnly Origin = new(2014, 3, 3);

    private static ForecastRow Row(ForecastKind kind, string version) => new()
    {
        Horizon = 5,
        ForecastOrigin = Origin,
        Model = "volcast-SPY-5d",
        ModelVersion = version,
        Kind = kind,
        TargetEnd = TradingCalendar.Nyse.Add(Origin, 5),
        AsOf = TradingCalendar.Nyse.SettlesAt(Origin).ToUniversalTime(),
        Variance = .04,
        Contributions = "[]",
        Base = 0,
        ContributionScale = "log_variance",
        InputDigest = "",
    };

    [Fact]
    public void Of_several_versions_the_newest_counts_and_10_is_newer_than_9() =>
        Assert.Equal("10", PublishedForecast.First(
            [Row(ForecastKind.Live, "10"), Row(ForecastKind.Live, "9"), Row(ForecastKind.Shadow, "11")])!.ModelVersion);

    [Theory]
    [InlineData(ForecastKind.Live, ForecastKind.Backfill)]
    [InlineData(ForecastKind.Backfill, ForecastKind.Provisional)]
    [InlineData(ForecastKind.Provisional, ForecastKind.Shadow)]
    public void The_kind_comes_before_the_version(ForecastKind first, ForecastKind second) =>
        Assert.Equal((first, "1"), PublishedForecast.First([Row(second, "2"), Row(first, "1")]) is { } counts
            ? (counts.Kind, counts.ModelVersion) : default);

    [Fact]
    public void Without_rows_there_is_none() => Assert.Null(PublishedForecast.First([]));
}
