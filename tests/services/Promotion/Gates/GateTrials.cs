using Volcast.Evaluation.Comparison;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion.Tests.Gates;

/// <summary>
/// How often a recipe with a known true ratio of QLIKE passes a gate. Each trial resamples the daily losses of volcast and har in
/// circular blocks of 63 origins, a quarter, which keeps their dependence and their crises. Those of volcast are scaled to have
/// exactly the given ratio to those of har over the whole sample.
/// </summary>
internal sealed class GateTrials
{
    private const int Block = 63;
    private readonly int horizon;
    private readonly double[] ours;
    private readonly double[] theirs;

    public GateTrials(DailyLosses losses)
    {
        horizon = losses.Horizon;
        theirs = losses.Har;
        var scale = theirs.Average() / losses.Volcast.Average();
        ours = Array.ConvertAll(losses.Volcast, loss => loss * scale);
    }

    /// <summary>The shares of trials in which the recipe passes the first gate, in which it would pass it with the test of the
    /// short horizons, in which it passes the gate of a new recipe, and in which its mean loss is smaller.</summary>
    public (double First, double ShortTest, double New, double Smaller) Passes(double ratio, int origins, int trials)
    {
        var (first, shortTest, next, smaller) = (0, 0, 0, 0);
        var limits = new PromotionLimits { MinimumOrigins = origins };
        Parallel.For(0, trials, trial =>
        {
            var scores = Trial(new Random(trial), ratio, origins);
            if (RecipeGate.JudgeAgainstBenchmark(Scripts.Sound(champion: null), scores, limits).IsPassed)
                Interlocked.Increment(ref first);
            if (RecipeGate.JudgeAgainstBenchmark(
                Scripts.Sound(champion: null), scores with { Horizon = 1, CosinePValue = null }, limits).IsPassed)
                Interlocked.Increment(ref shortTest);
            if (RecipeGate.Judge(Scripts.Sound(), scores, limits).IsPassed)
                Interlocked.Increment(ref next);
            if (scores.Ratio < 1)
                Interlocked.Increment(ref smaller);
        });
        return ((double)first / trials, (double)shortTest / trials, (double)next / trials, (double)smaller / trials);
    }

    private PairedScores Trial(Random random, double ratio, int origins)
    {
        var (candidate, other) = (new double[origins], new double[origins]);
        for (var row = 0; row < origins; row += Block)
        {
            var start = random.Next(ours.Length);
            for (var i = 0; i < Block && row + i < origins; i++)
                (candidate[row + i], other[row + i]) =
                    (ratio * ours[(start + i) % ours.Length], theirs[(start + i) % theirs.Length]);
        }
        var test = DieboldMariano.Test(other, candidate, horizon, new ComparisonOptions().LagFor(horizon));
        return Scripts.Scores(candidate.Average(), other.Average(), PairedScores.OneSided(test), n: origins) with
        {
            Horizon = horizon,
            CosinePValue = BenchmarkTest.CosinePValue(other, candidate, horizon),
        };
    }
}
