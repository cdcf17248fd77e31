using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Volcast.Services.Monitoring.Tests.Alerts;

/// <summary>A server on loopback that answers each connection by a script of the test and keeps the requests.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly List<string> received = [];
    private readonly Lock gate = new();
    private readonly Task running;

    /// <param name="answer">Talks on the connection with this number, counted from 0; passes on what it has received.</param>
    public LoopbackServer(Func<int, Stream, Action<string>, CancellationToken, Task> answer)
    {
        listener.Start();
        running = RunAsync(answer);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IReadOnlyList<string> Received
    {
        get
        {
            lock (gate)
                return [.. received];
        }
    }

    /// <summary>A web server: the response to each request in turn, and to all later ones the last. "hang" never answers, "close"
    /// ends the connection.</summary>
    public static LoopbackServer Http(params string[] answers) => new(async (number, stream, keep, stop) =>
    {
        keep(await RequestAsync(stream, stop));
        switch (answers[Math.Min(number, answers.Length - 1)])
        {
            case "hang":
                await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
                break;
            case "close":
                break;
            case var head:
                await stream.WriteAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), stop);
                break;
        }
    });

    /// <summary>Ends all conversations; <see cref="Received"/> is complete then.</summary>
    public async ValueTask DisposeAsync()
    {
        if (running.IsCompleted)
            return;
        await stop.CancelAsync();
        listener.Stop();
        await running;
        stop.Dispose();
    }

    private async Task RunAsync(Func<int, Stream, Action<string>, CancellationToken, Task> answer)
    {
        var open = new List<Task>();
        try
        {
            for (var number = 0; ; number++)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                open.Add(ServeAsync(client, number, answer));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client, int number, Func<int, Stream, Action<string>, CancellationToken, Task> answer)
    {
        using var connection = client;
        try
        {
            await answer(number, client.GetStream(), Keep, stop.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client has gone away, or the test is over.
        }
    }

    private void Keep(string request)
    {
        lock (gate)
            received.Add(request);
    }

    private static async Task<string> RequestAsync(Stream stream, CancellationToken stop)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, stop);
            if (read == 0)
                return Encoding.UTF8.GetString([.. bytes]);
            bytes.AddRange(buffer.AsSpan(0, read));
            var text = Encoding.UTF8.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;
            var length = text[..end].Split("\r\n")
                .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                .Select(line => int.Parse(line.Split(':')[1].Trim())).FirstOrDefault();
            if (Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= length)
                return text;
        }
    }
}
