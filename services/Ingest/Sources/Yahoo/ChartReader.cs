using System.Text.Json;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Reads the structure of the chart endpoint's JSON; it neither computes dates nor checks prices.</summary>
internal static class ChartReader
{
    // 1800 to 3000: a time outside is not that of a session, and would overflow a date.
    private const long EarliestTime = -5364662400, LatestTime = 32503680000;

    /// <summary>Either a chart, or the error that Yahoo reports instead.</summary>
    /// <exception cref="JsonException">The text is not JSON, or is incomplete.</exception>
    /// <exception cref="ChartFormatException">The JSON is not a chart.</exception>
    public static (Chart? Chart, ChartError? Error) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ReadText(body);
        }
        catch (InvalidOperationException)
        {
            // A name or text with a lone surrogate, or bytes of another encoding: valid JSON by its structure, but no text.
            throw new ChartFormatException("a name or text in it is not UTF-8");
        }
    }

    private static (Chart? Chart, ChartError? Error) ReadText(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        // The proxy in front of the chart service reports its errors under "finance".
        var chart = Member(root, "chart") ?? Member(root, "finance")
            ?? throw new ChartFormatException("it has no 'chart'");
        if (Member(chart, "error") is { } error)
            return (null, new ChartError(Text(error, "code") ?? "", Text(error, "description") ?? ""));
        if (Member(chart, "result") is not { ValueKind: JsonValueKind.Array } results || results.GetArrayLength() == 0)
            throw new ChartFormatException("it has neither a result nor an error");
        return (ReadResult(results[0]), null);
    }

    private static Chart ReadResult(JsonElement result)
    {
        if (Member(result, "meta") is not { } meta)
            throw new ChartFormatException("it has no 'meta'");
        var events = Member(result, "events");
        return new Chart(
            Text(meta, "symbol"),
            Text(meta, "exchangeTimezoneName"),
            Text(meta, "dataGranularity"),
            ReadRows(result),
            [
                .. Events(events, "dividends").Concat(Events(events, "capitalGains"))
                    .Select(e => new ChartDividend(EventTime(e), EventNumber(e, "amount"))),
            ],
            [.. Events(events, "splits").Select(
                e => new ChartSplit(EventTime(e), EventNumber(e, "numerator"), EventNumber(e, "denominator")))])
        {
            Currency = Text(meta, "currency"),
            FirstTrade = Member(meta, "firstTradeDate") is { } first ? Time(first, "firstTradeDate") : null,
        };
    }

    private static ChartRow[] ReadRows(JsonElement result)
    {
        // A window without sessions has no timestamps, whatever its quotes contain.
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
                    Float32Rounding.Shortest(close[i]), Float32Rounding.Shortest(adjusted[i]), VendorBar.VolumeOf(volume[i])));
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
            throw new ChartFormatException($"'{name}' is not an array with one value for each of the {count} timestamps");
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

    // Use the event's own date: the property's name is the time of its row, which may be another day.
    private static long EventTime(JsonElement owner) => Time(EventMember(owner, "date"), "date");

    private static double EventNumber(JsonElement owner, string name) =>
        Float32Rounding.Shortest(Number(EventMember(owner, name), name));

    private static JsonElement EventMember(JsonElement owner, string name) =>
        Member(owner, name) ?? throw new ChartFormatException($"an event has no '{name}'");

    private static long Time(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var time) && time is >= EarliestTime and <= LatestTime
            ? time
            : throw new ChartFormatException($"'{name}' is {value.GetRawText()} instead of a time");

    private static double Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : throw new ChartFormatException($"'{name}' is {value.GetRawText()} instead of a number");
}

/// <summary>The chart endpoint's answer as Yahoo gives it: times in Unix seconds, rows in Yahoo's order.</summary>
/// <param name="Symbol">The symbol that the answer names.</param>
/// <param name="TimeZone">The exchange's zone as in the IANA database, such as America/New_York.</param>
/// <param name="Granularity">The step of the rows; <c>1d</c> was requested.</param>
/// <param name="Rows">Empty if the window has no session.</param>
/// <param name="Dividends">Cash dividends and distributed capital gains of the window.</param>
/// <param name="Splits">Splits of the window.</param>
internal sealed record Chart(
    string? Symbol,
    string? TimeZone,
    string? Granularity,
    IReadOnlyList<ChartRow> Rows,
    IReadOnlyList<ChartDividend> Dividends,
    IReadOnlyList<ChartSplit> Splits)
{
    public string? Currency { get; init; }

    /// <summary>The time of the symbol's first trade; null if Yahoo does not state it.</summary>
    public long? FirstTrade { get; init; }
}

/// <summary>One row; its time is the session's open or, for the current session, the last trade.</summary>
internal sealed record ChartRow(long Time, VendorBar Bar);

/// <summary>Cash with this ex-date, per share as split by the time of the download.</summary>
internal sealed record ChartDividend(long Time, double Amount);

/// <summary>New shares for old ones with this ex-date.</summary>
internal sealed record ChartSplit(long Time, double Numerator, double Denominator);

/// <summary>The error that Yahoo reports instead of a chart.</summary>
internal sealed record ChartError(string Code, string Description);

/// <summary>Valid JSON that is not a chart.</summary>
internal sealed class ChartFormatException(string message) : Exception(message);
