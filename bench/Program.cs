using Volcast.Bench;
using Volcast.Bench.Api;
using Volcast.Bench.Backtest;
using Volcast.Bench.Dashboard;
using Volcast.Bench.Features;
using Volcast.Bench.Garch;
using Volcast.Bench.Lake;
using Volcast.Bench.Launch;
using Volcast.Bench.Models;
using Volcast.Bench.Trees;
using Volcast.Hosting;

ProcessCulture.SetInvariant();

// Each benchmark returns its section of docs/bench.md, or null if a program or file that it needs is missing, which it reports
// itself. bench/run.sh runs each benchmark in a separate process.
var benchmarks = new SortedDictionary<string, Func<string?>>(StringComparer.Ordinal)
{
    ["api"] = ApiBenchmark.Run,
    ["backtest"] = BacktestBenchmark.Run,
    ["dashboard"] = DashboardBenchmark.Run,
    ["features"] = FeaturesBenchmark.Run,
    ["garch"] = GarchBenchmark.Run,
    ["lake"] = LakeBenchmark.Run,
    ["lake-s3"] = BucketBenchmark.Run,
    ["launch"] = LaunchBenchmark.Run,
    ["models"] = ModelsBenchmark.Run,
    ["trees"] = TreesBenchmark.Run,
};

if (args is ["list"])
{
    foreach (var listed in benchmarks.Keys)
        Console.WriteLine(listed);
    return 0;
}
if (args is not [var name] || !benchmarks.TryGetValue(name, out var benchmark))
{
    Console.Error.WriteLine($"usage: bench/run.sh [{string.Join('|', benchmarks.Keys)}]...   (without a name: all)");
    return 2;
}
try
{
    if (benchmark() is not { } section)
        return 0;
    BenchPage.Write(name, section);
    Console.WriteLine(section);
    return 0;
}
catch (BenchmarkException error)
{
    Console.Error.WriteLine($"bench {name}: {error.Message}");
    return 1;
}
