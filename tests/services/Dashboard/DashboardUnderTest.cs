using System.Net;
using Microsoft.AspNetCore.Builder;
using Volcast.Services.Dashboard.SignIn;

namespace Volcast.Services.Dashboard.Tests;

/// <summary>The complete dashboard on a free port of the loopback interface, with an API of known documents.</summary>
public sealed class DashboardUnderTest : IAsyncDisposable
{
    private WebApplication? app;

    private DashboardUnderTest(StubApi api) => Api = api;

    internal StubApi Api { get; }

    public SettableClock Clock { get; } = new() { Now = new(2021, 12, 31, 12, 0, 0, TimeSpan.Zero) };

    /// <summary>Follows no redirect, and keeps cookies.</summary>
    public HttpClient Http { get; private set; } = null!;

    public Uri Address => Http.BaseAddress!;

    /// <param name="requiresSignIn">Whether it behaves as off loopback.</param>
    /// <param name="balancer">The load balancer that signs people in, and the key that the dashboard sends; null for none.</param>
    internal static async Task<DashboardUnderTest> StartAsync(
        bool requiresSignIn = false, (BalancerOptions Options, string Key)? balancer = null)
    {
        var dashboard = new DashboardUnderTest(await StubApi.StartAsync());
        dashboard.app = DashboardHost.Create(new()
        {
            Address = new("http://127.0.0.1:0"),
            Api = dashboard.Api.Address,
            RequiresSignIn = requiresSignIn,
            Balancer = balancer?.Options,
            Key = balancer?.Key,
        }, dashboard.Clock);
        await dashboard.app.StartAsync();
        dashboard.Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() })
        {
            BaseAddress = new(dashboard.app.Urls.Single()),
        };
        return dashboard;
    }

    /// <summary>Gets a page and checks its status.</summary>
    public async Task<string> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var answer = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode} instead of {status}: {text}");
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
        await Api.DisposeAsync();
    }
}
