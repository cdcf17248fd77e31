using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction.Documents;

namespace Volcast.Prediction.Tests.Documents;

public sealed class ForecastDocumentsTests
{
    private static readonly DateOnly Origin = new(2024, 6, 13);

    private static readonly ForecastRow Row = new()
    {
        Horizon = 5,
        ForecastOrigin = Origin,
        Model = "volcast-AAPL-5d",
        ModelVersion = "1",
        Kind = ForecastKind.Live,
        TargetEnd = TradingCalendar.Nyse.Add(Origin, 5),
        AsOf = TradingCalendar.Nyse.SettlesAt(Origin),
        Variance = .09,
        Implied = 13,
        ProbabilityAboveImplied = .97,
        ProbabilityAbove20 = .8,
        Contributions = "[]",
        Base = 0,
        ContributionScale = "log_variance",
        InputDigest = "",
    };

    /// <summary>VIX is an input of a share's forecast, but not the share's own implied volatility.</summary>
    [Theory]
    [InlineData("AAPL=^VXAPL", "0.13 0.2")]
    [InlineData("SPY=^VIX", "0.2")]
    public void A_target_without_an_index_of_its_own_has_no_probability_above_it(string indices, string levels)
    {
        var roles = AssetRoles.For(Symbol.Parse("AAPL"), ImpliedVolatilityIndex.Parse(indices));
        var document = ForecastDocuments.Of(
            roles, DataKind.Real, Row, TradingCalendar.Nyse.Next(Origin), 0, isStored: true, realized: null);
        Assert.Equal(levels, string.Join(' ', document.ProbabilitiesAbove.Select(level => FormattableString.Invariant(
            $"{level.Volatility}"))));
        Assert.Equal(13, document.ImpliedVolatilityPoints);
    }
}
