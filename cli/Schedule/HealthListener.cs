using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Volcast.Hosting;

namespace Volcast.Cli.Schedule;

/// <summary>Answers GET /health with the state of the scheduler: 200 if all is well, otherwise 503. It is Kestrel without a host,
/// which would take over the signals that stop the scheduler.</summary>
internal sealed class HealthListener : IAsyncDisposable
{
    private const string Path = "/health";
    private const int MostConnections = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly KestrelServer server;

    private HealthListener(KestrelServer server) => this.server = server;

    /// <param name="address">For example <c>http://127.0.0.1:9465/</c>; the host <c>localhost</c> is the loopback address of IPv4 and
    /// that of IPv6, and <c>0.0.0.0</c> is every address of this machine. The name in a request does not matter.</param>
    /// <param name="answer">Makes the answer.</param>
    /// <param name="stop">Ends the start.</param>
    /// <exception cref="SettingException">The port is in use, or the address is not of this machine.</exception>
    public static async Task<HealthListener> StartAsync(
        Uri address, Func<(bool IsHealthy, string Json)> answer, CancellationToken stop)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = MostConnections;
        options.Limits.RequestHeadersTimeout = Patience;
        options.Limits.KeepAliveTimeout = Patience;
        var server = new KestrelServer(Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
        try
        {
            if (address.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase))
                options.ListenLocalhost(address.Port);
            else
                foreach (var host in IPAddress.TryParse(address.IdnHost, out var literal)
                    ? [literal] : await Dns.GetHostAddressesAsync(address.IdnHost, stop))
                    options.Listen(host, address.Port);
            await server.StartAsync(new Application(answer), stop);
            return new(server);
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            server.Dispose();
            throw new SettingException(
                $"--health {address.GetLeftPart(UriPartial.Authority)}: {Explained(Cause(refused), address)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        await server.StopAsync(late.Token);
        server.Dispose();
    }

    /// <summary>The reason of the first address, where both loopback addresses are refused.</summary>
    private static Exception Cause(Exception refused) => refused.GetBaseException() is AggregateException both
        ? both.InnerExceptions[0].GetBaseException() : refused.GetBaseException();

    private static string Explained(Exception refused, Uri address) => (refused as SocketException)?.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse =>
            $"another program listens on port {address.Port}. Stop it, give another port, or none.",
        SocketError.AccessDenied => $"this user may not listen on port {address.Port}. Give a port above 1023, or none.",
        SocketError.AddressNotAvailable or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
            $"{address.Host} is no address of this machine. Give 127.0.0.1 for requests from this machine only, 0.0.0.0 for "
            + "requests from every machine, or none.",
        _ => $"{refused.Message.TrimEnd('.')}. Give another address, or none.",
    };

    private sealed class Application(Func<(bool IsHealthy, string Json)> answer) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public async Task ProcessRequestAsync(HttpContext context)
        {
            var (request, response) = (context.Request, context.Response);
            if (!request.Path.Equals(Path, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            {
                response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                response.Headers.Allow = "GET, HEAD";
                return;
            }
            var (isHealthy, json) = answer();
            response.StatusCode = isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            response.ContentType = "application/json";
            response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(json);
            if (HttpMethods.IsGet(request.Method))
                await response.WriteAsync(json, context.RequestAborted);
        }

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
