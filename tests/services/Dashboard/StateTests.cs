using System.Net;
using System.Text.RegularExpressions;

namespace Volcast.Services.Dashboard.Tests;

/// <summary>A page loads itself again when its state differs from that of <c>/state</c>.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class StateTests : IAsyncLifetime
{
    private DashboardUnderTest dashboard = null!;

    public async ValueTask InitializeAsync() => dashboard = await DashboardUnderTest.StartAsync();

    public ValueTask DisposeAsync() => dashboard.DisposeAsync();

    [Theory]
    [MemberData(nameof(PageTests.Routes), MemberType = typeof(PageTests))]
    public async Task A_page_has_the_state_that_is_sent_while_nothing_changes(string route) =>
        Assert.Equal(await dashboard.GetAsync("/state"), await StateOfAsync(route));

    [Theory]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/?horizon=3", HttpStatusCode.NotFound)]
    [InlineData("/evidence?benchmark=none", HttpStatusCode.BadRequest)]
    public async Task So_does_a_page_that_has_nothing_to_show(string path, HttpStatusCode status)
    {
        Assert.Equal("up/2021-12-30/0/3", await StateOfAsync(path, status));
        Assert.Equal("up/2021-12-30/0/3", await dashboard.GetAsync("/state"));
    }

    [Fact]
    public async Task A_page_that_needs_no_answer_has_no_outage_and_the_state_of_one()
    {
        await dashboard.GetAsync("/state");
        dashboard.Api.IsDown = true;
        var page = await dashboard.GetAsync("/nowhere", HttpStatusCode.NotFound);
        Assert.DoesNotContain("Not current", page);
        Assert.Equal("down/2021-12-30/0/3/The%20API%20cannot%20be%20reached.", StateOf(page));
        Assert.Equal("down/2021-12-30/0/3/The%20API%20cannot%20be%20reached.", await dashboard.GetAsync("/state"));
    }

    [Theory]
    [InlineData("/data", "/v1/sessions", HttpStatusCode.OK)]
    [InlineData("/why", "/v1/forecasts/latest/explanation", HttpStatusCode.ServiceUnavailable)]
    public async Task A_page_that_lacks_one_answer_differs_from_one_without_an_api(string route, string fails, HttpStatusCode status)
    {
        dashboard.Api.FailingPath = fails;
        Assert.Equal("partial/2021-12-30/0/3", await StateOfAsync(route, status));
        dashboard.Api.FailingPath = null;
        Assert.Equal("up/2021-12-30/0/3", await StateOfAsync(route));
    }

    [Fact]
    public async Task A_page_whose_documents_do_not_say_it_learns_from_the_newest_forecast_that_the_data_are_simulated()
    {
        dashboard.Api.DataKind = "SIMULATED";
        Assert.Contains("<strong>SIMULATED</strong>", await dashboard.GetAsync("/nowhere", HttpStatusCode.NotFound));
    }

    private async Task<string> StateOfAsync(string path, HttpStatusCode status = HttpStatusCode.OK) =>
        StateOf(await dashboard.GetAsync(path, status));

    private static string StateOf(string page) =>
        Regex.Match(page, "<meta name=\"volcast-state\" content=\"([^\"]*)\"").Groups[1].Value;
}
