using Microsoft.OpenApi;
using Volcast.Prediction;

namespace Volcast.Services.Api.Documentation;

/// <summary>A query parameter of the OpenAPI document.</summary>
internal sealed record ApiParameter(string Name, string Description, OpenApiSchema Schema)
{
    /// <summary>The target; its default is that of the service.</summary>
    public static ApiParameter Symbol { get; } = new("symbol",
        "The target's ticker; by default SPY, or the first served target if SPY is not served",
        new() { Type = JsonSchemaType.String });

    /// <summary>Restricts a list; without it the list has every symbol.</summary>
    public static ApiParameter OnlySymbol { get; } = new("symbol", "Only this target", new() { Type = JsonSchemaType.String });

    /// <summary>Restricts a list; without it the list has every horizon.</summary>
    public static ApiParameter OnlyHorizon { get; } = new("horizon", "Only this number of sessions ahead",
        new() { Type = JsonSchemaType.Integer, Enum = [1, 5, 10, 22] });

    public static ApiParameter Horizon { get; } = new("horizon", "Sessions ahead",
        new() { Type = JsonSchemaType.Integer, Enum = [1, 5, 10, 22], Default = 5 });

    public static ApiParameter Above { get; } = new("above",
        "Also give the probability that the realised volatility exceeds this level, percent points",
        new() { Type = JsonSchemaType.Number, ExclusiveMinimum = "0", Maximum = $"{ForecastFigures.HighestLevelPoints}" });

    public static ApiParameter From { get; } = new("from", "The first forecast origin", Day());
    public static ApiParameter To { get; } = new("to", "The last forecast origin", Day());

    public static ApiParameter Kind { get; } = new("kind", "Only forecasts of this kind",
        new() { Type = JsonSchemaType.String, Enum = ["live", "shadow", "backfill", "provisional"] });

    public static ApiParameter Limit { get; } = new("limit", "Forecasts per page",
        new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "1000", Default = 100 });

    public static ApiParameter Offset { get; } = new("offset", "Forecasts to skip",
        new() { Type = JsonSchemaType.Integer, Minimum = "0", Default = 0 });

    public static ApiParameter Format { get; } = new(Accepted.Format,
        "The format, for clients that cannot set the Accept header, such as browsers",
        new() { Type = JsonSchemaType.String, Enum = ["json", "csv"] });

    public static ApiParameter Explain { get; } = new("explain", "Whether to explain each forecast",
        new() { Type = JsonSchemaType.Boolean, Default = true });

    private static OpenApiSchema Day() => new() { Type = JsonSchemaType.String, Format = "date" };
}
