using System.Net;
using System.Text;

namespace Volcast.Cli.Schedule;

/// <summary>Answers GET /health with the state of the scheduler: 200 if all is well, otherwise 503.</summary>
internal sealed class HealthListener : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly Func<(bool IsHealthy, string Json)> answer;
    private readonly Task serving;

    /// <param name="address">For example <c>http://127.0.0.1:9465/</c>.</param>
    /// <param name="answer">Makes the answer.</param>
    /// <exception cref="HttpListenerException">The port is in use, or the address is not of this machine.</exception>
    public HealthListener(Uri address, Func<(bool IsHealthy, string Json)> answer)
    {
        this.answer = answer;
        listener.Prefixes.Add(address.GetLeftPart(UriPartial.Authority) + "/");
        listener.Start();
        serving = ServeAsync();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext request;
            try
            {
                request = await listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            try
            {
                await RespondAsync(request);
            }
            catch (Exception gone) when (gone is HttpListenerException or IOException)
            {
                // The caller has closed the connection.
                request.Response.Abort();
            }
        }
    }

    private async Task RespondAsync(HttpListenerContext context)
    {
        var response = context.Response;
        if (context.Request.HttpMethod is not ("GET" or "HEAD") || context.Request.Url?.AbsolutePath != "/health")
        {
            response.StatusCode = context.Request.Url?.AbsolutePath == "/health" ? 405 : 404;
            response.Close();
            return;
        }
        var (isHealthy, json) = answer();
        response.StatusCode = isHealthy ? 200 : 503;
        response.ContentType = "application/json";
        if (context.Request.HttpMethod == "GET")
            await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(json));
        response.Close();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
    }
}
