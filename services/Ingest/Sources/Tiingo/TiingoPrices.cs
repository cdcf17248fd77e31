using System.Globalization;
using System.Text.Json;

namespace Volcast.Services.Ingest.Sources.Tiingo;

/// <summary>One session as Tiingo gives it: prices, volume and dividend in the shares of that day, and an adjusted close that
/// contains all later splits and dividends.</summary>
/// <param name="Session">The trading day.</param>
/// <param name="Bar">The numbers, not split-adjusted except for the adjusted close.</param>
/// <param name="Dividend">Cash with this ex-date, per share of that day; 0 for none.</param>
/// <param name="SplitRatio">New shares for one old share with this ex-date; 1 for none.</param>
/// <param name="Text">The row as Tiingo wrote it.</param>
internal sealed record TiingoRow(DateOnly Session, VendorBar Bar, double Dividend, double SplitRatio, string Text);

/// <summary>Reads the JSON of Tiingo's endpoints; it does not check prices.</summary>
internal static class TiingoPrices
{
    /// <summary>The rows of the endpoint of prices, in Tiingo's order.</summary>
    /// <exception cref="JsonException">The text is not JSON, or is incomplete.</exception>
    /// <exception cref="TiingoFormatException">The JSON is not a list of daily prices.</exception>
    public static List<TiingoRow> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var rows = new List<TiingoRow>(document.RootElement.GetArrayLength());
        foreach (var row in document.RootElement.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Object)
                throw new TiingoFormatException($"a row is {Shown(row)} instead of an object");
            var adjusted = Number(row, "adjClose");
            rows.Add(new TiingoRow(
                Session(row),
                new VendorBar(
                    Number(row, "open"), Number(row, "high"), Number(row, "low"), Number(row, "close"), adjusted,
                    VendorBar.VolumeOf(Number(row, "volume"))),
                Number(row, "divCash") ?? 0,
                Number(row, "splitFactor") ?? 1,
                Shown(row)));
        }
        return rows;
    }

    /// <summary>The first and the last day for which the endpoint of metadata states prices; null where it states none.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="TiingoFormatException">A day cannot be read.</exception>
    public static (DateOnly? First, DateOnly? Last) ReadSpan(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return (Day(document.RootElement, "startDate"), Day(document.RootElement, "endDate"));

        static DateOnly? Day(JsonElement owner, string name) =>
            !owner.TryGetProperty(name, out var day) || day.ValueKind == JsonValueKind.Null ? null
            : day.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(
                day.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : throw new TiingoFormatException($"'{name}' is {Shown(day)} instead of a day");
    }

    /// <summary>The text of an error that Tiingo states as JSON; null if there is none.</summary>
    public static string? Detail(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String
                ? detail.GetString()
                : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // An error page is quoted as it is.
            return null;
        }
    }

    /// <summary>Tiingo dates a session at midnight UTC of its day in New York, summer and winter.</summary>
    private static DateOnly Session(JsonElement row)
    {
        const string midnight = "T00:00:00";
        if (!row.TryGetProperty("date", out var date))
            throw new TiingoFormatException("a row has no 'date'");
        var text = date.ValueKind == JsonValueKind.String ? date.GetString()! : "";
        var time = text.Length > 10 ? text[10..] : midnight + "Z";
        var isMidnight = time is midnight + "Z" or midnight + ".000Z" or midnight + "+00:00" or midnight + ".000+00:00";
        return isMidnight && DateOnly.TryParseExact(
            text[..Math.Min(10, text.Length)], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var session)
            ? session
            : throw new TiingoFormatException($"'date' is {Shown(date)} instead of a day at midnight UTC");
    }

    private static double? Number(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : throw new TiingoFormatException($"'{name}' is {Shown(value)} instead of a number");
    }

    private static string Shown(JsonElement element)
    {
        const int most = 240;
        var text = element.GetRawText();
        return text.Length > most ? text[..most] + "…" : text;
    }
}

/// <summary>Valid JSON that is not what was requested.</summary>
internal sealed class TiingoFormatException(string message) : Exception(message);
