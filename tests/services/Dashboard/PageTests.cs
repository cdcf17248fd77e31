using System.Net;
using System.Text.RegularExpressions;
using Volcast.Services.Dashboard.Pages;

namespace Volcast.Services.Dashboard.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class PageTests : IAsyncLifetime
{
    private DashboardUnderTest dashboard = null!;

    public async ValueTask InitializeAsync() => dashboard = await DashboardUnderTest.StartAsync();

    public ValueTask DisposeAsync() => dashboard.DisposeAsync();

    public static TheoryData<string> Routes => [.. PageList.All.Select(page => page.Route)];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_page_loads_from_this_service_only_and_has_nothing_inline(string route)
    {
        using var answer = await dashboard.Http.GetAsync(route, TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal("default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'", policy);
        Assert.DoesNotMatch(@"<style|style=|<script(?![^>]* src=)|\son[a-z]+=|https?://", page);
        Assert.All(Regex.Matches(page, @"(?:src|href)=""([^""#][^""]*)""").Select(m => m.Groups[1].Value),
            link => Assert.StartsWith("/", link));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Hostile_text_is_escaped(string route) =>
        Assert.DoesNotContain("<script>alert",
            await dashboard.GetAsync($"{route}?symbol={WebUtility.UrlEncode("<script>alert(1)")}"));

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_page_sends_each_request_once(string route)
    {
        await dashboard.GetAsync(route);
        Assert.Equal(dashboard.Api.Requests.Distinct(), dashboard.Api.Requests);
    }

    [Fact]
    public async Task A_name_in_the_data_cannot_run_as_a_script()
    {
        var page = await dashboard.GetAsync("/why");
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; 17.2", page);
        Assert.DoesNotContain(SampleDocuments.Hostile, page);
    }

    [Fact]
    public async Task Symbol_and_horizon_stay_in_every_link()
    {
        var page = await dashboard.GetAsync("/why?symbol=qqq&horizon=22");
        Assert.Contains("""<a href="/?symbol=QQQ&amp;horizon=22">Today</a>""", page);
        Assert.Matches("""<a href="/why\?symbol=QQQ&amp;horizon=1"[^>]*>1</a>""", page);
        Assert.Matches("""<a href="/why\?symbol=QQQ&amp;horizon=22"[^>]*aria-current="true"[^>]*>22</a>""", page);
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_form_adds_no_horizon_to_a_url_without_one(string route) =>
        Assert.DoesNotContain("type=\"hidden\" name=\"horizon\"", await dashboard.GetAsync(route));

    [Fact]
    public async Task A_form_keeps_symbol_horizon_and_the_choices_of_its_page()
    {
        var form = Regex.Match(await dashboard.GetAsync("/watchlist?symbol=qqq&horizon=22&regime=calm&sort=symbol&search="),
            "<form [^>]*class=\"search\".*?</form>", RegexOptions.Singleline).Value;
        Assert.Equal([("symbol", "QQQ"), ("horizon", "22"), ("regime", "calm"), ("sort", "symbol")],
            Regex.Matches(form, "type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
                .Select(field => (field.Groups[1].Value, field.Groups[2].Value)));
    }

    [Fact]
    public async Task Where_har_forecasts_its_walk_forward_is_compared_with_the_best_other_model()
    {
        dashboard.Api.Evidence = SampleDocuments.Evidence with { Model = "har" };
        Assert.Contains("HAR itself forecasts", await dashboard.GetAsync("/evidence"));
        Assert.Contains("benchmark=volcast", Assert.Single(dashboard.Api.Requests,
            request => request.StartsWith("/v1/models/serving/walk-forward", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("serving", true)]
    [InlineData("champion", true)]
    [InlineData("3", true)]
    [InlineData("challenger", false)]
    public async Task Why_har_was_chosen_is_said_even_without_the_series_of_its_walk_forward(string version, bool isChosen)
    {
        const string reason = "volcast did not pass its gate.";
        var model = SampleDocuments.Models.Models[0];
        dashboard.Api.Models = new(
        [
            model with
            {
                Versions = [.. model.Versions.Select(one => one with { ChosenBecause = one.ModelVersion == 3 ? reason : null })],
            },
        ]);
        dashboard.Api.Evidence = SampleDocuments.Evidence with { Model = "har" };
        dashboard.Api.FailingPath = $"/v1/models/{version}/walk-forward";
        var page = await dashboard.GetAsync($"/evidence?version={version}");
        Assert.Contains("SPY 5d has not been read yet.", page);
        Assert.Equal(isChosen, page.Contains(reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_does_not_exist_is_404_with_the_navigation() =>
        Assert.Contains(">Today</a>", await dashboard.GetAsync("/nowhere", HttpStatusCode.NotFound));

    [Fact]
    public async Task A_horizon_that_no_model_has_is_404_and_says_which_ones_there_are() => Assert.Contains(
        "Forecasts cover 1, 5, 10 or 22 sessions.", await dashboard.GetAsync("/?horizon=7", HttpStatusCode.NotFound));

    [Theory]
    [InlineData("/why?origin=2021-13-01", HttpStatusCode.BadRequest, "The address has origin=2021-13-01.")]
    [InlineData("/history?from=%3Cb%3E", HttpStatusCode.BadRequest, "The address has from=&lt;b&gt;.")]
    [InlineData("/models?card=99", HttpStatusCode.NotFound, "has no version 99. It has ")]
    [InlineData("/models?a=9&b=1", HttpStatusCode.NotFound, "has no version 9. It has ")]
    [InlineData("/history?range=3m", HttpStatusCode.BadRequest, "The address has range=3m. It can be 6m, 1y, 2y, 5y, 10y, all.")]
    [InlineData("/history?interval=50", HttpStatusCode.BadRequest, "The address has interval=50. It can be 80, 95.")]
    [InlineData("/history?kind=dead", HttpStatusCode.BadRequest, "The address has kind=dead. It can be live,")]
    [InlineData("/watchlist?sort=%3Cb%3E", HttpStatusCode.BadRequest, "The address has sort=&lt;b&gt;. It can be symbol, -symbol,")]
    [InlineData("/watchlist?regime=odd", HttpStatusCode.BadRequest, "The address has regime=odd. It can be calm, normal,")]
    [InlineData("/why?scale=odd", HttpStatusCode.BadRequest, "The address has scale=odd. It can be points, log.")]
    [InlineData("/why?by=odd", HttpStatusCode.BadRequest, "The address has by=odd. It can be input, family.")]
    [InlineData("/what-if?companions=odd", HttpStatusCode.BadRequest, "The address has companions=odd. It can be follow, hold.")]
    [InlineData("/data?year=odd", HttpStatusCode.BadRequest, "The address has year=odd. It can be a whole number of at least 0.")]
    [InlineData("/data?family=odd", HttpStatusCode.BadRequest, "The address has family=odd. It can be ")]
    [InlineData("/monitoring?subject=odd", HttpStatusCode.BadRequest, "The address has subject=odd. It can be ")]
    public async Task An_address_that_asks_for_what_does_not_exist_gets_the_reason(string path, HttpStatusCode status, string reason) =>
        Assert.Contains(reason, await dashboard.GetAsync(path, status), StringComparison.Ordinal);

    [Theory]
    [InlineData("unknown_symbol", "This symbol is not served")]
    [InlineData("no_champion", "No champion yet")]
    [InlineData("no_model", "No model yet")]
    public async Task What_the_api_does_not_have_is_said_in_its_words(string code, string heading)
    {
        dashboard.Api.Problem = StubApi.Refusal(404, code, "Run `volcast <it>` & wait.");
        var page = await dashboard.GetAsync("/", HttpStatusCode.NotFound);
        Assert.Contains($"<h1>{heading}</h1>", page);
        Assert.Contains("<p>Run <code>volcast &lt;it&gt;</code> &amp; wait.</p>", page);
    }

    [Fact]
    public async Task Without_a_model_the_data_are_shown_and_the_targets_can_be_picked()
    {
        dashboard.Api.Problem = StubApi.Refusal(404, "no_model", "The lake holds 1 session of SPY.");
        dashboard.Api.Models = new([]);
        var data = await dashboard.GetAsync("/data");
        Assert.Contains("<option value=\"QQQ\"", data);
        Assert.Contains("The lake holds 1 session of SPY.", await dashboard.GetAsync("/models", HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Simulated_data_carry_a_banner_and_real_data_do_not()
    {
        Assert.DoesNotContain("SIMULATED", await dashboard.GetAsync("/"));
        dashboard.Api.DataKind = "SIMULATED";
        Assert.Contains("<strong>SIMULATED</strong>", await dashboard.GetAsync("/"));
    }

    [Fact]
    public async Task A_table_downloads_as_csv_with_unrounded_numbers_and_without_formulas()
    {
        var csv = await dashboard.GetAsync("/tables/past.csv?symbol=SPY");
        Assert.StartsWith("forecast_origin,target_end,kind,volatility,lower,upper,realized_volatility,verdict\r\n"
            + "2021-12-29,2022-01-05,live,0.105,0.08,0.17,,not known yet\r\n", csv);
        Assert.Contains("This table does not exist", await dashboard.GetAsync("/tables/none.csv", HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Forecasts_download_as_a_workbook_and_the_values_of_a_long_chart_come_as_a_part_of_a_page()
    {
        using var answer = await dashboard.Http.GetAsync("/history/tables/forecasts.xlsx", TestContext.Current.CancellationToken);
        Assert.Equal("SPY-forecasts.xlsx", answer.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal("PK"u8.ToArray(), (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))[..2]);
        var part = await dashboard.GetAsync("/history/tables/history_values.html");
        Assert.StartsWith("<div class=\"table wide\" id=\"table-history_values\">", part);
        Assert.DoesNotContain("table-history_values", (await dashboard.GetAsync("/history")).Replace("tables/history_values", ""));
    }

    [Fact]
    public async Task The_chosen_theme_is_kept_and_a_form_of_another_site_has_no_effect()
    {
        Assert.DoesNotContain("data-theme=", await dashboard.GetAsync("/"));
        await PostAsync("/theme", ("theme", "dark"), ("back", "/why?horizon=1"));
        Assert.DoesNotContain("data-theme=", await dashboard.GetAsync("/"));
        using var answer = await PostFromPageAsync(dashboard, "/", "/theme", ("theme", "dark"), ("back", "/why?horizon=1"));
        Assert.Equal("/why?horizon=1", answer.Headers.Location!.OriginalString);
        Assert.Contains("data-theme=\"dark\"", await dashboard.GetAsync("/"));
    }

    [Fact]
    public async Task Probes_and_metrics_answer()
    {
        Assert.Equal("alive", await dashboard.GetAsync("/health/live"));
        Assert.Equal("ready", await dashboard.GetAsync("/health/ready"));
        Assert.Contains("volcast_build_info", await dashboard.GetAsync("/metrics"));
        dashboard.Api.IsDown = true;
        Assert.Equal("the API does not answer", await dashboard.GetAsync("/health/ready", HttpStatusCode.ServiceUnavailable));
    }

    private Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        dashboard.Http.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    /// <summary>Sends a form as a browser does: with the hidden fields of the page that shows it.</summary>
    internal static async Task<HttpResponseMessage> PostFromPageAsync(
        DashboardUnderTest dashboard, string page, string path, params (string Name, string Value)[] fields)
    {
        var html = await dashboard.Http.GetStringAsync(page, TestContext.Current.CancellationToken);
        var token = Regex.Match(html, """name="(__RequestVerificationToken)" value="([^"]+)""");
        (string, string)[] all = [.. fields, (token.Groups[1].Value, token.Groups[2].Value)];
        return await dashboard.Http.PostAsync(path, new FormUrlEncodedContent(
            all.Select(field => KeyValuePair.Create(field.Item1, field.Item2))), TestContext.Current.CancellationToken);
    }
}
