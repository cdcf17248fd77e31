using System.Globalization;
using System.Text;

namespace Volcast.Drift.Tests;

/// <summary>False alarms and power of the drift checks and of the sequential alarms. The long form writes
/// docs/proof/drift.md.</summary>
public sealed class DriftProof
{
    private const int Runs = 500;
    private const int Seed = 20260400;
    private readonly StringBuilder page = new();
    private readonly List<(string Name, double Measured, double Limit, bool AtMost)> bars = [];

    [Fact]
    public void A_break_of_the_level_is_found_and_undrifted_features_rarely_are()
    {
        var shares = FeatureStudy.Of(.97, heavyTails: true, runs: 24, Seed);
        Assert.InRange(shares.FalseAlarm, 0, 4 / 24.0);
        Assert.InRange(shares.FoundLate, .7, 1);
        Assert.InRange(shares.Evidently[1], .9, 1); // The default threshold of the Wasserstein distance.
    }

    [Fact]
    public void The_loss_alarm_finds_tripled_noise_and_rarely_alarms_without_a_change()
    {
        var still = LossStudy.Of(new(), clustered: false, 100, Seed);
        var tripled = LossStudy.Of(new(Noise: 3), clustered: false, 60, Seed);
        Assert.InRange(Reached(still, run => run.Loss, Red), 0, .06);
        Assert.InRange(Reached(tripled, run => run.Loss, Red, 120), .8, 1);
        Assert.InRange(Reached(tripled, run => run.Calibration, Red), .9, 1);
    }

    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public void False_alarms_and_power()
    {
        Line("# False alarms and power of the drift checks");
        Line("");
        Paragraph($"Written by `make prove`, with {Runs} runs a row and fixed random seeds. The standard error of a "
            + "share is 1.0 percentage points near 5 % and 1.6 near 85 %. [The checks](../drift.md) and all their "
            + "settings were fixed on other seeds. This is evidence from simulations, not a theorem: the streams of "
            + "the sequential alarms share no filtration, scores depend on each other, and the reference is a "
            + "sample. On real series the rates can differ.");
        Features();
        Weekly();
        LossAlarms();
        Power();
        Remedies();
        Bars();
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(
            Path.Combine(SharedData.RepositoryRoot, "docs", "proof")).FullName, "drift.md"), page.ToString());
        // A bar that is missed is published above; more than two standard errors of a share beyond it is a regression.
        Assert.All(bars, bar => Assert.True(Met(bar, 2 * Math.Sqrt(bar.Limit * (1 - bar.Limit) / Runs)), bar.Name));
    }

    private void Features()
    {
        var cells = new List<(double Phi, bool Heavy, FeatureStudy.Shares Shares)>();
        foreach (var heavy in new[] { false, true })
            foreach (var phi in new[] { 0, .9, .97, .99 })
                cells.Add((phi, heavy, FeatureStudy.Of(phi, heavy, Runs, Seed + 10_000 * (cells.Count + 1))));

        Line("");
        Line("## Features that did not drift");
        Line("");
        Paragraph($"Ten reference years and a window of {FeatureStudy.Window} sessions of {FeatureStudy.Features} "
            + "independent autoregressions x(t) = φ·x(t − 1) + e(t). `failed`: runs in which any feature failed; "
            + "the bar is 7 %. `failed or warning`: runs with any of both. The other columns are the share of "
            + "single features beyond Evidently's default thresholds.");
        Line("");
        Line("| φ | innovations | failed | failed or warning | Kolmogorov–Smirnov | Wasserstein | PSI | Jensen–Shannon |");
        Line("|---:|---|---:|---:|---:|---:|---:|---:|");
        foreach (var (phi, heavy, shares) in cells)
        {
            Line($"| {phi:0.##} | {Name(heavy)} | {shares.FalseAlarm:P1} | {shares.FalseWarning:P1} | {shares.Evidently[0]:P0} | "
                + $"{shares.Evidently[1]:P0} | {shares.Evidently[2]:P0} | {shares.Evidently[3]:P0} |");
            bars.Add(($"no drift, φ = {phi:0.##}, {Name(heavy)}: any feature failed", shares.FalseAlarm, .07, true));
        }
        Line("");
        Line("## A break of the level");
        Line("");
        Paragraph("The level of one of the 21 features rises by three standard deviations of the feature. The columns "
            + "are the shares of runs in which this feature failed, in one check 60 or 20 sessions after the break. "
            + "The bar is 85 % after 60 sessions, for φ up to .97 with t innovations.");
        Line("");
        Line("| φ | innovations | after 60 sessions | after 20 sessions |");
        Line("|---:|---|---:|---:|");
        foreach (var (phi, heavy, shares) in cells)
        {
            Line($"| {phi:0.##} | {Name(heavy)} | {shares.FoundLate:P1} | {shares.FoundEarly:P1} |");
            if (heavy && phi <= .97)
                bars.Add(($"level break, φ = {phi:0.##}, {Name(heavy)}: found after 60 sessions", shares.FoundLate, .85, false));
        }

        static string Name(bool heavy) => heavy ? "t, 4 degrees of freedom" : "normal";
    }

    private void Weekly()
    {
        const int WeeklyRuns = 100;
        var (single, weekly) = FeatureStudy.Weekly(.97, heavyTails: true, WeeklyRuns, Seed + 100_000);
        Line("");
        Line("## Checks that overlap");
        Line("");
        Paragraph("The rates above hold for one check of 60 sessions. Checks on consecutive days share most of their "
            + $"window, but each is a new chance of a false alarm. φ is .97 with t innovations, {WeeklyRuns} runs: "
            + $"one check failed in {single:P0} of them; of 12 checks, one every five sessions for 60 sessions, any "
            + $"failed in {weekly:P0}.");
    }

    private void LossAlarms()
    {
        Line("");
        Line("## Sequential alarms in stationary years");
        Line("");
        Paragraph("Ten reference years and a monitored year of five-session forecasts; each outcome is known five "
            + "sessions after its origin. The columns are the shares of years in which E reaches the level on any "
            + "day. Red is 20 for the calibration; for the loss it is five times the largest E of a reference year, "
            + $"at least {ConformalAlarm.Red} and at most {ConformalAlarm.HighestRed}. The bar for red is 5 % for the loss. "
            + "`LossMarket` in tests/libs/Drift describes the simulated market, whose mean losses are those published for "
            + "`volcast` and `har`. In the last two rows the differences of losses themselves are sums over five sessions "
            + "of a GARCH process with weights .08 and .9.");
        Line("");
        Line($"| score | losses | red | yellow, {ConformalAlarm.Yellow:0.#} |");
        Line("|---|---|---:|---:|");
        foreach (var clustered in new[] { false, true })
        {
            var years = LossStudy.Of(new(), clustered, Runs, Seed + (clustered ? 210_000 : 200_000));
            Row("loss", clustered ? "clustered" : "as published", [.. years.Select(year => year.Loss)], bar: true);
            Row("calibration", clustered ? "clustered" : "as published", [.. years.Select(year => year.Calibration)], bar: false);
        }
        Row("loss", "GARCH, normal", Garch(Draws.Normal, Seed + 220_000), bar: true);
        Row("loss", "GARCH, t with 4 degrees of freedom", Garch(Draws.StudentT4, Seed + 230_000), bar: true);

        void Row(string score, string losses, LossStudy.Path[] years, bool bar)
        {
            var red = Reached(years, year => year, Red);
            Line($"| {score} | {losses} | {red:P1} | {Reached(years, year => year, Yellow):P1} |");
            if (bar)
                bars.Add(($"stationary year, {losses}: red", red, .05, true));
        }

        static LossStudy.Path[] Garch(Func<Random, double> innovation, int seed)
        {
            var years = new LossStudy.Path[Runs];
            Parallel.For(0, Runs, run =>
                years[run] = LossStudy.PathOf(LossStudy.GarchDifferences(new Random(seed + run), innovation)));
            return years;
        }
    }

    private void Power()
    {
        Line("");
        Line("## Sequential alarms after a change");
        Line("");
        Paragraph("The model's errors change on the first day of the monitored year, or on its 120th session. `loss` is "
            + "the factor by which the mean loss grows. The medians are sessions from the change to the level, the "
            + "delay of the outcomes included; – means that fewer than half of the years reach it. Bars: noise "
            + "doubled, red within the year in 80 %; noise tripled, red within 120 sessions in 80 %.");
        Line("");
        Line("| change | losses | score | loss | red within a year | red within 120 | median | yellow within 40 | "
            + "within a year | median |");
        Line("|---|---|---|---:|---:|---:|---:|---:|---:|---:|");
        (string Name, ForecastChange Change)[] changes =
        [
            ("noise × 1.8", new(Noise: 1.8)), ("noise doubled", new(Noise: 2)), ("noise tripled", new(Noise: 3)),
            ("bias doubled", new(Bias: 2)), ("noise doubled, session 120", new(Noise: 2, From: 120)),
            ("noise tripled, session 120", new(Noise: 3, From: 120)),
        ];
        var seed = Seed + 300_000;
        foreach (var (name, change) in changes)
            foreach (var clustered in new[] { false, true })
            {
                var years = LossStudy.Of(change, clustered, Runs, seed += 10_000);
                var growth = LossStudy.Growth(change, clustered, 100, seed);
                var losses = clustered ? "clustered" : "as published";
                var start = $"| {name} | {losses}";
                Row($"{start} | loss | {growth:F2} |", [.. years.Select(year => year.Loss)], change.From);
                Row($"{start} | calibration | {growth:F2} |", [.. years.Select(year => year.Calibration)], change.From);
                if (clustered || change.From > 0)
                    continue;
                if (change.Noise == 2)
                    bars.Add(("noise doubled: red within a year",
                        Reached(years, year => year.Loss, Red), .8, false));
                if (change.Noise == 3)
                    bars.Add(("noise tripled: red within 120 sessions",
                        Reached(years, year => year.Loss, Red, 120), .8, false));
            }

        void Row(string start, LossStudy.Path[] years, int from)
        {
            double Share(Func<LossStudy.Path, double> level, int within) => Reached(years, year => year, level, within, from);
            Line($"{start} {Share(Red, 252):P1} | {Share(Red, 120):P1} | {Median(Red)} | {Share(Yellow, 40):P1} | "
                + $"{Share(Yellow, 252):P1} | {Median(Yellow)} |");

            string Median(Func<LossStudy.Path, double> level)
            {
                int[] times = [.. years.Select(year => year.Reaches(level(year), from) ?? int.MaxValue).Order()];
                var median = times[years.Length / 2];
                return median == int.MaxValue ? "–" : median.ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    private void Remedies()
    {
        Line("");
        Line("## What the decomposition advises");
        Line("");
        Paragraph("The share of windows of 60 sessions, after ten reference years, for which each advice is given. A "
            + "bias of −.1 is 10 % too low; six times that is 45 % too low.");
        Line("");
        Line("| change | none | recalibrate | retrain |");
        Line("|---|---:|---:|---:|");
        (string Name, ForecastChange Change)[] changes =
        [
            ("none", new()), ("bias doubled", new(Bias: 2)), ("bias × 6", new(Bias: 6)), ("noise doubled", new(Noise: 2)),
            ("noise tripled", new(Noise: 3)),
        ];
        var seed = Seed + 500_000;
        foreach (var (name, change) in changes)
        {
            var remedies = LossStudy.Remedies(change, Runs, seed += 10_000);
            double Share(LossRemedy remedy) => remedies.Count(found => found == remedy) / (double)Runs;
            Line($"| {name} | {Share(LossRemedy.None):P1} | {Share(LossRemedy.Recalibrate):P1} | "
                + $"{Share(LossRemedy.Retrain):P1} |");
        }
    }

    private void Bars()
    {
        Line("");
        Line("## The bars");
        Line("");
        Line("| bar | limit | measured | |");
        Line("|---|---:|---:|---|");
        foreach (var bar in bars)
            Line($"| {bar.Name} | {(bar.AtMost ? "≤" : "≥")} {bar.Limit:P0} | {bar.Measured:P1} | "
                + $"{(Met(bar, 0) ? "met" : "missed")} |");
    }

    private static bool Met((string Name, double Measured, double Limit, bool AtMost) bar, double tolerance) =>
        bar.AtMost ? bar.Measured <= bar.Limit + tolerance : bar.Measured >= bar.Limit - tolerance;

    /// <summary>The share of years that reach a level, within so many sessions of the change.</summary>
    private static double Reached<T>(
        T[] years, Func<T, LossStudy.Path> path, Func<LossStudy.Path, double> level, int within = 252, int from = 0) =>
        years.Select(path).Count(year => year.Reaches(level(year), from) <= within) / (double)years.Length;

    private static double Red(LossStudy.Path year) => year.Red;

    private static double Yellow(LossStudy.Path year) => ConformalAlarm.Yellow;

    /// <summary>Lines of at most 118 characters.</summary>
    private void Paragraph(string text)
    {
        var length = 0;
        foreach (var word in text.Split(' '))
        {
            var fits = length > 0 && length + 1 + word.Length <= 118;
            page.Append(length == 0 ? "" : fits ? " " : "\n").Append(word);
            length = fits ? length + 1 + word.Length : word.Length;
        }
        page.Append('\n');
    }

    private void Line(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string text) => page.Append(text).Append('\n');
}
