namespace Volcast.Market.Tests;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 rows")]
    [InlineData(1, "1 row")]
    [InlineData(2, "2 rows")]
    [InlineData(2500, "2,500 rows")]
    public void One_is_singular(long count, string expected) => Assert.Equal(expected, Counted.Of(count, "row"));
}
