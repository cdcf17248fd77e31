using System.Text.Encodings.Web;
using System.Text.Json;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>Reasons for programs: on the model's own scale and in annualised volatility, decimal.</summary>
internal static class ExplainJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(TextWriter output, ExplainReport report) => output.WriteLine(JsonSerializer.Serialize(new
    {
        Symbol = report.Target.Value,
        Market = report.Market.Name(),
        report.Horizon,
        report.Model,
        ModelVersion = report.Version,
        ModelAlias = report.Alias,
        report.Recipe,
        report.TrainedTo,
        Scale = report.Origins[^1].Reasons.Scale.Name(),
        Origins = report.Origins.Select(Document),
        AbsentOrigins = report.Absent,
        ImportanceOfFeatures = report.ImportanceOfFeatures().Select(Document),
        ImportanceOfFamilies = report.ImportanceOfFamilies().Select(Document),
        Interactions = report.Interactions is { } interactions
            ? new
            {
                Scale = interactions.Scale.Name(),
                interactions.Features,
                interactions.Amounts,
                Pairs = interactions.Pairs().Select(pair => new { pair.First, pair.Second, pair.Amount }),
            }
            : null,
    }, Options));

    private static object Document(ExplainedForecast origin) => new
    {
        ForecastOrigin = origin.Origin,
        origin.Variance,
        Volatility = Math.Sqrt(origin.Variance),
        origin.Reasons.Base,
        origin.Reasons.Output,
        BaseVolatility = origin.InVolatility.Base,
        Contributions = origin.Reasons.Contributions.Zip(origin.InVolatility.Contributions, (own, points) => new
        {
            own.Feature,
            Family = FeatureLabels.Family(own.Feature),
            own.Value,
            own.Amount,
            VolatilityAmount = points.Amount,
        }),
        Families = origin.Families().Select(family => new { family.Name, Amount = family.Own, VolatilityAmount = family.Points }),
    };

    private static object Document(Importance importance) =>
        new { importance.Name, MeanAbsoluteAmount = importance.Own, MeanAbsoluteVolatilityAmount = importance.Points };

}
