using System.Net;
using System.Net.Sockets;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>Finds the addresses of a host name.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken stop);

/// <summary>
/// Connects to a host only if all its addresses are allowed by <see cref="AddressRules"/>. It connects to the addresses that it
/// has checked and asks for the name once, so that a name server cannot answer otherwise the second time.
/// </summary>
/// <param name="resolve">Null for the system's name resolution.</param>
internal sealed class GuardedNetwork(ResolveHost? resolve = null)
{
    private readonly ResolveHost resolve = resolve ?? ((host, stop) => Dns.GetHostAddressesAsync(host, stop));

    /// <exception cref="ChannelException">An address of the host is refused.</exception>
    /// <exception cref="SocketException">The name is unknown, or nothing listens there.</exception>
    public async Task<Stream> ConnectAsync(string host, int port, CancellationToken stop)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, stop);
        foreach (var address in addresses)
            if (AddressRules.Refusal(address) is { } refusal)
                throw new ChannelException(
                    $"{host} has the address {address}, which is {refusal}; no alert is sent there.");
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Transport for HTTP that connects as above. It follows no redirect and uses no proxy, either of which could lead
    /// to an address that was not checked.</summary>
    public SocketsHttpHandler HttpHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = async (context, stop) => await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, stop),
    };
}
