using System.Net;
using System.Net.Sockets;
using System.Text;
using Volcast.Hosting;

namespace Volcast.Cli.Schedule;

/// <summary>Answers GET /health with the state of the scheduler: 200 if all is well, otherwise 503. Each connection has
/// one request.
/// Its body is not read, and a caller that is slow or sends no HTTP ends only its own connection.</summary>
internal sealed class HealthListener : IAsyncDisposable
{
    private const string Path = "/health";
    private const int LongestHead = 8192;
    private const int MostConnections = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The wait after a connection could not be accepted, as while the process has too many open files.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(100);

    private readonly Func<(bool IsHealthy, string Json)> answer;
    private readonly List<TcpListener> listeners = [];
    private readonly CancellationTokenSource stopped = new();
    private readonly SemaphoreSlim places = new(MostConnections);
    private readonly Task serving;

    /// <param name="address">For example <c>http://127.0.0.1:9465/</c>; the host <c>localhost</c> is the loopback
    /// address of IPv4 and
    /// that of IPv6, and <c>0.0.0.0</c> is every address of this machine. The name in a request does not
    /// matter.</param>
    /// <param name="answer">Makes the answer.</param>
    /// <exception cref="SettingException">The port is in use, or the address is not of this machine.</exception>
    public HealthListener(Uri address, Func<(bool IsHealthy, string Json)> answer)
    {
        this.answer = answer;
        try
        {
            foreach (var host in Hosts(address.IdnHost))
                Listen(host, address.Port);
        }
        catch (SocketException refused)
        {
            foreach (var listener in listeners)
                listener.Stop();
            throw new SettingException($"--health {address.GetLeftPart(UriPartial.Authority)}: {Explained(refused, address)}");
        }
        serving = Task.WhenAll(listeners.Select(AcceptAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        foreach (var listener in listeners)
            listener.Stop();
        await serving;
        // Every connection has given its place back.
        for (var place = 0; place < MostConnections; place++)
            await places.WaitAsync();
        places.Dispose();
        stopped.Dispose();
    }

    private static IPAddress[] Hosts(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host, out var literal) ? [literal]
        : Dns.GetHostAddresses(host);

    private void Listen(IPAddress host, int port)
    {
        var listener = new TcpListener(host, port);
        try
        {
            listener.Start();
            listeners.Add(listener);
        }
        catch (SocketException without) when (listeners.Count > 0
            && without.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported)
        {
            // A machine without IPv6 has one loopback address.
            listener.Stop();
        }
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                await places.WaitAsync(stopped.Token);
                if (await NextAsync(listener) is { } connection)
                    _ = ServeAsync(connection);
                else
                {
                    places.Release();
                    await Task.Delay(AfterRefusal, stopped.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The scheduler stops.
        }
    }

    /// <summary>The next connection; null if it is gone already, or if the listener stops.</summary>
    private async Task<Socket?> NextAsync(TcpListener listener)
    {
        try
        {
            return await listener.AcceptSocketAsync(stopped.Token);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(stopped.Token);
            late.CancelAfter(Patience);
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            if (await HeadAsync(stream, late.Token) is not { } head)
                return;
            await stream.WriteAsync(Response(head), late.Token);
            // Without this, a body that was not read would reset the connection before the caller has read the answer.
            connection.Shutdown(SocketShutdown.Send);
            var rest = new byte[LongestHead];
            while (await stream.ReadAsync(rest, late.Token) > 0)
            {
            }
        }
        catch (Exception gone) when (gone
            is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The caller has closed the connection, or is too slow.
        }
        finally
        {
            places.Release();
        }
    }

    /// <summary>The lines before the body; null if the connection ended before, or they are too long.</summary>
    private static async Task<string?> HeadAsync(NetworkStream stream, CancellationToken stop)
    {
        var (bytes, length) = (new byte[LongestHead], 0);
        while (length < bytes.Length)
        {
            var read = await stream.ReadAsync(bytes.AsMemory(length), stop);
            if (read == 0)
                return null;
            length += read;
            if (bytes.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
                return Encoding.ASCII.GetString(bytes, 0, length);
        }
        return null;
    }

    private byte[] Response(string head)
    {
        var request = head.Split("\r\n", 2)[0].Split(' ');
        if (request.Length != 3 || !request[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
            return Bytes("400 Bad Request", "");
        if (request[1].Split('?')[0] != Path)
            return Bytes("404 Not Found", "");
        if (request[0] is not ("GET" or "HEAD"))
            return Bytes("405 Method Not Allowed", "", "Allow: GET, HEAD\r\n");
        var (isHealthy, json) = answer();
        return Bytes(
            isHealthy ? "200 OK" : "503 Service Unavailable", json, "Content-Type: application/json\r\n",
            isHead: request[0] == "HEAD");
    }

    private static byte[] Bytes(string status, string body, string further = "", bool isHead = false) => Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"HTTP/1.1 {status}\r\n{further}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n")
        + $"Connection: close\r\n\r\n{(isHead ? "" : body)}");

    private static string Explained(SocketException refused, Uri address) => refused.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"another program listens on port {address.Port}. Stop it, give another port, or none.",
        SocketError.AccessDenied => $"this user may not listen on port {address.Port}. Give a port above 1023, or none.",
        SocketError.AddressNotAvailable or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            $"{address.Host} is no address of this machine. Give 127.0.0.1 for requests from this machine only, 0.0.0.0 for "
            + "requests from every machine, or none.",
        _ => $"{refused.Message.TrimEnd('.')}. Give another address, or none.",
    };
}
