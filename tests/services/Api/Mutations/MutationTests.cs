using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Volcast.Services.Api.Tests.Mutations;

/// <summary>Thousands of mutated requests: each gets a success or a problem response.</summary>
public sealed class MutationTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private const int Seed = 20260101;

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task Two_thousand_mutated_requests_get_a_success_or_a_problem() => await SendAsync(2_000);

    /// <summary>The long form: writes docs/proof/api-mutations.md.</summary>
    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public async Task A_hundred_thousand_mutated_requests_get_a_success_or_a_problem()
    {
        const int count = 100_000;
        var watch = Stopwatch.StartNew();
        var statuses = await SendAsync(count);
        var closed = statuses.Where(pair => pair.Key == 0).Sum(pair => pair.Value);
        var rows = statuses.Where(pair => pair.Key > 0).OrderBy(pair => pair.Key)
            .Select(pair => string.Create(
                CultureInfo.InvariantCulture, $"| {pair.Key} {(HttpStatusCode)pair.Key} | {pair.Value:N0} |"));
        await File.WriteAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "api-mutations.md"),
            string.Create(CultureInfo.InvariantCulture,
            $"""
            # Mutated requests

            Written by `make prove`. {count:N0} requests: valid requests of every route, each mutated in one to three ways
            (random seed {Seed}).

            Each request is sent over its own connection. The mutations change paths, queries, methods, headers and bodies; they
            duplicate keys, make numbers huge, insert control characters and other scripts, and flip, duplicate, delete and cut
            off bytes, also in the request line and the headers.

            A valid answer is 2xx, 304, the redirect from /docs to /docs/, or 4xx as a ProblemDetails. It arrives within 20 s,
            shows no stack trace and has the security headers.

            | answer | requests |
            |---|---:|
            {string.Join('\n', rows)}
            | connection closed without an answer, because the request's framing was broken | {closed:N0} |
            | anything else | 0 |

            Took {watch.Elapsed.TotalSeconds:N0} s on {MachineName.Describe()}.

            """), TestContext.Current.CancellationToken);
    }

    private async Task<IReadOnlyDictionary<int, int>> SendAsync(int count)
    {
        var address = new IPEndPoint(IPAddress.Loopback, api.Http.BaseAddress!.Port);
        var mutator = new RequestMutator(await ValidAsync(), $"{address}", Seed);
        var statuses = new ConcurrentDictionary<int, int>();
        var broken = new ConcurrentQueue<string>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, stop) =>
        {
            var (bytes, isFramingSpoilt) = mutator.Make(number);
            try
            {
                var answer = await RawAnswer.ToAsync(address, bytes, bytes.AsSpan().StartsWith("HEAD "u8), isFramingSpoilt);
                statuses.AddOrUpdate(answer.Status, 1, (_, known) => known + 1);
                if (AnswerRules.Broken(answer, isFramingSpoilt) is { } what)
                    broken.Enqueue(Told(number, bytes, what));
            }
            catch (TimeoutException hangs)
            {
                broken.Enqueue(Told(number, bytes, hangs.Message));
            }
        });
        Assert.True(broken.IsEmpty, $"{broken.Count} of {count}:\n{string.Join('\n', broken.Take(12))}");
        Assert.True(statuses.GetValueOrDefault(200) > count / 50, "too few requests stayed valid to say anything");
        Assert.True((await api.Http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        return statuses;
    }

    private static string Told(int number, byte[] bytes, string what) =>
        $"#{number} {what[..Math.Min(400, what.Length)]}\n    "
        + $"{System.Text.Encoding.Latin1.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 300))).ReplaceLineEndings("⏎")}";

    /// <summary>A valid request of every route.</summary>
    private async Task<RawRequest[]> ValidAsync()
    {
        var row = await api.NewestFeaturesAsync();
        var rows = new JsonObject { ["rows"] = new JsonArray(row.DeepClone(), row.DeepClone()) }.ToJsonString();
        var records = new JsonObject { ["dataframe_records"] = new JsonArray(row.DeepClone()) }.ToJsonString();
        JsonArray names = [.. row.Select(feature => JsonValue.Create(feature.Key))];
        JsonArray values = [.. row.Select(feature => feature.Value!.DeepClone())];
        var split = new JsonObject
        {
            ["dataframe_split"] = new JsonObject { ["columns"] = names, ["data"] = new JsonArray(values) },
        }.ToJsonString();
        var csv = $"{string.Join(',', row.Select(feature => feature.Key))}\n"
            + $"{string.Join(',', row.Select(feature => feature.Value))}\n";
        const string scenario = """
            {"bars":{"SPY":{"open":150.5,"high":152.25,"low":149.5,"close":151},"^VIX":{"close":21.5},"^VIX3M":{"close":22},
            "TLT":{"log_return":0.004},"HYG":{"log_return":-0.002}}}
            """;
        return
        [
            RawRequest.Get("/v1/forecasts/latest?symbol=SPY&horizon=5&above=25"),
            RawRequest.Get("/v1/forecasts/latest", ("Accept", "text/csv"), ("If-None-Match", "\"none\"")),
            RawRequest.Get("/v1/forecasts/latest/term-structure?symbol=SPY"),
            RawRequest.Get("/v1/forecasts?from=2014-01-02&to=2014-06-30&kind=live&limit=10&offset=0"),
            RawRequest.Get("/v1/forecasts/latest/explanation"),
            RawRequest.Get("/v1/forecasts/2014-06-30/explanation?symbol=SPY"),
            RawRequest.Get("/v1/forecasts/latest/explanation?since=previous"),
            RawRequest.Get("/v1/attribution?from=2014-06-02&to=2014-06-30&by=feature"),
            RawRequest.Post("/v1/predictions?explain=true", rows),
            RawRequest.Post("/v1/predictions", rows),
            RawRequest.Post("/v1/scenarios", scenario),
            RawRequest.Post("/v1/scenarios?horizon=5", scenario),
            RawRequest.Get("/v1/targets?symbol=SPY&horizon=5&limit=10&offset=0&format=csv"),
            RawRequest.Get("/v1/history?symbol=SPY&horizon=5&from=2014-01-02&to=2014-06-30&kind=live&limit=100"),
            RawRequest.Get("/v1/scenarios/news-impact?companions=hold"),
            RawRequest.Get("/v1/models"),
            RawRequest.Get("/v1/models/champion"),
            RawRequest.Get("/v1/models/1/evidence"),
            RawRequest.Get("/v1/models/serving/card"),
            RawRequest.Get("/v1/models/serving/walk-forward?model=volcast&benchmark=har"),
            RawRequest.Get("/v1/features/2014-06-30"),
            RawRequest.Get("/v1/market/latest"),
            RawRequest.Get("/v1/quality"),
            RawRequest.Get("/v1/sessions?symbol=SPY&horizon=5&year=2014"),
            RawRequest.Get("/v1/quarantine?symbol=SPY&limit=10&offset=0"),
            RawRequest.Get("/v1/track-record?symbol=SPY"),
            RawRequest.Get("/v1/monitoring/drift?symbol=SPY"),
            RawRequest.Get("/v1/monitoring?symbol=SPY&horizon=5&kind=loss&check=loss_alarm&from=2014-01-02&to=2014-06-30"),
            RawRequest.Post("/invocations", records),
            RawRequest.Post("/invocations", split),
            RawRequest.Post("/invocations", csv, "text/csv"),
            RawRequest.Get("/ping"),
            RawRequest.Get("/health/live"),
            RawRequest.Get("/health/ready"),
            RawRequest.Get("/openapi/v1.json"),
            RawRequest.Get("/docs"),
            RawRequest.Get("/metrics"),
            RawRequest.Post("/v1/admin/refresh", "{}"),
        ];
    }
}
