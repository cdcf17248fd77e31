namespace Volcast.Schemas.Tests;

public sealed class ValueRangeTests
{
    public static TheoryData<ValueRange, string, double[], double[]> Ranges => new()
    {
        { ValueRange.Any, "", [double.MinValue, 0, double.MaxValue], [] },
        { ValueRange.AtLeast(0), "≥ 0", [0, 1], [-double.Epsilon, double.NaN] },
        { ValueRange.Above(0), "> 0", [double.Epsilon], [0, -1, double.NaN] },
        { ValueRange.Between(-1, 1), "-1 ≤ x ≤ 1", [-1, 0, 1], [-1.1, 1.1, double.NaN] },
        { ValueRange.AtLeast(0).Below(1), "0 ≤ x < 1", [0, .999], [1, -.1] },
        { ValueRange.Above(0).AtMost(1), "0 < x ≤ 1", [.1, 1], [0, 1.1] },
        { ValueRange.Any.Below(2), "< 2", [-5, 1.9], [2] },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void A_range_contains_what_its_text_states(ValueRange range, string text, double[] inside, double[] outside)
    {
        Assert.Equal(text, range.ToString());
        Assert.All(inside, value => Assert.True(range.Contains(value)));
        Assert.All(outside, value => Assert.False(range.Contains(value)));
    }
}
