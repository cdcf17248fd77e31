using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Services.Api.Data;
using Volcast.Services.Api.Forecasts;
using Volcast.Services.Api.Models;
using Volcast.Services.Api.Operations;
using Volcast.Services.Api.Predictions;
using Volcast.Services.Api.Scenarios;
using Volcast.Services.Api.Scoring;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api;

/// <summary>How answers are written: snake_case, absent values as null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ForecastDocument))]
[JsonSerializable(typeof(ForecastPage))]
[JsonSerializable(typeof(ExplainedForecastDocument))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(PredictionsDocument))]
[JsonSerializable(typeof(ApiContract.Operations.ProblemDocument))]
[JsonSerializable(typeof(PredictionsRequest))]
[JsonSerializable(typeof(ScenarioDocument))]
[JsonSerializable(typeof(ScenarioRequest))]
[JsonSerializable(typeof(ModelsDocument))]
[JsonSerializable(typeof(VersionDocument))]
[JsonSerializable(typeof(FeaturesDocument))]
[JsonSerializable(typeof(MarketDocument))]
[JsonSerializable(typeof(QualityDocument))]
[JsonSerializable(typeof(MonitoringDocument))]
[JsonSerializable(typeof(ScoringAnswer))]
[JsonSerializable(typeof(ScoringRequest))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Makes options that write as this context does.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.TypeInfoResolverChain.Insert(0, Default);
    }

    public static Rendering Render<T>(T document, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        new(JsonSerializer.SerializeToUtf8Bytes(document, type), ContentType);
}
