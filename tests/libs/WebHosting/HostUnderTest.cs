using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Volcast.WebHosting.Headers;
using Volcast.WebHosting.Health;
using Volcast.WebHosting.Problems;
using Volcast.WebHosting.Telemetry;

namespace Volcast.WebHosting.Tests;

/// <summary>A web host with a few routes on a free port of the loopback interface.</summary>
public sealed class HostUnderTest : IAsyncLifetime
{
    public const int MaximumBodyBytes = 1000;
    public const int RequestsPerSecond = 20;

    private WebApplication? app;

    /// <summary>Requests per second of one client.</summary>
    public int Rate { get; init; } = RequestsPerSecond;

    /// <summary>Whether it answers with pages.</summary>
    public bool ServesPages { get; init; }

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebHost.CreateBuilder(new WebHostingOptions
        {
            ServiceName = "test",
            Program = typeof(HostUnderTest).Assembly,
            Address = new Uri("http://127.0.0.1:0"),
            MaximumBodyBytes = MaximumBodyBytes,
            RequestsPerSecond = Rate,
            ServesPages = ServesPages,
            RequestTimeout = TimeSpan.FromMilliseconds(300),
        });
        app = builder.Build();
        app.UseProblemsAndHeaders();
        app.UseLimits();
        app.MapHealth<string>(() => Results.Text("ready"));
        app.MapPrometheus();
        app.MapGet("/text", () => "text").WithMetadata(new AllowAnonymous());
        app.MapGet("/page", () => "page").WithMetadata(new AllowAnonymous()).WithSecurityHeadersPolicy(SecurityHeaders.OwnPage);
        app.MapGet("/limited", () => "limited");
        app.MapGet("/missing", string () => throw ProblemException.NotFound("no_thing", "There is no thing.", "thing"))
            .WithMetadata(new AllowAnonymous());
        app.MapGet("/away", string () => throw ProblemException.Unavailable("away", "Try later.")).WithMetadata(
            new AllowAnonymous());
        app.MapGet("/defect", string () => throw new InvalidOperationException("a secret")).WithMetadata(new AllowAnonymous());
        app.MapGet("/slow", async (CancellationToken stop) => await Task.Delay(Timeout.Infinite, stop))
            .WithMetadata(new AllowAnonymous());
        app.MapGet("/cancelled", string () => throw new OperationCanceledException()).WithMetadata(new AllowAnonymous());
        app.MapGet("/conflict", () => Results.StatusCode(409)).WithMetadata(new AllowAnonymous());
        app.MapPost("/length", async (HttpRequest request) => (await new StreamReader(request.Body).ReadToEndAsync()).Length)
            .WithMetadata(new AllowAnonymous());
        await app.StartAsync();
        Http = new HttpClient
        {
            BaseAddress = new Uri(
                app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app!.DisposeAsync();
    }

    /// <summary>Sends bytes that no HTTP client would send, and reads until the service closes the connection.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        var stop = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(Http.BaseAddress!.Host, Http.BaseAddress.Port, stop);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(stop);
    }

    public async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return JsonDocument.Parse(body).RootElement.Clone();
    }
}
