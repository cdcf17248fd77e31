namespace Volcast.Forecasting.Tests;

public sealed class VixCalibratedTests
{
    private static readonly double[] Points = [.. Enumerable.Range(0, 300).Select(i => 12 + i % 37 + .1 * (i % 7))];

    private static ForecastingData Data(double[] points) => new("QQQ",
        [.. points.Select((_, i) => new DateOnly(2010, 1, 1).AddDays(i))], new double[points.Length],
        new Dictionary<string, double[]> { ["vxn"] = points });

    [Fact]
    public void A_power_law_between_index_and_variance_is_recovered()
    {
        // RV = .7 · (VXN/100)^2.2
        var labels = Points.Select(v => .7 * Math.Pow(v / 100, 2.2)).ToArray();
        using var fitted = new VixCalibrated("vxn").Fit(Data(Points), labels, 5);

        Assert.Equal(["vxn"], fitted.Spec.Inputs);
        Assert.Equal(.7 * Math.Pow(.33, 2.2), fitted.Forecast(Data([25, 33])), 1e-10);
        var explanation = fitted.Explain(Data([25, 33]));
        Assert.Equal(ContributionScale.LogVariance, explanation.Scale);
        Assert.Equal(("vxn", 33), (explanation.Contributions[0].Feature, explanation.Contributions[0].Value));
        Assert.Equal(2.2 * (Math.Log(33) - Points.Average(Math.Log)), explanation.Contributions[0].Amount, 1e-8);
    }

    [Fact]
    public void An_index_of_zero_counts_as_missing()
    {
        using var fitted = new VixCalibrated("vxn").Fit(Data(Points), [.. Points.Select(v => v * v / 1e4)], 5);
        Assert.True(double.IsNaN(fitted.Forecast(Data([25, 0]))));
    }
}
