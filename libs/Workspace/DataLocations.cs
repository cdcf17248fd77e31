using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Workspace;

/// <summary>Where lake and registry are and which targets are forecast, from the settings.</summary>
/// <param name="settings">Including those of <see cref="WorkspaceSettings"/>.</param>
/// <param name="workingFolder">The folder that relative paths start from.</param>
public sealed class DataLocations(Settings settings, string workingFolder)
{
    public bool IsSimulated => settings.Text(WorkspaceSettings.Source).Equals("simulated", StringComparison.OrdinalIgnoreCase);

    /// <summary>The data folder, absolute. Simulated runs use the subfolder <c>simulated</c> unless a data folder is
    /// set.</summary>
    public string DataFolder => Path.GetFullPath(
        IsSimulated && !settings.IsGiven(WorkspaceSettings.Data)
            ? Path.Combine(settings.Text(WorkspaceSettings.Data), "simulated")
            : settings.Text(WorkspaceSettings.Data),
        workingFolder);

    public string LakeFolder => Path.Combine(DataFolder, "lake");

    /// <summary>Whether the data folder holds a lake.</summary>
    public bool HasLake => File.Exists(Path.Combine(LakeFolder, LakePaths.Description));

    /// <summary>The local registry in the data folder.</summary>
    public RegistryAddress LocalRegistry => RegistryAddress.Parse(Path.Combine(DataFolder, "mlruns"), workingFolder);

    /// <summary>The targets with the symbols beside them, in the order given, each once.</summary>
    /// <exception cref="SettingException">The file of targets cannot be read, or a line of it is not a ticker.</exception>
    public IReadOnlyList<AssetRoles> Targets
    {
        get
        {
            var implied = ImpliedVolatilityIndex.Parse(settings.Text(WorkspaceSettings.ImpliedVolatility));
            return
            [
                .. TargetList.Parse(settings.Text(WorkspaceSettings.Targets), workingFolder).Distinct()
                    .Select(target => AssetRoles.For(target, implied)),
            ];
        }
    }

    /// <summary>Where the models of a lake are registered: the MLflow server or folder of the setting, or the data folder. Models
    /// of the simulated market always stay beside their lake, so that none is mistaken for a real one.</summary>
    public RegistryAddress Registry(DataKind kind) =>
        kind == DataKind.Real && settings.IsGiven(WorkspaceSettings.TrackingUri)
            ? RegistryAddress.Parse(settings.Text(WorkspaceSettings.TrackingUri), workingFolder)
            : LocalRegistry;

    /// <summary>What the lake holds: real or simulated data. Where there is no lake yet, what the settings would put into
    /// it.</summary>
    /// <exception cref="LakeException">The lake's description is corrupt or of a newer version.</exception>
    public async Task<DataKind> MarketAsync(CancellationToken stop = default)
    {
        if (!HasLake)
            return IsSimulated ? DataKind.Simulated : DataKind.Real;
        await using var lake = await DataLake.OpenLocalAsync(LakeFolder, cancellationToken: stop);
        return lake.Kind;
    }
}
