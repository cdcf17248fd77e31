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
        var known = series.Snapshot!.Target.Inputs.Known;
        var end = to is { } last ? known.FirstRowFrom(last.AddDays(1)) : known.Rows;
        var start = from is { } first ? known.FirstRowFrom(first) : 0;
        if (start >= end)
            throw ProblemException.NotFound("no_session", $"The lake holds {series.Snapshot.Target.Roles.Target} from "
                + $"{known.Sessions[0]:yyyy-MM-dd} to {known.Sessions[^1]:yyyy-MM-dd}, and no session in this range.", "from");
        var begin = Math.Max(start, end - MostOrigins);
        return new(series, $"attribution {begin} {end} {byFeature}", snapshot =>
            ApiJson.Render(Document(snapshot, begin, end, byFeature) with { IsTruncated = from is not null && begin > start },
                ApiJson.Contract.AttributionDocument));
    }

    private static AttributionDocument Document(ServingSnapshot snapshot, int begin, int end, bool byFeature)
    {
        var (known, forecaster) = (snapshot.Target.Inputs.Known, snapshot.Model.Artifact.Forecaster);
        var (origins, skipped) = (new List<ExplainedForecast>(), new List<DateOnly>());
        for (var row = begin; row < end; row++)
        {
            var then = known.KnownAt(row);
            var variance = forecaster.Forecast(then);
            if (double.IsNaN(variance))
            {
                skipped.Add(known.Sessions[row]);
                continue;
            }
            var reasons = forecaster.Explain(then);
            origins.Add(new(known.Sessions[row], variance, reasons, reasons.InVolatility()));
        }
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
                .. origins.Select(one => (one.Origin, Explained: ExplanationDocuments.Of(one.Reasons, one.InVolatility)))
                    .Select(one => new AttributedOriginDocument(one.Origin, one.Explained.VolatilityPoints,
                        one.Explained.BaseVolatilityPoints, one.Explained.Families,
                        byFeature ? one.Explained.Contributions : [])),
            ],
            SkippedOrigins = skipped,
            FeatureImportance = origins.Count == 0 ? [] : ImportanceDocuments.OfFeatures(origins),
            FamilyImportance = origins.Count == 0 ? [] : ImportanceDocuments.OfFamilies(origins),
        };
    }
}
