using System.Text.Json;
using Volcast.ApiContract.Predictions;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Operations;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Predictions;

/// <summary><c>POST /v1/predictions</c></summary>
internal sealed class PredictionEndpoints(SnapshotSource source, ApiMetrics metrics)
{
    private const string Rows = "rows";

    public void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/predictions", (Delegate)PredictAsync).WithName("predict")
        .Describe<PredictionsDocument>("Forecasts from 1 to 1,000 given rows of features, with explanations",
            ApiParameter.Explain)
        .WithTags("Predictions")
        .Takes<PredictionsRequest>("application/json");

    private async Task<IResult> PredictAsync(HttpContext context)
    {
        var query = new ApiQuery(context, source, "explain");
        var snapshot = (await source.RequireAsync(query.Series, context.RequestAborted)).Snapshot!;
        var isExplained = query.Flag("explain") ?? true;
        using var body = await JsonBody.ReadAsync(context);
        var rows = Read(body.RootElement, snapshot.Model.Artifact.Forecaster);
        metrics.Predictions.Add(rows.Count);
        return Results.Json(
            new PredictionsDocument(snapshot.Target.Roles.Target.Value, snapshot.Target.DataKind.Name(),
                snapshot.Horizon, snapshot.Model.Version.Model, snapshot.Model.Version.Number,
                Predict(snapshot, rows, isExplained))
            {
                Warnings = VersionWarnings.Of(snapshot.Model.Version),
            },
            ApiJson.Contract.PredictionsDocument);
    }

    private static FeatureRows Read(JsonElement body, IFittedForecaster forecaster)
    {
        var rows = new FeatureRows(forecaster);
        foreach (var member in JsonBody.Members(body, "body"))
        {
            if (!JsonBody.IsNamed(member, Rows, "body"))
            {
                var name = PrintableText.Of(JsonBody.NameOf(member, "body"));
                throw ProblemException.Invalid("unknown_field", $"The body has one member, `{Rows}`, and not '{name}'.", name);
            }
            foreach (var row in JsonBody.Items(member.Value, Rows))
                rows.Add(row, ((FieldPath)Rows).Item(rows.Count));
        }
        return rows.NotEmpty(Rows);
    }

    private static PredictionDocument[] Predict(ServingSnapshot snapshot, FeatureRows rows, bool isExplained)
    {
        var forecaster = snapshot.Model.Artifact.Forecaster;
        var distribution = snapshot.Model.Artifact.Distribution;
        var predictions = new PredictionDocument[rows.Count];
        for (var i = 0; i < predictions.Length; i++)
        {
            var variance = rows.Forecast(forecaster, i, Rows);
            predictions[i] = new(variance, Math.Sqrt(variance),
                ForecastDocuments.Intervals(distribution, variance),
                isExplained ? ExplanationDocuments.OfRow(forecaster.Explain(rows[i])) : null)
            {
                Warnings = snapshot.Ranges.Warnings(rows[i]),
            };
        }
        return predictions;
    }
}
