using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Volcast.Bench.Api;

/// <summary>Latencies at a constant rate of requests. Each request is sent when it is due, even if earlier ones have no response
/// yet, and its latency counts from that time. So a pause of the service counts for every request that it delays (Tene's
/// coordinated omission). The latencies include the time of the generator.</summary>
/// <param name="Sorted">Seconds, the shortest first.</param>
internal sealed record ConstantRate(double[] Sorted)
{
    /// <summary>The latency within which a share of the requests were answered.</summary>
    public double Percentile(double share) => Sorted[(int)Math.Ceiling(share * Sorted.Length) - 1];

    /// <exception cref="BenchmarkException">A request failed.</exception>
    public static async Task<ConstantRate> MeasureAsync(Uri address, string key, string body, int perSecond, int seconds)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var bytes = Encoding.UTF8.GetBytes(body);
        var answers = new Task<double>[perSecond * seconds];
        // A dedicated thread, so that sending delays no response.
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
            // Sleep can end a fraction of a millisecond late, so the loop spins for the last part.
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
