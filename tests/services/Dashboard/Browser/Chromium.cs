using Microsoft.Playwright;

namespace Volcast.Services.Dashboard.Tests.Browser;

/// <summary>Chromium for all tests of a class. Each test opens contexts of its own, which share nothing.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The browser. The tests that use it are skipped where there is none.</summary>
    public IBrowser Browser => browser ?? throw new InvalidOperationException("There is no Chromium.");

    public async ValueTask InitializeAsync()
    {
        if (ChromiumFactAttribute.Program is not { } program)
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
