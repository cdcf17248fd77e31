using Volcast.Services.Dashboard.LocalApi;

namespace Volcast.Services.Dashboard;

/// <summary>One run of the program.</summary>
internal static class DashboardRun
{
    /// <summary>Serves until the process is asked to stop.</summary>
    /// <param name="options">The options.</param>
    /// <param name="api">The API that this program runs; null where it reads another one.</param>
    /// <returns>The exit code: that of an API which could not start, otherwise 0, or 1 if the address is in use.</returns>
    public static async Task<int> WithAsync(DashboardOptions options, ApiProcess? api)
    {
        await using var app = DashboardHost.Create(options, TimeProvider.System);
        var running = api?.RunAsync(app.Lifetime.ApplicationStopping);
        if (running is not null && await Task.WhenAny(api!.Answered, running) == running)
        {
            Console.Error.WriteLine("volcast-dashboard: the API could not start, for the reason above.");
            return await running;
        }
        try
        {
            await app.StartAsync();
        }
        catch (IOException inUse) when (inUse.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            Console.Error.WriteLine(
                $"volcast-dashboard: {inUse.Message} Stop the program that uses it, or choose another --address.");
            return 1;
        }
        Console.Error.WriteLine($"volcast-dashboard: the dashboard is at {app.Urls.First()}; Ctrl-C stops it.");
        await app.WaitForShutdownAsync();
        return running is null ? 0 : await running;
    }
}
