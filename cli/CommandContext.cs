using System.Globalization;
using Volcast.Cli.Doctor;
using Volcast.Cli.Output;
using Volcast.Cli.Pipeline;
using Volcast.Evaluation;
using Volcast.Files;
using Volcast.Hosting;
using Volcast.Hosting.Keys;
using Volcast.Lake;
using Volcast.Lake.Leases;
using Volcast.Lake.Stores;
using Volcast.Market;
using Volcast.Market.Simulation;
using Volcast.Registry;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Monitoring.Alerts.Channels;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Promotion.Gates;
using Volcast.Workspace;

namespace Volcast.Cli;

/// <summary>One invocation: its settings, its terminal, and the lake, registry and pipeline that the settings name.</summary>
internal sealed class CommandContext
{
    private readonly Shell shell;
    private readonly DataLocations locations;

    /// <param name="shell">Streams, environment, clock and network.</param>
    /// <param name="given">The resolved settings.</param>
    /// <param name="hints">Completes suggested commands; null leaves them as they are.</param>
    /// <exception cref="SettingException">The flags contradict each other.</exception>
    public CommandContext(Shell shell, Settings given, Hints? hints = null)
    {
        this.shell = shell;
        Settings = CsvPaths.WithSource(given);
        locations = new(Settings, shell.WorkingFolder);
        Terminal = new(shell, hints);
        Calendar = WorkspaceSettings.Calendar(Settings);
        Clock = FixedClock.TryParse(Settings.Text(VolcastSettings.Now), out var now) ? new FixedClock(now) : shell.Clock;
    }

    public Settings Settings { get; }
    public Terminal Terminal { get; }
    public TradingCalendar Calendar { get; }

    /// <summary>The real clock, or the fixed time of <c>VOLCAST_NOW</c>.</summary>
    public TimeProvider Clock { get; }

    public bool IsSimulated => locations.IsSimulated;

    /// <inheritdoc cref="DataLocations.SourceKind"/>
    public DataKind SourceKind => locations.SourceKind;

    public bool IsCsv => CsvPaths.IsSource(Settings);

    /// <summary>The sources of <c>VOLCAST_SOURCE</c>, the preferred one first.</summary>
    public SourceOrder Sources => new(WorkspaceSettings.Sources(Settings));

    /// <inheritdoc cref="DataLocations.DataFolder"/>
    public string DataFolder => locations.DataFolder;

    /// <inheritdoc cref="DataLocations.RequireDataFolder"/>
    public void RequireDataFolder() => locations.RequireDataFolder();

    public string LakeFolder => locations.LakeFolder;

    /// <inheritdoc cref="DataLocations.IsInBucket"/>
    public bool IsInBucket => locations.IsInBucket;

    /// <inheritdoc cref="DataLocations.ApiKeys"/>
    public ApiKeyFile ApiKeys => locations.ApiKeys;

    /// <inheritdoc cref="DataLocations.ApiKeyUses"/>
    public KeyUseFile ApiKeyUses => locations.ApiKeyUses;

    /// <summary>Where a long run stores finished folds, so that it can resume after it was killed.</summary>
    public FoldStore OpenFolds() => IsInBucket
        ? BucketFolds.Open(DataFolder, Settings, Terminal.Note)
        : new(Path.Combine(DataFolder, "folds"));

    /// <inheritdoc cref="DataLocations.Registry"/>
    public RegistryAddress Registry(DataKind kind) => locations.Registry(kind);

    /// <summary>Refuses settings that name no registry, before a run that needs one only after minutes.</summary>
    /// <exception cref="SettingException">The data are in a bucket, and no registry is set.</exception>
    public void RequireRegistry() => _ = Registry(SourceKind);

    /// <summary>For a command that takes <see cref="VolcastSettings.OneHorizon"/>.</summary>
    public int Horizon => Settings.Number(VolcastSettings.OneHorizon);

