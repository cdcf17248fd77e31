using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Prediction;

/// <summary>A registered version that can forecast: loaded and checked.</summary>
public sealed class RegisteredForecaster(ModelVersion version, string alias, ArtifactFolder folder, ForecasterArtifact artifact)
    : IDisposable
{
    public ModelVersion Version { get; } = version;

    /// <summary>The alias that selected it.</summary>
    public string Alias { get; } = alias;

    /// <summary>All checked files of the version.</summary>
    public ArtifactFolder Folder { get; } = folder;

    /// <summary>Digest of the model folder.</summary>
    public string Digest { get; } = folder.Digest;

    public ForecasterArtifact Artifact { get; } = artifact;

    /// <summary>As its forecasts name it.</summary>
    public ForecastModel Named => new(Version.Model, $"{Version.Number}", Digest, Artifact);

    /// <summary>The serving version: the champion, or the challenger while the model has no champion.</summary>
    /// <exception cref="RegistryException">Nothing is registered.</exception>
    public static async Task<(ModelVersion Version, string Alias)> FindServingVersionAsync(
        IModelRegistry registry, Symbol target, int horizon, CancellationToken stop)
    {
        var model = ModelName.For(target.Value, horizon);
        if (await registry.FindServingAsync(model, stop) is { } serving)
            return serving;
        if (await registry.FindNewestVersionAsync(model, stop) is { } newest)
            throw new RegistryException(RegistryProblem.NotFound,
                $"{model} has no serving version: {newest.Number} is the newest, but no version has the alias champion or "
                + $"challenger. Run `volcast registry promote {newest}`.");
        throw new RegistryException(RegistryProblem.NotFound,
            $"No model forecasts {target} {Counted.Of(horizon, "session")} ahead. "
            + $"Run `volcast train --target {target} --horizon {horizon}` first.");
    }

    /// <summary>Loads the serving version: see <see cref="FindServingVersionAsync"/>.</summary>
    /// <exception cref="RegistryException">Nothing is registered, or the files differ from the registered ones.</exception>
    public static async Task<RegisteredForecaster> LoadAsync(
        IModelRegistry registry, Symbol target, int horizon, CancellationToken stop)
    {
        var (version, alias) = await FindServingVersionAsync(registry, target, horizon, stop);
        return await LoadAsync(registry, version, alias, stop);
    }

    /// <exception cref="RegistryException">The files differ from the registered ones, cannot be loaded, or are the model of
    /// another target or horizon; or another tool registered the version.</exception>
    public static async Task<RegisteredForecaster> LoadAsync(
        IModelRegistry registry, ModelVersion version, string alias, CancellationToken stop)
    {
        if (version.IsForeign)
            throw new RegistryException(RegistryProblem.Foreign,
                $"{version}{(alias.Length > 0 ? $", the {alias}," : "")} has no tag {RegistryTags.ArtifactDigest}: another tool "
                + "registered it, so its files cannot be verified and it is not used."
                + (alias == RegistryTags.Champion
                    ? " Run `volcast registry rollback` for the previous champion, or promote a version that Volcast trained."
                    : ""));
        return Of(version, alias, await registry.ReadModelAsync(version, stop));
    }

    /// <summary>Loads a version, or gives the reason why it cannot be used: its files are missing, damaged or not Volcast's, or
    /// it learnt from the other kind of data.</summary>
    /// <exception cref="RegistryException">The registry cannot be read now.</exception>
    public static async Task<ValueOrReason<RegisteredForecaster>> TryLoadAsync(
        IModelRegistry registry, ModelVersion version, DataKind kind, CancellationToken stop)
    {
        RegisteredForecaster? model = null;
        try
        {
            model = await LoadAsync(registry, version, "", stop);
            model.RequireDataKind(kind);
            return model;
        }
        catch (Exception unusable) when (unusable is LakeException or RegistryException
        {
            Problem: RegistryProblem.NotFound or RegistryProblem.Tampered or RegistryProblem.Corrupt or RegistryProblem.Foreign,
        })
        {
            model?.Dispose();
            return new Reason(unusable.Message);
        }
    }

    /// <summary>Loads a model folder and checks that it holds the target and horizon of its registered name.</summary>
    /// <param name="version">The registered version.</param>
    /// <param name="alias">The alias that selected it; empty if it was selected by its number.</param>
    /// <param name="folder">Its files. The registry has compared their checksums.</param>
    /// <exception cref="RegistryException">The files cannot be loaded, or are the model of another target or horizon.</exception>
    public static RegisteredForecaster Of(ModelVersion version, string alias, ArtifactFolder folder)
    {
        var artifact = Load(version, folder);
        if (ModelName.For(artifact.Spec.Symbol, artifact.Spec.Horizon) == version.Model)
            return new RegisteredForecaster(version, alias, folder, artifact);
        var (symbol, horizon) = (artifact.Spec.Symbol, artifact.Spec.Horizon);
        artifact.Dispose();
        throw new RegistryException(RegistryProblem.Tampered,
            $"Model {version} holds a model of {symbol} {Counted.Of(horizon, "session")} ahead, so it was registered under a "
            + "wrong name. Do not use it: give the alias to another version, or train again.");
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

    /// <summary>Whether this is still the same version, with the same alias, the registered artifact and the same verdict of its
    /// gate.</summary>
    public bool Is(ModelVersion other, string byAlias) =>
        IsSame(Version, other) && Alias == byAlias
        && Version.Tags.GetValueOrDefault(RegistryTags.Verdict) == other.Tags.GetValueOrDefault(RegistryTags.Verdict);

    /// <summary>Whether both are the same version with the same registered artifact, or both are null.</summary>
    public static bool IsSame(ModelVersion? one, ModelVersion? other) =>
        one is null || other is null
            ? one is null && other is null
            : one.Model == other.Model && one.Number == other.Number && one.RunId == other.RunId
                && one.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest)
                    == other.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest);

    /// <summary>Checks that model and lake have the same kind of data: a model of simulated data must not forecast real
    /// data.</summary>
    /// <exception cref="LakeException">The version learnt from the other kind of data.</exception>
    public void RequireDataKind(DataKind kind)
    {
        var held = kind.Name();
        if (Version.Tags.TryGetValue(RegistryTags.DataKind, out var learnt) && learnt != held)
            throw new LakeException(
                $"{Version.Model} version {Version.Number} ({Alias}) learnt from {learnt} data, and the lake holds {held} data. "
                + "Train on this lake, or use another data folder.");
    }

    public void Dispose() => Artifact.Dispose();
}
