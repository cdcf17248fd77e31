using Volcast.Features.Declarations;

namespace Volcast.Features.Tests;

/// <summary>What every declaration must satisfy. No test repeats the list of features.</summary>
public sealed class FeatureCatalogTests
{
    private static readonly FeatureDefinition[] Declared = [.. FeatureCatalog.L1.Features, .. FeatureCatalog.L2.Features];

    public static TheoryData<string> Names => [.. Declared.Select(feature => feature.Name)];

    [Fact]
    public void Names_and_labels_are_unique_across_both_tables()
    {
        Assert.Equal(Declared.Length, Declared.DistinctBy(feature => feature.Name).Count());
        Assert.Equal(Declared.Length, Declared.DistinctBy(feature => feature.Label).Count());
        Assert.Equal(Declared.Length, Declared.DistinctBy(feature => feature.SpyName).Count());
    }

    [Fact]
    public void The_first_table_has_the_21_features_in_six_groups()
    {
        Assert.Equal(21, FeatureCatalog.L1.Count);
        Assert.Equal(
            Enum.GetValues<FeatureGroup>(), FeatureCatalog.L1.Features.Select(feature => feature.Group).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_column_follows_from_its_declaration(string name)
    {
        var feature = Declared.Single(feature => feature.Name == name);
        Assert.Matches("^[a-z][a-z0-9_]*$", feature.Column.Name);
        Assert.Equal((name, feature.Unit.Name, feature.Range), (feature.Column.Name, feature.Column.Unit, feature.Column.Range));
        Assert.True(feature.Column.IsNullable);
        Assert.EndsWith(feature.Formula, feature.Column.Description, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_history_covers_the_window_and_is_at_most_300_sessions(string name)
    {
        var feature = Declared.Single(feature => feature.Name == name);
        Assert.InRange(feature.HistorySessions, feature.Window, 300);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_description_states_the_label_and_the_value_in_its_unit(string name)
    {
        var feature = Declared.Single(feature => feature.Name == name);
        Assert.StartsWith($"{feature.Label}: ", feature.Describe(.5), StringComparison.Ordinal);
        Assert.NotEqual(feature.Describe(.5), feature.Describe(.6));
        Assert.NotEmpty(feature.Family.Label());
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_features_that_exist()
    {
        var error = Assert.Throws<ArgumentException>(() => FeatureCatalog.L1["ret_2d"]);
        Assert.Contains("features.L1 has no feature 'ret_2d'. It has ret_1d, ret_5d", error.Message);
        Assert.False(FeatureCatalog.L1.Has("ret_2d"));
    }

    [Fact]
    public void A_feature_that_is_declared_twice_is_refused() => Assert.Contains(
        "declared twice",
        Assert.Throws<ArgumentException>(() => new FeatureCatalog("t", 1, "", [L2Features.All[0], L2Features.All[0]])).Message);

    [Fact]
    public void A_feature_that_reads_a_later_column_is_refused()
    {
        var scaled = L2Features.All.Single(feature => feature.Name == "scaled_ret_5d");
        var error = Assert.Throws<ArgumentException>(() => L2Kernel.Compute([scaled], TargetBars.Random(300, 1).Inputs));
        Assert.Contains("No feature 'range_vol_22d' is declared before", error.Message);
    }

    [Theory]
    [InlineData(61)]
    [InlineData(62)]
    public void Values_on_random_data_stay_within_the_declared_range(int seed)
    {
        AssertWithinRange(FeatureCatalog.L1, MarketColumns.RandomWithGaps(1200, seed, .01).Compute());
        AssertWithinRange(FeatureCatalog.L2, TargetBars.Random(1200, seed).Compute());
    }

    private static void AssertWithinRange(FeatureCatalog catalog, double[][] output)
    {
        foreach (var (feature, column) in catalog.Features.Zip(output))
        {
            var present = column.Where(value => !double.IsNaN(value)).ToArray();
            Assert.NotEmpty(present);
            Assert.All(present, value => Assert.True(
                double.IsFinite(value) && feature.Range.Contains(value),
                    $"{feature.Name} is {value:R}, expected {feature.Range}"));
        }
    }
}
