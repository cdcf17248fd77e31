using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Operations;
using Volcast.Services.Api.Predictions;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scoring;

/// <summary>MLflow's scoring protocol: what `mlflow models serve` would answer, with the whole forecast.</summary>
internal sealed class ScoringEndpoints(SnapshotSource source, ApiMetrics metrics)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ping", (HttpContext context) => source.Current.Series.Values.Any(series => series.Snapshot is not null)
                ? Results.Text("\n", "application/json")
                : throw ProblemException.Unavailable("not_ready", "No model can be served yet."))
            .WithSummary("MLflow's probe: 200 while a model is served").WithTags("MLflow scoring").WithMetadata(new AllowAnonymous());
        routes.MapPost("/invocations", (Delegate)ScoreAsync)
            .Describe<ScoringAnswer>("MLflow's scoring protocol: annualised variances of given rows of features")
            .WithTags("MLflow scoring")
            .Takes<ScoringRequest>("application/json", "text/csv");
    }

    private async Task<IResult> ScoreAsync(HttpContext context)
    {
        var snapshot = source.Current.Require(new ApiQuery(context).Series).Snapshot!;
        var forecaster = snapshot.Model.Artifact.Forecaster;
        FeatureRows rows;
        if (CsvRows.IsCsv(context.Request))
            rows = await CsvRows.ReadAsync(context, forecaster);
        else
        {
            using var body = await JsonBody.ReadAsync(context);
            rows = ScoringRows.Read(body.RootElement, forecaster);
        }
        metrics.Predictions.Add(rows.Count);
        var variances = new double[rows.Count];
        for (var i = 0; i < variances.Length; i++)
            variances[i] = rows.Forecast(forecaster, i, "rows");
        return Results.Json(new ScoringAnswer(variances), ApiJson.Default.ScoringAnswer);
    }
}

/// <summary>Annualised variances, one for each row.</summary>
internal sealed record ScoringAnswer(IReadOnlyList<double> Predictions);

/// <summary>The body of <c>POST /invocations</c>, for the documentation: one of the four.</summary>
/// <param name="DataframeSplit">Columns and rows of values.</param>
/// <param name="DataframeRecords">Rows of feature → value.</param>
/// <param name="Instances">The same, by TensorFlow Serving's name.</param>
/// <param name="Inputs">Feature → values.</param>
internal sealed record ScoringRequest(
    ScoringFrame? DataframeSplit = null, IReadOnlyList<Dictionary<string, double>>? DataframeRecords = null,
    IReadOnlyList<Dictionary<string, double>>? Instances = null, Dictionary<string, double[]>? Inputs = null);

/// <summary>A frame as pandas splits it.</summary>
internal sealed record ScoringFrame(IReadOnlyList<string> Columns, IReadOnlyList<double[]> Data);
