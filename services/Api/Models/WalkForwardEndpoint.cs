using Volcast.ApiContract.Models;
using Volcast.Evaluation;
using Volcast.Evaluation.Comparison;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Models;

/// <summary><c>/v1/models/{version}/walk-forward</c>: series and groups of a version's walk-forward.</summary>
internal sealed class WalkForwardEndpoint(SnapshotSource source, IModelRegistry registry, WalkForwards walkForwards)
{
    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/models/{version}/walk-forward", GetAsync).WithName("getWalkForward").WithTags("Models")
        .Describe<WalkForwardDocument>(
            "Series of a version's walk-forward against a benchmark: losses, coverage, PIT, value at risk, worst origins",
            ApiParameter.WalkForwardModel, ApiParameter.Benchmark);

    private async Task<SnapshotResult> GetAsync(HttpContext context, string version)
    {
        var query = new ApiQuery(context, source, "model", "benchmark");
        var series = await source.RequireAsync(query.Series, context.RequestAborted);
        var found = await RequestedVersion.FindAsync(registry, series, version, context.RequestAborted);
        var read = await walkForwards.OfAsync(found, context.RequestAborted);
        if (!read.TryGet(out var result, out var whyNot))
            throw ProblemException.NotFound("no_file", whyNot, "version");
        if (CommonOrigins.Find(result) is null)
            throw ProblemException.NotFound("no_file", CommonOrigins.Absence(result), "version");
        var models = ComparisonSample.ModelsOf(result);
        var model = Model("model", WalkForwards.RecipeOf(found, result).Name);
        var benchmark = Model("benchmark", Baselines.Har);
        return new(series, $"walk-forward {found.Number} {model.Name} {benchmark.Name}", snapshot => ApiJson.Render(
            new WalkForwardDocuments(result, model, benchmark).Of(snapshot.Target, found.Number),
            ApiJson.Contract.WalkForwardDocument))
        {
            Part = found.Number,
        };

        // The default is another model if the usual one made no forecast.
        ModelForecasts Model(string field, string usual)
        {
            var name = query.Text(field) ?? (models.Contains(usual) ? usual : models[0]);
            return models.Contains(name) ? result.Model(name) : throw ProblemException.Invalid("invalid_model",
                $"'{PrintableText.Of(name)}' is not one of {string.Join(", ", models)}.", field);
        }
    }
}
