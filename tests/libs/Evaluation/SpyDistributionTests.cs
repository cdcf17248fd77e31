using Volcast.Evaluation.Comparison;
using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

/// <summary>Scores the distribution on SPY from 2010-01-04 to 2018-12-31, the years on which it was developed.</summary>
[Trait(Category.Name, Category.Proof)]
public sealed class SpyDistributionTests(ITestOutputHelper output)
{
    [Fact]
    public void Intervals_and_values_at_risk_have_their_nominal_coverage()
    {
        var whole = SpyData.Load();
        var data = whole.KnownAt(whole.FirstRowFrom(new(2019, 1, 1)) - 1);
        IForecaster[] models = [.. new[] { "har", "xgboost-21" }.Select(name =>
            ForecasterCatalog.Create(name, new ForecasterSettings { Features = [.. data.ColumnNames] }))];
        var result = WalkForward.Run(data, models, new WalkForwardOptions { From = new(2010, 1, 4) },
            cancellationToken: TestContext.Current.CancellationToken);
        var comparison = ForecastComparison.Of(result, new ComparisonOptions { Bootstrap = new() { Draws = 100 } });

        foreach (var model in comparison.Models)
        {
            output.WriteLine($"{model.Model,-12} n {model.Interval80.N} 80 % {model.Interval80.Coverage:F3} "
                + $"(under {model.Interval80.Below:F3}, over {model.Interval80.Above:F3}) 95 % {model.Interval95.Coverage:F3} "
                + $"terciles {string.Join(' ', model.Interval80ByTercile.Select(tercile => $"{tercile.Score.Coverage:F3}"))} "
                + $"Winkler {model.Interval80.MeanWinkler:F4} {model.Interval95.MeanWinkler:F4}");
            foreach (var risk in model.ValueAtRisk)
                output.WriteLine($"  {risk.Sessions} sessions {risk.Confidence:P0}: n {risk.N} hits {risk.HitShare:P2} "
                    + $"shortfall ratio {risk.ShortfallRatio:F3} Kupiec p "
                    + string.Join(' ', risk.Backtests.Select(test => $"{test.UnconditionalCoverage.PValue:F2}")));
            Assert.Equal(2259, model.Interval80.N);
            Assert.InRange(model.Interval80.Coverage, .78, .82);
            Assert.All(model.Interval80ByTercile, tercile => Assert.InRange(tercile.Score.Coverage, .70, .90));
            Assert.InRange(model.Interval95.Coverage, .935, .965);
            Assert.Equal([(1, .95), (1, .99), (5, .95), (5, .99)], model.ValueAtRisk.Select(r => (r.Sessions, r.Confidence)));
            Assert.All(model.ValueAtRisk, risk =>
            {
                Assert.InRange(risk.HitShare, .7 * (1 - risk.Confidence), 1.5 * (1 - risk.Confidence));
                Assert.InRange(risk.ShortfallRatio, .9, 1.25);
                Assert.Equal(risk.Sessions, risk.Backtests.Count);
            });
        }
    }
}
