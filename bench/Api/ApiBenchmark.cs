using System.Globalization;

namespace Volcast.Bench.Api;

/// <summary>Throughput and latency of the service with keys, limits and telemetry on, while the load generator uses the same
/// cores; and of the same trees behind FastAPI.</summary>
internal static class ApiBenchmark
{
    private const int Connections = 8, LatestConnections = 32;
    private const int Seconds = 8, Rounds = 5;
    private const int PerSecond = 500, ConstantSeconds = 30;
    private const int Starts = 5;
    private const double RequiredRatio = 10;

    public static string? Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string?> RunAsync()
    {
        if (!Wrk.IsHere || FastApiTwin.Version() is not { } python)
        {
            Console.Error.WriteLine("bench api: skipped, because wrk or FastAPI is missing.");
            return null;
        }
        var machine = Machine.Describe();
        var market = await ServedMarket.PrepareAsync();
        using var sink = new TraceSink();
        var starts = new List<double>();
        for (var i = 1; i < Starts; i++)
            using (var once = await StartAsync(market, sink))
                starts.Add(once.ReadyAfter);
        using var ours = await StartAsync(market, sink);
        starts.Add(ours.ReadyAfter);
        starts.Sort();

        var (our, their) = await CompareAsync(ours, market);
        var shipped = new Uri(ours.Address, $"/v1/predictions?explain=true&horizon={market.Shipped.Horizon}");
        Console.Error.WriteLine($"bench api: {PerSecond} requests a second");
        await ConstantRate.MeasureAsync(shipped, market.Key, market.Shipped.Body, PerSecond, ConstantSeconds);
        var constant = await ConstantRate.MeasureAsync(shipped, market.Key, market.Shipped.Body, PerSecond, ConstantSeconds);
        Console.Error.WriteLine("bench api: forecasts/latest");
        var latest = new Wrk(ours, "/v1/forecasts/latest", LatestConnections, market.Key);
        latest.Run(Seconds);
        var newest = new WrkRuns([.. Enumerable.Range(0, Rounds).Select(_ => latest.Run(Seconds))]);
        var memory = ours.PeakMemory();
        if (sink.Batches == 0)
            throw new BenchmarkException("no trace has arrived, so telemetry was not on.");

        var (ratio, p50, p99) = (our.Rate / their.Rate, constant.Percentile(.5), constant.Percentile(.99));
        var start = starts[starts.Count / 2];
        return $"""
            ## API
            `services/Api` as a separate process with ten years of the simulated market, with API key, rate limit, metrics and
            traces. The load generator runs on the same cores: `wrk` with one thread, medians of {Rounds} runs of
            {Seconds} s, each after a warm-up of the same length.

            Measured on {machine}; {python}.

            One row's forecast and contributions from 120 trees of depth 2, {Connections} connections, alternating with FastAPI
            on one uvicorn worker (`bench/python/api_fastapi.py`). The FastAPI service has no key, limit or telemetry. Both
            give the same numbers:

            | | requests a second | slowest and fastest run | p50 | p99 | processor time a request |
            |---|---|---|---|---|---|
            | Volcast | {our.Cells()} |
            | FastAPI | {their.Cells()} |

            Volcast / FastAPI: **{ratio:F1}**. At least {RequiredRatio:F0} is required: {Verdict(ratio >= RequiredRatio)};
            by processor time {their.Processor / our.Processor:F1}.

            | | measured | limit | |
            |---|---|---|---|
            {Held($"`volcast`, one row with contributions, {PerSecond} requests a second: p50", Timing.Format(p50),
                "under 1.5 ms", p50 < 1.5e-3)}
            {Held("the same: p99", Timing.Format(p99), "under 10 ms", p99 < 10e-3)}
            {Held($"`forecasts/latest`, {LatestConnections} connections, requests a second", $"{newest.Rate:N0}",
                "at least 20,000", newest.Rate >= 20_000)}
            {Held("peak memory after these runs", $"{memory:F0} MiB", "under 250 MB", memory * 1.048576 < 250)}
            {Held($"from start to ready, median of {Starts}", Timing.Format(start), "within 1.5 s", start <= 1.5)}

            The constant rate is an open loop of {ConstantSeconds} s; latency counts from the time at which a request was due. Its
            generator is a .NET client on the same cores. The slowest start took {Timing.Format(starts[^1])}.
            `forecasts/latest` had p50 {Timing.Format(newest.P50)} and
            p99 {Timing.Format(newest.P99)}, and cost {Timing.Format(newest.Processor)} of processor time a request.

            """;
    }

    private static async Task<(WrkRuns Ours, WrkRuns Theirs)> CompareAsync(ServerProcess ours, ServedMarket market)
    {
        using var twin = await FastApiTwin.StartAsync(market.Few);
        Console.Error.WriteLine("bench api: predictions by Volcast and by FastAPI");
        Wrk[] sides =
        [
            new(ours, $"/v1/predictions?explain=true&horizon={market.Few.Horizon}", Connections, market.Key, market.Few.Body),
            new(twin, "/v1/predictions", Connections, null, market.Few.Body),
        ];
        await FastApiTwin.RequireSameAsync(sides[0].Address, sides[1].Address, market.Key, market.Few.Body);
        foreach (var side in sides)
            side.Run(Seconds);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Array.ConvertAll(sides, side => side.Run(Seconds))).ToArray();
        return (new([.. rounds.Select(round => round[0])]), new([.. rounds.Select(round => round[1])]));
    }

    private static Task<ServerProcess> StartAsync(ServedMarket market, TraceSink sink) => ServerProcess.StartAsync("dotnet",
        port =>
        [
            Path.Combine(BenchPage.Root, "services", "Api", "bin", "Release", "net10.0", "volcast-api.dll"),
            "--data", market.Folder, "--address", $"http://127.0.0.1:{port}",
        ],
        new Dictionary<string, string>
        {
            ["VOLCAST_API_RATE"] = "1000000",
            ["VOLCAST_NOW"] = ServedMarket.Now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = sink.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        });

    /// <summary>A row of the table: a measured figure and its limit.</summary>
    private static string Held(string what, string measured, string bar, bool isMet) =>
        $"| {what} | {measured} | {bar} | {Verdict(isMet)} |";

    private static string Verdict(bool isMet) => isMet ? "met" : "NOT MET";
}
