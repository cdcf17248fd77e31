using System.Net;
using Microsoft.Playwright;
using Volcast.Services.Dashboard.FilePage;
using Volcast.Services.Dashboard.Tests.Browser;

namespace Volcast.Services.Dashboard.Tests;

/// <summary>The page that is written into a file.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class FilePageTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private StubApi api = null!;

    public async ValueTask InitializeAsync() => api = await StubApi.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await api.DisposeAsync();
        folder.Dispose();
    }

    private Task<int> WriteAsync() => FileRun.WithAsync(new() { Api = api.Address }, api: null, folder["demo.html"]);

    [Fact]
    public async Task It_has_today_why_and_the_record_and_needs_nothing_else()
    {
        api.DataKind = "SIMULATED";
        Assert.Equal(0, await WriteAsync());
        var page = await File.ReadAllTextAsync(folder["demo.html"], TestContext.Current.CancellationToken);
        Assert.StartsWith("<!DOCTYPE html>", page);
        Assert.Contains("<strong>SIMULATED</strong>", page);
        Assert.All(["SPY</span> volatility, next 5 sessions", "<h1>Why SPY has a forecast of 12.0", "<h1>volcast forecasts better than HAR"],
            heading => Assert.Contains(heading, WebUtility.HtmlDecode(page)));
        Assert.DoesNotMatch("""(?:href|src)="(?!#)""", page);
        Assert.Contains("&lt;script&gt;alert(1)", page);
        Assert.DoesNotContain(SampleDocuments.Hostile, page);
    }

    [Fact]
    public async Task It_waits_for_an_api_that_is_still_reading_a_model()
    {
        api.Problem = StubApi.Refusal(503, "not_ready", "SPY 5d has not been read yet.");
        var writing = WriteAsync();
        while (api.ProblemsSent < 2)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        api.Problem = null;
        Assert.Equal(0, await writing);
        Assert.DoesNotContain("has not been read yet",
            await File.ReadAllTextAsync(folder["demo.html"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Equal_documents_give_equal_bytes()
    {
        Assert.Equal(0, await WriteAsync());
        var first = await File.ReadAllBytesAsync(folder["demo.html"], TestContext.Current.CancellationToken);
        Assert.Equal(0, await WriteAsync());
        Assert.Equal(first, await File.ReadAllBytesAsync(folder["demo.html"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_a_forecast_there_is_no_file_and_the_exit_code_says_so()
    {
        api.Problem = StubApi.Refusal(404, "no_model", "Train one.");
        Assert.Equal(1, await WriteAsync());
        Assert.False(File.Exists(folder["demo.html"]));
    }

    [ChromiumFact]
    public async Task Its_charts_and_tables_work_without_a_server()
    {
        Assert.Equal(0, await WriteAsync());
        await using var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 390, Height = 900 } });
        var page = await context.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) => errors.Add(message.Text);
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(new Uri(folder["demo.html"]).ToString());
        await page.Locator("#chart-past svg.for-narrow").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator("#chart-past .reading")).ToContainTextAsync("2021-12-23");
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 390);
        Assert.Empty(errors);
    }
}
