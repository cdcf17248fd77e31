using Volcast.ApiContract.Explanations;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Forecasts;

/// <summary><c>/v1/attribution</c>: the contributions over time, computed by the serving version at each origin.</summary>
internal sealed class AttributionEndpoint(SnapshotSource source)
{
    /// <summary>About a year of sessions.</summary>
    private const int MostOrigins = 260;

    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/attribution", (Delegate)GetAsync).WithName("getAttribution").WithTags("Forecasts")
        .Describe<AttributionDocument>(
            "How the serving version explains each origin of a range, by family or by input, and the importance of its inputs",
            ApiParameter.FromAttributed, ApiParameter.ToSession, ApiParameter.By);

    private async Task<SnapshotResult> GetAsync(HttpContext context)
    {
        var query = new ApiQuery(context, source, "from", "to", "by");
        var series = await source.RequireAsync(query.Series, context.RequestAborted);
        var (from, to) = (query.Day("from"), query.Day("to"));
        if (from > to)
            throw ProblemException.Invalid("invalid_range", $"from {from:yyyy-MM-dd} is after to {to:yyyy-MM-dd}.", "from");
        var byFeature = query.Text("by") switch
        {
            null or "family" => false,
            "feature" => true,
            var other => throw ProblemException.Invalid(
                "invalid_by", $"'{PrintableText.Of(other)}' is not family or feature.", "by"),
        };
        var known = series.Snapshot!.Inputs.Known;
        var end = to is { } last ? known.FirstRowFrom(last.AddDays(1)) : known.Rows;
        var start = from is { } first ? known.FirstRowFrom(first) : 0;
        if (start >= end)
            throw ProblemException.NotFound("no_session", $"The lake holds {series.Snapshot.Target.Roles.Target} from "
                + $"{known.Sessions[0]:yyyy-MM-dd} to {known.Sessions[^1]:yyyy-MM-dd}, and no session in this range.", "from");
        var begin = Math.Max(start, end - MostOrigins);
        var isTruncated = from is not null && begin > start;
        return new(series, $"attribution {begin} {end} {byFeature} {isTruncated}", snapshot =>
            ApiJson.Render(
                Document(snapshot, begin, end, byFeature, context.RequestAborted) with
                {
                    IsTruncated = isTruncated,
                },
                ApiJson.Contract.AttributionDocument));
    }

    private static AttributionDocument Document(
        ServingSnapshot snapshot, int begin, int end, bool byFeature, CancellationToken stop)
    {
        var (origins, skipped) = ExplainedForecast.OfRows(
            snapshot.Model.Artifact.Forecaster, snapshot.Inputs.Known, begin, end, stop);
        return new()
        {
            Symbol = snapshot.Target.Roles.Target.Value,
            DataKind = snapshot.Target.DataKind.Name(),
            Horizon = snapshot.Horizon,
            Model = snapshot.Model.Version.Model,
            ModelVersion = snapshot.Model.Version.Number,
            TrainedTo = snapshot.Model.Artifact.Spec.TrainingTo,
            IsTruncated = false,
            Origins =
            [
                .. origins.Select(one => new AttributedOriginDocument(one.Origin, 100 * one.InVolatility.Output,
                    100 * one.InVolatility.Base, ExplanationDocuments.Families(one.Reasons, one.InVolatility),
                    byFeature ? ExplanationDocuments.Contributions(one.Reasons, one.InVolatility) : [])),
            ],
            SkippedOrigins = skipped,
            FeatureImportance = ImportanceDocuments.OfFeatures(origins),
            FamilyImportance = ImportanceDocuments.OfFamilies(origins),
        };
    }
}
