using System.Text.Json;
using Volcast.Drift.Statistics;

namespace Volcast.Drift.Tests;

/// <summary>Compares the statistics with SciPy and NumPy (<c>tests/oracles/drift.py</c>).</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class OracleTests
{
    private const double Tolerance = 1e-9;
    private static readonly JsonElement Vectors = Oracle.Read("drift.json");

    public static TheoryData<string> Cases =>
        [.. Vectors.GetProperty("cases").EnumerateArray().Select(sample => sample.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_statistics_are_those_of_Evidently(string name)
    {
        var expected = Vectors.GetProperty("cases").EnumerateArray()
            .Single(sample => sample.GetProperty("name").GetString() == name);
        var actual = DriftStatistics.Of(WithMissing(expected, "reference"), WithMissing(expected, "window"));

        Assert.Equal(expected.Number("ks_statistic"), actual.KolmogorovSmirnov, Tolerance);
        Assert.Equal(expected.Number("ks_p_value"), actual.KolmogorovSmirnovPValue, Tolerance);
        Assert.Equal(expected.Number("wasserstein"), actual.Wasserstein, Tolerance);
        Assert.Equal(expected.Number("psi"), actual.PopulationStability, Tolerance);
        Assert.Equal(expected.Number("jensen_shannon"), actual.JensenShannon, Tolerance);
    }

    [Fact]
    public void Kolmogorovs_distribution_is_SciPys()
    {
        foreach (var expected in Vectors.GetProperty("kolmogorov").EnumerateArray())
            Assert.Equal(expected.Number("p_value"),
                KolmogorovDistribution.Survival((int)expected.Number("n"), expected.Number("d")), Tolerance);
    }

    [Fact]
    public void Adjusted_p_values_are_those_of_Benjamini_and_Hochberg()
    {
        var adjusted = FalseDiscovery.Adjust(Vectors.Numbers("p_values"));
        Assert.Equal(Vectors.Numbers("adjusted"), adjusted, (a, b) => Math.Abs(a - b) < Tolerance);
    }

    [Fact]
    public void The_decomposition_is_that_of_an_independent_isotonic_regression()
    {
        var expected = Vectors.GetProperty("murphy");
        var actual = LossDecomposition.Of(expected.Numbers("realized"), expected.Numbers("forecast"));

        Assert.Equal(expected.Number("loss"), actual.Loss, Tolerance);
        Assert.Equal(expected.Number("miscalibration"), actual.Miscalibration, Tolerance);
        Assert.Equal(expected.Number("level_miscalibration"), actual.LevelMiscalibration, Tolerance); // The best of a fine grid.
        Assert.Equal(expected.Number("discrimination"), actual.Discrimination, Tolerance);
        Assert.Equal(expected.Number("uncertainty"), actual.Uncertainty, Tolerance);
    }

    private static double[] WithMissing(JsonElement sample, string name) =>
        [.. sample.GetProperty(name).EnumerateArray()
            .Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())];
}
