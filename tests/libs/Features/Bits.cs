namespace Volcast.Features.Tests;

/// <summary>Equality to the bit; NaN has one pattern.</summary>
internal static class Bits
{
    public static void AssertEqual(double expected, double actual, string where)
    {
        if (BitConverter.DoubleToInt64Bits(expected) != BitConverter.DoubleToInt64Bits(actual))
            Assert.Fail($"{where}: expected {expected:R}, got {actual:R}");
    }

    /// <summary>Rows of <paramref name="actual"/> against rows of <paramref name="expected"/> that stand
    /// <paramref name="offset"/> later, from row <paramref name="from"/> of the former on.</summary>
    public static void AssertEqual(double[][] expected, double[][] actual, int offset = 0, int from = 0)
    {
        for (var feature = 0; feature < actual.Length; feature++)
            for (var row = from; row < actual[feature].Length; row++)
                AssertEqual(
                    expected[feature][row + offset], actual[feature][row], $"feature {feature + 1} in row {row}");
    }
}
