using System.Net;

namespace Volcast.Services.Ingest.Sources.Http;

/// <summary>The transport of the sources that need the network.</summary>
public static class VendorHandler
{
    /// <summary>A handler that decompresses answers and keeps no cookies.</summary>
    public static SocketsHttpHandler Create() => new()
    {
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
    };
}
