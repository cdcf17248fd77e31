using Volcast.ApiContract.Forecasts;
using Volcast.Evaluation;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Models;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.History;

/// <summary><c>/v1/history</c>: the forecasts of a series over time, stored ones and those of the walk-forward.</summary>
internal sealed class HistoryEndpoint(SnapshotSource source, WalkForwards walkForwards)
{
    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/history", (Delegate)GetAsync).WithName("getHistory").WithTags("Forecasts")
        .Describe<HistoryDocument>(
            "The forecasts over time, one for each origin, beside what was realised: stored ones, or those of the walk-forward",
            ApiParameter.FromOrigin, ApiParameter.ToOrigin, ApiParameter.HistoryKind, ApiParameter.WalkForwardModel,
            ApiParameter.HistoryLimit, ApiParameter.Format)
        .AlsoAsCsv();

    private async Task<SnapshotResult> GetAsync(HttpContext context)
    {
        var asked = new ApiQuery(context, source, HistoryQuery.Names);
        var series = await source.RequireAsync(asked.Series, context.RequestAborted);
        var query = HistoryQuery.Of(asked);
        var isCsv = context.WantsCsv(asked);
        var version = series.Snapshot!.Model.Version;
        if (query.Model is { } named)
            Require(await walkForwards.OfAsync(version, context.RequestAborted), named);
        return new(series, $"history {query} {isCsv}", async snapshot =>
        {
            var read = await walkForwards.OfAsync(version, context.RequestAborted);
            var model = read.Value is not { } result ? null
                : query.Model is { } name ? result.Model(name) : WalkForwards.RecipeOf(version, result);
            return Render(snapshot, read.Value, model, read.Reason, query, isCsv);
        })
        {
            IsCsv = isCsv,
        };
    }

    private static void Require(ValueOrReason<WalkForwardResult> read, string model)
    {
        if (!read.TryGet(out var result, out var whyNot))
            throw ProblemException.Invalid("invalid_model", whyNot, "model");
        if (result.Models.All(one => one.Name != model))
            throw ProblemException.Invalid("invalid_model", $"'{PrintableText.Of(model)}' is not one of "
                + $"{string.Join(", ", result.Models.Select(one => one.Name))}.", "model");
    }

    private static Rendering Render(ServingSnapshot snapshot, WalkForwardResult? result, ModelForecasts? model, string? reason,
        HistoryQuery query, bool isCsv)
    {
        var (points, isTruncated) = new ForecastHistory(snapshot, result, model).Of(query);
        var document = new HistoryDocument
        {
            Symbol = snapshot.Target.Roles.Target.Value,
            DataKind = snapshot.Target.DataKind.Name(),
            Horizon = snapshot.Horizon,
            WalkForwardModel = model?.Name,
            WalkForwardModels = [.. result?.Models.Select(one => one.Name) ?? []],
            WalkForwardMissingReason = reason,
            IsTruncated = isTruncated,
            Points = points,
        };
        return isCsv
            ? new(HistoryCsv.Of(document), Accepted.CsvContentType)
            : ApiJson.Render(document, ApiJson.Contract.HistoryDocument);
    }
}
