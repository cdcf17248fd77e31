using System.Globalization;
using System.Text.Json.Nodes;

namespace Volcast.Services.Ingest.Tests.Sources.Fixtures;

/// <summary>Writes responses in the format of the chart endpoint. Prices are widened from 32-bit floats, as Yahoo's
/// are.</summary>
internal sealed class ChartJson(string symbol)
{
    private readonly JsonArray timestamps = [];
    private readonly Dictionary<string, JsonArray> columns =
        new[] { "open", "high", "low", "close", "volume" }.ToDictionary(name => name, _ => new JsonArray());
    private readonly JsonArray adjusted = [];
    private readonly JsonObject dividends = [];
    private readonly JsonObject splits = [];

    public string? TimeZone { get; init; } = "America/New_York";

    /// <summary>Today's offset, which is wrong for half of the rows of a year.</summary>
    public int GmtOffset { get; init; } = -14400;

    public string Granularity { get; init; } = "1d";

    public static string Error(string code, string description, string service = "chart") => new JsonObject
    {
        [service] = new JsonObject
        {
            ["result"] = null,
            ["error"] = new JsonObject { ["code"] = code, ["description"] = description },
        },
    }.ToJsonString();

    /// <summary>A few ordinary sessions of SPY in February 2026.</summary>
    public static string Spy() => new ChartJson("SPY")
        .Row("2026-02-18T14:30:00Z", 684.02f, 689.15f, 682.83f, 686.29f, volume: 73570300)
        .Row("2026-02-19T14:30:00Z", 683.84f, 686.18f, 681.55f, 684.48f, volume: 58649400)
        .Row("2026-02-20T14:30:00Z", 682.32f, 690.06f, 681.73f, 689.43f, volume: 99952100)
        .ToString();

    public ChartJson Row(
        string time, float? open, float? high, float? low, float? close, float? adjustedClose = null, long? volume = null)
    {
        timestamps.Add(Seconds(time));
        foreach (var (name, price) in new[] { ("open", open), ("high", high), ("low", low), ("close", close) })
            columns[name].Add((double?)price);
        columns["volume"].Add(volume);
        adjusted.Add((double?)(adjustedClose ?? close));
        return this;
    }

    public ChartJson Flat(string time, float price) => Row(time, price, price, price, price);

    public ChartJson Blank(string time) => Row(time, null, null, null, null);

    public ChartJson Dividend(string time, double amount)
    {
        dividends[Key(time)] = new JsonObject { ["amount"] = amount, ["date"] = Seconds(time) };
        return this;
    }

    public ChartJson Split(string time, double numerator, double denominator)
    {
        splits[Key(time)] = new JsonObject
        {
            ["date"] = Seconds(time),
            ["numerator"] = numerator,
            ["denominator"] = denominator,
            ["splitRatio"] = $"{numerator}:{denominator}",
        };
        return this;
    }

    /// <summary>The chart as a tree, for a test to damage.</summary>
    public JsonObject ToTree()
    {
        var quote = new JsonObject(columns.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value.DeepClone())));
        var result = new JsonObject
        {
            ["meta"] = new JsonObject
            {
                ["symbol"] = symbol,
                ["gmtoffset"] = GmtOffset,
                ["exchangeTimezoneName"] = TimeZone,
                ["dataGranularity"] = Granularity,
            },
            ["timestamp"] = timestamps.DeepClone(),
            ["indicators"] = new JsonObject
            {
                ["quote"] = new JsonArray(quote),
                ["adjclose"] = new JsonArray(new JsonObject { ["adjclose"] = adjusted.DeepClone() }),
            },
        };
        var events = new JsonObject();
        if (dividends.Count > 0)
            events["dividends"] = dividends.DeepClone();
        if (splits.Count > 0)
            events["splits"] = splits.DeepClone();
        if (events.Count > 0)
            result["events"] = events;
        return new JsonObject { ["chart"] = new JsonObject { ["result"] = new JsonArray(result), ["error"] = null } };
    }

    public override string ToString() => ToTree().ToJsonString();

    private static long Seconds(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeSeconds();

    private string Key(string time) => $"{Seconds(time) + dividends.Count + splits.Count}";
}
