using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Workspace;

/// <summary>Where the settings in force put everything, and what they have forecast.</summary>
/// <param name="settings">With those of <see cref="WorkspaceSettings"/> among them.</param>
/// <param name="workingFolder">What relative folders start from.</param>
public sealed class DataLocations(Settings settings, string workingFolder)
{
    public bool IsSimulated => settings.Text(WorkspaceSettings.Source).Equals("simulated", StringComparison.OrdinalIgnoreCase);

    /// <summary>The data folder; simulated runs live in one of their own unless a folder is named.</summary>
    public string DataFolder => Path.GetFullPath(
        IsSimulated && !settings.IsGiven(WorkspaceSettings.Data)
            ? Path.Combine(settings.Text(WorkspaceSettings.Data), "simulated")
            : settings.Text(WorkspaceSettings.Data),
        workingFolder);

    public string LakeFolder => Path.Combine(DataFolder, "lake");

    /// <summary>Whether the data folder holds a lake.</summary>
    public bool HasLake => File.Exists(Path.Combine(LakeFolder, LakePaths.Description));

    /// <summary>The data folder's own registry.</summary>
    public RegistryAddress LocalRegistry => RegistryAddress.Parse(Path.Combine(DataFolder, "mlruns"), workingFolder);

    /// <summary>The targets with the symbols beside them, in the order given, each once.</summary>
    public IReadOnlyList<AssetRoles> Targets
    {
        get
        {
            var implied = ImpliedVolatilityIndex.Parse(settings.Text(WorkspaceSettings.ImpliedVolatility));
            return
            [
                .. settings.Text(WorkspaceSettings.Targets)
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(Symbol.Parse).Distinct().Select(target => AssetRoles.For(target, implied)),
            ];
        }
    }

    /// <summary>Where the models of a lake are registered: on the MLflow server or in the folder that is set. Those of the
    /// simulated market stay beside their lake, so that none is ever taken for a real one.</summary>
    public RegistryAddress Registry(DataKind kind) =>
        kind == DataKind.Real && settings.IsGiven(WorkspaceSettings.TrackingUri)
            ? RegistryAddress.Parse(settings.Text(WorkspaceSettings.TrackingUri), workingFolder)
            : LocalRegistry;

    /// <summary>What the lake holds, or what it would hold where there is none yet.</summary>
    /// <exception cref="LakeException">The lake's description is corrupt or of a newer version.</exception>
    public async Task<DataKind> MarketAsync(CancellationToken stop = default)
    {
        if (!HasLake)
            return IsSimulated ? DataKind.Simulated : DataKind.Real;
        await using var lake = await DataLake.OpenLocalAsync(LakeFolder, cancellationToken: stop);
        return lake.Kind;
    }
}
