namespace Volcast.Market.Tests;

public sealed class ValueOrReasonTests
{
    private static readonly ValueOrReason<string> Value = "SPY";
    private static readonly ValueOrReason<string> Missing = new Reason("There is no lake here.");

    [Fact]
    public void A_value_has_no_reason()
    {
        Assert.True(Value.TryGet(out var found, out var whyNot));
        Assert.Equal(("SPY", null), (found, whyNot));
        Assert.Equal(("SPY", null), (Value.Value, Value.Reason));
    }

    [Fact]
    public void A_reason_has_no_value()
    {
        Assert.False(Missing.TryGet(out var found, out var whyNot));
        Assert.Equal((null, "There is no lake here."), (found, whyNot));
        Assert.Equal((null, "There is no lake here."), (Missing.Value, Missing.Reason));
    }

    [Fact]
    public void Match_uses_the_case_that_exists()
    {
        Assert.Equal(3, Value.Match(value => value.Length, _ => -1));
        Assert.Equal(-1, Missing.Match(value => value.Length, _ => -1));
    }

    [Fact]
    public void Select_transforms_a_value_and_keeps_a_reason()
    {
        Assert.Equal("SPY!", Value.Select(value => value + "!").Value);
        Assert.Equal(Missing.Reason, Missing.Select(value => value + "!").Reason);
    }

    [Fact]
    public void Equal_values_are_equal_and_so_are_equal_reasons()
    {
        Assert.Equal(Value, "SPY");
        Assert.Equal(Missing, new Reason("There is no lake here."));
        Assert.NotEqual(Value, Missing);
    }
}
