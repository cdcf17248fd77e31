using Volcast.Forecasting;
using Volcast.Services.Api.Predictions;
using Volcast.Volatility;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Tests.Predictions;

public sealed class FeatureRowsTests
{
    [Fact]
    public void A_model_that_needs_a_history_refuses_rows()
    {
        double[] returns = [.. Enumerable.Range(0, 600).Select(day => .01 * (1 + Math.Sin(day * .7)) * (day % 2 == 0 ? 1 : -1))];
        DateOnly[] sessions = [.. Enumerable.Range(0, returns.Length).Select(new DateOnly(2020, 1, 1).AddDays)];
        var past = new ForecastingData("SPY", sessions, returns, new Dictionary<string, double[]>());
        var labels = RealizedVariance.Labels(past.LogReturns, 5);
        using var har = ForecasterCatalog.Create("har", new ForecasterSettings { Features = [] })
            .Fit(past, labels.AsSpan(0, labels.Length - 5), 5);
        var refused = Assert.Throws<ProblemException>(() => new FeatureRows(har));
        Assert.Equal((400, "model_needs_history"), (refused.Status, refused.Code));
    }
}