    /// <summary>Ascending, at least one.</summary>
    public IReadOnlyList<int> Horizons => HorizonList.Parse(Settings.Text(VolcastSettings.Horizon));

    /// <summary>Settled sessions that a target's newest session may be behind.</summary>
    public int MaximumAge => Settings.Number(VolcastSettings.MaximumAge);

    /// <summary>Who acts, for the record: <c>--by</c>, <c>VOLCAST_ACTOR</c>, or the operating system's user.</summary>
    public string Actor => Settings.Text(VolcastSettings.Actor).Trim() is { Length: > 0 } named ? named
        : shell.UserName is { Length: > 0 } user ? user
        : "unknown";

    public int Threads => Settings.Number(VolcastSettings.Threads) is > 0 and var threads ? threads : Environment.ProcessorCount;

    public IReadOnlyList<AssetRoles> Targets => locations.Targets;

    /// <inheritdoc cref="DataLocations.RolesOf"/>
    public AssetRoles RolesOf(Symbol target) => locations.RolesOf(target);

    /// <summary>The absolute form of a path that a user gave.</summary>
    /// <exception cref="SettingException">It names a bucket.</exception>
    public string PathOf(string path) => ObjectStores.IsBucket(path)
        ? throw new SettingException(
            $"'{path}' is in a bucket, and this command needs a folder or file of this machine there. The data folder (--data), "
            + "csv files (--path), plans (--out of plan, --plan) and the report of `monitor` can be in a bucket.")
        : Path.GetFullPath(path, shell.WorkingFolder);

    /// <summary>The absolute form of a folder, or of a place in a bucket, that a user gave.</summary>
    public string PlaceOf(string place) => ObjectStores.FullPlace(place, shell.WorkingFolder);

    public IModelRegistry OpenRegistry(DataKind kind) => OpenRegistry(Registry(kind));

    /// <summary>Opens a registry by its address, with the credentials from the settings.</summary>
    public IModelRegistry OpenRegistry(RegistryAddress address) =>
        shell.WrapRegistry(RegistryFactory.Open(address, Settings, shell.Http, shell.Clock));

    /// <summary>Parses a registry's address as a user gives it.</summary>
    /// <exception cref="SettingException">The text is not an address.</exception>
    public RegistryAddress ParseRegistry(string text) => RegistryFactory.Problem(text) is { } problem
        ? throw new SettingException($"{problem}.")
        : RegistryAddress.Parse(text, shell.WorkingFolder);

    /// <inheritdoc cref="DataLocations.LocalRegistry"/>
    public RegistryAddress LocalRegistry => locations.LocalRegistry;

    /// <summary><see cref="DataLocations.SimulatedHint"/> with a space before it, to follow another sentence.</summary>
    public string SimulatedHint => locations.SimulatedHint is { Length: > 0 } hint ? $" {hint}" : "";

    /// <summary>Opens the lake for reading, whether its data are real or simulated; null if there is none.</summary>
    /// <exception cref="LakeException">The description of the lake is missing or corrupt.</exception>
    public async Task<DataLake?> TryOpenLakeAsync(CancellationToken stop) => IsInBucket || Directory.Exists(LakeFolder)
        ? await DataLake.TryOpenAsync(OpenStore(), expected: IsSimulated ? DataKind.Simulated : null, stop)
        : null;

    /// <summary>As <see cref="TryOpenLakeAsync"/>.</summary>
    /// <exception cref="LakeException">There is no lake, or its description is missing or corrupt.</exception>
    public async Task<DataLake> OpenLakeAsync(CancellationToken stop) => await TryOpenLakeAsync(stop) ?? throw NoLake();

    /// <summary>The error that there is no lake.</summary>
    public LakeException NoLake() => new(
        $"There is no lake in {LakeFolder}. Run `volcast ingest`, or give another data folder with --data." + SimulatedHint);

    /// <summary>Opens the lake to write bars of the configured source. A symbol has one writer at a time.</summary>
    public Task<DataLake> OpenLakeForWritingAsync(CancellationToken stop) =>
        OpenForWritingAsync(SourceKind, stop);

