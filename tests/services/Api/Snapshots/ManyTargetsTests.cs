using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Api.Snapshots;
using Volcast.Services.Api.Targets;
using Volcast.Services.Tests;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Tests.Snapshots;

[Trait(Category.Name, Category.Integration)]
[Collection(nameof(ProcessMemory))]
public sealed class ManyTargetsTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new() { Now = TradingCalendar.Nyse.SettlesAt(ApiUnderTest.Last) };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_series_is_loaded_once_for_simultaneous_requests()
    {
        var (source, registry) = await SourceAsync(2);
        var gate = new TaskCompletionSource();
        registry.BeforeRead = gate.Task;
        var key = new SeriesKey(Symbol.Parse("T0001"), 5);
        var asked = Enumerable.Range(0, 20).Select(_ => source.RequireAsync(key, Stop).AsTask()).ToArray();
        gate.SetResult();
        var got = await Task.WhenAll(asked);
        Assert.Equal(1, registry.Counts.Reads);
        Assert.Single(got.Select(series => series.Snapshot).Distinct());
    }

    [Fact]
    public async Task Summaries_are_read_again_soon_after_a_failure_and_at_once_when_they_are_asked_to()
    {
        await SourceAsync(1);
        var (opened, isAway, still) = (0, true, new SettableClock { Now = clock.Now, SetsTimestamps = true });
        var summaries = new TargetSummaries(stop =>
        {
            opened++;
            return isAway ? throw new LakeException("away") : DataLake.OpenLocalAsync(folder["lake"], cancellationToken: stop);
        }, ManyTargets.Roles(1), TradingCalendar.Nyse, still, TimeSpan.FromHours(1), new(), text => text);
        await Assert.ThrowsAsync<ProblemException>(() => summaries.GetAsync(Stop));
        isAway = false;
        await Assert.ThrowsAsync<ProblemException>(() => summaries.GetAsync(Stop));
        still.Now += TimeSpan.FromSeconds(1);
        Assert.Single(await summaries.GetAsync(Stop));
        Assert.Single(await summaries.GetAsync(Stop));
        Assert.Equal(2, opened);
        summaries.Invalidate();
        await summaries.GetAsync(Stop);
        Assert.Equal(3, opened);
    }

    [Fact]
    public async Task Summaries_are_read_again_although_the_time_of_day_is_fixed()
    {
        await SourceAsync(1);
        var opened = 0;
        var summaries = new TargetSummaries(stop =>
        {
            opened++;
            return DataLake.OpenLocalAsync(folder["lake"], cancellationToken: stop);
        }, ManyTargets.Roles(1), TradingCalendar.Nyse, new FixedClock(clock.Now), TimeSpan.FromMilliseconds(20), new(), text => text);
        await summaries.GetAsync(Stop);
        await Task.Delay(100, Stop);
        await summaries.GetAsync(Stop);
        Assert.Equal(2, opened);
    }

    [Fact]
    public async Task A_request_waits_for_a_loading_up_to_the_limit_and_the_loading_continues()
    {
        var (source, registry) = await SourceAsync(2, new() { Wait = TimeSpan.FromMilliseconds(50) });
        var gate = new TaskCompletionSource();
        registry.BeforeRead = gate.Task;
        var key = new SeriesKey(Symbol.Parse("T0001"), 5);
        var refused = await Assert.ThrowsAsync<ProblemException>(() => source.RequireAsync(key, Stop).AsTask());
        Assert.Contains("is being loaded", refused.Message, StringComparison.Ordinal);
        gate.SetResult();
        while (source.Loaded.All(series => series.Value.Snapshot is null))
            await Task.Delay(10, Stop);
        Assert.NotNull((await source.RequireAsync(key, Stop)).Snapshot);
        Assert.Equal(1, registry.Counts.Reads);
    }

    [Fact]
    public async Task The_least_recently_used_target_is_unloaded_and_loaded_again_at_its_next_request()
    {
        var (roomy, _) = await SourceAsync(3);
        var one = (await roomy.RequireAsync(new(Symbol.Parse("T0000"), 5), Stop)).Snapshot!;
        var (source, registry) = Source(ManyTargets.Roles(3), new() { Bytes = (one.Bytes + one.Target.Bytes) * 5 / 2 });
        foreach (var ticker in new[] { "T0000", "T0001", "T0000", "T0002" })
            await source.RequireAsync(new(Symbol.Parse(ticker), 5), Stop);
        Assert.Equal(["T0000", "T0002"], source.Loaded.Select(series => series.Key.Symbol.Value).Order());
        registry.Reset();
        await source.RequireAsync(new(Symbol.Parse("T0001"), 5), Stop);
        Assert.Equal(1, registry.Counts.Reads);
    }

    [Fact]
    public async Task Targets_share_the_bars_of_side_symbols()
    {
        var (source, _) = await SourceAsync(2);
        var first = (await source.RequireAsync(new(Symbol.Parse("T0000"), 5), Stop)).Snapshot!.Target;
        var second = (await source.RequireAsync(new(Symbol.Parse("T0001"), 5), Stop)).Snapshot!.Target;
        foreach (var symbol in first.Roles.Symbols.Where(symbol => symbol != first.Roles.Target))
            Assert.Same(first.Bars[symbol], second.Bars[symbol]);
    }

    [Fact]
    public async Task A_refresh_with_nothing_new_asks_the_registry_once_and_reads_no_model()
    {
        var (source, registry) = await SourceAsync(3);
        foreach (var roles in ManyTargets.Roles(3))
            await source.RequireAsync(new(roles.Target, 5), Stop);
        await source.RefreshAsync(Stop);
        registry.Reset();
        await source.RefreshAsync(Stop);
        Assert.Equal((1, 0, 0), registry.Counts);
    }

    [Fact]
    public async Task A_loading_never_replaces_the_result_of_a_later_refresh()
    {
        var (source, registry) = await SourceAsync(1);
        var key = new SeriesKey(Symbol.Parse("T0000"), 5);
        var slow = new TaskCompletionSource();
        registry.BeforeStamps = slow.Task;
        var load = source.GetAsync(key, Stop).AsTask();
        await UntilAsync(() => registry.Counts.Searches == 1);
        registry.BeforeStamps = Task.CompletedTask;
        await source.RefreshAsync(Stop);
        slow.SetException(new RegistryException(RegistryProblem.Storage, "The registry did not answer."));
        await load;
        var served = await source.RequireAsync(key, Stop);
        Assert.NotNull(served.Snapshot);
        Assert.Null(served.LastError);
    }

    [Fact]
    public async Task A_refresh_never_replaces_the_result_of_a_later_loading()
    {
        var (source, registry) = await SourceAsync(2);
        var target = Symbol.Parse("T0001");
        Assert.True((await source.GetAsync(new(target, 10), Stop)).IsMissing);
        await source.RequireAsync(new(Symbol.Parse("T0000"), 5), Stop); // From now on the service is ready.
        registry.Reset();
        var slow = new TaskCompletionSource();
        registry.BeforeStamps = slow.Task;
        var refresh = source.RefreshAsync(Stop);
        await UntilAsync(() => registry.Counts.Searches == 1);
        registry.BeforeStamps = Task.CompletedTask;
        var loaded = await source.RequireAsync(new(target, 5), Stop);
        slow.SetException(new RegistryException(RegistryProblem.Storage, "The registry did not answer."));
        await refresh;
        Assert.Same(loaded, await source.RequireAsync(new(target, 5), Stop));
    }

    [Fact]
    public async Task A_series_is_loaded_although_a_refresh_that_did_not_know_it_was_faster()
    {
        var (source, registry) = await SourceAsync(1);
        var target = Symbol.Parse("T0000");
        Assert.True((await source.GetAsync(new(target, 10), Stop)).IsMissing);
        registry.Reset();
        var slow = new TaskCompletionSource();
        registry.BeforeStamps = slow.Task;
        var load = source.GetAsync(new(target, 1), Stop).AsTask();
        await UntilAsync(() => registry.Counts.Searches == 1);
        registry.BeforeStamps = Task.CompletedTask;
        await source.RequireAsync(new(target, 5), Stop);
        slow.SetResult();
        Assert.True((await load).IsMissing);
    }

    [Fact]
    public async Task Another_build_has_another_etag()
    {
        var (first, _) = await SourceAsync(1);
        var key = new SeriesKey(Symbol.Parse("T0000"), 5);
        var tag = (await first.RequireAsync(key, Stop)).Snapshot!.ETag();
        async Task<string> TagOfAsync(string build) =>
            (await Source(ManyTargets.Roles(1), new(), build).Source.RequireAsync(key, Stop)).Snapshot!.ETag();
        Assert.Equal(tag, await TagOfAsync("test"));
        Assert.NotEqual(tag, await TagOfAsync("test 2"));
    }

    [Fact]
    public async Task The_default_target_is_the_first_one_where_spy_is_not_served()
    {
        var (source, _) = await SourceAsync(2);
        Assert.Equal("T0000", source.DefaultTarget.Value);
        Assert.Equal("SPY", Source([.. ManyTargets.Roles(1), SimulatedLake.Roles], new()).Source.DefaultTarget.Value);
    }

    [Fact]
    public async Task The_first_target_with_a_model_is_loaded_before_the_first_request()
    {
        var (source, _) = await SourceAsync(2);
        Assert.False(source.IsReady);
        await source.RefreshAsync(Stop);
        Assert.True(source.IsReady);
        Assert.Equal("T0000", Assert.Single(source.Loaded.Select(series => series.Key.Symbol.Value).Distinct()));
    }

    [Fact]
    public async Task A_symbol_that_is_not_configured_is_unknown()
    {
        var (source, _) = await SourceAsync(1);
        var refused =
            await Assert.ThrowsAsync<ProblemException>(() => source.RequireAsync(new(Symbol.Parse("QQQ"), 5), Stop).AsTask());
        Assert.Contains("QQQ is not served here", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Writes docs/proof/api-targets.md. The limit applies to the processor time of a refresh, because other work
    /// on the machine hardly affects it.</summary>
    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public async Task A_thousand_targets_are_served_in_bounded_memory_and_a_refresh_is_cheap()
    {
        const int targets = 1000;
        const int refreshes = 20;
        var process = Process.GetCurrentProcess();
        await ManyTargets.FillAsync(folder["lake"], folder["mlruns"], ManyTargets.Roles(targets), clock.Now);
        var (source, _) = Source(ManyTargets.Roles(targets), new());

        var before = process.TotalProcessorTime;
        await source.RefreshAsync(Stop);
        process.Refresh();
        var ready = process.TotalProcessorTime - before;
        Assert.True(source.IsReady);

        before = process.TotalProcessorTime;
        foreach (var roles in ManyTargets.Roles(targets))
            Assert.NotNull((await source.RequireAsync(new(roles.Target, 5), Stop)).Snapshot);
        process.Refresh();
        var loading = (process.TotalProcessorTime - before) / targets;
        var held = source.Loaded.Count(series => series.Value.Snapshot is not null);
        var resident = process.WorkingSet64 >> 20;

        await source.RefreshAsync(Stop);
        await source.RefreshAsync(Stop);
        before = process.TotalProcessorTime;
        for (var i = 0; i < refreshes; i++)
            await source.RefreshAsync(Stop);
        process.Refresh();
        var refresh = (process.TotalProcessorTime - before) / refreshes;

        var summaries = new TargetSummaries(stop => DataLake.OpenLocalAsync(folder["lake"], cancellationToken: stop),
            ManyTargets.Roles(targets), TradingCalendar.Nyse, clock, TimeSpan.Zero, new() { Wait = TimeSpan.FromMinutes(10) },
            text => text);
        before = process.TotalProcessorTime;
        Assert.Equal(targets, (await summaries.GetAsync(Stop)).Count);
        process.Refresh();
        var summary = (process.TotalProcessorTime - before) / targets;
        await summaries.GetAsync(Stop); // A stamp is trusted from the second reading on.
        before = process.TotalProcessorTime;
        for (var i = 0; i < refreshes; i++)
            await summaries.GetAsync(Stop);
        process.Refresh();
        var watchlist = (process.TotalProcessorTime - before) / refreshes;

        await File.WriteAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "api-targets.md"), string.Create(
            CultureInfo.InvariantCulture, $"""
            # 1,000 targets in the API
            `make prove` writes this page. One simulated market of {ApiUnderTest.First:yyyy-MM-dd} to
            {ApiUnderTest.Last:yyyy-MM-dd} and one model are copied under {targets:N0} tickers, and the test requests every
            target once. The bounds are 5 s until ready, 1 GiB, 100 ms for a refresh with nothing new and 1 s for the watchlist
            with nothing new.

            | what | value |
            |---|---|
            | processor time until ready | {ready.TotalSeconds:0.0} s |
            | processor time to load one target | {loading.TotalMilliseconds:0} ms |
            | targets held in memory at the end | {held:N0} |
            | resident memory of the test process | {resident:N0} MiB |
            | processor time of a refresh with nothing new | {refresh.TotalMilliseconds:0.0} ms |
            | processor time to read one target for the watchlist | {summary.TotalMilliseconds:0.0} ms |
            | processor time of the watchlist with nothing new | {watchlist.TotalMilliseconds:0.0} ms |

            """), Stop);
        Assert.True(ready < TimeSpan.FromSeconds(5), $"{ready}");
        Assert.True(resident < 1024, $"{resident} MiB");
        Assert.True(refresh < TimeSpan.FromMilliseconds(100), $"{refresh}");
        Assert.True(watchlist < TimeSpan.FromSeconds(1), $"{watchlist}");
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
            await Task.Delay(5, Stop);
    }

    private async Task<(SnapshotSource Source, CountingRegistry Registry)> SourceAsync(int count, SnapshotLimits? limits = null)
    {
        await ManyTargets.FillAsync(folder["lake"], folder["mlruns"], ManyTargets.Roles(count), clock.Now);
        return Source(ManyTargets.Roles(count), limits ?? new());
    }

    private (SnapshotSource Source, CountingRegistry Registry) Source(
        IReadOnlyList<AssetRoles> targets, SnapshotLimits limits, string build = "test")
    {
        var registry = new CountingRegistry(new LocalModelRegistry(folder["mlruns"]));
        return (new SnapshotSource(stop => DataLake.OpenLocalAsync(folder["lake"], cancellationToken: stop), registry, targets,
            TradingCalendar.Nyse, clock, limits, build, text => text, NullLogger<SnapshotSource>.Instance), registry);
    }
}
