using System.Text.Json;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Reads the JSON of the chart endpoint: its structure only, no dates and no judgement of prices.</summary>
internal static class ChartReader
{
    // 1800 to 3000: a time beyond it is no session's, and would overflow a date.
    private const long EarliestTime = -5364662400, LatestTime = 32503680000;

    /// <summary>Either a chart or the error that Yahoo states in its place.</summary>
    /// <exception cref="JsonException">No JSON, or not a whole one.</exception>
    /// <exception cref="ChartFormatException">JSON that is no chart.</exception>
    public static (Chart? Chart, ChartError? Error) Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        // The edge in front of the chart service states its errors under "finance".
        var chart = Member(root, "chart") ?? Member(root, "finance")
            ?? throw new ChartFormatException("there is no 'chart' in it");
        if (Member(chart, "error") is { } error)
            return (null, new ChartError(Text(error, "code") ?? "", Text(error, "description") ?? ""));
        if (Member(chart, "result") is not { ValueKind: JsonValueKind.Array } results || results.GetArrayLength() == 0)
            throw new ChartFormatException("it has neither a result nor an error");
        return (ReadResult(results[0]), null);
    }

    private static Chart ReadResult(JsonElement result)
    {
        if (Member(result, "meta") is not { } meta)
            throw new ChartFormatException("there is no 'meta' in it");
        var events = Member(result, "events");
        return new Chart(
            Text(meta, "symbol"),
            Text(meta, "exchangeTimezoneName"),
            Text(meta, "dataGranularity"),
            ReadRows(result),
            [.. Events(events, "dividends").Select(e => new ChartDividend(EventTime(e), EventNumber(e, "amount")))],
            [.. Events(events, "splits").Select(
                e => new ChartSplit(EventTime(e), EventNumber(e, "numerator"), EventNumber(e, "denominator")))]);
    }

    private static ChartRow[] ReadRows(JsonElement result)
    {
        // A window without sessions has no timestamps, whatever its quotes look like.
        if (Member(result, "timestamp") is not { ValueKind: JsonValueKind.Array } timestamps || timestamps.GetArrayLength() == 0)
            return [];
        var count = timestamps.GetArrayLength();
        var indicators = Member(result, "indicators");
        var quote = First(indicators, "quote");
        var open = Column(quote, "open", count);
        var high = Column(quote, "high", count);
        var low = Column(quote, "low", count);
        var close = Column(quote, "close", count);
        var volume = Column(quote, "volume", count);
        var adjusted = Column(First(indicators, "adjclose"), "adjclose", count);
        var rows = new ChartRow[count];
        var i = 0;
        foreach (var timestamp in timestamps.EnumerateArray())
        {
            rows[i] = new ChartRow(
                Time(timestamp, "timestamp"),
                new VendorBar(
                    Float32Rounding.Shortest(open[i]), Float32Rounding.Shortest(high[i]), Float32Rounding.Shortest(low[i]),
                    Float32Rounding.Shortest(close[i]), Float32Rounding.Shortest(adjusted[i]), Whole(volume[i])));
            i++;
        }
        return rows;
    }

    private static double?[] Column(JsonElement? owner, string name, int count)
    {
        var column = new double?[count];
        if (owner is not { } quote || Member(quote, name) is not { } array)
            return column;
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() != count)
            throw new ChartFormatException($"'{name}' is no array of as many values as there are timestamps ({count})");
        var i = 0;
        foreach (var value in array.EnumerateArray())
            column[i++] = value.ValueKind == JsonValueKind.Null ? null : Number(value, name);
        return column;
    }

    private static IEnumerable<JsonElement> Events(JsonElement? events, string name) =>
        events is { } owner && Member(owner, name) is { ValueKind: JsonValueKind.Object } byTime
            ? byTime.EnumerateObject().Select(property => property.Value)
            : [];

    private static JsonElement? First(JsonElement? owner, string name) =>
        owner is { } element && Member(element, name) is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0
            ? array[0]
            : null;

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member)
            && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static string? Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    // An event's own date counts: the property's name under which it stands is that of its row, which may be another day.
    private static long EventTime(JsonElement owner) => Time(EventMember(owner, "date"), "date");

    private static double EventNumber(JsonElement owner, string name) =>
        Float32Rounding.Shortest(Number(EventMember(owner, name), name));

    private static JsonElement EventMember(JsonElement owner, string name) =>
        Member(owner, name) ?? throw new ChartFormatException($"an event has no '{name}'");

    private static long Time(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var time) && time is >= EarliestTime and <= LatestTime
            ? time
            : throw new ChartFormatException($"'{name}' holds {value.GetRawText()} where a time belongs");

    private static double Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : throw new ChartFormatException($"'{name}' holds {value.GetRawText()} where a number belongs");

    private static long? Whole(double? volume) =>
        volume is { } shares && Math.Abs(shares) < 1e18 ? (long)Math.Round(shares) : null;
}
