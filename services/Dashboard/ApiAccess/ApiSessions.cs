using System.Security.Cryptography;
using System.Text;
using Volcast.ApiContract.Client;

namespace Volcast.Services.Dashboard.ApiAccess;

/// <summary>The access of each key to the API, so that the API's limits count the person who is signed in and not the dashboard.
/// All of them share the connections.</summary>
/// <param name="options">The API's address and patience.</param>
/// <param name="clock">The clock.</param>
internal sealed class ApiSessions(DashboardOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>The largest number of keys whose documents are kept.</summary>
    public const int MostKeys = 64;

    private readonly SocketsHttpHandler connections = new()
    {
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    // A dropped session is not disposed of: a page may still read with it, and it holds no connections of its own.
    private readonly LeastRecentlyUsed<string, ApiSession> sessions = new(MostKeys);
    private readonly Lock gate = new();

    /// <param name="key">The API key; null where the API needs none.</param>
    public ApiSession For(string? key)
    {
        var name = key is null ? "" : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        lock (gate)
        {
            if (!sessions.TryGet(name, out var session))
                sessions[name] = session = new(Client(key), clock);
            return session;
        }
    }

    /// <summary>A client with a key that is not kept, to check it.</summary>
    public VolcastClient Client(string? key) => new(
        new(options.Api) { ApiKey = key, Timeout = options.ApiTimeout, CachedResponses = ApiSession.MostDocuments }, connections);

    public void Dispose()
    {
        foreach (var session in sessions.Values)
            session.Dispose();
        connections.Dispose();
    }
}
