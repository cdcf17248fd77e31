using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Workspace;

/// <summary>The locations of lake and registry, and the targets to forecast, from the settings.</summary>
/// <param name="settings">Including those of <see cref="WorkspaceSettings"/>.</param>
/// <param name="workingFolder">The base of relative paths.</param>
public sealed class DataLocations(Settings settings, string workingFolder)
{
    public bool IsSimulated => settings.Text(WorkspaceSettings.Source).Equals("simulated", StringComparison.OrdinalIgnoreCase);

    /// <summary>The absolute data folder. Simulated runs use the subfolder <c>simulated</c> unless a data folder is
    /// set.</summary>
    public string DataFolder => IsSimulated && !settings.IsGiven(WorkspaceSettings.Data)
        ? SimulatedFolder
        : Path.GetFullPath(settings.Text(WorkspaceSettings.Data), workingFolder);

    /// <summary>The absolute folder of simulated runs while no data folder is set.</summary>
    public string SimulatedFolder =>
        Path.GetFullPath(Path.Combine(settings.Text(WorkspaceSettings.Data), "simulated"), workingFolder);

    /// <summary>Refuses a data folder that is a file.</summary>
    /// <exception cref="SettingException">It is one.</exception>
    public void RequireDataFolder()
    {
        if (File.Exists(DataFolder))
            throw settings[WorkspaceSettings.Data].Refused($"{DataFolder} is a file, and the data are in a folder");
    }

    public string LakeFolder => LakeIn(DataFolder);

    /// <summary>Whether the data folder holds a lake.</summary>
    public bool HasLake => IsLake(LakeFolder);

    /// <summary>Whether <see cref="SimulatedFolder"/> holds a lake.</summary>
    public bool HasSimulatedLake => IsLake(LakeIn(SimulatedFolder));

    /// <summary>A sentence if the data folder has no lake, but its subfolder has one of the simulated market; otherwise
    /// empty.</summary>
    public string SimulatedHint => HasLake || !HasSimulatedLake ? ""
        : IsSimulated ? $"The lake of the simulated market is in {SimulatedFolder}: give this as --data."
        : "There is a lake of the simulated market: add --source simulated to use it.";

    /// <summary>The local registry in the data folder.</summary>
    public RegistryAddress LocalRegistry => RegistryAddress.Parse(RegistryIn(DataFolder), workingFolder);

    /// <summary>The distinct targets with their companion symbols, in the given order.</summary>
    /// <exception cref="SettingException">The file of targets cannot be read, or one of its lines is not a ticker.</exception>
    public IReadOnlyList<AssetRoles> Targets
    {
        get
        {
            var implied = ImpliedVolatilityIndex.Parse(settings.Text(WorkspaceSettings.ImpliedVolatility));
            return
            [
                .. TargetList.Parse(settings[WorkspaceSettings.Targets], workingFolder).Distinct()
                    .Select(target => AssetRoles.For(target, implied)),
            ];
        }
    }

    /// <summary>The address of the registry: the MLflow server or folder of the setting, or the data folder. Models of simulated
    /// data always stay in the lake's data folder, so that nobody mistakes them for models of real data.</summary>
    public RegistryAddress Registry(DataKind kind) =>
        kind == DataKind.Real && settings.IsGiven(WorkspaceSettings.TrackingUri)
            ? RegistryAddress.Parse(settings.Text(WorkspaceSettings.TrackingUri), workingFolder)
            : LocalRegistry;

    /// <summary>The kind of the lake's data: real or simulated. If there is no lake yet, the kind that the settings would
    /// store.</summary>
    /// <exception cref="LakeException">The lake's description is corrupt or of a newer version.</exception>
    public async Task<DataKind> MarketAsync(CancellationToken stop = default)
    {
        if (!HasLake)
            return IsSimulated ? DataKind.Simulated : DataKind.Real;
        await using var lake = await DataLake.OpenLocalAsync(LakeFolder, cancellationToken: stop);
        return lake.Kind;
    }

    /// <summary>The lake in a data folder.</summary>
    public static string LakeIn(string dataFolder) => Path.Combine(dataFolder, "lake");

    /// <summary>The local registry in a data folder.</summary>
    public static string RegistryIn(string dataFolder) => Path.Combine(dataFolder, "mlruns");

    private static bool IsLake(string folder) => File.Exists(Path.Combine(folder, LakePaths.Description));
}
