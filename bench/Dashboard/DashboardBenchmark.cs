using System.Globalization;
using Microsoft.Playwright;
using Volcast.Bench.Api;
using Volcast.Market;
using Volcast.Services.Tests;

namespace Volcast.Bench.Dashboard;

/// <summary>How long the pages of the dashboard take in Chromium, over the API, with twelve years of data.</summary>
internal static class DashboardBenchmark
{
    private const int Loads = 20, WarmUps = 3;
    private const int Sessions = 50;
    private const int Targets = 1000;
    private const string Now = "2022-01-03T12:00:00Z";

    private static readonly (string Name, string Route)[] Pages =
    [
        ("Today", "/"), ("Watchlist", "/watchlist"), ("History, ten years", "/history?range=10Y"), ("Why", "/why"),
        ("What if", "/what-if"), ("Evidence", "/evidence"), ("Models", "/models"), ("Data", "/data"), ("Monitoring", "/monitoring"),
    ];

    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public static string? Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task<string?> RunAsync()
    {
        if (Array.Find(Browsers, File.Exists) is not { } program)
        {
            Console.Error.WriteLine("bench dashboard: skipped, because Chromium is missing.");
            return null;
        }
        var machine = Machine.Describe();
        var market = BenchMarket.Prepare();
        foreach (var command in (string[][])
            [["train", "--horizon", "1,5,10,22", "--promote-first"], ["forecast", "--horizon", "1,5,10,22"], ["monitor"]])
        {
            Console.Error.WriteLine($"bench dashboard: {command[0]}");
            market.Volcast(command);
        }
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        using var api = await StartApiAsync(market.Folder, Now);
        using var dashboard = await StartDashboardAsync(api, Now);
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await context.NewPageAsync();
        var scripts = (await PageVisit.OfAsync(page, dashboard.Address)).ScriptBytes;
        var visits = new List<(string Name, IReadOnlyList<PageVisit> Visits)>();
        foreach (var (name, route) in Pages)
            visits.Add((name, await VisitAsync(page, new(dashboard.Address, route), name)));
        var switches = await SwitchesAsync(page, dashboard.Address);
        await OpenSessionsAsync(dashboard.Address);
        var memory = dashboard.PeakMemory();
        var many = await WatchlistAsync(browser);
        var all = visits.Append(($"Watchlist, {Targets:N0} targets", many)).ToArray();
        double Slowest(Func<PageVisit, double> of) => visits.Max(one => Median(one.Visits.Select(of)));
        return $"""
            ## Dashboard
            The pages in Chromium at 1,440 × 900, with `volcast-dashboard` and `volcast-api` as separate processes on the same
            cores and {market.Name} of 1993 to 2021. Medians of {Loads} loads after {WarmUps}, in one browser. The charts stand in
            the page that the server sends, so the first paint has them. A page is usable when its scripts have run and its load
            event has ended.

            Measured on {machine}.

            | page | first contentful paint | usable | layout shift |
            |---|---|---|---|
            {string.Join('\n', all.Select(Row))}

            | | measured | limit | |
            |---|---|---|---|
            {Held("slowest page: first contentful paint", Slowest(visit => visit.FirstPaint), "under 500 ms", .5)}
            {Held("slowest page: usable", Slowest(visit => visit.Usable), "under 1.2 s", 1.2)}
            {Held($"Watchlist with {Targets:N0} targets: usable", Median(many.Select(visit => visit.Usable)), "under 1 s", 1)}
            {Held("another range of History", Median(switches), "under 100 ms", .1)}
            | largest layout shift | {Slowest(visit => visit.Shift):F3} | under .02 | {Verdict(Slowest(visit => visit.Shift) < .02)} |
            | scripts over the wire | {scripts / 1e3:F1} kB | under 200 kB | {Verdict(scripts < 200_000)} |
            | peak memory of the dashboard, {Sessions} sessions with every page open | {memory:F0} MiB | under 400 MB | {Verdict(memory * 1.048576 < 400)} |

            """;
    }

