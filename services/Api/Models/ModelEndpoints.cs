using Volcast.ApiContract.Models;
using Volcast.Market;
using Volcast.Prediction.Documents;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Models;

/// <summary>The registered models: <c>/v1/models</c>.</summary>
internal sealed class ModelEndpoints(SnapshotSource source, IModelRegistry registry, ApiOptions options)
{
    /// <summary>Targets whose models are listed at once.</summary>
    private const int MostTargets = 25;

    private const string EvidenceFile = "evidence.json";
    private const string CardFile = "MODEL_CARD.md";
    private const string MarkdownContentType = "text/markdown; charset=utf-8";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", (Delegate)ListAsync).WithName("listModels").WithTags("Models")
            .Describe<ModelsDocument>(
                "The registered models and their versions, filtered by symbol and horizon where these are given")
            .WithMetadata(new RouteDescription([ApiParameter.OnlySymbol, ApiParameter.OnlyHorizon]));
        routes.MapGet("/v1/models/champion", (Delegate)ChampionAsync).WithName("getChampion").WithTags("Models")
            .Describe<VersionDocument>("The version with the alias champion");
        routes.MapGet("/v1/models/{version}/evidence", (HttpContext context, string version) =>
                FileAsync(context, version, EvidenceFile, ApiJson.ContentType))
            .WithName("getEvidence").WithTags("Models")
            .Describe<EvidenceDocument>(
                "The walk-forward of the recipe and its baselines; `champion`, `challenger`, `serving` or a number");
        routes.MapGet("/v1/models/{version}/card", (HttpContext context, string version) =>
                FileAsync(context, version, CardFile, MarkdownContentType))
            .WithName("getModelCard").WithTags("Models")
            .Describe<string>("The model card, as Markdown", "text/markdown");
    }

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new ApiQuery(context, source);
        Symbol[] symbols = query.OnlySymbol is { } named ? [named] : [.. source.Targets];
        int[] horizons = query.OnlyHorizon is { } only ? [only] : [.. SnapshotSource.Horizons];
        if (symbols.Length > MostTargets)
            throw ProblemException.Invalid("symbol_required",
                $"{symbols.Length} targets are served, and the models of at most {MostTargets} are listed at once. "
                + "Name a symbol.",
                "symbol");
        var read = new List<(SeriesKey Key, ServedSeries Series)>();
        foreach (var key in symbols.Order().SelectMany(symbol => horizons.Select(horizon => new SeriesKey(symbol, horizon))))
            if (await source.GetAsync(key, context.RequestAborted) is var series
                && (!series.IsMissing || series.Versions.Count > 0))
                read.Add((key, series));
        RequireRead(read);
        return Results.Json(
            new ModelsDocument([
                .. read.Select(one => new ModelDocument(one.Key.Model, one.Key.Symbol.Value, one.Key.Horizon,
                    one.Series.Snapshot?.Model.Version.Number, one.Series.LastError is not null, one.Series.LastError,
                    [.. one.Series.Versions.Select(VersionDocuments.Of)], Tenures(one.Key, one.Series))),
            ]),
            ApiJson.Contract.ModelsDocument);
    }

    /// <summary>Empty if a tag that Volcast did not write cannot be read: the list of versions shows the tag.</summary>
    private static IReadOnlyList<ChampionTenureDocument> Tenures(SeriesKey key, ServedSeries series)
    {
        try
        {
            return VersionDocuments.Tenures(
                ChampionHistory.Of(key.Model, series.Versions, series.ConfirmedAt), series.Versions);
        }
        catch (RegistryException corrupt) when (corrupt.Problem == RegistryProblem.Corrupt)
        {
            return [];
        }
    }

    /// <summary>An empty list means that no model is registered, so it is not the response while nobody knows. A model that could
    /// not be read is listed with its error beside those that could.</summary>
    /// <exception cref="ProblemException">A model has not been read yet, or none of them could be read.</exception>
    private static void RequireRead(IReadOnlyList<(SeriesKey Key, ServedSeries Series)> listed)
    {
        foreach (var (key, series) in listed)
            if (!series.IsRead && (series.LastError is null || listed.All(one => !one.Series.IsRead)))
                throw series.Unavailable(key);
    }

    private async Task<IResult> ChampionAsync(HttpContext context)
    {
        var key = new ApiQuery(context, source).Series;
        var series = await source.RequireAsync(key, context.RequestAborted);
        return series.Versions.FirstOrDefault(version => version.Aliases.Contains(RegistryTags.Champion)) is { } champion
            ? Results.Json(VersionDocuments.Of(champion), ApiJson.Contract.VersionDocument)
            : throw ProblemException.NotFound("no_champion",
                $"No version of {ModelName.For(key.Symbol.Value, key.Horizon)} has the alias champion. Until one has, "
                + $"version {series.Snapshot!.Model.Version.Number} ({series.Snapshot.Model.Alias}) forecasts. "
                + options.CompleteCommands(
                    $"Run `volcast registry promote --target {key.Symbol} --horizon {key.Horizon}`."));
    }

    /// <summary>A file of a version's model folder, checked by digest. The serving version's files are in memory.</summary>
    private async Task<IResult> FileAsync(HttpContext context, string version, string file, string contentType)
    {
        var key = new ApiQuery(context, source).Series;
        var series = await source.RequireAsync(key, context.RequestAborted);
        var serving = series.Snapshot!.Model;
        var found = await RequestedVersion.FindAsync(registry, series, version, context.RequestAborted);
        return FileOf(found.Number == serving.Version.Number ? serving.Folder
            : await RequestedVersion.ReadAsync(() => registry.ReadModelAsync(found, context.RequestAborted)),
            found, file, contentType);
    }

    private static IResult FileOf(ArtifactFolder folder, ModelVersion version, string file, string contentType) =>
        folder.Contains(file)
            ? Results.Bytes(folder[file], contentType)
            : throw ProblemException.NotFound("no_file", $"{version} has no {file}: an older Volcast registered it.", "version");
}
