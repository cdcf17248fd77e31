using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Volcast.Bench.Api;

/// <summary>Latencies of requests that are sent when they are due, whether or not the ones before have been answered, counted
/// from when they were due: a service that halts is charged for everyone who would have waited (Tene's coordinated omission). The
/// generator's own time is in them.</summary>
/// <param name="Sorted">Seconds, the shortest first.</param>
internal sealed record ConstantRate(double[] Sorted)
{
    /// <summary>The latency within which a share of the requests were answered.</summary>
    public double Percentile(double share) => Sorted[(int)Math.Ceiling(share * Sorted.Length) - 1];

    /// <exception cref="BenchmarkException">A request was not answered with success.</exception>
    public static async Task<ConstantRate> MeasureAsync(Uri address, string key, string body, int perSecond, int seconds)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var bytes = Encoding.UTF8.GetBytes(body);
        var answers = new Task<double>[perSecond * seconds];
        // A thread of its own, for which no answer has to wait.
        await Task.Factory.StartNew(() => Send(index => answers[index.Number] = OneAsync(http, address, bytes, index.Due),
            answers.Length, perSecond), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var latencies = await Task.WhenAll(answers);
        Array.Sort(latencies);
        return new(latencies);
    }

    private static void Send(Action<(int Number, long Due)> send, int count, int perSecond)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = start + (long)((double)i / perSecond * Stopwatch.Frequency);
            // Sleeping overshoots by a fraction of a millisecond: the last stretch is waited out awake.
            while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } left)
                if (left > TimeSpan.FromMilliseconds(1.3))
                    Thread.Sleep(1);
                else
                    Thread.Yield();
            send((i, due));
        }
    }

    private static async Task<double> OneAsync(HttpClient http, Uri address, byte[] body, long due)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync(address, content);
        await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode
            ? Stopwatch.GetElapsedTime(due).TotalSeconds
            : throw new BenchmarkException($"{address} answers {(int)answer.StatusCode}.");
    }
}
