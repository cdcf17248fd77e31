using System.Text.Json;
using Volcast.Evaluation.Comparison;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests.Comparison;

/// <summary>Compares the tests of equal loss and of value at risk with SciPy (<c>tests/oracles/comparison.py</c>).</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ComparisonVectorTests
{
    private static readonly JsonElement Vectors = Oracle.Read("comparison.json");

    [Fact]
    public void Diebold_Mariano_has_SciPys_statistics()
    {
        double[] first = Vectors.Numbers("first_losses"), second = Vectors.Numbers("second_losses");
        foreach (var expected in Vectors.GetProperty("diebold_mariano").EnumerateArray())
        {
            var lag = (int)expected.Number("lag");
            var test = DieboldMariano.Test(first, second, (int)expected.Number("horizon"), lag);
            double[] differences = [.. first.Zip(second, (a, b) => a - b)];

            Assert.Equal(expected.Number("mean_difference"), test.MeanDifference, 1e-12);
            Assert.Equal(expected.Number("long_run_variance"), NeweyWest.LongRunVariance(differences, lag), 1e-12);
            Assert.Equal(expected.Number("statistic"), test.Statistic, 1e-10);
            Assert.Equal(expected.Number("p_value"), test.PValue, 1e-12);
        }
    }

    [Fact]
    public void Kupiec_and_Christoffersen_have_SciPys_statistics()
    {
        foreach (var expected in Vectors.GetProperty("value_at_risk").EnumerateArray())
        {
            bool[] hits = [.. expected.Numbers("hits").Select(hit => hit == 1)];
            var test = ValueAtRiskBacktest.Of(hits, expected.Number("probability"));

            AssertEqual(expected.Numbers("kupiec"), test.UnconditionalCoverage);
            AssertEqual(expected.Numbers("christoffersen"), test.Independence);
            AssertEqual(expected.Numbers("conditional_coverage"), test.ConditionalCoverage);
        }
    }

    private static void AssertEqual(double[] expected, LikelihoodRatio actual)
    {
        Assert.Equal(expected[0], actual.Statistic, 1e-9);
        Assert.Equal(expected[1], actual.PValue, 1e-9);
    }
}
