using Microsoft.AspNetCore.DataProtection;
using Volcast.Services.Dashboard.ApiAccess;
using Volcast.Services.Dashboard.Assets;
using Volcast.Services.Dashboard.Pages;
using Volcast.Services.Dashboard.SignIn;
using Volcast.Services.Dashboard.Theme;
using Volcast.WebHosting;
using Volcast.WebHosting.Health;
using Volcast.WebHosting.Telemetry;

namespace Volcast.Services.Dashboard;

/// <summary>Composes the service.</summary>
internal static class DashboardHost
{
    /// <param name="options">Its options.</param>
    /// <param name="clock">The clock.</param>
    public static WebApplication Create(DashboardOptions options, TimeProvider clock)
    {
        var builder = WebHost.CreateBuilder(options.WebHosting);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services
            .AddSingleton(options)
            .AddSingleton(clock)
            .AddSingleton<ApiSessions>()
            .AddSingleton<KeyCookie>()
            .AddSingleton<KeyCheck>()
            .AddSingleton<PageEndpoint>()
            .AddSingleton<SignInEndpoints>()
            .AddAntiforgery(antiforgery =>
            {
                antiforgery.Cookie.Name = "volcast_form";
                antiforgery.Cookie.SameSite = SameSiteMode.Strict;
                // The shared host sends this header.
                antiforgery.SuppressXFrameOptionsHeader = true;
            })
            .AddRazorComponents();
        if (options.Balancer is { } balancer)
            builder.Services.AddSingleton(new BalancerCheck(balancer, clock));
        RemoveKeyFiles(builder.Services);

        var app = builder.Build();
        app.UseProblemsAndHeaders();
        app.UseMiddleware<SignInMiddleware>();
        app.UseLimits();
        app.MapPrometheus();
        app.MapHealth<string>((Delegate)ReadyAsync);
        AssetFiles.Map(app);
        ThemeEndpoint.Map(app);
        StateEndpoint.Map(app);
        if (options.Balancer is null)
            app.Services.GetRequiredService<SignInEndpoints>().Map(app);
        app.Services.GetRequiredService<PageEndpoint>().Map(app);
        return app;
    }

    /// <summary>Data protection would write a key into the home folder at the start, which the ephemeral provider never
    /// uses.</summary>
    private static void RemoveKeyFiles(IServiceCollection services)
    {
        foreach (var writer in services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly).ToArray())
            services.Remove(writer);
    }

    /// <summary>Ready while the API can be reached.</summary>
    private static async Task<IResult> ReadyAsync(ApiSessions sessions, HttpContext context)
    {
        using var client = sessions.Client(null);
        try
        {
            var health = await client.GetHealthAsync(context.RequestAborted);
            return Results.Text(health.State,
                statusCode: health.State == "starting" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
        }
        catch (Exception failed) when (failed is HttpRequestException or TimeoutException
            or ApiContract.Client.VolcastProblemException)
        {
            return Results.Text("the API does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
