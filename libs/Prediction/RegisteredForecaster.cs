using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Prediction;

/// <summary>The registered version that forecasts, loaded and checked.</summary>
public sealed class RegisteredForecaster(ModelVersion version, string alias, ArtifactFolder folder, ForecasterArtifact artifact)
    : IDisposable
{
    public ModelVersion Version { get; } = version;

    /// <summary>The alias by which it was chosen.</summary>
    public string Alias { get; } = alias;

    /// <summary>All files of the version, checked.</summary>
    public ArtifactFolder Folder { get; } = folder;

    /// <summary>Digest of the model folder.</summary>
    public string Digest { get; } = folder.Digest;

    public ForecasterArtifact Artifact { get; } = artifact;

    /// <summary>The champion, or the challenger while nobody has been promoted.</summary>
    /// <exception cref="RegistryException">Nothing is registered.</exception>
    public static async Task<(ModelVersion Version, string Alias)> FindServingVersionAsync(
        IModelRegistry registry, Symbol target, int horizon, CancellationToken stop)
    {
        var model = ModelName.For(target.Value, horizon);
        foreach (var alias in new[] { RegistryTags.Champion, RegistryTags.Challenger })
            if (await registry.FindByAliasAsync(model, alias, stop) is { } version)
                return (version, alias);
        if (await registry.FindNewestVersionAsync(model, stop) is { } newest)
            throw new RegistryException(RegistryProblem.NotFound,
                $"No version of {model} is in charge: {newest.Number} is the newest, and none bears the alias champion or "
                + $"challenger. Run `volcast registry promote {newest.Number}`.");
        throw new RegistryException(RegistryProblem.NotFound,
            $"No model forecasts {target} {horizon} sessions ahead. "
            + $"Run `volcast train --target {target} --horizon {horizon}` first.");
    }

    /// <summary>The version in charge: see <see cref="FindServingVersionAsync"/>.</summary>
    /// <exception cref="RegistryException">Nothing is registered, or its files are not those that were registered.</exception>
    public static async Task<RegisteredForecaster> LoadAsync(
        IModelRegistry registry, Symbol target, int horizon, CancellationToken stop)
    {
        var (version, alias) = await FindServingVersionAsync(registry, target, horizon, stop);
        return await LoadAsync(registry, version, alias, stop);
    }

    /// <exception cref="RegistryException">The files are not those that were registered, cannot be loaded, or are another
    /// target's model.</exception>
    public static async Task<RegisteredForecaster> LoadAsync(
        IModelRegistry registry, ModelVersion version, string alias, CancellationToken stop)
    {
        return Of(version, alias, await registry.ReadModelAsync(version, stop));
    }

    /// <summary>Loads a model folder and checks that it is the model that its registered name says.</summary>
    /// <param name="version">The registered version.</param>
    /// <param name="alias">The alias by which it was chosen; empty where it was chosen by its number.</param>
    /// <param name="folder">Its files, whose checksums the registry has compared.</param>
    /// <exception cref="RegistryException">The files cannot be loaded, or are the model of another target or horizon.</exception>
    public static RegisteredForecaster Of(ModelVersion version, string alias, ArtifactFolder folder)
    {
        var artifact = Load(version, folder);
        if (ModelName.For(artifact.Spec.Symbol, artifact.Spec.Horizon) == version.Model)
            return new RegisteredForecaster(version, alias, folder, artifact);
        var (symbol, horizon) = (artifact.Spec.Symbol, artifact.Spec.Horizon);
        artifact.Dispose();
        throw new RegistryException(RegistryProblem.Tampered,
            $"Model {version} holds a model of {symbol} {horizon} sessions ahead: it was registered under another name than its "
            + "own. Do not use it: give the alias to another version, or train again.");
    }

    private static ForecasterArtifact Load(ModelVersion version, ArtifactFolder folder)
    {
        try
        {
            return ForecasterArtifact.Load(folder.Paths.ToDictionary(path => path, path => folder[path].ToArray()));
        }
        catch (InvalidDataException refused)
        {
            throw new RegistryException(RegistryProblem.Corrupt, $"Model {version} cannot be loaded: {refused.Message}", refused);
        }
    }

    /// <summary>Whether this is still that version, chosen by that alias, with the artifact that was registered.</summary>
    public bool Is(ModelVersion other, string byAlias) =>
        Version.Model == other.Model && Version.Number == other.Number && Version.RunId == other.RunId && Alias == byAlias
        && Version.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest)
            == other.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest);

    /// <summary>A model of the simulated market says nothing of the real one, nor the reverse.</summary>
    /// <exception cref="LakeException">The version says that it learnt from the other kind.</exception>
    public void RequireDataKind(DataKind kind)
    {
        var held = kind.Name();
        if (Version.Tags.TryGetValue("volcast.market", out var learnt) && learnt != held)
            throw new LakeException(
                $"{Version.Model} version {Version.Number} ({Alias}) learnt from {learnt} data, and the lake holds {held} data. "
                + "Train on this lake, or use another data folder.");
    }

    public void Dispose() => Artifact.Dispose();
}
