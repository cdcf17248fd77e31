using Volcast.ApiContract.Client;
using Volcast.Services.Dashboard.ApiAccess;
using Volcast.Services.Dashboard.LocalApi;
using Volcast.Services.Dashboard.Pages;

namespace Volcast.Services.Dashboard.FilePage;

/// <summary>A run of the program that writes a page into a file and ends.</summary>
internal static class FileRun
{
    /// <summary>The first answers of an API need its models, which it loads at its start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <param name="options">The options.</param>
    /// <param name="api">The API that this program runs; null where it reads another one.</param>
    /// <param name="file">Where the page goes.</param>
    /// <returns>The exit code: that of an API which could not start, otherwise 0, or 1 if there is no page.</returns>
    public static async Task<int> WithAsync(DashboardOptions options, ApiProcess? api, string file)
    {
        using var stop = new CancellationTokenSource();
        var running = api?.RunAsync(stop.Token);
        using var sessions = new ApiSessions(options with { ApiTimeout = Patience }, TimeProvider.System);
        try
        {
            var isReady = IsReadyAsync(sessions, stop.Token);
            if (running is not null && await Task.WhenAny(isReady, running) == running)
                return await running;
            if (!await isReady)
                return Failed($"the API at {options.Api} was not ready within {Patience.TotalSeconds:0} s; no page was written.");
            var session = sessions.For(options.Key);
            var (horizon, parts, outage) = await FileModels.ReadAsync(session, stop.Token);
            // An API that is ready may still be reading some of its models.
            for (var waited = TimeSpan.Zero; outage is not null && waited < Patience; waited += Pause)
            {
                await Task.Delay(Pause, stop.Token);
                (horizon, parts, outage) = await FileModels.ReadAsync(session, stop.Token);
            }
            if (outage is not null)
                return Failed($"{outage} No page was written.");
            if (parts[0].Model is StateModel { Status: StatusCodes.Status401Unauthorized } locked)
                return Failed($"{locked.Text} Set VOLCAST_DASHBOARD_KEY to a key of that API; `volcast keys create --name dashboard` "
                    + "makes one. No page was written.");
            if (parts[0].Model is StateModel state)
                return Failed($"{state.Heading}: {state.Text}");
            await PageFile.WriteAsync(file, horizon, parts, stop.Token);
            Console.Error.WriteLine($"{file} has the forecast, its reasons and its record on one page.");
            return 0;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return Failed($"{file} cannot be written: {failed.Message}");
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static int Failed(string sentence)
    {
        Console.Error.WriteLine($"volcast-dashboard: {sentence}");
        return 1;
    }

    private static async Task<bool> IsReadyAsync(ApiSessions sessions, CancellationToken stop)
    {
        using var client = sessions.Client(null);
        using var late = new CancellationTokenSource(Patience);
        while (!late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            try
            {
                if ((await client.GetHealthAsync(late.Token)).State != "starting")
                    return true;
            }
            catch (Exception notYet) when (
                notYet is HttpRequestException or TimeoutException or VolcastProblemException or OperationCanceledException)
            {
                // It is starting: the loop ends when it is ready, or when the time is over.
            }
            await Task.Delay(Pause, late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return false;
    }
}
