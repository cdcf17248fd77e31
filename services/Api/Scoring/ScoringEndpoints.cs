using System.Reflection;
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
    private static readonly string Version =
        typeof(ScoringEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (probe, id) in new[] { ("/ping", "ping"), ("/health", "health") })
            routes.MapGet(probe, (HttpContext context) => source.IsReady
                    ? Results.Text("\n", "application/json")
                    : throw ProblemException.Unavailable("not_ready", "No model could be loaded yet."))
                .WithName(id).WithSummary("MLflow's probe: 200 once a model is served").WithTags("MLflow scoring")
                .WithMetadata(new AllowAnonymous());
        routes.MapGet("/version", () => Results.Text(Version))
            .WithName("version").WithSummary("The version of Volcast, where MLflow's server gives its own")
            .WithTags("MLflow scoring");
        routes.MapPost("/invocations", (Delegate)ScoreAsync).WithName("score")
            .Describe<ScoringDocument>("MLflow's scoring protocol: annualised variances from given rows of features")
            .WithTags("MLflow scoring")
            .Takes<ScoringRequest>("application/json", "text/csv");
    }

    private async Task<IResult> ScoreAsync(HttpContext context)
    {
        var snapshot = (await source.RequireAsync(new ApiQuery(context, source).Series, context.RequestAborted)).Snapshot!;
        var forecaster = snapshot.Model.Artifact.Forecaster;
        double[] variances;
        if (CsvRows.IsCsv(context.Request))
            variances = await CsvRows.PredictAsync(context, forecaster);
        else
        {
            await PythonJson.ReplaceNumbersAsync(context);
            using var body = await JsonBody.ReadAsync(context);
            variances = ScoringRows.Predict(body.RootElement, forecaster);
        }
        metrics.Predictions.Add(variances.Length);
        return Results.Json(
            new ScoringDocument([.. variances.Select(variance => double.IsNaN(variance) ? (double?)null : variance)]),
            ApiJson.Contract.ScoringDocument);
    }
}
