using System.Text.Json;
using Microsoft.Playwright;

namespace Volcast.Bench.Dashboard;

/// <summary>What a browser measures when it loads a page.</summary>
/// <param name="FirstPaint">Seconds from the start of the navigation to the first contentful paint, with the charts that the
/// server drew.</param>
/// <param name="Usable">Seconds until the scripts have run and the load event has ended.</param>
/// <param name="Shift">The cumulative layout shift.</param>
/// <param name="ScriptBytes">Bytes of scripts over the wire; 0 where the browser had them.</param>
internal sealed record PageVisit(double FirstPaint, double Usable, double Shift, long ScriptBytes)
{
    private const string Measure = """
        async () => {
          let shift = 0;
          new PerformanceObserver(list => list.getEntries().forEach(one => shift += one.hadRecentInput ? 0 : one.value))
            .observe({ type: "layout-shift", buffered: true });
          const paint = () => performance.getEntriesByName("first-contentful-paint")[0];
          const loaded = performance.getEntriesByType("navigation")[0];
          while (!paint() || loaded.loadEventEnd === 0) await new Promise(done => setTimeout(done, 5));
          await new Promise(done => setTimeout(done, 100));
          return {
            paint: paint().startTime, usable: Math.max(paint().startTime, loaded.loadEventEnd), shift,
            scripts: performance.getEntriesByType("resource").filter(one => one.name.endsWith(".js"))
              .reduce((sum, one) => sum + one.transferSize, 0),
          };
        }
        """;

    /// <summary>Loads a page.</summary>
    public static async Task<PageVisit> OfAsync(IPage page, Uri address)
    {
        var answer = await page.GotoAsync(address.ToString());
        if (answer is not { Ok: true })
            throw new BenchmarkException($"{address} answers {answer?.Status}.");
        await page.Locator("html.scripted").WaitForAsync();
        var measured = await page.EvaluateAsync<JsonElement>(Measure);
        return new(measured.GetProperty("paint").GetDouble() / 1e3, measured.GetProperty("usable").GetDouble() / 1e3,
            measured.GetProperty("shift").GetDouble(), measured.GetProperty("scripts").GetInt64());
    }

    /// <summary>Seconds from a click on a link of History's ranges to the next frame after the other range was put in
    /// place.</summary>
    public static async Task<double> SwitchAsync(IPage page, string range) => await page.EvaluateAsync<double>("""
        async range => {
          const link = [...document.querySelectorAll("[data-swaps] a")].find(one => one.textContent.trim() === range);
          link.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
          await new Promise(done => setTimeout(done, 100));
          const start = performance.now();
          const shown = new Promise(done => document.addEventListener("volcast-shown", done, { once: true }));
          link.click();
          await shown;
          await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
          return (performance.now() - start) / 1000;
        }
        """, range);
}
