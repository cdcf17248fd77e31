using System.Globalization;
using System.Text;
using Volcast.Evaluation.Comparison;

namespace Volcast.Evaluation.Tests.Comparison;

/// <summary>Size and power of the tests by simulation; writes docs/proof/comparison.md.</summary>
[Trait(Category.Name, Category.Proof)]
public sealed class ComparisonProof
{
    private const int Trials = 2000;
    private const int SetTrials = 400;
    private readonly StringBuilder page = new();

    [Fact]
    public void Size_and_power_of_the_comparison_tests()
    {
        Line("# Size and power of the comparison tests");
        Line("");
        Line("Written by `make prove`. Every trial has its own random seed. The standard error of a share is .5 "
            + "percentage points");
        Line($"near 5 % ({Trials:N0} trials) and 1.5 near 90 % ({SetTrials} trials).");
        DieboldMarianoSize();
        DieboldMarianoPower();
        ConfidenceSet();
        RatioInterval();
        Kupiec();
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(
            Path.Combine(SharedData.RepositoryRoot, "docs", "proof")).FullName, "comparison.md"), page.ToString());
    }

    private void DieboldMarianoSize()
    {
        Line("");
        Line("## Diebold–Mariano: equal forecasts rejected at 5 %");
        Line("Loss differences are moving averages of five normal values, so they depend as five-session targets do. A correct");
        Line("test rejects in 5 % of the trials. `offsets` is the average over the five non-overlapping offsets.");
        Line("");
        Line("| origins | lag 0 | lag 4 | lag 15 | offsets |");
        Line("|---|---|---|---|---|");
        foreach (var n in new[] { 100, 250, 750, 3000 })
        {
            double[] shares = [.. new[] { 0, 4, 15 }.Select(lag => Share(Trials, random =>
                DieboldMariano.Test(Draws.MovingAverage(random, n, 5), new double[n], 5, lag).PValue < .05))];
            var offsets = Mean(Trials, random => DieboldMariano
                .NonOverlapping(Draws.MovingAverage(random, n, 5), new double[n], 5)
                .Average(test => test.PValue < .05 ? 1.0 : 0));
            Line($"| {n} | {shares[0]:P1} | {shares[1]:P1} | {shares[2]:P1} | {offsets:P1} |");
            Assert.True(shares[0] > .2, "ignoring overlap has to show");
            if (n == 3000)
            {
                Assert.InRange(shares[2], .035, .075);
                Assert.InRange(offsets, .035, .065);
            }
        }
    }

    private void DieboldMarianoPower()
    {
        Line("");
        Line("## Diebold–Mariano: a better forecast is detected, lag 15, 3,000 origins");
        Line("Share of rejections at 5 %. The mean difference is in standard deviations of the difference.");
        Line("");
        Line("| mean difference | lag 15 | offsets |");
        Line("|---|---|---|");
        var previous = 0.0;
        foreach (var mean in new[] { 0, .05, .1, .15, .2 })
        {
            double[] Shifted(Random random) => [.. Draws.MovingAverage(random, 3000, 5).Select(d => d + mean)];
            var power = Share(Trials / 2, random => DieboldMariano.Test(Shifted(random), new double[3000], 5, 15).PValue < .05);
            var offsets = Mean(Trials / 2, random => DieboldMariano.NonOverlapping(Shifted(random), new double[3000], 5)
                .Average(test => test.PValue < .05 ? 1.0 : 0));
            Line($"| {mean:F2} | {power:P1} | {offsets:P1} |");
            Assert.True(power >= previous);
            previous = power;
        }
        Assert.True(previous > .99);
    }

    private void ConfidenceSet()
    {
        Line("");
        Line("## Model confidence set at 90 %: eight models, 1,000 draws");
        Line("The models share half of their losses' variance, and losses depend over as many rows as the horizon. Model k "
            + "loses k");
        Line("steps more than the best. With a step of 0 all are best, and the set is right if it contains all eight.");
        Line("");
        Line("| horizon | origins | block | step, standard deviations | the set contains the best | models in the set |");
        Line("|---|---|---|---|---|---|");
        foreach (var (horizon, n) in new[] { (5, 750), (22, 1000) })
            foreach (var step in new[] { 0, .02, .05, .1 })
                ConfidenceSet(horizon, n, step);
    }

    private void ConfidenceSet(int horizon, int n, double step)
    {
        var sizes = new int[SetTrials];
        var held = new bool[SetTrials];
        var options = new BlockBootstrapOptions { Draws = 1000, DegreeOfParallelism = 1 }.For(horizon);
        Parallel.For(0, SetTrials, trial =>
        {
            var random = new Random(trial);
            var common = Draws.MovingAverage(random, n, horizon);
            double[][] columns = [.. Enumerable.Range(0, 8).Select(k => Draws.MovingAverage(random, n, horizon)
                .Zip(common, (own, all) => k * step + (own + all) / Math.Sqrt(2)).ToArray())];
            var set = ModelConfidenceSet.Of(new([.. Enumerable.Range(0, 8).Select(k => $"{k}")], columns),
                options with { Seed = trial }).Value!.At(.9);
            (sizes[trial], held[trial]) = (set.Count, step == 0 ? set.Count == 8 : set.Contains("0"));
        });
        var right = held.Average(h => h ? 1.0 : 0);
        Line($"| {horizon} | {n} | {options.BlockLength} | {step:F2} | {right:P1} | {sizes.Average():F2} |");
        Assert.True(right > .7, $"the set misses the best model in {1 - right:P1} of the trials");
    }

    private void RatioInterval()
    {
        Line("");
        Line("## Bootstrap interval of a ratio of mean losses: nominal 90 %, 1,000 draws");
        Line("Two correlated log-normal losses that depend over as many rows as the horizon; the true ratio is .8. Comparisons use");
        Line("blocks of 20 rows or four horizons, whichever is longer, and make no interval below ten blocks. `20 rows`: the "
            + "coverage");
        Line("with blocks of 20 at every horizon.");
        Line("");
        Line("| horizon | origins | block | the interval contains the true ratio | 20 rows |");
        Line("|---|---|---|---|---|");
        foreach (var (horizon, n) in new[] { (1, 750), (5, 250), (5, 750), (5, 3000), (10, 750), (10, 3000), (22, 1000), (22, 3000) })
        {
            var options = new BlockBootstrapOptions { Draws = 1000, DegreeOfParallelism = 1 };
            var share = Covered(horizon, n, options.For(horizon));
            Line($"| {horizon} | {n} | {options.For(horizon).BlockLength} | {share:P1} | {Covered(horizon, n, options):P1} |");
            Assert.InRange(share, .8, .95);
        }

        double Covered(int horizon, int n, BlockBootstrapOptions options) => Share(SetTrials, random =>
        {
            var common = Draws.MovingAverage(random, n, horizon);
            double[] Loss(double mean) => [.. Draws.MovingAverage(random, n, horizon)
                .Zip(common, (own, all) => mean * Math.Exp(.6 * own + .6 * all))];
            var interval = LossRatio.Against(new(["har", "model"], [Loss(1), Loss(.8)]), "har", options)[1].Interval.Value!;
            return interval.Lower <= .8 && interval.Upper >= .8;
        });
    }

    private void Kupiec()
    {
        Line("");
        Line("## Value-at-risk tests: rejections at 5 %, 1,000 days, 5 % value at risk");
        Line("A hit is a loss beyond the value at risk. The model is correct where hits are independent. Where they "
            + "are clustered,");
        Line("a hit follows a hit with probability 20 %, and 5 % of the days are hits on average.");
        Line("");
        Line("| hits | coverage | independence | both |");
        Line("|---|---|---|---|");
        var independent = Backtests(.05);
        var clustered = Backtests(.2);
        Assert.All(independent, share => Assert.InRange(share, .025, .09));
        Assert.True(clustered[1] > .6);

        double[] Backtests(double afterHit)
        {
            var otherwise = .05 * (1 - afterHit) / .95;
            var rejected = new int[3];
            Parallel.For(0, Trials, trial =>
            {
                var random = new Random(trial);
                var hits = new bool[1000];
                for (var t = 0; t < hits.Length; t++)
                    hits[t] = random.NextDouble() < (t == 0 ? .05 : hits[t - 1] ? afterHit : otherwise);
                var backtest = ValueAtRiskBacktest.Of(hits, .05);
                LikelihoodRatio[] tests = [backtest.UnconditionalCoverage, backtest.Independence, backtest.ConditionalCoverage];
                for (var i = 0; i < 3; i++)
                    if (tests[i].PValue < .05)
                        Interlocked.Increment(ref rejected[i]);
            });
            double[] shares = [.. rejected.Select(r => r / (double)Trials)];
            Line($"| {(afterHit == .05 ? "independent" : "clustered")} | {shares[0]:P1} | {shares[1]:P1} | {shares[2]:P1} |");
            return shares;
        }
    }

    private static double Share(int trials, Func<Random, bool> happens) => Mean(trials, random => happens(random) ? 1 : 0);

    private static double Mean(int trials, Func<Random, double> value)
    {
        var values = new double[trials];
        Parallel.For(0, trials, trial => values[trial] = value(new Random(trial)));
        return values.Average();
    }

    private void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string text) => page.Append(text).Append('\n');
}
