using Volcast.Registry;

namespace Volcast.Services.Api.Models;

/// <summary>Every registered model that this service may serve.</summary>
/// <param name="Models">By name.</param>
internal sealed record ModelsDocument(IReadOnlyList<ModelDocument> Models);

/// <summary>One registered model.</summary>
/// <param name="Model">Registered name.</param>
/// <param name="Symbol">Its target.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="InCharge">The version that is served; null while none can be.</param>
/// <param name="Trouble">Why this cannot be renewed; null while it can.</param>
/// <param name="Versions">The newest first.</param>
internal sealed record ModelDocument(
    string Model, string Symbol, int Horizon, string? InCharge, string? Trouble,
    IReadOnlyList<VersionDocument> Versions);

/// <summary>One version, as the registry tells of it.</summary>
/// <param name="Model">Registered name.</param>
/// <param name="Version">Its number.</param>
/// <param name="Aliases">champion, challenger.</param>
/// <param name="CreatedAt">When it was registered.</param>
/// <param name="RunId">The run that made it.</param>
/// <param name="Tags">Recipe, market, digests, verdicts.</param>
internal sealed record VersionDocument(
    string Model, string Version, IReadOnlyList<string> Aliases, DateTimeOffset CreatedAt, string RunId,
    IReadOnlyDictionary<string, string> Tags)
{
    public static VersionDocument Of(ModelVersion version) =>
        new(version.Model, $"{version.Number}", version.Aliases, version.CreatedAt, version.RunId, version.Tags);
}