    /// <summary>Opens an existing lake to write what is computed from its data.</summary>
    public async Task<DataLake> OpenExistingLakeForWritingAsync(CancellationToken stop)
    {
        DataKind kind;
        await using (var lake = await OpenLakeAsync(stop))
            kind = lake.Kind;
        return await OpenForWritingAsync(kind, stop);
    }

    /// <summary>The request that the settings describe.</summary>
    public PipelineRequest Request
    {
        get
        {
            var lookback = LookbackPeriod.Parse(Settings.Text(VolcastSettings.Lookback));
            var symbols = Targets.SelectMany(roles => roles.Symbols).Distinct().ToArray();
            // A csv folder is read completely unless a look-back is set.
            var limit = IsCsv && !Settings.IsGiven(VolcastSettings.Lookback) ? null : (LookbackPeriod?)lookback;
            return new(Targets, Horizons)
            {
                Ingest = new(symbols, limit, IsLive: !IsCsv)
                {
                    Optional = [.. symbols.Except(Targets.Select(roles => roles.Target))],
                    Replaceable = [.. Targets.Select(roles => roles.Implied).Where(index => index != AssetRoles.Vix)
                        .Except(Targets.Select(roles => roles.Target))],
                },
                Seed = Settings.Number(VolcastSettings.Seed),
                Threads = Threads,
                Actor = Actor,
                Limits = new() { MinimumShadowSessions = Settings.Number(VolcastSettings.ShadowSessions) },
            };
        }
    }

