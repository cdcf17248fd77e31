using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Volcast.Services.Api.Tests.Mutations;

/// <summary>The response on one connection.</summary>
/// <param name="Status">0 if the connection was closed without a response.</param>
/// <param name="Headers">By lower-case name.</param>
/// <param name="Body">Without its framing.</param>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long the client waits for a response to an incomplete request.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Sends the bytes on a new connection and reads the response.</summary>
    /// <param name="address">The address of the service.</param>
    /// <param name="request">The bytes to send.</param>
    /// <param name="isHeadOnly">Whether the response has no body, as for HEAD.</param>
    /// <param name="mayBeCut">Whether the end of the request may be missing, so that the server may wait for more.</param>
    /// <exception cref="TimeoutException">It hangs.</exception>
    public static async Task<RawAnswer> ToAsync(IPEndPoint address, byte[] request, bool isHeadOnly, bool mayBeCut)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            await using var stream = new NetworkStream(socket);
            try
            {
                await stream.WriteAsync(request, patience.Token);
            }
            catch (IOException)
            {
                // The request was refused before all of it was sent; the response can still be read.
            }
            var reading = ReadAsync(stream, isHeadOnly, patience.Token);
            if (mayBeCut && await Task.WhenAny(reading, Task.Delay(Pause, patience.Token)) != reading)
                socket.Shutdown(SocketShutdown.Send);
            return await reading;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No answer within {Patience.TotalSeconds} s.");
        }
        finally
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
    }

    private static async Task<RawAnswer> ReadAsync(Stream stream, bool isHeadOnly, CancellationToken stop)
    {
        var all = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            if (Parse(all.GetBuffer().AsSpan(0, (int)all.Length), isHeadOnly, isEnd: false) is { } whole)
                return whole;
            int read;
            try
            {
                read = await stream.ReadAsync(buffer, stop);
            }
            catch (IOException)
            {
                read = 0; // A reset also ends the response.
            }
            if (read == 0)
                return Parse(all.GetBuffer().AsSpan(0, (int)all.Length), isHeadOnly, isEnd: true)
                    ?? new(0, new Dictionary<string, string>(), []);
            all.Write(buffer, 0, read);
        }
    }

    /// <summary>The response, once it is complete.</summary>
    private static RawAnswer? Parse(ReadOnlySpan<byte> bytes, bool isHeadOnly, bool isEnd)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        var status = int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
        var rest = bytes[(end + 4)..];
        if (status == 100)
            return Parse(rest, isHeadOnly, isEnd);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0].ToLowerInvariant(), pair => pair[1].Trim());
        if (isHeadOnly || status is 204 or 304)
            return new(status, headers, []);
        if (headers.TryGetValue("content-length", out var length))
        {
            var count = int.Parse(length, CultureInfo.InvariantCulture);
            return rest.Length >= count ? new(status, headers, rest[..count].ToArray()) : null;
        }
        if (headers.GetValueOrDefault("transfer-encoding") == "chunked")
            return Chunks(rest) is { } body ? new(status, headers, body) : null;
        return isEnd ? new(status, headers, rest.ToArray()) : null;
    }

    private static byte[]? Chunks(ReadOnlySpan<byte> bytes)
    {
        var body = new MemoryStream();
        while (bytes.IndexOf("\r\n"u8) is var line and >= 0)
        {
            var count = int.Parse(bytes[..line], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            bytes = bytes[(line + 2)..];
            if (bytes.Length < count + 2)
                return null;
            if (count == 0)
                return body.ToArray();
            body.Write(bytes[..count]);
            bytes = bytes[(count + 2)..];
        }
        return null;
    }
}
