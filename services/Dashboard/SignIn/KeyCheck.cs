using System.Net;
using Volcast.ApiContract.Client;
using Volcast.Services.Dashboard.ApiAccess;

namespace Volcast.Services.Dashboard.SignIn;

/// <summary>Asks the API whether a key is good.</summary>
internal sealed class KeyCheck(ApiSessions sessions)
{
    /// <summary>The problem of a key, as a sentence for the person; null for a good one.</summary>
    public async Task<string?> ProblemAsync(string key, CancellationToken stop)
    {
        // Header values hold printable ASCII only.
        if (key.Length is 0 or > 200 || key.Any(letter => letter is <= ' ' or > '~'))
            return "Paste the key as `volcast keys create` printed it.";
        try
        {
            if (await IsAcceptedAsync(null, stop))
                return "The API accepts requests without a key, so it cannot check yours. Its operator creates the first key "
                    + "with `volcast keys create --name NAME`.";
            return await IsAcceptedAsync(key, stop) ? null : "The API does not know this key, or it has expired or was revoked.";
        }
        catch (Exception failed) when (failed is HttpRequestException or TimeoutException or VolcastProblemException)
        {
            return "The API does not answer, so the key cannot be checked. Try again in a moment.";
        }
    }

    private async Task<bool> IsAcceptedAsync(string? key, CancellationToken stop)
    {
        using var client = sessions.Client(key);
        try
        {
            await client.GetTrackRecordAsync(cancellationToken: stop);
            return true;
        }
        catch (VolcastProblemException refused) when (
            refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return false;
        }
        catch (VolcastProblemException other) when (other.Status is HttpStatusCode.NotFound)
        {
            // There is no model yet, and the key was good enough to learn it.
            return true;
        }
    }
}
