namespace Volcast.Registry;

/// <summary>Questions that every registry answers by way of <see cref="IModelRegistry"/>.</summary>
public static class RegistryQueries
{
    /// <summary>The model's newest version, or null when it has none.</summary>
    public static async Task<ModelVersion?> FindNewestVersionAsync(
        this IModelRegistry registry, string model, CancellationToken cancellationToken = default) =>
        await registry.ListVersionsAsync(model, cancellationToken) is [var newest, ..] ? newest : null;

    /// <summary>The newest version whose tag <paramref name="key"/> is <paramref name="value"/>, or null.</summary>
    public static async Task<ModelVersion?> FindVersionByTagAsync(
        this IModelRegistry registry, string model, string key, string value, CancellationToken cancellationToken = default) =>
        (await registry.ListVersionsAsync(model, cancellationToken)).FirstOrDefault(v => v.Tags.GetValueOrDefault(key) == value);

    /// <exception cref="RegistryException">There is no such version; the message names those there are.</exception>
    public static async Task<ModelVersion> GetVersionAsync(
        this IModelRegistry registry, string model, int number, CancellationToken cancellationToken = default) =>
        await registry.FindVersionAsync(model, number, cancellationToken)
        ?? throw new RegistryException(RegistryProblem.NotFound,
            $"Model '{model}' has no version {number}: it has {await DescribeAsync(registry, model, cancellationToken)}.");

    /// <exception cref="RegistryException">No version bears the alias; the message names those there are.</exception>
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