    private static Task<ServerProcess> StartApiAsync(string data, string now, string targets = BenchMarket.Target) => ServerProcess.StartAsync("dotnet",
        port =>
        [
            Path.Combine(BenchPage.Root, "services", "Api", "bin", "Release", "net10.0", "volcast-api.dll"),
            "--data", data, "--address", $"http://127.0.0.1:{port}",
        ],
        new Dictionary<string, string>
        {
            ["VOLCAST_API_RATE"] = "1000000",
            ["VOLCAST_TARGETS"] = targets,
            ["VOLCAST_NOW"] = now,
        });

    private static Task<ServerProcess> StartDashboardAsync(ServerProcess api, string now) => ServerProcess.StartAsync("dotnet",
        port =>
        [
            Path.Combine(BenchPage.Root, "services", "Dashboard", "bin", "Release", "net10.0", "volcast-dashboard.dll"),
            "--api", api.Address.ToString(), "--address", $"http://127.0.0.1:{port}",
        ],
        new Dictionary<string, string> { ["VOLCAST_NOW"] = now });

    private static async Task<IReadOnlyList<PageVisit>> VisitAsync(IPage page, Uri address, string name)
    {
        Console.Error.WriteLine($"bench dashboard: {name}");
        for (var i = 0; i < WarmUps; i++)
            await PageVisit.OfAsync(page, address);
        var visits = new List<PageVisit>();
        for (var i = 0; i < Loads; i++)
            visits.Add(await PageVisit.OfAsync(page, address));
        return visits;
    }

    private static async Task<IReadOnlyList<double>> SwitchesAsync(IPage page, Uri dashboard)
    {
        Console.Error.WriteLine("bench dashboard: ranges of History");
        await PageVisit.OfAsync(page, new(dashboard, "/history"));
        var switches = new List<double>();
        foreach (var range in Enumerable.Repeat((string[])["2Y", "5Y", "10Y", "1Y"], Loads / 4 + 1).SelectMany(one => one))
            switches.Add(await PageVisit.SwitchAsync(page, range));
        return switches[^Loads..];
    }

    /// <summary>Opens every page in each session, as a browser does, and keeps the connections open.</summary>
    private static async Task OpenSessionsAsync(Uri dashboard)
    {
        Console.Error.WriteLine($"bench dashboard: {Sessions} sessions");
        var sessions = Enumerable.Range(0, Sessions).Select(_ => new HttpClient { BaseAddress = dashboard }).ToArray();
        await Task.WhenAll(sessions.Select(async session =>
        {
            foreach (var (_, route) in Pages)
                await session.GetByteArrayAsync(new Uri(route, UriKind.Relative));
        }));
        foreach (var session in sessions)
            session.Dispose();
    }

    private static async Task<IReadOnlyList<PageVisit>> WatchlistAsync(IBrowser browser)
    {
        Console.Error.WriteLine($"bench dashboard: preparing {Targets:N0} targets");
        using var folder = new TemporaryFolder();
        var now = TradingCalendar.Nyse.SettlesAt(ManyTargets.Last);
        var roles = ManyTargets.Roles(Targets);
        await ManyTargets.FillAsync(folder["lake"], folder["mlruns"], roles, now);
        var list = folder["targets.txt"];
        await File.WriteAllLinesAsync(list, roles.Select(one => one.Target.Value));
        var time = now.AddHours(1).ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        using var api = await StartApiAsync(folder.Path, time, $"@{list}");
        using var dashboard = await StartDashboardAsync(api, time);
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        return await VisitAsync(await context.NewPageAsync(), new(dashboard.Address, "/watchlist"), $"Watchlist with {Targets:N0} targets");
    }

    private static string Row((string Name, IReadOnlyList<PageVisit> Visits) page) =>
        $"| {page.Name} | {Timing.Format(Median(page.Visits.Select(visit => visit.FirstPaint)))} "
        + $"| {Timing.Format(Median(page.Visits.Select(visit => visit.Usable)))} "
        + $"| {Median(page.Visits.Select(visit => visit.Shift)):F3} |";

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Held(string what, double measured, string bar, double limit) =>
        $"| {what} | {Timing.Format(measured)} | {bar} | {Verdict(measured < limit)} |";

    private static string Verdict(bool isMet) => isMet ? "met" : "NOT MET";
}
