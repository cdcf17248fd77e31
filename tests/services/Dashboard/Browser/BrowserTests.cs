using Microsoft.Playwright;
using Volcast.Services.Dashboard.Pages;

namespace Volcast.Services.Dashboard.Tests.Browser;

/// <summary>The dashboard as people see it, in Chromium. Each test has a dashboard of its own.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class BrowserTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    /// <summary>How long a page may take to show what is expected, in milliseconds. A machine with other work needs seconds.
    /// </summary>
    private const float Patience = 60_000;

    private readonly List<IPage> opened = [];
    private DashboardUnderTest dashboard = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        dashboard = await DashboardUnderTest.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in opened)
            await page.Context.DisposeAsync();
        await dashboard.DisposeAsync();
    }

    [ChromiumFact]
    public async Task Every_page_is_clean_at_both_widths_and_in_both_themes()
    {
        foreach (var (width, scheme) in new[] { (1440, ColorScheme.Light), (390, ColorScheme.Dark) })
            foreach (var route in PageList.All.Select(listed => listed.Route).Append("/sign-in").Append("/nowhere"))
            {
                await using var context = await chromium.Browser.NewContextAsync(new()
                {
                    ViewportSize = new() { Width = width, Height = 900 },
                    ColorScheme = scheme,
                });
                var page = await context.NewPageAsync();
                var errors = new List<string>();
                page.Console += (_, message) =>
                {
                    // The browser writes the status of the page that does not exist.
                    if (message.Type is "error" or "warning" && !message.Text.Contains("404", StringComparison.Ordinal))
                        errors.Add(message.Text);
                };
                page.PageError += (_, error) => errors.Add(error);
                page.Request += (_, request) =>
                {
                    if (new Uri(request.Url).Authority != dashboard.Address.Authority)
                        errors.Add($"request to {request.Url}");
                };
                await page.GotoAsync(new Uri(dashboard.Address, route).ToString());
                await page.Locator("html.scripted").WaitForAsync();
                Assert.True(errors.Count == 0, $"{route} at {width}: {string.Join("; ", errors)}");
                Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width,
                    $"{route} is wider than {width} pixels.");
                Assert.Equal(1, await page.Locator("h1").CountAsync());
            }
    }

    [ChromiumFact]
    public async Task Tables_with_a_judgement_show_it_without_scrolling()
    {
        foreach (var (route, width, columns) in new[]
        {
            ("/", 390, "#table-risk th:last-child"), ("/monitoring", 390, "#table-data th:nth-child(2)"),
            ("/monitoring", 1440, "#table-drift th:last-child"), ("/monitoring", 1440, "#table-versions th:last-child"),
        })
        {
            var page = await OpenAsync(route);
            await page.SetViewportSizeAsync(width, 900);
            var outside = await page.Locator(columns).First.EvaluateAsync<double>(
                "cell => cell.getBoundingClientRect().right - cell.closest('.scroll').getBoundingClientRect().right");
            Assert.True(outside <= 1, $"{columns} at {width} is cut by {outside} pixels.");
            await page.CloseAsync();
        }
    }

    [ChromiumFact]
    public async Task A_chart_tells_its_values_to_the_keyboard_and_is_saved_as_a_picture()
    {
        var page = await OpenAsync("/");
        var chart = page.Locator("#chart-past");
        await chart.Locator("svg.for-wide").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(chart.Locator(".reading")).ToHaveTextAsync(
            "2021-12-23 · 80 % interval, lower 8.0 % · 80 % interval, upper 17.0 % · forecast 13.0 % · "
            + "realised; hollow outside the interval 9.0 %");
        foreach (var (button, begin) in new[] { ("SVG", "<svg"), ("PNG", "\u0089PNG") })
        {
            var download = await page.RunAndWaitForDownloadAsync(
                () => chart.GetByRole(AriaRole.Button, new() { Name = $"Save the chart as {button}" }).ClickAsync());
            Assert.Equal($"past.{button.ToLowerInvariant()}", download.SuggestedFilename);
            var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
            Assert.StartsWith(begin, System.Text.Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        }
    }

    [ChromiumFact]
    public async Task A_table_sorts_by_numbers_with_the_missing_ones_last()
    {
        var page = await OpenAsync("/");
        await page.GetByText("4 earlier forecasts, with the outcomes that are known").ClickAsync();
        var table = page.Locator("#table-past");
        foreach (var expected in new[] { new[] { "19.0 %", "16.0 %", "9.0 %", "–" }, ["9.0 %", "16.0 %", "19.0 %", "–"] })
        {
            await table.GetByRole(AriaRole.Button, new() { Name = "realised" }).ClickAsync();
            Assert.Equal(expected, await table.Locator("tbody tr td:nth-child(7)").AllTextContentsAsync());
        }
    }

    [ChromiumFact]
    public async Task History_tells_exact_values_zooms_by_dragging_and_switches_the_range()
    {
        var page = await OpenAsync("/history?symbol=SPY");
        var drawing = page.Locator("#chart-history svg.for-wide");
        await drawing.FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator("#chart-history .reading")).ToHaveTextAsync(
            "2021-12-29 · kind live · forecast 15.0 % · 80 % from 8.0 % · to 18.0 % · interval not known yet · implied 17.2 % · HAR 16.0 %");
        var box = (await drawing.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width - 60, box.Y + 100);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width - 8, box.Y + 100);
        await page.Mouse.UpAsync();
        await Assertions.Expect(page).ToHaveURLAsync(
            new Uri(dashboard.Address, "/history?symbol=SPY&from=2021-12-27&to=2021-12-29").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "5Y" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(dashboard.Address, "/history?symbol=SPY&range=5y").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "5Y" })).ToHaveAttributeAsync("aria-current", "true");
    }

    [ChromiumFact]
    public async Task Another_range_is_shown_without_loading_the_page_and_its_tables_and_charts_work()
    {
        var page = await OpenAsync("/history");
        await page.EvaluateAsync("document.documentElement.dataset.first = ''");
        await page.GetByRole(AriaRole.Link, new() { Name = "2Y" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var current = page.GetByRole(AriaRole.Link, new() { Name = "2Y" });
        await Assertions.Expect(current).ToHaveAttributeAsync("aria-current", "true");
        await Assertions.Expect(current).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("html[data-first]")).ToHaveCountAsync(1);
        await page.Locator("#table-forecasts").GetByRole(AriaRole.Button, new() { Name = "forecast" }).ClickAsync();
        Assert.Equal("15.0 %", await page.Locator("#table-forecasts tbody tr td:nth-child(3)").First.TextContentAsync());
        await page.Locator("#chart-history svg.for-wide").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Assertions.Expect(page.Locator("#chart-history .reading")).ToContainTextAsync("2021-11-22 · kind walk-forward");
        await page.GoBackAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "1Y" })).ToHaveAttributeAsync("aria-current", "true");
    }

    [ChromiumFact]
    public async Task A_row_of_the_watchlist_opens_its_today_and_the_search_hides_others_while_one_types()
    {
        var page = await OpenAsync("/watchlist?horizon=22");
        var shown = page.Locator("#table-targets tbody tr:visible");
        await Assertions.Expect(shown).ToHaveCountAsync(4);
        await page.Locator("#search").PressSequentiallyAsync("qq");
        await Assertions.Expect(shown).ToHaveCountAsync(1);
        var row = (await shown.BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(row.X + row.Width / 2, row.Y + row.Height / 2);
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(dashboard.Address, "/?symbol=QQQ&horizon=22").ToString());
    }

    [ChromiumFact]
    public async Task A_thousand_targets_are_drawn()
    {
        dashboard.Api.Watchlist = SampleHistory.Targets(
            [.. Enumerable.Range(0, 1000).Select(i => SampleHistory.Target($"T{i:000}"))]);
        var page = await OpenAsync("/watchlist");
        await Assertions.Expect(page.Locator("#table-targets tbody tr")).ToHaveCountAsync(1000);
    }

    [ChromiumFact]
    public async Task Why_compares_with_the_day_that_is_chosen()
    {
        var page = await OpenAsync("/why");
        await Assertions.Expect(page.Locator("#changes h2")).ToHaveTextAsync("What changed since Wed 29 Dec 2021: +1.50 points");
        await page.Locator("#since").SelectOptionAsync("2021-12-27");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(dashboard.Address, "/why?since=2021-12-27").ToString());
    }

    [ChromiumFact]
    public async Task Models_opens_the_card_of_a_version_and_compares_two()
    {
        var page = await OpenAsync("/models");
        await Assertions.Expect(page.Locator("#card .markdown")).ToBeHiddenAsync();
        await page.Locator("#table-versions").GetByRole(AriaRole.Link, new() { Name = "4" }).ClickAsync();
        await Assertions.Expect(page.Locator("#card .markdown li")).ToHaveTextAsync(SampleDocuments.Hostile);
        // Before the scripts of this page have run, a choice waits for the button of its form.
        await page.Locator("html.scripted").WaitForAsync();
        await page.Locator("#a").SelectOptionAsync("4");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(dashboard.Address, "/models?card=4&a=4&b=4").ToString());
        await Assertions.Expect(page.GetByText("A version is the same as itself.")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task The_page_shows_the_last_state_while_the_api_is_down_and_recovers_without_a_click()
    {
        var page = await OpenAsync("/");
        dashboard.Api.IsDown = true;
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("Not current")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#number")).ToHaveTextAsync("12.0%");
        var age = await page.Locator("[data-age]").TextContentAsync();
        await Assertions.Expect(page.Locator("[data-age]")).Not.ToHaveTextAsync(age!);
        dashboard.Api.IsDown = false;
        dashboard.Clock.Now += TimeSpan.FromSeconds(2);
        await Assertions.Expect(page.GetByText("Not current")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task A_page_that_stands_open_leads_to_the_form_when_the_api_refuses_its_key()
    {
        var page = await OpenAsync("/models");
        dashboard.Api.Key = "another";
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
    }

    [ChromiumFact]
    public async Task The_theme_and_the_horizon_are_chosen_with_the_keyboard()
    {
        var page = await OpenAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "dark theme" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.GetByRole(AriaRole.Link, new() { Name = "22 sessions" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(dashboard.Address, "/?horizon=22").ToString());
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("SPY volatility, next 22 sessions");
    }

    [ChromiumFact]
    public async Task A_slider_at_rest_computes_the_session_and_keeps_the_focus()
    {
        var page = await OpenAsync("/what-if?symbol=SPY");
        var slider = page.GetByRole(AriaRole.Slider, new() { Name = "SPY return, %, slider" });
        await slider.FocusAsync();
        await slider.FillAsync("-1");
        await Assertions.Expect(page.Locator("#number")).ToHaveTextAsync("13.0%");
        Assert.Contains("&bar-SPY=-1&", page.Url);
        await Assertions.Expect(slider).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "2020-03-16" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("The forecast rises by 10.9 points");
        await page.GetByRole(AriaRole.Link, new() { Name = "Reset" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("The forecast stays at 12.0 %");
    }

    [ChromiumFact]
    public async Task A_slider_that_moves_while_the_page_changes_keeps_its_last_value()
    {
        var page = await OpenAsync("/what-if?symbol=SPY");
        var slider = page.GetByRole(AriaRole.Slider, new() { Name = "SPY return, %, slider" });
        await slider.EvaluateAsync("""
            slider => {
              slider.value = "-1";
              slider.dispatchEvent(new Event("input"));
              slider.dispatchEvent(new Event("change"));
              location.reload();
            }
            """);
        await Assertions.Expect(page.Locator("#number")).ToHaveTextAsync("13.0%");
        Assert.Contains("&bar-SPY=-1&", page.Url);
        await Assertions.Expect(slider).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task A_picker_has_a_button_without_scripts_and_no_place_for_it_with_them()
    {
        var page = await OpenAsync("/");
        var (form, picker) = (
            await page.Locator("form.symbol").BoundingBoxAsync(), await page.Locator("#symbol").BoundingBoxAsync());
        Assert.Equal(form!.X + form.Width, picker!.X + picker.Width, .5f);
        await using var plain = await chromium.Browser.NewContextAsync(new() { JavaScriptEnabled = false });
        var without = await plain.NewPageAsync();
        await without.GotoAsync(dashboard.Address.ToString());
        await Assertions.Expect(without.Locator("form.symbol button")).ToBeVisibleAsync();
    }

    [ChromiumFact]
    public async Task A_year_a_family_and_further_rows_are_chosen_by_urls()
    {
        var page = await OpenAsync("/data?horizon=5");
        await page.GetByLabel("Year").SelectOptionAsync("2015");
        await Assertions.Expect(page.Locator("#chart-calendar .title")).ToHaveTextAsync("Sessions of 2015");
        await page.GetByRole(AriaRole.Link, new() { Name = "further rows" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(dashboard.Address, "/data?horizon=5&year=2015&offset=100#refused").ToString());
        Assert.Equal(0, await page.Locator("#table-quarantine script").CountAsync());
        await Assertions.Expect(page.Locator("#table-quarantine tbody tr").First).ToContainTextAsync(SampleDocuments.Hostile);
    }

    [ChromiumFact]
    public async Task A_benchmark_is_chosen_in_the_url_and_the_page_stays_at_its_chart()
    {
        var page = await OpenAsync("/evidence?horizon=5");
        await page.GetByLabel("Compare with").SelectOptionAsync("garch");
        await Assertions.Expect(page.Locator("#chart-advantage .title")).ToHaveTextAsync(
            "Cumulative loss of GARCH minus that of volcast (QLIKE)");
        await Assertions.Expect(page).ToHaveURLAsync(
            new Uri(dashboard.Address, "/evidence?horizon=5&benchmark=garch#over-time").ToString());
    }

    [AxeFact]
    public async Task Every_page_is_accessible_by_the_rules_of_wcag()
    {
        var axe = await File.ReadAllTextAsync(AxeFactAttribute.Script, TestContext.Current.CancellationToken);
        foreach (var (width, scheme) in new[] { (1440, ColorScheme.Light), (390, ColorScheme.Dark) })
            foreach (var route in PageList.All.Select(listed => listed.Route).Append("/sign-in").Append("/nowhere"))
            {
                await using var context = await chromium.Browser.NewContextAsync(new()
                {
                    ViewportSize = new() { Width = width, Height = 900 },
                    ColorScheme = scheme,
                });
                var page = await context.NewPageAsync();
                await page.GotoAsync(new Uri(dashboard.Address, route).ToString());
                await page.Locator("html.scripted").WaitForAsync();
                await page.EvaluateAsync($"() => {{ {axe} }}");
                var violations = await page.EvaluateAsync<string[]>(
                    "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' '))");
                Assert.True(violations.Length == 0, $"{route} at {width}: {string.Join("; ", violations)}");
            }
    }

    private async Task<IPage> OpenAsync(string route)
    {
        var context = await chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        opened.Add(page);
        await page.GotoAsync(new Uri(dashboard.Address, route).ToString());
        await page.Locator("html.scripted").WaitForAsync();
        return page;
    }
}
