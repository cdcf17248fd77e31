using System.Text.Json;

namespace Volcast.Bench.Api;

/// <summary>The result of one run of <c>wrk</c>.</summary>
/// <param name="Rate">Requests a second.</param>
/// <param name="P50">Median latency, seconds.</param>
/// <param name="P99">99th percentile of the latency, seconds.</param>
/// <param name="Processor">Seconds of the service's processor time for a request; other work on the machine affects this
/// least.</param>
internal readonly record struct WrkRun(double Rate, double P50, double P99, double Processor);

/// <summary>The load generator <c>wrk</c>: as many requests as the service can answer, on persistent connections.</summary>
/// <param name="Server">The service.</param>
/// <param name="Route">Path and query.</param>
/// <param name="Connections">The number of connections; each sends its next request when it has received a response.</param>
/// <param name="Key">The API key; null for a service without keys.</param>
/// <param name="Body">The body to post; null sends GET.</param>
internal sealed record Wrk(ServerProcess Server, string Route, int Connections, string? Key = null, string? Body = null)
{
    private const string Program = "/usr/bin/wrk";
    private static readonly string Script = Path.Combine(BenchPage.Root, "bench", "wrk", "report.lua");

    public Uri Address { get; } = new(Server.Address, Route);

    public static bool IsHere => File.Exists(Program);

    /// <exception cref="BenchmarkException">A request got no response, or an error.</exception>
    public WrkRun Run(int seconds)
    {
        var environment = new Dictionary<string, string>();
        if (Key is not null)
            environment["VOLCAST_BENCH_KEY"] = Key;
        if (Body is not null)
            environment["VOLCAST_BENCH_BODY"] = Body;
        var before = Server.ProcessorTime();
        var run = ProcessRun.Of(Program,
            ["--threads", "1", "--connections", $"{Connections}", "--duration", $"{seconds}s", "--script", Script, $"{Address}"],
            environment);
        var processor = Server.ProcessorTime() - before;
        using var report = JsonDocument.Parse(run.Output.Split('\n').Last(line => line.StartsWith('{')));
        double Value(string name) => report.RootElement.GetProperty(name).GetDouble();
        return Value("errors") == 0 && Value("requests") > 0
            ? new(Value("requests") / Value("seconds"), Value("p50"), Value("p99"), processor / Value("requests"))
            : throw new BenchmarkException($"{Address}: {Value("errors")} errors in {Value("requests")} requests.");
    }
}

/// <summary>Several runs of the same load; each figure is the median over the runs.</summary>
internal sealed record WrkRuns(IReadOnlyList<WrkRun> Runs)
{
    public double Rate => Median(run => run.Rate);
    public double P50 => Median(run => run.P50);
    public double P99 => Median(run => run.P99);
    public double Processor => Median(run => run.Processor);
    public double Slowest => Runs.Min(run => run.Rate);
    public double Fastest => Runs.Max(run => run.Rate);

    /// <summary>Cells of a table: rate, its range, latencies, and processor time of a request.</summary>
    public string Cells() =>
        $"{Rate:N0} | {Slowest:N0} to {Fastest:N0} | {Timing.Format(P50)} | {Timing.Format(P99)} | {Timing.Format(Processor)}";

    private double Median(Func<WrkRun, double> of)
    {
        var sorted = Runs.Select(of).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
