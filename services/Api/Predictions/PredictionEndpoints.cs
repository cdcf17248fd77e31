using System.Text.Json;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Forecasts;
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
        .MapPost("/v1/predictions", (Delegate)PredictAsync)
        .Describe<PredictionsDocument>("What the version in charge forecasts from given rows of features, 1 to 1,000, and why",
            ApiParameter.Explain)
        .WithTags("Predictions")
        .Takes<PredictionsRequest>("application/json");

    private async Task<IResult> PredictAsync(HttpContext context)
    {
        var query = new ApiQuery(context, "explain");
        var snapshot = source.Current.Require(query.Series).Snapshot!;
        var isExplained = query.Flag("explain") ?? true;
        using var body = await JsonBody.ReadAsync(context);
        var rows = Read(body.RootElement, snapshot.Model.Artifact.Forecaster);
        metrics.Predictions.Add(rows.Count);
        return Results.Json(
            new PredictionsDocument(snapshot.Target.Roles.Target.Value, snapshot.Target.Market.Name(),
                snapshot.Horizon, snapshot.Model.Version.Model, $"{snapshot.Model.Version.Number}",
                Predict(snapshot, rows, isExplained)),
            ApiJson.Default.PredictionsDocument);
    }

    private static FeatureRows Read(JsonElement body, IFittedForecaster forecaster)
    {
        var rows = new FeatureRows(forecaster);
        foreach (var member in JsonBody.Members(body, "body"))
        {
            if (!JsonBody.IsNamed(member, Rows, "body"))
            {
                var name = PrintableText.Of(JsonBody.NameOf(member, "body"));
                throw ProblemException.Invalid("unknown_field", $"The body has `{Rows}` only, not '{name}'.", name);
            }
            foreach (var row in JsonBody.Items(member.Value, Rows))
                rows.Add(row, ((FieldPath)Rows).Item(rows.Count));
        }
        return rows.NotEmpty(Rows);
    }

    private static PredictionDocument[] Predict(ServingSnapshot snapshot, FeatureRows rows, bool isExplained)
    {
        var forecaster = snapshot.Model.Artifact.Forecaster;
        var predictions = new PredictionDocument[rows.Count];
        for (var i = 0; i < predictions.Length; i++)
        {
            var variance = rows.Forecast(forecaster, i, Rows);
            var distribution = snapshot.Model.Artifact.Distribution;
            predictions[i] = new(variance, Math.Sqrt(variance),
                ForecastDocuments.Interval(distribution?.Interval80(variance)),
                ForecastDocuments.Interval(distribution?.Interval95(variance)),
                isExplained ? Explain(forecaster.Explain(rows[i])) : null);
        }
        return predictions;
    }

    private static RowExplanationDocument Explain(Explanation reasons)
    {
        const double percent = 100;
        var points = reasons.InVolatility();
        var shares = new ShareDocument[reasons.Contributions.Count];
        for (var i = 0; i < shares.Length; i++)
        {
            var own = reasons.Contributions[i];
            shares[i] = new(own.Feature, own.Amount, percent * points.Contributions[i].Amount);
        }
        var families = FamilyContribution.Sums(reasons, points)
            .Select(family => new ShareDocument(family.Name, family.Own, percent * family.Points));
        return new(reasons.Scale.Name(), reasons.Base, reasons.Output, percent * points.Base, shares, [.. families]);
    }
}

/// <summary>The body of <c>POST /v1/predictions</c>, for the documentation: it is read by hand, so that every mistake has its
/// place.</summary>
/// <param name="Rows">Feature → value, 1 to 1,000 rows, each with every input of the model.</param>
internal sealed record PredictionsRequest(IReadOnlyList<Dictionary<string, double>> Rows);
