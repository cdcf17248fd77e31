using System.Net;

namespace Volcast.Services.Dashboard.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class OutageTests : IAsyncLifetime
{
    private DashboardUnderTest dashboard = null!;

    public async ValueTask InitializeAsync() => dashboard = await DashboardUnderTest.StartAsync();

    public ValueTask DisposeAsync() => dashboard.DisposeAsync();

    [Fact]
    public async Task While_the_api_is_down_a_page_shows_its_last_state_with_its_age_and_recovers_by_itself()
    {
        await dashboard.GetAsync("/");
        var known = await dashboard.GetAsync("/state");
        Assert.Equal("up/2021-12-30/0/3", known);

        dashboard.Api.IsDown = true;
        dashboard.Clock.Now += TimeSpan.FromMinutes(3);
        var held = await dashboard.GetAsync("/");
        Assert.Contains("The API cannot be reached.", held);
        Assert.Contains("You see the last state, <span data-age=\"180\">3 minutes</span> old.", held);
        Assert.Contains("<main id=\"content\" class=\"held\">", held);
        Assert.DoesNotContain("Up to date", held);
        Assert.Contains("12.0<span class=\"unit\">%</span>", held);
        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>", held);
        Assert.StartsWith("down/2021-12-30/0/3/", await dashboard.GetAsync("/state"), StringComparison.Ordinal);

        dashboard.Api.IsDown = false;
        dashboard.Clock.Now += TimeSpan.FromSeconds(2);
        var back = await dashboard.GetAsync("/");
        Assert.DoesNotContain("last state", back);
        Assert.DoesNotContain("class=\"held\"", back);
        Assert.Equal(known, await dashboard.GetAsync("/state"));
    }

    [Fact]
    public async Task Without_an_earlier_state_the_page_says_that_the_api_does_not_answer()
    {
        dashboard.Api.IsDown = true;
        Assert.Contains("<h1>The API does not answer</h1>", await dashboard.GetAsync("/why", HttpStatusCode.ServiceUnavailable));
    }

    [Fact]
    public async Task A_page_whose_own_documents_are_current_does_not_claim_an_earlier_state()
    {
        dashboard.Api.FailingPath = "/v1/forecasts/latest";
        var page = await dashboard.GetAsync("/watchlist");
        Assert.Contains("<strong>Not complete</strong>", page);
        Assert.Contains("SPY 5d has not been read yet.", page);
        Assert.Contains("The API has just answered the rest of this page.", page);
        Assert.DoesNotContain("last state", page);
        Assert.DoesNotContain("class=\"held\"", page);
    }

    [Theory]
    [InlineData(20, false)]
    [InlineData(119, false)]
    [InlineData(121, true)]
    public async Task A_page_says_that_the_api_could_not_refresh_only_after_some_minutes(int seconds, bool isSaid)
    {
        dashboard.Api.StaleFor = TimeSpan.FromSeconds(seconds);
        Assert.Equal(isSaid, (await dashboard.GetAsync("/")).Contains("<strong>Not refreshed</strong>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_the_api_starts_the_page_says_what_it_waits_for()
    {
        dashboard.Api.Problem = StubApi.Refusal(503, "not_read", "SPY 5d has not been read yet.");
        var page = await dashboard.GetAsync("/", HttpStatusCode.ServiceUnavailable);
        Assert.Contains("<h1>The API is not ready yet</h1>", page);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(page, "SPY 5d has not been read yet."));
        Assert.DoesNotContain("Go to Today", page);
        Assert.Contains("Go to Today", await dashboard.GetAsync("/nowhere", HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task The_state_changes_when_a_session_settles()
    {
        var before = await dashboard.GetAsync("/state?symbol=SPY&horizon=5");
        dashboard.Api.Origin = new(2021, 12, 31);
        Assert.NotEqual(before, await dashboard.GetAsync("/state?symbol=SPY&horizon=5"));
    }
}
