using System.Globalization;
using Volcast.Registry;

namespace Volcast.Services.Promotion.Versions;

/// <summary>Finds a version by its number or by an alias.</summary>
public static class VersionReference
{
    /// <exception cref="RegistryException">There is no such version; the message names the versions there are.</exception>
    public static async Task<ModelVersion> FindAsync(
        IModelRegistry registry, string model, string reference, CancellationToken stop = default) =>
        await FindAsync(registry, model, await registry.ListVersionsAsync(model, stop), reference, stop);

    /// <param name="registry">Names the models that there are.</param>
    /// <param name="model">The registered model's name.</param>
    /// <param name="versions">All versions of the model.</param>
    /// <param name="reference">A number or an alias; null for the champion, else the challenger, else the newest.</param>
    /// <param name="stop">Stops between requests.</param>
    /// <exception cref="RegistryException">There is no such version; the message names the versions there are.</exception>
    public static async Task<ModelVersion> FindAsync(IModelRegistry registry, string model,
        IReadOnlyList<ModelVersion> versions, string? reference, CancellationToken stop = default)
    {
        if (versions.Count == 0)
        {
            var models = await registry.ListModelsAsync(stop);
            throw new RegistryException(RegistryProblem.NotFound,
                $"There is no model '{model}' with a version: " + (models.Count == 0
                    ? "the registry is empty. Run `volcast train` first."
                    : $"the registry has {string.Join(", ", models)}."));
        }
        if (reference is null)
            return new[] { RegistryTags.Champion, RegistryTags.Challenger }
                .Select(alias => versions.FirstOrDefault(version => version.Aliases.Contains(alias)))
                .FirstOrDefault(version => version is not null) ?? versions[0];
        return versions.FirstOrDefault(version => int.TryParse(
                reference, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? version.Number == number
                : version.Aliases.Contains(reference))
            ?? throw new RegistryException(RegistryProblem.NotFound,
                $"Model '{model}' has no version '{reference}': it has {Names(versions)}.");
    }

    /// <summary>For example <c>version 2 (challenger), 1</c>.</summary>
    internal static string Names(IReadOnlyList<ModelVersion> versions) => versions.Count == 0
        ? "no versions"
        : "version " + string.Join(", ", versions.Select(version =>
            version.Aliases.Count == 0 ? $"{version.Number}" : $"{version.Number} ({string.Join(", ", version.Aliases)})"));
}
