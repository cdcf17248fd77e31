using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Volcast.Lake.S3.Tests;

/// <summary>What happens to a request.</summary>
internal enum Fault
{
    None,

    /// <summary>The server answers 500, and nothing has happened.</summary>
    ServerError,

    /// <summary>The server answers 503 SlowDown, and nothing has happened.</summary>
    SlowDown,

    /// <summary>The server answers 400 without a code, as Ceph's gateway to the request after a refused put, and nothing has
    /// happened.</summary>
    NotUnderstood,

    /// <summary>Nothing happens, and no answer comes.</summary>
    Silence,

    /// <summary>The server gets half of the request, and the connection breaks.</summary>
    CutRequest,

    /// <summary>The request takes effect, and half of the answer comes.</summary>
    CutAnswer,

    /// <summary>The request takes effect, and the connection breaks without an answer.</summary>
    LostAnswer,
}

/// <summary>Stands between a client and a server on loopback and does what a bad network or an overloaded server does.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<Fault, int> counts = [];
    private readonly Uri? server;
    private readonly Task accepting;

    /// <param name="server">Where requests go; null if <see cref="Answer"/> answers all.</param>
    public FaultProxy(Uri? server)
    {
        this.server = server;
        listener.Start();
        // On the pool: the test framework lends a test few threads, and a test that waits for answers may hold them all.
        accepting = Task.Run(AcceptAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Chooses the fault of a request from its method and path.</summary>
    public Func<string, string, Fault> Choose { get; set; } = (_, _) => Fault.None;

    /// <summary>The whole answer to a request, in place of the server's; null where the server is to answer.</summary>
    public Func<string, string, Task<string?>> Answer { get; set; } = (_, _) => Task.FromResult<string?>(null);

    /// <summary>The faults so far.</summary>
    public int Faults => counts.Where(one => one.Key != Fault.None).Sum(one => one.Value);

    public int Count(Fault fault) => counts.GetValueOrDefault(fault);

    /// <summary>An answer of S3 with an error code.</summary>
    public static string Error(int status, string code, string headers = "")
    {
        var body = $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>planted</Message>"
            + "<RequestId>1</RequestId></Error>";
        return $"HTTP/1.1 {status} planted\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\n{headers}"
            + $"Connection: close\r\n\r\n{body}";
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
            try
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = ServeAsync(client);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
            try
            {
                await ServeAsync(client.GetStream());
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // The client has gone, as after a time-out.
            }
    }

    private async Task ServeAsync(NetworkStream client)
    {
        if (await ReadRequestAsync(client) is not var (head, body))
            return;
        var words = head.Split(' ', 3);
        var fault = Choose(words[0], words[1]);
        counts.AddOrUpdate(fault, 1, (_, count) => count + 1);
        var answer = await Answer(words[0], words[1]) ?? fault switch
        {
            Fault.ServerError => Error(500, "InternalError"),
            Fault.SlowDown => Error(503, "SlowDown"),
            Fault.NotUnderstood => "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            _ => null,
        };
        if (answer is not null)
            await client.WriteAsync(Encoding.ASCII.GetBytes(answer), stop.Token);
        else if (fault == Fault.Silence)
            await client.ReadExactlyAsync(new byte[1], stop.Token); // Until the client gives up.
        else
            await RelayAsync(client, head, body, fault);
    }

    private async Task RelayAsync(NetworkStream client, string head, byte[] body, Fault fault)
    {
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(server!.Host, server.Port, stop.Token);
        var stream = upstream.GetStream();
        byte[] request = [.. Encoding.ASCII.GetBytes(Closing(head)), .. body];
        if (fault == Fault.CutRequest)
        {
            await stream.WriteAsync(request.AsMemory(0, request.Length - Math.Max(1, body.Length / 2)), stop.Token);
            return;
        }
        await stream.WriteAsync(request, stop.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, stop.Token);
        if (fault == Fault.LostAnswer)
            return;
        var bytes = answer.ToArray();
        var headLength = bytes.AsSpan().IndexOf(EndOfHead) + EndOfHead.Length;
        var length = fault == Fault.CutAnswer
            ? bytes.Length > headLength ? headLength + (bytes.Length - headLength) / 2 : bytes.Length / 2
            : bytes.Length;
        await client.WriteAsync(bytes.AsMemory(0, length), stop.Token);
    }

    /// <summary>The head with a wish that the connection ends with the answer. The signature does not include it.</summary>
    private static string Closing(string head)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)
                && !line.StartsWith("Expect:", StringComparison.OrdinalIgnoreCase));
        return string.Join("\r\n", [.. lines, "Connection: close"]) + "\r\n\r\n";
    }

    private async Task<(string Head, byte[] Body)?> ReadRequestAsync(NetworkStream client)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < EndOfHead.Length || !head.TakeLast(EndOfHead.Length).SequenceEqual(EndOfHead))
        {
            if (await client.ReadAsync(one, stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }
        var text = Encoding.ASCII.GetString([.. head]);
        if (Header(text, "Expect") is not null)
            await client.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), stop.Token);
        var body = new byte[int.Parse(Header(text, "Content-Length") ?? "0")];
        await client.ReadExactlyAsync(body, stop.Token);
        return (text, body);
    }

    private static string? Header(string head, string name) => head.Split("\r\n")
        .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();
}
