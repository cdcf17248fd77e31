using System.Globalization;

namespace Volcast.Features.Tests;

/// <summary>Compares the 21 features with pandas (<c>tests/oracles/features.py</c>), on the last 60 of 420 simulated
/// sessions.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class PandasFeaturesTests
{
    private const int Inputs = 6; // row, target, tlt, hyg, vix, vix3m

    [Fact]
    public void Every_feature_is_that_of_pandas()
    {
        var lines = File.ReadAllLines(Oracle.PathOf("features.csv")).Select(line => line.Split(',')).ToArray();
        var (header, rows) = (lines[0], lines[1..]);
        double[] Column(int index) => [.. rows.Select(row => double.Parse(row[index], CultureInfo.InvariantCulture))];
        var market = new MarketColumns(
            MarketColumns.LogReturns(Column(1)), MarketColumns.LogReturns(Column(2)), MarketColumns.LogReturns(Column(3)),
            Column(4), Column(5));
        var features = market.Compute();
        Assert.Equal(
            header[Inputs..].Select(name => name.Replace("_feature", "", StringComparison.Ordinal)), FeatureCatalog.L1.Names);

        var expected = Enumerable.Range(0, rows.Length).Where(row => rows[row][Inputs].Length > 0).ToArray();
        Assert.Equal(60, expected.Length);
        foreach (var row in expected)
            for (var feature = 0; feature < features.Length; feature++)
            {
                var oracle = double.Parse(rows[row][Inputs + feature], CultureInfo.InvariantCulture);
                // Wilder's recursion starts 250 sessions back in the kernel, and with the first session in pandas.
                var tolerance = FeatureCatalog.L1.Names[feature] == "rsi_14" ? 1e-5 : 1e-11 * Math.Max(1, Math.Abs(oracle));
                Assert.True(Math.Abs(features[feature][row] - oracle) <= tolerance,
                    $"{FeatureCatalog.L1.Names[feature]} in row {row}: expected {oracle:R}, got {features[feature][row]:R}");
            }
    }
}
