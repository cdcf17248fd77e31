using System.Text;
using System.Text.Json;
using Volcast.Cli.Pipeline;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Simulated;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Alerts.Channels;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Tests.Pipeline;

/// <summary>Daily runs of SPY over 5 sessions on two years of the simulated market, in this process. Two years are enough for HAR
/// only, so that a training takes a moment.</summary>
internal sealed class DailyRunUnderTest : IDisposable
{
    public const string Model = "volcast-SPY-5d";
    public static readonly TradingCalendar Calendar = TradingCalendar.Nyse;

    /// <summary>The session of the first run, a Thursday.</summary>
    public static readonly DateOnly First = new(2024, 6, 13);

    private static readonly AssetRoles Roles = AssetRoles.For(Symbol.Parse("SPY"), ImpliedVolatilityIndex.Parse("SPY=^VIX"));

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();
    private readonly SimulatedSource market;

    public DailyRunUnderTest()
    {
        market = new(7, Calendar, clock, parameters: null, keepThrough: new(2024, 12, 31));
        Settled(First);
    }

    public MonitoringPolicy Policy { get; set; } = new();

    /// <summary>The content of <c>alerts.yaml</c>; the file channel writes <see cref="Sent"/>.</summary>
    public string Alerts { get; init; } = """
        channels:
          record: { type: file, path: alerts.jsonl }
        alerts:
          - { name: any_level, when: level, above: 1, channels: [record] }
          - { name: failed_run, when: failed_run, channels: [record] }
        """;

    /// <summary>Wraps the registry.</summary>
    public Func<IModelRegistry, IModelRegistry> Registry { get; set; } = registry => registry;

    /// <summary>Symbols that the vendor refuses to deliver.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>The free space of the disk; null for none.</summary>
    public long? FreeBytes { get; set; }

    /// <summary>Answers the heartbeat.</summary>
    public HttpMessageHandler? Http { get; init; }

    /// <summary>A minute after a session has settled.</summary>
    public void Settled(DateOnly session) => clock.Now = Calendar.SettlesAt(session).AddMinutes(1);

    public async Task<DailyReport> RunAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var lake = await OpenAsync();
        var registry = Registry(new LocalModelRegistry(folder["mlruns"]));
        var settings = AlertSettings.Parse(Encoding.UTF8.GetBytes(Alerts), "alerts.yaml");
        using var channels = new AlertChannels(settings, new()
        {
            Environment = _ => null,
            WorkingFolder = folder.Path,
            Log = _ => { },
            Http = Http,
        });
        using var stages = new PipelineStages(lake, () => registry, () => [new Refusing(market, Refused)], Calendar, clock);
        var run = new DailyRun(lake, stages, registry, new PolicyExecution(lake, registry, Calendar, clock),
            new MonitoringJob(lake, registry, Calendar, clock, () => FreeBytes), settings.Alerts, channels, Calendar, clock,
            () => FreeBytes);
        return await run.RunAsync(new(new([Roles], [5])
        {
            Ingest = new([.. Roles.Symbols], LookbackPeriod.Parse("2y"), IsLive: true),
            Seed = 7,
            Threads = 1,
        }, Policy, MaximumAge: 1), onStep: null, progress: null, stop);
    }

    /// <summary>A run after each session from one to another.</summary>
    public async Task<DailyReport> RunThroughAsync(DateOnly from, DateOnly to)
    {
        DailyReport? last = null;
        foreach (var session in Calendar.Sessions(from, to))
        {
            Settled(session);
            last = await RunAsync();
            Assert.Empty(last.Failed);
        }
        return last!;
    }

    public IModelRegistry Sound => new LocalModelRegistry(folder["mlruns"]);

    public async Task<int?> ChampionAsync() =>
        (await Sound.FindByAliasAsync(Model, RegistryTags.Champion, TestContext.Current.CancellationToken))?.Number;

    /// <summary>The files of lake and registry with their digests.</summary>
    public IReadOnlyList<string> Bytes() =>
        [.. FolderBytes.Of(folder["lake"]), .. Directory.Exists(folder["mlruns"]) ? FolderBytes.Of(folder["mlruns"]) : []];

    /// <summary>The alerts that were sent: name and event.</summary>
    public IReadOnlyList<(string Name, string Event)> Sent() =>
    [
        .. (File.Exists(folder["alerts.jsonl"]) ? File.ReadAllLines(folder["alerts.jsonl"]) : []).Select(line =>
        {
            using var alert = JsonDocument.Parse(line);
            return (alert.RootElement.GetProperty("alert").GetString()!, alert.RootElement.GetProperty("event").GetString()!);
        }),
    ];

    public async Task<IReadOnlyList<MonitoringRow>> MonitoringAsync()
    {
        await using var lake = await OpenAsync();
        return MonitoringTable.FromFrame(Roles.Target, await lake.ReadAsync(
            MonitoringTable.Schema, Roles.Target, cancellationToken: TestContext.Current.CancellationToken)).Rows;
    }

    public async Task<IReadOnlyList<ForecastRow>> ForecastsAsync()
    {
        await using var lake = await OpenAsync();
        return ForecastsTable.FromFrame(Roles.Target, await lake.ReadAsync(
            ForecastsTable.Schema, Roles.Target, cancellationToken: TestContext.Current.CancellationToken)).Rows;
    }

    public void Dispose() => folder.Dispose();

    private Task<DataLake> OpenAsync() => DataLake.OpenLocalForWritingAsync(
        folder["lake"], DataKind.Simulated, cancellationToken: TestContext.Current.CancellationToken);

    private sealed class Refusing(IMarketDataSource inner, HashSet<string> refused) : IMarketDataSource
    {
        public string Name => inner.Name;

        public Task<VendorDownload> DownloadAsync(Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken stop) =>
            refused.Contains(symbol.Value)
                ? throw new MarketDataException(
                    MarketDataFailure.Unavailable, symbol, $"{symbol}: the vendor answered 503. Try again later.")
                : inner.DownloadAsync(symbol, from, to, stop);
    }
}
