using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Load;

/// <summary>Load on every route while champions change, the lake grows and the MLflow server dies and comes back.</summary>
[Collection(nameof(ProcessMemory))]
public sealed class MixedLoadTests
{
    private const int Seed = 20260101;
    private const int Clients = 4;
    private const string Model = "volcast-SPY-5d";

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task Every_response_has_numbers_of_the_version_that_it_names_under_load() => await RunAsync(
        new(TimeSpan.FromSeconds(4), SwapEvery: TimeSpan.FromSeconds(.6), WriteEvery: TimeSpan.FromSeconds(1.2),
            KillEvery: TimeSpan.FromSeconds(1.8)));

    /// <summary>The long form: writes docs/proof/api-load.md. VOLCAST_PROOF_SECONDS makes it shorter or longer than ten
    /// minutes.</summary>
    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public async Task Memory_stays_flat_over_ten_minutes_of_load()
    {
        var seconds = Environment.GetEnvironmentVariable("VOLCAST_PROOF_SECONDS") is { Length: > 0 } document
            ? int.Parse(document, CultureInfo.InvariantCulture)
            : 600;
        var run = await RunAsync(new(TimeSpan.FromSeconds(seconds), SwapEvery: TimeSpan.FromSeconds(20),
            WriteEvery: TimeSpan.FromSeconds(15), KillEvery: TimeSpan.FromSeconds(50)));
        var (early, late) = run.Memory();
        await File.WriteAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "api-load.md"),
            string.Create(CultureInfo.InvariantCulture,
            $"""
            # Mixed load while everything changes

            Written by `make prove`. {Clients} clients send requests for {seconds} s (random seed {Seed}).

            The clients send requests as fast as they receive answers: for the newest forecast, its contributions, predictions,
            scenarios, models, features, bars, quality and metrics. Meanwhile,

            - every 20 s another version becomes the champion;
            - every 15 s a session is added to the lake;
            - every 50 s the MLflow server is killed, and started again 5 s later. It is a stub that replays recorded answers over
              HTTP.

            Every forecast, interval and prediction is compared, bit for bit, with the one that the named version makes from the
            named session, computed without the service. Different bodies never have the same ETag.

            | what | count |
            |---|---:|
            | answers | {run.Load.Answers:N0} |
            | of these, 304 (not modified) | {run.Load.Unchanged:N0} |
            | of these, marked as stale | {run.Load.Stale:N0} |
            | changes of the champion | {run.Swaps} |
            | sessions added to the lake | {run.Writes} |
            | restarts of the MLflow server | {run.Kills} |
            | pairs of session and version in the answers | {run.Load.Seen.Count} |
            | failed answers, and answers with numbers of another version or session | {run.Load.Broken.Count} |

            Memory of the process, which holds the service, its clients, the MLflow server and the test, after a full
            garbage collection; medians of the second and of the last quarter of the run:

            | memory | second quarter | last quarter |
            |---|---:|---:|
            | managed | {early.Managed:N1} MiB | {late.Managed:N1} MiB |
            | resident | {early.Resident:N1} MiB | {late.Resident:N1} MiB |

            Measured on {MachineName.Describe()}.

            """), TestContext.Current.CancellationToken);
        Assert.InRange(late.Managed, 0, early.Managed * 1.1 + 8);
        Assert.InRange(late.Resident, 0, early.Resident * 1.15 + 32);
    }

    private static async Task<Run> RunAsync(Plan plan)
    {
        await using var api = new Renewing();
        await api.InitializeAsync();
        var first = await api.Registry.GetVersionAsync(Model, 1, CancellationToken.None);
        ModelVersion[] versions = [first, await api.RegisterAsync('b', rows: 60)];
        var writes = (int)(plan.Duration / plan.WriteEvery);
        var known = await KnownForecasts.MakeAsync(api.Registry, versions, writes + 1);
        var row = await api.NewestFeaturesAsync();
        var load = new MixedLoad(api.Http, known, new JsonObject { ["rows"] = new JsonArray(row) }.ToJsonString(), Seed);
        var run = new Run(load);
        using var stop = new CancellationTokenSource();
        var asking = load.RunAsync(Clients, stop.Token);
        try
        {
            await ChangeAsync(api, plan, run, known, versions);
        }
        finally
        {
            await stop.CancelAsync();
            await asking;
        }
        Assert.True(load.Broken.IsEmpty, $"{load.Broken.Count} of {load.Answers}:\n{string.Join('\n', load.Broken.Take(5))}");
        Assert.True(load.Answers > 100, $"only {load.Answers} answers came");
        Assert.True(load.Stale > 0, "no answer was marked while the registry was gone");
        var pairs = load.Seen.Select(pair => pair.Split(' ')).ToArray();
        Assert.Equal(["1", "2"], pairs.Select(pair => pair[1]).Distinct().Order());
        Assert.True(pairs.Select(pair => pair[0]).Distinct().Count() > run.Writes / 2,
            "the lake's new sessions were not taken over");
        return run;
    }

    private static async Task ChangeAsync(Renewing api, Plan plan, Run run, KnownForecasts known, ModelVersion[] versions)
    {
        var watch = Stopwatch.StartNew();
        var (swap, write, kill, measure) = (plan.SwapEvery, plan.WriteEvery, plan.KillEvery, plan.Duration / 40);
        while (watch.Elapsed < plan.Duration && run.Load.Broken.IsEmpty)
        {
            if (watch.Elapsed >= swap)
            {
                var next = versions[++run.Swaps % 2];
                await api.Registry.SetAliasAsync(Model, RegistryTags.Champion, next.Number, CancellationToken.None);
                swap += plan.SwapEvery;
            }
            if (watch.Elapsed >= write && run.Writes + 1 < known.Sessions.Count)
            {
                var session = known.Sessions[++run.Writes];
                await SimulatedLake.FillAsync(api.LakeFolder, ApiUnderTest.First, session);
                api.Clock.Now = TradingCalendar.Nyse.SettlesAt(session);
                write += plan.WriteEvery;
            }
            if (watch.Elapsed >= kill)
            {
                await api.Server.KillAsync();
                await AwayAsync(plan, run);
                await api.Server.RestartAsync();
                run.Kills++;
                kill += plan.KillEvery;
            }
            if (watch.Elapsed >= measure)
            {
                api.Server.Forget();
                run.Measure();
                measure += plan.Duration / 40;
            }
            await Task.Delay(50);
        }
    }

    /// <summary>Waits a tenth of the time between two kills, and until a client has seen a stale response, which can take longer
    /// on a busy machine.</summary>
    private static async Task AwayAsync(Plan plan, Run run)
    {
        var (watch, before) = (Stopwatch.StartNew(), run.Load.Stale);
        while (watch.Elapsed < plan.KillEvery / 10 || run.Load.Stale == before && watch.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(50);
    }

    /// <summary>The duration, and the intervals between events.</summary>
    private sealed record Plan(TimeSpan Duration, TimeSpan SwapEvery, TimeSpan WriteEvery, TimeSpan KillEvery);

    private sealed class Run(MixedLoad load)
    {
        private readonly List<(double Managed, double Resident)> memory = [];

        public MixedLoad Load { get; } = load;
        public int Swaps { get; set; }
        public int Writes { get; set; }
        public int Kills { get; set; }

        public void Measure()
        {
            const double mebi = 1 << 20;
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var managed = GC.GetTotalMemory(forceFullCollection: true) / mebi;
            using var process = Process.GetCurrentProcess();
            memory.Add((managed, process.WorkingSet64 / mebi));
        }

        /// <summary>Medians of the second quarter and of the last, MiB.</summary>
        public ((double Managed, double Resident) Early, (double Managed, double Resident) Late) Memory()
        {
            var quarter = memory.Count / 4;
            return (Median(memory[quarter..(2 * quarter)]), Median(memory[(3 * quarter)..]));
        }

        private static (double Managed, double Resident) Median(List<(double Managed, double Resident)> some) =>
            (
                some.Select(one => one.Managed).Order().ElementAt(some.Count / 2),
                some.Select(one => one.Resident).Order().ElementAt(some.Count / 2));
    }

    /// <summary>A service that refreshes by itself, as in production.</summary>
    private sealed class Renewing : ApiUnderTest
    {
        public MortalServer Server { get; private set; } = null!;

        public override IModelRegistry Registry => Server.Registry;

        public override TimeSpan RefreshEvery => TimeSpan.FromMilliseconds(250);

        protected override async Task BeforeStartAsync() => Server = await MortalServer.StartAsync();

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Server.DisposeAsync();
            GC.SuppressFinalize(this);
        }
    }
}
