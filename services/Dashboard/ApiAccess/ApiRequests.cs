using Volcast.ApiContract.Client;

namespace Volcast.Services.Dashboard.ApiAccess;

/// <summary>The requests of one page. Each is sent once, however many parts of the page need its document.</summary>
/// <param name="session">The person's access.</param>
/// <param name="stop">Cancels the requests.</param>
internal sealed class ApiRequests(ApiSession session, CancellationToken stop)
{
    private readonly Dictionary<string, Task> sent = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Asks the API for a document, or waits for the request of the same name.</summary>
    /// <param name="name">As for <see cref="ApiSession.ReadAsync"/>.</param>
    /// <param name="ask">Sends it.</param>
    public Task<ApiAnswer<T>> ReadAsync<T>(string name, Func<VolcastClient, CancellationToken, Task<VolcastResponse<T>>> ask)
        where T : class
    {
        lock (gate)
        {
            if (sent.TryGetValue(name, out var known))
                return (Task<ApiAnswer<T>>)known;
            var asked = session.ReadAsync(name, ask, stop);
            sent[name] = asked;
            return asked;
        }
    }
}
