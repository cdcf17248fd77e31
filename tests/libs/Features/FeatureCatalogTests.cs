namespace Volcast.Features.Tests;

public sealed class FeatureCatalogTests
{
    [Fact]
    public void The_table_has_the_21_columns_in_the_order_of_the_design() => Assert.Equal(
        [
            "ret_1d", "ret_5d", "ret_10d", "ret_20d", "ret_60d", "vol_5d", "vol_10d", "vol_20d", "vol_60d", "drawdown_60d",
            "vix", "vix3m", "vix_term", "rsi_14", "corr_tlt_20d", "corr_hyg_20d", "corr_tlt_60d", "corr_hyg_60d",
            "hyg_tlt_spread", "rv_vix_spread_20d", "corr_tlt_hyg_20d",
        ],
        FeatureCatalog.L1.Names);

    [Fact]
    public void The_further_inputs_are_those_of_the_shipped_models() => Assert.Equal(
        [
            "range_vol_1d", "range_vol_5d", "range_vol_10d", "range_vol_22d", "range_vol_66d", "range_vol_250d",
            "scaled_ret_1d", "scaled_ret_5d", "scaled_ret_20d", "overnight_share_22d", "vix_mean_22d",
        ],
        FeatureCatalog.L2.Names);

    [Fact]
    public void Positions_count_from_one()
    {
        Assert.Equal(Enumerable.Range(1, 21), FeatureCatalog.L1.Features.Select(feature => feature.Position));
        Assert.Equal(Enumerable.Range(1, 11), FeatureCatalog.L2.Features.Select(feature => feature.Position));
    }

    [Fact]
    public void The_six_groups_hold_what_they_name()
    {
        Assert.Equal(
            new Dictionary<FeatureGroup, int>
            {
                [FeatureGroup.Returns] = 5,
                [FeatureGroup.Volatility] = 4,
                [FeatureGroup.Vix] = 3,
                [FeatureGroup.Technical] = 2,
                [FeatureGroup.CrossAsset] = 5,
                [FeatureGroup.Spreads] = 2,
            },
            FeatureCatalog.L1.Features.CountBy(feature => feature.Group).ToDictionary());
    }

    [Fact]
    public void A_feature_remembers_at_most_300_sessions()
    {
        Assert.Equal(251, FeatureCatalog.L1.HistorySessions);
        Assert.Equal(272, FeatureCatalog.L2.HistorySessions);
        Assert.All(
            FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features),
            feature => Assert.InRange(feature.HistorySessions, feature.Window, 300));
    }

    [Fact]
    public void Phrases_and_names_tell_the_features_apart()
    {
        var features = FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features).ToArray();
        Assert.Equal(32, features.Select(feature => feature.Phrase).Distinct().Count());
        Assert.Equal(32, features.Select(feature => feature.SpyName).Distinct().Count());
        Assert.Equal("SPY return 1d", FeatureCatalog.L1["ret_1d"].SpyName);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_those_that_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => FeatureCatalog.L1["ret_2d"]);
        Assert.Contains("no feature 'ret_2d'; there are ret_1d, ret_5d", error.Message);
    }
}
