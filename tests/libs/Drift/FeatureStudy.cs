namespace Volcast.Drift.Tests;

/// <summary>How often features are found to drift: ten reference years and a window of 60 sessions of 21 independent
/// autoregressions, of which none or one drifts.</summary>
internal static class FeatureStudy
{
    public const int Features = 21;
    public const int Reference = 2520;
    public const int Window = 60;

    /// <summary>The shares of runs.</summary>
    /// <param name="FalseAlarm">Any feature failed although none drifted.</param>
    /// <param name="FalseWarning">Any feature failed or had a warning although none drifted.</param>
    /// <param name="Evidently">The mean share of features whose Kolmogorov–Smirnov, Wasserstein, PSI and Jensen–Shannon pass
    /// Evidently's thresholds although none drifted.</param>
    /// <param name="FoundLate">The level of the first feature broke by three standard deviations 60 sessions ago, and this
    /// feature failed.</param>
    /// <param name="FoundEarly">The same, 20 sessions ago.</param>
    public sealed record Shares(double FalseAlarm, double FalseWarning, double[] Evidently, double FoundLate, double FoundEarly);

    public static Shares Of(double phi, bool heavyTails, int runs, int seed)
    {
        var results = new (bool Alarm, bool Warning, double[] Evidently, bool Late, bool Early)[runs];
        Parallel.For(0, runs, run => results[run] = Run(phi, heavyTails, new Random(seed + run)));
        return new(
            results.Average(run => run.Alarm ? 1.0 : 0), results.Average(run => run.Warning ? 1.0 : 0),
            [.. Enumerable.Range(0, 4).Select(i => results.Average(run => run.Evidently[i]))],
            results.Average(run => run.Late ? 1.0 : 0), results.Average(run => run.Early ? 1.0 : 0));
    }

    /// <summary>The shares of runs in which a feature failed although none drifted: in one check, and in any of twelve, one every
    /// five sessions.</summary>
    public static (double Once, double Weekly) Weekly(double phi, bool heavyTails, int runs, int seed)
    {
        var failed = new bool[runs, 12];
        Parallel.For(0, runs, run =>
        {
            var random = new Random(seed + run);
            double[][] series = [.. Enumerable.Range(0, Features).Select(_ => Draws.Autoregression(
                random, Reference + 2 * Window, phi, heavyTails ? Draws.StudentT4 : Draws.Normal))];
            for (var check = 0; check < 12; check++)
                failed[run, check] = FeatureDrift.OverFeatures([.. series.Select(values =>
                        Check(values.AsSpan(5 * (check + 1), Reference + Window)))])
                    .Any(feature => feature.Status == DriftStatus.Failed);
        });
        return (
            Enumerable.Range(0, runs).Average(run => failed[run, 11] ? 1.0 : 0),
            Enumerable.Range(0, runs).Average(run => Enumerable.Range(0, 12).Any(check => failed[run, check]) ? 1.0 : 0));
    }

    private static (bool Alarm, bool Warning, double[] Evidently, bool Late, bool Early) Run(
        double phi, bool heavyTails, Random random)
    {
        Func<Random, double> innovation = heavyTails ? Draws.StudentT4 : Draws.Normal;
        double[][] series = [.. Enumerable.Range(0, Features)
            .Select(_ => Draws.Autoregression(random, Reference + Window, phi, innovation))];
        FeatureDrift[] features = [.. series.Select(values => Check(values))];
        var judged = FeatureDrift.OverFeatures(features);
        return (
            judged.Any(feature => feature.Status == DriftStatus.Failed),
            judged.Any(feature => feature.Status is DriftStatus.Failed or DriftStatus.Warning),
            [
                Share(found => found.KolmogorovSmirnovPValue <= DriftStatistics.PValueThreshold),
                Share(found => found.Wasserstein >= DriftStatistics.DistanceThreshold),
                Share(found => found.PopulationStability >= DriftStatistics.DistanceThreshold),
                Share(found => found.JensenShannon >= DriftStatistics.DistanceThreshold),
            ],
            Found(60), Found(20));

        double Share(Func<DriftStatistics, bool> drifts) =>
            features.Average(feature => drifts(feature.Statistics!) ? 1.0 : 0);

        bool Found(int sessions)
        {
            double[] broken = [.. series[0]];
            for (var t = broken.Length - sessions; t < broken.Length; t++)
                broken[t] += 3 / Math.Sqrt(1 - phi * phi);
            return FeatureDrift.OverFeatures([Check(broken), .. features[1..]])[0].Status == DriftStatus.Failed;
        }
    }

    private static FeatureDrift Check(ReadOnlySpan<double> series) =>
        FeatureDrift.Of("feature", series[..Reference], series[Reference..]);
}
