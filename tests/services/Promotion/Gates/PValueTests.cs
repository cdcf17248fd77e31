using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion.Tests.Gates;

public sealed class PValueTests
{
    [Theory]
    [InlineData(.0421, "= .042")]
    [InlineData(.001, "= .001")]
    [InlineData(.00099, "< .001")]
    [InlineData(0, "< .001")]
    public void A_p_value_is_never_shown_as_zero(double p, string expected) => Assert.Equal(expected, PValue.Text(p));
}
