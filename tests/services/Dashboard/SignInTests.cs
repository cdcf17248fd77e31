using System.Net;
using Volcast.Services.Dashboard.SignIn;

namespace Volcast.Services.Dashboard.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class SignInTests : IAsyncLifetime
{
    private const string Key = "vk_0123abcd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private DashboardUnderTest dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        dashboard = await DashboardUnderTest.StartAsync(requiresSignIn: true);
        dashboard.Api.Key = Key;
    }

    public ValueTask DisposeAsync() => dashboard.DisposeAsync();

    [Fact]
    public async Task Off_loopback_a_page_asks_for_a_key_and_comes_back_to_where_one_was()
    {
        using var refused = await dashboard.Http.GetAsync("/why?horizon=1", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?back=%2Fwhy%3Fhorizon%3D1"),
            (refused.StatusCode, refused.Headers.Location!.OriginalString));

        using var signedIn = await PageTests.PostFromPageAsync(
            dashboard, "/sign-in?back=%2Fwhy%3Fhorizon%3D1", "/sign-in", ("key", $" {Key}\n"), ("back", "/why?horizon=1"));
        Assert.Equal("/why?horizon=1", signedIn.Headers.Location!.OriginalString);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), value => value.StartsWith("volcast_key="));
        Assert.Contains("; samesite=strict; httponly", cookie);
        Assert.DoesNotContain(Key, WebUtility.UrlDecode(cookie));

        Assert.Contains("Sign out", await dashboard.GetAsync("/why"));
        lock (dashboard.Api.Keys)
            Assert.Equal(Key, dashboard.Api.Keys[^1]);
    }

    [Fact]
    public async Task A_key_that_the_api_does_not_know_is_refused()
    {
        using var refused = await PageTests.PostFromPageAsync(dashboard, "/sign-in", "/sign-in", ("key", "vk_wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("The API does not know this key",
            await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await dashboard.GetAsync("/", HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Nobody_signs_in_where_the_api_would_accept_any_key()
    {
        dashboard.Api.Key = null;
        using var refused = await PageTests.PostFromPageAsync(dashboard, "/sign-in", "/sign-in", ("key", Key));
        Assert.Contains("The API accepts requests without a key",
            await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await dashboard.GetAsync("/", HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_form_without_the_field_of_the_page_signs_nobody_in()
    {
        using var refused = await dashboard.Http.PostAsync("/sign-in",
            new FormUrlEncodedContent([KeyValuePair.Create("key", Key)]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await dashboard.GetAsync("/", HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_revoked_key_leads_back_to_the_form()
    {
        await PageTests.PostFromPageAsync(dashboard, "/sign-in", "/sign-in", ("key", Key));
        await dashboard.GetAsync("/");
        dashboard.Api.Key = "another";
        using var refused = await dashboard.Http.GetAsync("/", TestContext.Current.CancellationToken);
        Assert.Equal("/sign-in?back=%2F&refused=1", refused.Headers.Location!.OriginalString);
        var form = await dashboard.GetAsync("/sign-in?back=%2F&refused=1");
        Assert.Contains("It has expired or was revoked.", form);
        Assert.DoesNotContain("Sign out", form);
        await dashboard.GetAsync("/", HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Styles_and_probes_need_no_key()
    {
        await dashboard.GetAsync("/assets/dashboard.css");
        await dashboard.GetAsync("/health/live");
    }

    [Theory]
    [InlineData("/why?horizon=1", "/why?horizon=1")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void A_person_is_never_sent_to_another_host(string? back, string path) =>
        Assert.Equal(path, SignInEndpoints.LocalPath(back));
}
