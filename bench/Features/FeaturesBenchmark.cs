using System.Text;
using Volcast.Features;

namespace Volcast.Bench.Features;

/// <summary>The 21 features for 1,000 symbols over ten years, compared with pandas. The two alternate, so that other work on the
/// machine affects both.</summary>
internal static class FeaturesBenchmark
{
    private const int Symbols = 1000;
    private const int SessionsOfTenYears = 2520;
    private const int Rows = Symbols * SessionsOfTenYears;
    private const int WarmUps = 3;
    private const int Runs = 7;
    private const double RequiredRatio = 20;

    public static string Run()
    {
        var market = new SyntheticMarket(Symbols, SessionsOfTenYears, seed: 20211231);
        var marketFile = Path.Combine(BenchPage.Results, "features_market.bin");
        market.Save(marketFile);
        var machine = Machine.Describe();
        var pandasVersion = PandasTwin.Version();
        var pandas = new PandasTwin(marketFile, SessionsOfTenYears);

        for (var i = 0; i < WarmUps; i++)
            AllSymbols(market);
        var (ours, theirs, theirPeak) = (new List<Cost>(), new List<Cost>(), 0.0);
        for (var i = 0; i < Runs; i++)
        {
            Console.Error.WriteLine($"bench features: run {i + 1} of {Runs}");
            ours.Add(Timing.Once(() => AllSymbols(market)));
            if (pandasVersion is null)
                continue;
            var (cost, peak) = pandas.Run();
            theirs.Add(cost);
            theirPeak = Math.Max(theirPeak, peak);
        }
        var oneSymbol = Timing.Of(() => L1Kernel.Compute(market.Inputs(0)), warmUps: 200, runs: 201);
        var row = new double[FeatureCatalog.L1.Count];
        var oneDay = Timing.Of(
            () => L1Kernel.ComputeRow(market.Inputs(0), SessionsOfTenYears - 1, row), warmUps: 2000, runs: 2001);

        var kernel = new Timing(ours);
        var section = new StringBuilder($"""
            ## Features
            The {row.Length} features of {Symbols:N0} symbols × {SessionsOfTenYears:N0} sessions ({Rows / 1e6:F2} million rows),
            computed from log returns and index levels in memory into one table for each symbol, on one core. {Runs} runs,
            alternating with pandas.

            Measured on {machine}; {pandasVersion ?? "no pandas"}.

            | | median | fastest | slowest | processor time | peak memory |
            |---|---|---|---|---|---|
            | kernel, one symbol, the newest session | {oneDay.Cells()} | | |
            | kernel, one symbol, ten years | {oneSymbol.Cells()} | | |
            | kernel, {Symbols:N0} symbols, ten years | {Cells(kernel, Machine.PeakMemory())} |

            """);
        if (pandasVersion is null)
            section.Append("\nThe comparison was skipped: /usr/bin/python3 has no pandas (Debian: python3-pandas).\n");
        else
            AppendComparison(section, kernel, new Timing(theirs), theirPeak, LargestDifference(market, pandas));
        return section.ToString();
    }

    private static void AppendComparison(StringBuilder section, Timing kernel, Timing pandas, double peak, double difference)
    {
        var byMedian = pandas.Median / kernel.Median;
        var byFastest = pandas.Fastest / kernel.Fastest;
        var byProcessor = pandas.Processor / kernel.Processor;
        var verdict = byMedian >= RequiredRatio ? "met" : "NOT MET";
        section.Append($"""
            | pandas, {Symbols:N0} symbols, ten years | {Cells(pandas, peak)} |

            pandas / kernel: **{byMedian:F0}** by the medians, {byFastest:F0} by the fastest runs,
            {byProcessor:F0} by processor time. At least {RequiredRatio:F0} by the medians is required: {verdict}.
            Both give the same numbers. From the 300th session on, the largest difference relative to
            max(1, |value|) is {difference:E1}.

            """);
    }

    private static string Cells(Timing timing, double peakMemory) =>
        $"{timing.Cells()} | {Timing.Format(timing.Processor)} | {peakMemory:F0} MiB";

    private static void AllSymbols(SyntheticMarket market)
    {
        for (var symbol = 0; symbol < market.Symbols; symbol++)
            L1Kernel.Compute(market.Inputs(symbol));
    }

    /// <summary>The largest difference for the last symbol, from the session on which the start of pandas' RSI no longer
    /// matters.</summary>
    private static double LargestDifference(SyntheticMarket market, PandasTwin pandas)
    {
        const double tolerance = 1e-6;
        var (ours, theirs) = (L1Kernel.Compute(market.Inputs(market.Symbols - 1)), pandas.LastSymbol());
        var largest = 0.0;
        for (var feature = 0; feature < ours.Length; feature++)
            for (var row = 300; row < market.Rows; row++)
            {
                var (our, their) = (ours[feature][row], theirs[feature][row]);
                var difference = Math.Abs(our - their) / Math.Max(1, Math.Abs(their));
                if (!(difference <= tolerance))
                    throw new BenchmarkException(
                        $"{FeatureCatalog.L1.Names[feature]} in row {row} is {our:R} and pandas has {their:R}: "
                        + "the two results differ, so their times cannot be compared.");
                largest = Math.Max(largest, difference);
            }
        return largest;
    }
}
