using Volcast.Evaluation.Comparison;
using Volcast.Forecasting.Distribution;

namespace Volcast.Evaluation.Tests.TailRisk;

/// <summary>The tail over 22 sessions on a market whose variance jumps, with a forecast that knows it but for an error. The short
/// form of <see cref="TailRiskProof"/>.</summary>
public sealed class TailRiskTests
{
    private const int Horizon = 22;

    [Fact]
    public void The_mixture_has_the_smaller_loss_and_is_nearer_to_its_level()
    {
        // Neighbouring origins share 21 of 22 sessions, so that every fifth says as much as all.
        TailStudy[] studies =
        [
            .. Enumerable.Range(1, 5).Select(seed => Market(2000, seed)).Select(market => new TailStudy(
                Horizon, market.Sessions, market.Variance, market.Returns, market.Sessions[500], candidates: false, every: 5)),
        ];
        foreach (var confidence in TailStudy.Confidences)
        {
            var (before, now) = (Mean(TailStudy.Historical, confidence), Mean(TailStudy.Chosen, confidence));
            Assert.True(now.Loss < before.Loss, $"at {confidence}: {now} against {before}");
            Assert.True(Math.Abs(now.Hits - (1 - confidence)) < Math.Abs(before.Hits - (1 - confidence)),
                $"at {confidence}: {now} against {before}");
        }

        (double Loss, double Hits) Mean(string method, double confidence)
        {
            ValueAtRiskScore[] scores = [.. studies.Select(study => study.Score(method, confidence, DateOnly.MaxValue))];
            return (scores.Average(score => score.MeanFisslerZiegel), scores.Average(score => score.HitShare));
        }
    }

    [Fact]
    public void The_mixture_of_the_product_is_the_one_of_its_definition()
    {
        var (sessions, variance, returns) = Market(700, seed: 5);
        var distribution = new ForecastDistribution(Horizon);
        for (var row = 0; row < sessions.Length; row++)
        {
            distribution.Observe(sessions[row], returns[row]);
            distribution.Issue(variance[row]);
        }
        var deviations = TailCandidates.Deviations(TailHistory.At(variance, returns, Horizon, sessions.Length - 1));
        foreach (var confidence in TailStudy.Confidences)
        {
            var (quantile, mean) = TailCandidates.Mixture(new double[deviations.Length], deviations, 1 - confidence);
            var risk = distribution.HorizonRisk(.04, confidence);
            Assert.Equal(-quantile * Math.Sqrt(.04 * Horizon / 252), risk.ValueAtRisk, 8);
            Assert.Equal(-mean * Math.Sqrt(.04 * Horizon / 252), risk.ExpectedShortfall, 8);
        }
    }

    /// <summary>Log variance is an autoregression; the forecast is the variance of the origin, blurred.</summary>
    private static (DateOnly[] Sessions, double[] Variance, double[] Returns) Market(int rows, int seed)
    {
        var random = new Random(seed);
        var sessions = Enumerable.Range(0, rows).Select(new DateOnly(2000, 1, 3).AddDays).ToArray();
        var (variance, returns) = (new double[rows], new double[rows]);
        var log = 0.0;
        for (var row = 0; row < rows; row++)
        {
            returns[row] = .01 * Math.Exp(log / 2) * Normal();
            log = .97 * log + .22 * Normal();
            variance[row] = 252 * 1e-4 * Math.Exp(.72 * log + .25 * Normal());
        }
        return (sessions, variance, returns);

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
    }
}
