using Volcast.Hosting;
using Volcast.Hosting.Keys;
using Volcast.Lake;
using Volcast.Lake.Leases;
using Volcast.Lake.S3;
using Volcast.Lake.Stores;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Workspace;

/// <summary>The locations of lake and registry, and the targets to forecast, from the settings.</summary>
/// <param name="settings">Including those of <see cref="WorkspaceSettings"/>.</param>
/// <param name="workingFolder">The base of relative paths.</param>
public sealed class DataLocations(Settings settings, string workingFolder)
{
    /// <summary>How long a lease in a bucket lasts after its last renewal. It is shorter than the default of
    /// <c>VOLCAST_LOCK_WAIT</c>, so that a run waits long enough for the lease of a killed one to expire.</summary>
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(30);

    private IObjectStore? lake;
    private IObjectStore? data;
    private IReadOnlyList<AssetRoles>? targets;

    public bool IsSimulated => settings.Text(WorkspaceSettings.Source).Equals("simulated", StringComparison.OrdinalIgnoreCase);

    /// <summary>The kind of data that the source gives.</summary>
    public DataKind SourceKind => IsSimulated ? DataKind.Simulated : DataKind.Real;

    /// <summary>The data folder: an absolute path, or a place in a bucket. Simulated runs use the subfolder <c>simulated</c>
    /// unless a data folder is set.</summary>
    public string DataFolder => IsSimulated && !settings.IsGiven(WorkspaceSettings.Data)
        ? SimulatedFolder
        : ObjectStores.FullPlace(settings.Text(WorkspaceSettings.Data), workingFolder);

    /// <summary>The absolute folder of simulated runs while no data folder is set.</summary>
    public string SimulatedFolder =>
        ObjectStores.Below(ObjectStores.FullPlace(settings.Text(WorkspaceSettings.Data), workingFolder), "simulated");

    /// <summary>Whether the data are in a bucket and not in a folder.</summary>
    public bool IsInBucket => ObjectStores.IsBucket(DataFolder);

    /// <summary>Refuses a data folder that is a file.</summary>
    /// <exception cref="SettingException">It is one.</exception>
    public void RequireDataFolder()
    {
        if (File.Exists(DataFolder))
            throw settings[WorkspaceSettings.Data].Refused($"{DataFolder} is a file, and the data are in a folder");
    }

    public string LakeFolder => LakeIn(DataFolder);

    /// <summary>The store of the lake, which need not exist. All calls give the same one.</summary>
    public IObjectStore LakeStore => lake ??= ObjectStores.Open(LakeFolder, settings);

    /// <summary>Opens the lake for writing: a folder with operating-system locks as leases, a bucket with leases that
    /// expire.</summary>
    /// <param name="kind">The kind of its data.</param>
    /// <param name="options">How to wait for another writer of the same symbol.</param>
    /// <param name="wrap">Wraps the store.</param>
    /// <param name="stop">Stops the opening.</param>
    /// <exception cref="LakeException">As <see cref="DataLake.OpenForWritingAsync"/>.</exception>
    public async Task<DataLake> OpenLakeForWritingAsync(
        DataKind kind, LeaseOptions options, Func<IObjectStore, IObjectStore> wrap, CancellationToken stop)
    {
        if (!IsInBucket)
            return await DataLake.OpenLocalForWritingAsync(LakeFolder, kind, options, wrap, stop);
        await ConditionalPuts.RequireAsync(LakeStore, stop);
        var store = wrap(LakeStore);
        return await DataLake.OpenForWritingAsync(
            store, kind, new ConditionalLeaseStore(store, options with { Duration = LeaseDuration }), stop);
    }

    /// <summary>Takes the lease of a name in the bucket for this run alone, after the time of a killed run's lease; null if a
    /// live run holds it.</summary>
    /// <param name="name">It begins with an underscore.</param>
    /// <param name="onWaiting">Receives one sentence when waiting starts.</param>
    /// <param name="stop">Stops the waiting.</param>
    /// <exception cref="LakeException">As <see cref="ConditionalLeaseStore.TryAcquireAsync"/>.</exception>
    public Task<ILease?> TryLeaseInBucketAsync(string name, Action<string> onWaiting, CancellationToken stop) =>
        new ConditionalLeaseStore(LakeStore, new() { Duration = LeaseDuration, OnWaiting = onWaiting })
            .TryAcquireAsync(name, stop);

