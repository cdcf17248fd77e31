using Volcast.Cli.Output;
using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Leases;
using Volcast.Lake.Stores;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Ingest;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Csv;
using Volcast.Services.Ingest.Sources.Simulated;
using Volcast.Services.Ingest.Sources.Yahoo;
using Volcast.Workspace;

namespace Volcast.Cli;

/// <summary>One invocation: its settings, and what they open.</summary>
internal sealed class CommandContext(Shell shell, Settings settings)
{
    private readonly DataLocations places = new(settings, shell.WorkingFolder);

    public Settings Settings { get; } = settings;
    public Terminal Terminal { get; } = new(shell);
    public TradingCalendar Calendar { get; } = TradingCalendar.Nyse;

    /// <summary>The real clock, or the one that <c>VOLCAST_NOW</c> stops.</summary>
    public TimeProvider Clock { get; } =
        FixedClock.TryParse(settings.Text(VolcastSettings.Now), out var now) ? new FixedClock(now) : shell.Clock;

    public bool IsSimulated => places.IsSimulated;

    public bool IsCsv => IsFrom(CsvSource.SourceName);

    /// <inheritdoc cref="DataLocations.DataFolder"/>
    public string DataFolder => places.DataFolder;

    public string LakeFolder => places.LakeFolder;

    /// <summary>Where long runs keep what they have finished, for the case that they are killed.</summary>
    public FoldStore OpenFolds() => new(Path.Combine(DataFolder, "folds"));

    /// <inheritdoc cref="DataLocations.Registry"/>
    public RegistryAddress Registry(DataKind kind) => places.Registry(kind);

    public int Horizon => Settings.Number(VolcastSettings.Horizon);

    public int Threads => Settings.Number(VolcastSettings.Threads) is > 0 and var threads ? threads : Environment.ProcessorCount;

    public IReadOnlyList<AssetRoles> Targets => places.Targets;

    /// <summary>A path that a user gave, whole.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, shell.WorkingFolder);

    /// <summary>This run with one setting overridden.</summary>
    public CommandContext With(Setting setting, string value) => new(shell, Settings.With(setting, value));

    public bool HasImpliedVolatilityOfItsOwn(Symbol target) =>
        ImpliedVolatilityIndex.Parse(Settings.Text(VolcastSettings.ImpliedVolatility)).TryGet(target, out _);

    public IModelRegistry OpenRegistry(DataKind kind) => OpenRegistry(Registry(kind));

    /// <summary>A registry by its address, with the credentials that are set.</summary>
    public IModelRegistry OpenRegistry(RegistryAddress address) =>
        RegistryFactory.Open(address, Settings, shell.Http, shell.Clock);

    /// <summary>A registry's address as a person gives it.</summary>
    /// <exception cref="SettingException">It is none.</exception>
    public RegistryAddress ParseRegistry(string text) => RegistryFactory.Problem(text) is { } problem
        ? throw new SettingException($"{problem}.")
        : RegistryAddress.Parse(text, shell.WorkingFolder);

    /// <inheritdoc cref="DataLocations.LocalRegistry"/>
    public RegistryAddress LocalRegistry => places.LocalRegistry;

    /// <summary>Whether the data folder holds a lake.</summary>
    public bool HasLake => places.HasLake;

    /// <summary>What to say where there is no lake, but one of the simulated market beside it.</summary>
    public string SimulatedHint => File.Exists(Path.Combine(DataFolder, "simulated", "lake", LakePaths.Description))
        ? " The simulated market's lake is there: add --source simulated for it."
        : "";

    /// <summary>The lake for reading, whatever it holds.</summary>
    /// <exception cref="LakeException">There is none.</exception>
    public Task<DataLake> OpenLakeAsync(CancellationToken stop) => HasLake
        ? DataLake.OpenAsync(OpenStore(), expected: null, stop)
        : throw new LakeException(
            $"There is no lake in {LakeFolder}. Run `volcast ingest`, or name the data folder of one with --data."
            + SimulatedHint);

    /// <summary>The lake for writing what the chosen source gives; a symbol has one writer at a time.</summary>
    public Task<DataLake> OpenLakeForWritingAsync(CancellationToken stop) =>
        OpenForWritingAsync(IsSimulated ? DataKind.Simulated : DataKind.Real, stop);

    /// <summary>The lake for writing what is computed from what it holds.</summary>
    public async Task<DataLake> OpenExistingLakeForWritingAsync(CancellationToken stop)
    {
        DataKind kind;
        await using (var lake = await OpenLakeAsync(stop))
            kind = lake.Kind;
        return await OpenForWritingAsync(kind, stop);
    }

    /// <summary>The vendor in force, and what is to be asked of it.</summary>
    public (IMarketDataSource Source, IngestRequest Request) OpenSource()
    {
        var lookback = LookbackPeriod.Parse(Settings.Text(VolcastSettings.Lookback));
        var symbols = Targets.SelectMany(roles => roles.Symbols).Distinct().ToArray();
        var companions = symbols.Except(Targets.Select(roles => roles.Target)).ToArray();
        if (IsCsv)
        {
            var folder = Settings.Text(VolcastSettings.CsvPath);
            if (folder.Length == 0)
                throw new SettingException(
                    "--source csv needs a folder: give --path DIR or VOLCAST_CSV_PATH, a folder with SPY.csv, VIX.csv, "
                    + "VIX3M.csv, TLT.csv and HYG.csv.");
            return (
                new CsvSource(PathOf(folder), Calendar.IsSession),
                new IngestRequest(symbols, Settings.IsGiven(VolcastSettings.Lookback) ? lookback : null, IsLive: false)
                {
                    Optional = companions,
                });
        }
        var request = new IngestRequest(symbols, lookback, IsLive: true) { Optional = companions };
        if (IsSimulated)
            return (new SimulatedSource((ulong)Settings.Number(VolcastSettings.Seed), Calendar, Clock), request);
        var address = new Uri(Settings.Text(VolcastSettings.YahooUrl));
        var options = Settings.IsGiven(VolcastSettings.YahooUrl)
            ? new YahooOptions { BaseAddress = address, AlternativeAddress = address, CookieAddress = address }
            : new YahooOptions();
        var yahoo = new YahooSource(shell.Http ?? YahooSource.CreateHandler(), options, Clock, Calendar.SettlesAt);
        yahoo.Waiting += Terminal.Note;
        return (yahoo, request);
    }

    public IObjectStore OpenStore() => shell.WrapStore(new LocalObjectStore(LakeFolder));

    private bool IsFrom(string source) =>
        Settings.Text(VolcastSettings.Source).Equals(source, StringComparison.OrdinalIgnoreCase);

    private async Task<DataLake> OpenForWritingAsync(DataKind kind, CancellationToken stop) =>
        await DataLake.OpenLocalForWritingAsync(
            LakeFolder, kind, new LeaseOptions
            {
                WaitUpTo = TimeSpan.FromSeconds(Settings.Number(VolcastSettings.LockWait)),
                OnWaiting = Terminal.Note,
            },
            shell.WrapStore, stop);
}
