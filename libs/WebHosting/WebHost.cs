using System.Diagnostics;
using Volcast.WebHosting.Headers;
using Volcast.WebHosting.Limits;
using Volcast.WebHosting.Problems;
using Volcast.WebHosting.Telemetry;

namespace Volcast.WebHosting;

/// <summary>The parts that every web host of Volcast shares: limits, security headers, problem details, logs, metrics and
/// traces.</summary>
public static class WebHost
{
    /// <summary>A builder with Kestrel, limits, security headers and telemetry configured.</summary>
    public static WebApplicationBuilder CreateBuilder(WebHostingOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(options.Address.ToString())
            // There are few connections: a buffer that each one keeps saves a system call per request.
            .UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false)
            .ConfigureKestrel(kestrel =>
            {
                RequestLimits.LimitConnections(kestrel, options);
                UnreadableRequests.Watch(kestrel);
            });
        builder.AddTelemetry(options.ServiceName);
        builder.Services
            .AddSingleton(options)
            .AddSingleton<UnreadableRequests>()
            .AddSingleton<RefusalLimit>()
            .AddSecurityHeaders(options.ServesPages)
            .AddRequestLimits(options);
        return builder;
    }

    /// <summary>The middleware that comes first: security headers, HEAD, problem details, routing. Authentication follows, then
    /// <see cref="UseLimits"/>.</summary>
    public static WebApplication UseProblemsAndHeaders(this WebApplication app)
    {
        app.Services.GetRequiredService<UnreadableRequests>().Listen(app.Services.GetRequiredService<DiagnosticListener>());
        app.UseSecurityHeaders();
        app.UseHeadRequests();
        app.UseProblemResponses();
        app.UseRouting();
        return app;
    }

    /// <summary>Rate limit, encoding and size of the body, and request timeout, in this order. The rate limit counts by
    /// <see cref="ClientIdentity"/>, so it follows authentication.</summary>
    public static WebApplication UseLimits(this WebApplication app)
    {
        app.UseRateLimiter();
        app.UseMiddleware<BodyEncoding>();
        app.UseMiddleware<BodyLimit>();
        app.UseRequestTimeouts();
        return app;
    }
}