    /// <summary>The API keys, beside the lake.</summary>
    public ApiKeyFile ApiKeys => IsInBucket
        ? new(BucketDocument.Of(DataStore, ApiKeyFile.FileName))
        : new(Path.Combine(DataFolder, ApiKeyFile.FileName));

    /// <summary>The last uses of the API keys.</summary>
    public KeyUseFile ApiKeyUses => IsInBucket
        ? new(BucketDocument.Of(DataStore, KeyUseFile.FileName))
        : new(Path.Combine(DataFolder, KeyUseFile.FileName));

    /// <summary>The store of the documents beside the lake.</summary>
    private IObjectStore DataStore => data ??= ObjectStores.Open(DataFolder, settings);

    /// <summary>Whether <see cref="SimulatedFolder"/> holds a lake.</summary>
    private bool HasSimulatedLake => IsLake(LakeIn(SimulatedFolder));

    /// <summary>A sentence if the data folder has no lake, but its subfolder has one of the simulated market; otherwise
    /// empty.</summary>
    public string SimulatedHint => IsInBucket || IsLake(LakeFolder) || !HasSimulatedLake ? ""
        : IsSimulated ? $"The lake of the simulated market is in {SimulatedFolder}: give this as --data."
        : "There is a lake of the simulated market: add --source simulated to use it.";

    /// <summary>The local registry in the data folder.</summary>
    /// <exception cref="SettingException">The data are in a bucket, and a local registry needs a folder.</exception>
    public RegistryAddress LocalRegistry => IsInBucket
        ? throw new SettingException(
            $"The data are in {DataFolder}, and the registry of models cannot be in a bucket: it needs a folder with locks and "
            + "renames. Set MLFLOW_TRACKING_URI to an MLflow server or to a folder.")
        : RegistryAddress.Parse(RegistryIn(DataFolder), workingFolder);

    /// <summary>The distinct targets with their companion symbols, in the given order. A file of them is read once.</summary>
    /// <exception cref="SettingException">The file of targets cannot be read, or one of its lines is not a ticker.</exception>
    public IReadOnlyList<AssetRoles> Targets => targets ??= ReadTargets();

    /// <summary>Any symbol with its companions and the index of the setting.</summary>
    public AssetRoles RolesOf(Symbol target) =>
        AssetRoles.For(target, ImpliedVolatilityIndex.Parse(settings.Text(WorkspaceSettings.ImpliedVolatility)));

    private AssetRoles[] ReadTargets() =>
        [.. TargetList.Parse(settings[WorkspaceSettings.Targets], workingFolder, settings).Distinct().Select(RolesOf)];

    /// <summary>The address of the registry: the MLflow server or folder of the setting, or the data folder. Models of simulated
    /// data always stay in the lake's data folder, so that nobody mistakes them for models of real data; if the lake is in a
    /// bucket, they need a folder.</summary>
    /// <exception cref="SettingException">The data are in a bucket, and the setting names no registry for them.</exception>
    public RegistryAddress Registry(DataKind kind)
    {
        if (!settings.IsGiven(WorkspaceSettings.TrackingUri) || kind == DataKind.Simulated && !IsInBucket)
            return LocalRegistry;
        var given = RegistryAddress.Parse(settings.Text(WorkspaceSettings.TrackingUri), workingFolder);
        return kind == DataKind.Simulated && given.Server is not null
            ? throw settings[WorkspaceSettings.TrackingUri].Refused(
                $"the lake {LakeFolder} is simulated, and its models must not be among those of real data on a server; set it "
                + "to a folder")
            : given;
    }

    /// <summary>The kind of the lake's data: real or simulated. If there is no lake yet, the kind that the settings would
    /// store.</summary>
    /// <exception cref="LakeException">The lake's description is corrupt or of a newer version.</exception>
    public async Task<DataKind> MarketAsync(CancellationToken stop = default)
    {
        await using var found = IsInBucket || IsLake(LakeFolder)
            ? await DataLake.TryOpenAsync(LakeStore, cancellationToken: stop)
            : null;
        return found?.Kind ?? SourceKind;
    }

    /// <summary>The lake in a data folder.</summary>
    public static string LakeIn(string dataFolder) => ObjectStores.Below(dataFolder, "lake");

    /// <summary>The local registry in a data folder.</summary>
    public static string RegistryIn(string dataFolder) => Path.Combine(dataFolder, "mlruns");

    private static bool IsLake(string folder) => File.Exists(Path.Combine(folder, LakePaths.Description));
}