    /// <summary>The law of the simulated market.</summary>
    public SimulationParameters Simulation => new()
    {
        Break = Settings.Text(VolcastSettings.SimulatedBreak) is { Length: > 0 } day
            ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)
            : null,
    };

    /// <summary>The stages of the pipeline on an open lake, with the registry and the vendors that the settings name.</summary>
    public PipelineStages OpenPipeline(DataLake lake, FoldStore? folds = null) =>
        new(lake, () => OpenRegistry(lake.Kind), () => MarketDataSources.Open(this, shell.Http), Calendar, Clock, folds);

    /// <summary>The alerts and channels of the settings, and the file that they come from; null for the built-in ones.</summary>
    /// <exception cref="SettingException">The file is missing or has errors.</exception>
    public (AlertSettings Alerts, string? File) ReadAlerts()
    {
        var named = Settings.Text(VolcastSettings.Alerts);
        var file = PathOf(named.Length > 0 ? named : AlertSettings.FileName);
        return named.Length == 0 && !File.Exists(file)
            ? (AlertSettings.Default, null)
            : (AlertSettings.Read(file), file);
    }

    /// <summary>Warns of each alert for symbols that are not forecast, which could never be raised.</summary>
    public void WarnOfUnwatchedTargets(AlertSettings alerts)
    {
        foreach (var rule in alerts.Alerts)
            if (rule.Targets.Where(name => !Targets.Any(roles => string.Equals(
                roles.Target.Value, name, StringComparison.OrdinalIgnoreCase))).ToArray() is { Length: > 0 } foreign)
                Terminal.Note($"warning: the alert {rule.Name} watches {string.Join(", ", foreign)}, which "
                    + $"{(foreign.Length == 1 ? "is" : "are")} not forecast: the targets are "
                    + $"{string.Join(", ", Targets.Select(roles => roles.Target))}. Correct `targets` in the file of the alerts, "
                    + "or VOLCAST_TARGETS.");
    }

    /// <summary>The channels, which use the real clock: a receiver compares the time of a message with its own.</summary>
    public AlertChannels OpenChannels(AlertSettings alerts) => new(alerts, new()
    {
        Environment = shell.Environment,
        WorkingFolder = shell.WorkingFolder,
        Log = Terminal.Note,
        Clock = shell.Clock,
        Http = shell.Http,
        Seed = Environment.ProcessId,
    });

    /// <summary>The policy of the settings: a file, or the built-in one.</summary>
    /// <exception cref="SettingException">The file is missing or has errors.</exception>
    public MonitoringPolicy ReadPolicy()
    {
        var named = Settings.Text(VolcastSettings.Policy);
        var file = PathOf(named.Length > 0 ? named : PolicyFile.FileName);
        return named.Length == 0 && !File.Exists(file) ? new() : PolicyFile.Read(file);
    }

    /// <summary>The limits of the gates for a person who promotes: those of the policy, so that a version which the policy calls
    /// ready can be approved, with <c>VOLCAST_SHADOW_SESSIONS</c> where it is given.</summary>
    /// <exception cref="SettingException">The file of the policy is missing or has errors.</exception>
    public PromotionLimits GateLimits
    {
        get
        {
            var limits = PolicyActions.LimitsOf(ReadPolicy());
            return Settings.IsGiven(VolcastSettings.ShadowSessions)
                ? limits with { MinimumShadowSessions = Settings.Number(VolcastSettings.ShadowSessions) }
                : limits;
        }
    }

    public DailyRequest DailyRequest => new(Request, ReadPolicy(), MaximumAge);

    /// <summary>Keeps a second daily run on the same data away until it is disposed; null if one is at work. The lock of a killed
    /// run is free at once in a folder, and in a bucket when its lease has expired, for which this waits.</summary>
    public async Task<IAsyncDisposable?> TryLockDailyRunAsync(CancellationToken stop) => IsInBucket
        ? await locations.TryLeaseInBucketAsync("_run-daily", Terminal.Note, stop)
        : FileLock.TryAcquire(Path.Combine(DataFolder, ".run-daily.lock"), leavesMark: false);

    /// <summary>The free bytes of the disk that holds the lake; null for a bucket, which has no limit.</summary>
    public long? FreeBytes() => IsInBucket ? null : DiskCheck.FreeBytes(DataFolder);

    /// <summary>The store of a place that a flag names.</summary>
    /// <param name="flag">The flag, for messages.</param>
    /// <param name="place">A folder or a place in a bucket, as the user gave it.</param>
    /// <exception cref="SettingException">It is neither.</exception>
    public IObjectStore OpenPlace(string flag, string place)
    {
        if (place.Length == 0)
            throw new SettingException($"{flag} needs a folder, or a place in a bucket such as s3://BUCKET/PREFIX.");
        if (ObjectStores.IsBucket(place))
            return ObjectStores.Problem(place) is { } problem
                ? throw new SettingException($"'{place}' given by {flag}: {problem}.")
                : shell.WrapStore(ObjectStores.Open(place, Settings));
        if (place.Contains("://", StringComparison.Ordinal))
            throw new SettingException($"'{place}' given by {flag}: expected a folder or s3://BUCKET/PREFIX.");
        var folder = PathOf(place);
        return File.Exists(folder)
            ? throw new SettingException($"'{place}' given by {flag} is a file, and a plan is in a folder.")
            : shell.WrapStore(LocalObjectStore.WithoutLeases(folder));
    }

    public IObjectStore OpenStore() => shell.WrapStore(locations.LakeStore);

    private async Task<DataLake> OpenForWritingAsync(DataKind kind, CancellationToken stop)
    {
        var lake = await locations.OpenLakeForWritingAsync(
            kind, new LeaseOptions
            {
                WaitUpTo = TimeSpan.FromSeconds(Settings.Number(VolcastSettings.LockWait)),
                OnWaiting = Terminal.Note,
            },
            shell.WrapStore, stop);
        if (lake.Upgrade is { } upgrade)
        {
            Terminal.Note($"The lake {LakeFolder} was upgraded from version {upgrade.From} to {upgrade.To} (docs/lake.md).");
            foreach (var change in upgrade.Changes)
                Terminal.Note(change);
        }
        return lake;
    }
}
