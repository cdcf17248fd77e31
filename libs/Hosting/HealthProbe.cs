using System.Net;

namespace Volcast.Hosting;

/// <summary>Asks a service of this machine whether it is well. A container has neither a shell nor an HTTP client, so each
/// program asks for itself.</summary>
public static class HealthProbe
{
    /// <summary>The first argument with which a web host asks instead of serving.</summary>
    public const string Flag = "--health";

    /// <summary>Shorter than the 5 s after which the container engine gives up, so that the message is seen.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>The address at which a service is asked that listens at <paramref name="listening"/>: an address that stands for
    /// every network of the machine is asked on loopback.</summary>
    /// <param name="listening">For example <c>http://0.0.0.0:8080</c>.</param>
    /// <param name="path">For example <c>/health/ready</c>.</param>
    public static Uri AddressOf(Uri listening, string path)
    {
        var address = new UriBuilder(listening) { Path = path };
        if (IPAddress.TryParse(listening.IdnHost, out var literal))
            address.Host = literal.Equals(IPAddress.Any) ? $"{IPAddress.Loopback}"
                : literal.Equals(IPAddress.IPv6Any) ? $"[{IPAddress.IPv6Loopback}]"
                : address.Host;
        return address.Uri;
    }

    /// <summary>Asks once.</summary>
    /// <param name="address">Where the service answers.</param>
    /// <param name="output">Receives the answer of a service that is well.</param>
    /// <param name="error">Receives what is wrong: the answer, or why there is none.</param>
    /// <param name="http">The transport; null for the real network, without the proxies of the environment.</param>
    /// <param name="stop">Stops the question.</param>
    /// <returns>0 if the service is well, otherwise 1.</returns>
    public static async Task<int> AskAsync(
        Uri address, TextWriter output, TextWriter error, HttpMessageHandler? http = null, CancellationToken stop = default)
    {
        using var client = new HttpClient(http ?? new SocketsHttpHandler { UseProxy = false }, disposeHandler: http is null)
        {
            Timeout = Patience,
        };
        try
        {
            using var answer = await client.GetAsync(address, stop);
            var text = await answer.Content.ReadAsStringAsync(stop);
            if (answer.IsSuccessStatusCode)
            {
                await output.WriteLineAsync(text);
                return 0;
            }
            await error.WriteLineAsync($"{address} answers {(int)answer.StatusCode}: {text}");
        }
        catch (HttpRequestException unreachable)
        {
            await error.WriteLineAsync($"{address} does not answer: {unreachable.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            await error.WriteLineAsync($"{address} has not answered within {Patience.TotalSeconds:0} seconds.");
        }
        return 1;
    }
}
