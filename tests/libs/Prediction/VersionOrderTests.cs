namespace Volcast.Prediction.Tests;

public sealed class VersionOrderTests
{
    [Fact]
    public void Numbers_are_ordered_by_size_and_dates_by_time()
    {
        Assert.Equal(["2", "9", "10", "11"], new[] { "10", "9", "11", "2" }.Order(VersionOrder.Instance));
        Assert.Equal(["2023-12-29", "2024-01-02"], new[] { "2024-01-02", "2023-12-29" }.Order(VersionOrder.Instance));
    }
}
