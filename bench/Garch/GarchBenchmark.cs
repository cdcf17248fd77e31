using System.Globalization;
using System.Text;
using Volcast.Volatility.Garch;

namespace Volcast.Bench.Garch;

/// <summary>A GARCH(1,1) fit of the benchmark series of Bollerslev and Ghysels (1996), DEM/GBP, compared with R's
/// fGarch.</summary>
internal static class GarchBenchmark
{
    private const int WarmUps = 200;
    private const int Rounds = 5;
    private const int OurFits = 101;
    private const int TheirFits = 11;
    private const double RequiredRatio = 20;
    private const double Tolerance = 1e-3;

    /// <returns>Null if the series is missing.</returns>
    public static string? Run()
    {
        var machine = Machine.Describe();
        var path = BenchMarket.Shared("vectors", "dmbp.csv");
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"bench garch: skipped, because {path} is missing. Put the shared reference data beside the "
                + "repository, or set VOLCAST_SHARED to their folder.");
            return null;
        }
        double[] returns = [.. File.ReadLines(path).Skip(1).Where(line => line.Length > 0)
            .Select(line => double.Parse(line.AsSpan(0, line.IndexOf(',')), CultureInfo.InvariantCulture))];
        var version = FGarchTwin.Version();

        Timing.Of(() => FitWithErrors(returns), WarmUps, 1);
        var (bare, withErrors, theirs) = (new List<Cost>(), new List<Cost>(), new List<Cost>());
        for (var round = 0; round < Rounds; round++)
        {
            Console.Error.WriteLine($"bench garch: round {round + 1} of {Rounds}");
            bare.AddRange(Timing.Of(() => GarchProcess.Fit(returns), 1, OurFits).Runs);
            withErrors.AddRange(Timing.Of(() => FitWithErrors(returns), 1, OurFits).Runs);
            if (version is null)
                continue;
            var (seconds, estimates) = FGarchTwin.Run(path, TheirFits);
            theirs.AddRange(seconds.Select(s => new Cost(s, double.NaN)));
            RequireSame(FitWithErrors(returns), estimates);
        }

        var errors = new Timing(withErrors);
        var section = new StringBuilder($"""
            ## GARCH
            One fit of a Gaussian GARCH(1,1) with a constant mean to {returns.Length:N0} returns of DEM/GBP (Bollerslev and
            Ghysels 1996), on one core. {errors.Runs.Count} fits by Volcast in {Rounds} rounds, alternating with R.

            Measured on {machine}; {version ?? "no fGarch"}.

            | | median | fastest | slowest |
            |---|---|---|---|
            | Volcast | {new Timing(bare).Cells()} |
            | Volcast, with standard errors (Hessian, outer product, both) | {errors.Cells()} |

            """);
        if (version is null)
            section.Append("\nThe comparison was skipped: /usr/bin/Rscript with fGarch is missing (Debian: r-cran-fgarch).\n");
        else
            AppendComparison(section, errors, new Timing(theirs));
        return section.ToString();
    }

    private static void AppendComparison(StringBuilder section, Timing ours, Timing theirs)
    {
        var ratio = theirs.Median / ours.Median;
        section.Append($"""
            | fGarch, `garchFit`, with standard errors (Hessian) | {theirs.Cells()} |

            fGarch / Volcast, both with standard errors: **{ratio:F0}** by the medians, {theirs.Fastest / ours.Fastest:F0} by the
            fastest fits. At least {RequiredRatio:F0} by the medians is required: {(ratio >= RequiredRatio ? "met" : "NOT MET")}.
            The estimates agree to a relative difference of {Tolerance:R}.

            """);
    }

    private static GarchProcess FitWithErrors(double[] returns)
    {
        var process = GarchProcess.Fit(returns).Process;
        process.StandardErrors(returns);
        return process;
    }

    private static void RequireSame(GarchProcess process, double[] estimates)
    {
        foreach (var ((name, ours), theirs) in process.ParameterNames.Zip(process.Parameters).Zip(estimates))
            if (!(Math.Abs(ours / theirs - 1) <= Tolerance))
                throw new BenchmarkException($"{name} is {ours:R} and fGarch has {theirs:R}: the two estimates differ, so "
                    + "their times cannot be compared.");
    }
}
