namespace Volcast.Registry;

/// <summary>Queries that work on every <see cref="IModelRegistry"/>.</summary>
public static class RegistryQueries
{
    /// <summary>All artifacts of a run, not verified, with paths such as <c>model/model.json</c>.</summary>
    public static Task<ArtifactFolder> ReadArtifactsAsync(
        this IModelRegistry registry, string runId, CancellationToken cancellationToken = default) =>
        registry.ReadArtifactsAsync(runId, _ => true, cancellationToken);

    /// <summary>One artifact of a run, not verified; null if the run lacks it.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="runId">Volcast's id of the run, or the server's; empty for a version without a run.</param>
    /// <param name="path">Such as <see cref="Registration.WalkForwardPath"/>.</param>
    /// <param name="cancellationToken">Stops between folders.</param>
    public static async Task<byte[]?> FindArtifactAsync(
        this IModelRegistry registry, string runId, string path, CancellationToken cancellationToken = default)
    {
        if (runId.Length == 0)
            return null;
        var found = await registry.ReadArtifactsAsync(
            runId, one => one == path || (one.EndsWith('/') && path.StartsWith(one, StringComparison.Ordinal)), cancellationToken);
        return found.Contains(path) ? found[path].ToArray() : null;
    }

    /// <summary>The version that forecasts, and the alias that says so: the champion, or the challenger while the model has no
    /// champion; null if it has neither.</summary>
    public static async Task<(ModelVersion Version, string Alias)?> FindServingAsync(
        this IModelRegistry registry, string model, CancellationToken cancellationToken = default)
    {
        foreach (var alias in new[] { RegistryTags.Champion, RegistryTags.Challenger })
            if (await registry.FindByAliasAsync(model, alias, cancellationToken) is { } version)
                return (version, alias);
        return null;
    }

    /// <summary>The model's newest version; null if it has none.</summary>
    public static async Task<ModelVersion?> FindNewestVersionAsync(
        this IModelRegistry registry, string model, CancellationToken cancellationToken = default) =>
        await registry.ListVersionsAsync(model, cancellationToken) is [var newest, ..] ? newest : null;

    /// <summary>The newest version whose tag <paramref name="key"/> is <paramref name="value"/>; null if there is none.</summary>
    public static async Task<ModelVersion?> FindVersionByTagAsync(
        this IModelRegistry registry, string model, string key, string value, CancellationToken cancellationToken = default) =>
        (await registry.ListVersionsAsync(model, cancellationToken)).FirstOrDefault(v => v.Tags.GetValueOrDefault(key) == value);

    /// <exception cref="RegistryException">The version does not exist; the message lists the existing ones.</exception>
    public static async Task<ModelVersion> GetVersionAsync(
        this IModelRegistry registry, string model, int number, CancellationToken cancellationToken = default) =>
        await registry.FindVersionAsync(model, number, cancellationToken)
        ?? throw new RegistryException(RegistryProblem.NotFound,
            $"Model '{model}' has no version {number}: it has {await DescribeAsync(registry, model, cancellationToken)}.");

    /// <exception cref="RegistryException">No version has the alias; the message lists the existing versions.</exception>
    public static async Task<ModelVersion> GetByAliasAsync(
        this IModelRegistry registry, string model, string alias, CancellationToken cancellationToken = default) =>
        await registry.FindByAliasAsync(model, alias, cancellationToken)
        ?? throw new RegistryException(RegistryProblem.AliasMissing,
            $"No version of model '{model}' is called '{alias}':"
            + $" it has {await DescribeAsync(registry, model, cancellationToken)}."
            + " Train a model, or give the alias to one of its versions.");

    private static async Task<string> DescribeAsync(IModelRegistry registry, string model, CancellationToken cancellationToken)
    {
        var versions = await registry.ListVersionsAsync(model, cancellationToken);
        return versions.Count == 0
            ? "no versions"
            : "version " + string.Join(", ", versions.Select(v =>
                v.Aliases.Count == 0 ? $"{v.Number}" : $"{v.Number} ({string.Join(", ", v.Aliases)})"));
    }
}
