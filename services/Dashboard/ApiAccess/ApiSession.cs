using System.Net;
using Volcast.ApiContract.Client;

namespace Volcast.Services.Dashboard.ApiAccess;

/// <summary>One person's access to the API: the client with the key, and the last good document of each request, which is shown
/// while the API does not answer.</summary>
internal sealed class ApiSession(VolcastClient client, TimeProvider clock) : IDisposable
{
    /// <summary>The largest number of documents that are kept.</summary>
    public const int MostDocuments = 64;

    /// <summary>After a failure, requests are answered from the kept documents for so long without asking again, so that the
    /// requests of a page do not wait one after another.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>While a daily run writes, the tables of the lake do not agree for some seconds, and the API serves the state before
    /// it. A page speaks of that only if it lasts longer.</summary>
    private static readonly TimeSpan Unspoken = TimeSpan.FromMinutes(2);

    private readonly LeastRecentlyUsed<string, (object Document, DateTimeOffset ReceivedAt)> kept = new(MostDocuments);
    private readonly Lock gate = new();
    private (DateTimeOffset At, string Sentence)? outage;

    /// <summary>Asks the API for a document.</summary>
    /// <param name="name">Names the request: equal requests have equal names.</param>
    /// <param name="ask">Sends it.</param>
    /// <param name="stop">Cancels it.</param>
    public async Task<ApiAnswer<T>> ReadAsync<T>(
        string name, Func<VolcastClient, CancellationToken, Task<VolcastResponse<T>>> ask, CancellationToken stop)
        where T : class
    {
        if (Outage() is { } known)
            return Kept<T>(name, known, isReachable: false);
        try
        {
            var response = await ask(client, stop);
            var now = clock.GetUtcNow();
            lock (gate)
            {
                kept[name] = (response.Document, now);
                outage = null;
            }
            return new(response.Document, now, StaleReason: response.Age < Unspoken ? null : response.StaleReason);
        }
        catch (VolcastProblemException refused) when ((int)refused.Status < 500
            && refused.Status != HttpStatusCode.TooManyRequests)
        {
            return new(null, clock.GetUtcNow(), Refusal: refused.Problem);
        }
        catch (Exception failed) when (
            failed is HttpRequestException or TimeoutException or VolcastProblemException or IOException)
        {
            var sentence = Sentence(failed);
            // A single answer that failed does not mean that the service is away.
            if (failed is not VolcastProblemException)
                lock (gate)
                    outage = (clock.GetUtcNow(), sentence);
            return Kept<T>(name, sentence, failed is VolcastProblemException);
        }
    }

    public void Dispose() => client.Dispose();

    private string? Outage()
    {
        lock (gate)
            return outage is { } last && clock.GetUtcNow() - last.At < Pause ? last.Sentence : null;
    }

    private ApiAnswer<T> Kept<T>(string name, string sentence, bool isReachable) where T : class
    {
        lock (gate)
            return kept.TryGet(name, out var document)
                ? new((T)document.Document, document.ReceivedAt, sentence, IsReachable: isReachable)
                : new(null, clock.GetUtcNow(), sentence, IsReachable: isReachable);
    }

    private static string Sentence(Exception failed) => failed switch
    {
        TimeoutException => "The API takes too long to answer.",
        VolcastProblemException problem => problem.Problem.Detail,
        _ => "The API cannot be reached.",
    };
}
