using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Volcast.Prediction;
using Volcast.Schemas;

namespace Volcast.Services.Api.Documentation;

/// <summary>A query parameter of the OpenAPI document.</summary>
internal sealed record ApiParameter(string Name, string Description, OpenApiSchema Schema)
{
    private const string LowerCase = "^[a-z][a-z0-9_]*$";

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

    public static ApiParameter FromSession { get; } = new("from",
        "The first session; with `to` alone, a year before it. Without both, the newest session with a matching row", Day());

    public static ApiParameter ToSession { get; } = new("to", "The last session; by default the newest", Day());

    public static ApiParameter MonitoringKind { get; } = new("kind", "Only rows of this kind; without it, all but scores",
        new() { Type = JsonSchemaType.String, Enum = [.. StoredName.All<Lake.Tables.MonitoringKind>().Select(name => (JsonNode)name)] });

    public static ApiParameter Check { get; } = new("check", "Only this check, such as `loss_alarm`",
        new() { Type = JsonSchemaType.String, Pattern = LowerCase });

    public static ApiParameter Subject { get; } = new("subject",
        "Only this subject: `live`, `data`, `system`, `alert`, `model`, or a feature's name",
        new() { Type = JsonSchemaType.String, Pattern = LowerCase });

    public static ApiParameter Rows { get; } = new("limit", "The most rows, the newest sessions first",
        new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "10000", Default = 1000 });

    public static ApiParameter Offset { get; } = new("offset", "Forecasts to skip",
        new() { Type = JsonSchemaType.Integer, Minimum = "0", Default = 0 });

    public static ApiParameter FromOrigin { get; } = new("from",
        "The first forecast origin; by default a year before the last", Day());

    public static ApiParameter ToOrigin { get; } = new("to", "The last forecast origin; by default the newest", Day());

    public static ApiParameter HistoryKind { get; } = new("kind",
        "Only forecasts of this kind; without it, the first of `live`, `backfill` and `walk_forward` that an origin has",
        new() { Type = JsonSchemaType.String, Enum = [.. StoredName.All<History.HistoryKind>().Select(name => (JsonNode)name)] });

    public static ApiParameter WalkForwardModel { get; } = new("model",
        "A model of the walk-forward, such as `har`; without it, the registered model and its recipe",
        new() { Type = JsonSchemaType.String });

    public static ApiParameter Since { get; } = new("since",
        "Also say what changed since an earlier origin: `previous` for the session before, or its date",
        new() { Type = JsonSchemaType.String });

    public static ApiParameter FromAttributed { get; } = new("from",
        "The first session; at most 260 sessions up to `to` are explained", Day());

    public static ApiParameter By { get; } = new("by", "Also the contribution of each input with `feature`",
        new() { Type = JsonSchemaType.String, Enum = ["family", "feature"], Default = "family" });

    public static ApiParameter Year { get; } = new("year", "The calendar year; by default that of the newest session",
        new() { Type = JsonSchemaType.Integer, Minimum = "1990" });

    public static ApiParameter RowLimit { get; } = new("limit", "Rows per page",
        new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "1000", Default = 100 });

    public static ApiParameter RowOffset { get; } = new("offset", "Rows to skip",
        new() { Type = JsonSchemaType.Integer, Minimum = "0", Default = 0 });

    public static ApiParameter Companions { get; } = new("companions",
        "Whether the companion symbols `follow` the target as in past sessions, or `hold` their prices",
        new() { Type = JsonSchemaType.String, Enum = ["follow", "hold"], Default = "follow" });

    public static ApiParameter Benchmark { get; } = new("benchmark",
        "The model of the walk-forward to compare with; by default `har`", new() { Type = JsonSchemaType.String });

    public static ApiParameter HistoryLimit { get; } = new("limit", "The most origins, the newest",
        new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "10000", Default = 10_000 });

    public static ApiParameter TargetLimit { get; } = new("limit", "Targets per page",
        new() { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "1000", Default = 100 });

    public static ApiParameter TargetOffset { get; } = new("offset", "Targets to skip",
        new() { Type = JsonSchemaType.Integer, Minimum = "0", Default = 0 });

    public static ApiParameter Format { get; } = new(Accepted.Format,
        "The format, for clients that cannot set the Accept header, such as browsers",
        new() { Type = JsonSchemaType.String, Enum = ["json", "csv"] });

    public static ApiParameter Explain { get; } = new("explain", "Whether to explain each forecast",
        new() { Type = JsonSchemaType.Boolean, Default = true });

    private static OpenApiSchema Day() => new() { Type = JsonSchemaType.String, Format = "date" };
}
