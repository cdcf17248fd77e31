using System.Globalization;
using System.Text;

namespace Volcast.Services.Promotion.Tests.Gates;

/// <summary>How often recipes of a known quality pass the gates. The long form writes docs/proof/gates.md.</summary>
public sealed class GateProof
{
    private static readonly double[] Ratios = [.7, .75, .8, .85, .9, .95, 1, 1.05, 1.13];
    private static readonly int[] Origins = [200, 252, 504, 1008, 1512];

    /// <summary>On a scripted market, because the evidence does not hold the daily losses of SPY.</summary>
    [Fact]
    public void A_recipe_as_good_as_har_rarely_passes_the_first_gate_and_a_good_one_passes()
    {
        var trials = new GateTrials(DailyLosses.Scripted(5));
        Assert.InRange(trials.Passes(1, 504, 400).First, 0, .1);
        Assert.InRange(trials.Passes(1.05, 504, 400).First, 0, .05);
        Assert.InRange(trials.Passes(.75, 1512, 400).First, .95, 1);
        Assert.InRange(trials.Passes(1, 504, 400).Smaller, .4, .6); // The bare mean passes every second one.
    }

    /// <summary>The scripted market has no crisis, so the test over 22 sessions refuses more often than on SPY.</summary>
    [Fact]
    public void Over_22_sessions_a_recipe_as_good_as_har_passes_less_often_than_by_the_test_of_the_short_horizons()
    {
        var trials = new GateTrials(DailyLosses.Scripted(22));
        var (equal, better) = (trials.Passes(1, 504, 400), trials.Passes(.75, 1512, 400));
        Assert.InRange(equal.First, 0, .02);
        Assert.InRange(equal.ShortTest, .02, .1);
        Assert.InRange(better.First, .1, .2);
        Assert.InRange(better.ShortTest, .3, 1);
    }

    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public async Task Shares_of_recipes_that_pass()
    {
        const int Trials = 2000;
        var page = new StringBuilder();
        var measured =
            new Dictionary<int, Dictionary<double, (double First, double ShortTest, double New, double Smaller)[]>>();
        foreach (var horizon in new[] { 1, 5, 10, 22 })
        {
            var trials = new GateTrials(await DailyLosses.OfSpyAsync(horizon));
            measured[horizon] = Ratios.ToDictionary(
                ratio => ratio, ratio => Array.ConvertAll(Origins, n => trials.Passes(ratio, n, Trials)));
        }
        Line("# How often a recipe passes the gates");
        Line("");
        Line($"Written by `make prove`, which needs the daily bars beside the repository; {Trials:N0} trials a cell. The standard");
        Line("error of a share is at most 1.1 percentage points.");
        Line("");
        Line("Each trial resamples the daily losses of `volcast` and `har` on SPY in circular blocks of 63 origins. They are those");
        Line("of the [evidence](../evidence/README.md), from the same walk-forward repeated with these two models. The losses of the");
        Line("candidate are those of `volcast`, scaled to the true ratio in the first column: a ratio of 1 is a recipe that is as");
        Line("good as the other, below 1 it is better. The other columns are numbers of common origins. A new recipe must not have");
        Line("the larger mean loss, which was also the only condition for a first version before.");
        Line("");
        Line("- At one and five sessions a recipe that is as good as HAR passes the first gate in");
        Line($"  {Range(share => share.First, 1, 5)} of the trials with 504 origins or more. At five sessions a new recipe that is 13 %");
        Line($"  worse passes in {Percent(measured[5][1.13][0].New)} of the trials with 200 origins, and in "
            + $"{Percent(measured[5][1.13][2].New)} with 504.");
        Line("- From ten sessions on the level of the first gate is 1 % instead of 5 %, and at 22 sessions the long-run variance");
        Line("  comes from six cosines, with Student's t of six degrees of freedom. A recipe as good as HAR then passes in");
        Line($"  {Range(share => share.First, 10)} of the trials with 504 origins or more at ten sessions, and in "
            + $"{Range(share => share.First, 22)} at 22. With the");
        Line($"  test of the short horizons it would pass in {Range(share => share.ShortTest, 10)} and in "
            + $"{Range(share => share.ShortTest, 22)}.");
        Line("- The price is power: at 22 sessions a recipe with a true ratio of .75 passes in "
            + $"{Percent(measured[22][.75][2].First)} of the trials with");
        Line($"  504 origins, and in {Percent(measured[22][.75][4].First)} with 1,512. A few origins of February 2020 decide the mean of "
            + "twelve years there,");
        Line("  and a sample of two years rarely has such weeks. No test detects a crisis that is outside its sample.");
        foreach (var (horizon, shares) in measured)
        {
            Table($"{Sessions(horizon)}: first version against HAR", shares, share => share.First);
            if (horizon >= 10)
                Table($"{Sessions(horizon)}: first version against HAR by the test of the short horizons", shares,
                    share => share.ShortTest);
            Table($"{Sessions(horizon)}: new recipe against the champion's", shares, share => share.New);
        }
        File.WriteAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "gates.md"), page.ToString());
        foreach (var (horizon, shares) in measured)
        {
            Assert.InRange(shares[1][2].First, 0, horizon >= 10 ? .14 : .1);
            Assert.InRange(shares[1][4].First, 0, horizon >= 10 ? .14 : .1);
            Assert.InRange(shares[.75][2].First, horizon == 22 ? .35 : horizon == 10 ? .55 : .9, 1);
            Assert.InRange(shares[.75][4].First, horizon == 22 ? .55 : horizon == 10 ? .8 : .99, 1);
            Assert.True(shares[1.13][2].New < shares[1.13][0].New);
        }

        void Table(string title, Dictionary<double, (double First, double ShortTest, double New, double Smaller)[]> shares,
            Func<(double First, double ShortTest, double New, double Smaller), double> of)
        {
            Line("");
            Line($"## {title}");
            Line("");
            Line($"| true ratio | {string.Join(" | ", Origins.Select(n => $"{n:N0}"))} |");
            Line($"|---|{string.Concat(Origins.Select(_ => "---:|"))}");
            foreach (var ratio in Ratios)
                Line($"| {ratio.ToString("0.00", CultureInfo.InvariantCulture)} | "
                    + string.Join(" | ", shares[ratio].Select(share => of(share).ToString("0.0 %", CultureInfo.InvariantCulture)))
                    + " |");
        }

        // The shares of a recipe as good as HAR with 504 origins and more.
        string Range(Func<(double First, double ShortTest, double New, double Smaller), double> of, params int[] horizons)
        {
            double[] all = [.. horizons.SelectMany(horizon => measured[horizon][1][2..]).Select(of)];
            return $"{Percent(all.Min())[..^2]} to {Percent(all.Max())}";
        }

        static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);

        void Line(string text) => page.Append(text).Append('\n');
    }

    private static string Sessions(int horizon) => horizon == 1 ? "One session" : $"{horizon} sessions";
}
