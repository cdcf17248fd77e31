using Volcast.ApiContract;
using Volcast.ApiContract.Predictions;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Operations;
using Volcast.Services.Api.Predictions;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scoring;

/// <summary>MLflow's scoring protocol, like that of <c>mlflow models serve</c>.</summary>
internal sealed class ScoringEndpoints(SnapshotSource source, ApiMetrics metrics)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ping", (HttpContext context) => source.IsReady
                ? Results.Text("\n", "application/json")
                : throw ProblemException.Unavailable("not_ready", "No model could be loaded yet."))
            .WithName("ping").WithSummary("MLflow's probe: 200 once a model is served").WithTags("MLflow scoring")
            .WithMetadata(new AllowAnonymous());
        routes.MapPost("/invocations", (Delegate)ScoreAsync).WithName("score")
            .Describe<ScoringDocument>("MLflow's scoring protocol: annualised variances from given rows of features")
            .WithTags("MLflow scoring")
            .Takes<ScoringRequest>("application/json", "text/csv");
    }

    private async Task<IResult> ScoreAsync(HttpContext context)
    {
        var snapshot = (await source.RequireAsync(new ApiQuery(context, source).Series, context.RequestAborted)).Snapshot!;
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
        return Results.Json(new ScoringDocument(variances), ContractJson.Default.ScoringDocument);
    }
}
