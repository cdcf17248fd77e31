using Volcast.Market;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>Which column of a file holds which number. Only the letters and digits of a name count, without case, and the columns
/// may be in any order. Unknown columns are ignored; <see cref="Note"/> names those that seem to hold events.</summary>
internal sealed class CsvColumns
{
    public const string Expected = "Date,Open,High,Low,Close,AdjClose,Volume";

    /// <summary>The columns that an index's file needs.</summary>
    public const string ExpectedOfIndex = "Date,Close";

    /// <summary>What other exporters call the columns: Alpha Vantage, EODHD, Tiingo, Quandl.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal)
    {
        ["adjustedclose"] = "adjclose",
        ["dividend"] = "dividends",
        ["dividendamount"] = "dividends",
        ["divcash"] = "dividends",
        ["exdividend"] = "dividends",
        ["capitalgain"] = "capitalgains",
        ["stocksplit"] = "stocksplits",
        ["splits"] = "stocksplits",
        ["splitfactor"] = "stocksplits",
        ["splitcoefficient"] = "stocksplits",
        ["splitratio"] = "stocksplits",
    };

    private static readonly string[] Events = ["dividends", "capitalgains", "stocksplits"];
    private static readonly string[] WordsOfEvents = ["div", "gain", "split", "distribution", "payout"];
    private readonly Dictionary<string, int> places;

    /// <summary>The column with the close.</summary>
    private const string Close = "close";

    private CsvColumns(Dictionary<string, int> places, string[] header)
    {
        (this.places, Count) = (places, header.Length);
        var unread = header.Where(name => Plain(name) is var plain && !Events.Contains(plain)
            && WordsOfEvents.Any(word => plain.Contains(word, StringComparison.Ordinal))).ToArray();
        if (unread.Length > 0)
            Note = $"not read: {Shown(unread)}. Cash is read from Dividends and Capital Gains, splits from Stock Splits";
    }

    /// <summary>The columns that seem to hold events and are not read; null if there is none.</summary>
    public string? Note { get; }

    /// <summary>The number of fields of a row.</summary>
    public int Count { get; }

    /// <summary>Whether the file has dividends. Splits alone are not enough.</summary>
    public bool HasEvents => places.ContainsKey("dividends");

    /// <summary>The place of a column, or null where the file has none.</summary>
    public int? this[string name] => places.TryGetValue(Plain(name), out var place) ? place : null;

    /// <summary>The columns of a header, or what is wrong with it.</summary>
    public static (CsvColumns? Columns, string? Fault) Of(string[] header, Symbol symbol)
    {
        if (header is [var line] && line.IndexOfAny([';', '\t', '|']) is >= 0 and var place)
            return (null, $"its fields are separated by {(line[place] == '\t' ? "tabs" : $"'{line[place]}'")} and not by commas");
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var twice = header.Where((name, column) => !places.TryAdd(Plain(name), column) && name.Length > 0).ToArray();
        if (symbol.IsIndex && places.TryGetValue(Plain(symbol.FileName), out var value))
            places.TryAdd(Close, value);
        var missing = (symbol.IsIndex ? ExpectedOfIndex : Expected).Split(',').Where(name => !places.ContainsKey(Plain(name))).ToArray();
        if (missing.Length > 0)
            return (null, $"its header has no {string.Join(", no ", missing)}, only: {Shown(header)}");
        return twice.Length > 0
            ? (null, $"its header has {Shown(twice)} more than once")
            : (new CsvColumns(places, header), null);
    }

    /// <summary>Whether a line may be the header: it names a date and a close. Where an index has one value a session, Cboe names
    /// the column like the index: <c>DATE,VVIX</c>.</summary>
    public static bool IsHeader(string[] fields, Symbol symbol)
    {
        var names = fields.Select(Plain).ToArray();
        return names.Contains("date") && (names.Contains(Close) || (symbol.IsIndex && names.Contains(Plain(symbol.FileName))));
    }

    /// <summary>Names as a message shows them: a damaged file may have one of megabytes.</summary>
    private static string Shown(IEnumerable<string> names)
    {
        const int most = 160;
        var text = string.Join(", ", names.Take(20));
        return text.Length > most ? text[..most] + "…" : text;
    }

    private static string Plain(string name)
    {
        var plain = new string([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
        return Synonyms.GetValueOrDefault(plain, plain);
    }
}
