using System.Globalization;
using Volcast.Registry;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Models;

/// <summary>The version that a route's <c>version</c> names: a number, champion, challenger or serving.</summary>
internal static class RequestedVersion
{
    private const string Serving = "serving";

    /// <exception cref="ProblemException">There is no such version, or the registry cannot be read now.</exception>
    public static async Task<ModelVersion> FindAsync(
        IModelRegistry registry, ServedSeries series, string version, CancellationToken stop)
    {
        var (serving, number) = (series.Snapshot!.Model.Version, NumberOf(series, version));
        if (number == serving.Number)
            return serving;
        return await ReadAsync(() => registry.GetVersionAsync(serving.Model, number, stop));
    }

    /// <summary>Reads from the registry.</summary>
    /// <exception cref="ProblemException">There is no such version, or the registry cannot be read now.</exception>
    public static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (RegistryException missing) when (missing.Problem == RegistryProblem.NotFound)
        {
            throw ProblemException.NotFound("no_version", missing.Message, "version");
        }
        catch (RegistryException error)
        {
            throw ProblemException.Unavailable(
                error.Problem == RegistryProblem.Tampered ? "model_tampered" : "registry_unavailable", error.Message);
        }
    }

    private static int NumberOf(ServedSeries series, string version) => version switch
    {
        Serving => series.Snapshot!.Model.Version.Number,
        RegistryTags.Champion or RegistryTags.Challenger =>
            series.Versions.FirstOrDefault(known => known.Aliases.Contains(version))?.Number
            ?? throw ProblemException.NotFound("no_version", $"No version has the alias {version}.", "version"),
        _ => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw ProblemException.Invalid("invalid_version",
                $"'{PrintableText.Of(version)}' is not a version: give a number, champion, challenger or {Serving}.", "version"),
    };
}
