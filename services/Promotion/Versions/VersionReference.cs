using System.Globalization;
using Volcast.Registry;

namespace Volcast.Services.Promotion.Versions;

/// <summary>Finds a version by its number or by an alias.</summary>
public static class VersionReference
{
    /// <exception cref="RegistryException">There is no such version; the message names the versions there are.</exception>
    public static async Task<ModelVersion> FindAsync(
        IModelRegistry registry, string model, string reference, CancellationToken stop = default)
    {
        var versions = await registry.ListVersionsAsync(model, stop);
        if (versions.Count == 0)
        {
            var models = await registry.ListModelsAsync(stop);
            throw new RegistryException(RegistryProblem.NotFound,
                $"There is no model '{model}' with a version: " + (models.Count == 0
                    ? "the registry is empty. Run `volcast train` first."
                    : $"the registry has {string.Join(", ", models)}."));
        }
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
