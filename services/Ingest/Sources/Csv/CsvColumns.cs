namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>Which column of a file holds which number. Names are compared without case, blanks and underscores, in any order;
/// unknown columns are ignored.</summary>
internal sealed class CsvColumns
{
    public const string Expected = "Date,Open,High,Low,Close,AdjClose,Volume";

    /// <summary>The columns that an index's file needs.</summary>
    public const string ExpectedOfIndex = "Date,Close";

    private readonly Dictionary<string, int> places;

    private CsvColumns(Dictionary<string, int> places, int count) => (this.places, Count) = (places, count);

    /// <summary>The number of fields of a row.</summary>
    public int Count { get; }

    /// <summary>Whether the file has dividends. Splits alone are not enough.</summary>
    public bool HasEvents => places.ContainsKey("dividends");

    /// <summary>The place of a column, or null where the file has none.</summary>
    public int? this[string name] => places.TryGetValue(Plain(name), out var place) ? place : null;

    /// <summary>The columns of a header, or what is wrong with it.</summary>
    public static (CsvColumns? Columns, string? Fault) Of(string[] header, bool isIndex)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var twice = header.Where((name, place) => !places.TryAdd(Plain(name), place) && name.Length > 0).ToArray();
        var missing = (isIndex ? ExpectedOfIndex : Expected).Split(',').Where(name => !places.ContainsKey(Plain(name))).ToArray();
        if (missing.Length > 0)
            return (null, $"its header has no {string.Join(", no ", missing)}, only: {Shown(header)}");
        return twice.Length > 0
            ? (null, $"its header has {Shown(twice)} more than once")
            : (new CsvColumns(places, header.Length), null);
    }

    /// <summary>Whether a line may be the header: it names a date and a close.</summary>
    public static bool IsHeader(string[] fields)
    {
        var names = fields.Select(Plain).ToArray();
        return names.Contains("date") && names.Contains("close");
    }

    /// <summary>Names as a message shows them: a damaged file may have one of megabytes.</summary>
    private static string Shown(IEnumerable<string> names)
    {
        const int most = 160;
        var text = string.Join(", ", names.Take(20));
        return text.Length > most ? text[..most] + "…" : text;
    }

    private static string Plain(string name) =>
        new([.. name.Where(c => !char.IsWhiteSpace(c) && c != '_').Select(char.ToLowerInvariant)]);
}
