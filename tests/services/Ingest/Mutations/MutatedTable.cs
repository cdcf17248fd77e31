using System.Globalization;
using Volcast.Market;

namespace Volcast.Services.Ingest.Tests.Mutations;

/// <summary>An answer about one of several symbols, in one of several forms, with one change that is chosen by a seed.</summary>
/// <param name="Kind">What was changed.</param>
/// <param name="Name">What was changed, with its numbers.</param>
/// <param name="Symbol">What the answer is about.</param>
/// <param name="Form">How it is written.</param>
/// <param name="IsUpdate">Whether the lake holds a good download of the sessions before the last ten.</param>
/// <param name="First">The first session of the answer; not 0 for a short file.</param>
/// <param name="Rows">The answer.</param>
/// <param name="Other">Another symbol of the same run, unchanged; null for none.</param>
internal sealed record MutatedTable(
    string Kind, string Name, Symbol Symbol, AnswerForm Form, bool IsUpdate, int First, List<MarketRow> Rows, Symbol? Other)
{
    /// <summary>Sessions of the good download.</summary>
    public const int Held = 110;

    private static readonly string[] DateForms = ["epoch", "yyyyMMdd", "MM/dd/yy", "buddhist", "utc", "MM/dd/yyyy", "evening"];

    /// <summary>The unchanged answer to compare with.</summary>
    public MutatedTable Unchanged => this with { Kind = "unchanged", Rows = MarketTable.Of(Symbol)[First..], Other = null };

    public static MutatedTable Of(int seed)
    {
        var random = new Random(seed);
        var symbol = MarketTable.Symbols[random.Next(MarketTable.Symbols.Length)];
        var form = symbol.IsIndex && random.Next(2) == 0 ? AnswerForm.Csv : (AnswerForm)random.Next(3);
        var isUpdate = random.Next(2) == 0;
        // A short file shares at least five sessions with the lake.
        var first = isUpdate && form != AnswerForm.Yahoo && random.Next(2) == 0 ? random.Next(95, Held - 5) : 0;
        var rows = MarketTable.Of(symbol);
        var (kind, name, other) = Change(rows, symbol, form, isUpdate, first, random);
        return new MutatedTable(kind, $"{symbol}, {form}, {(isUpdate ? "update" : "empty lake")} from {first}: {kind}, {name}",
            symbol, form, isUpdate, first, rows[first..], other);
    }

    private static (string Kind, string Name, Symbol? Other) Change(
        List<MarketRow> rows, Symbol symbol, AnswerForm form, bool isUpdate, int first, Random random)
    {
        var at = random.Next(Math.Max(20, first + 1), rows.Count);
        var row = rows[at];
        var step = random.Next(2) == 0 ? -1 : 1;
        var hasEvents = form != AnswerForm.Csv && !symbol.IsIndex;
        // Of the changes that do not fit the symbol or form, the next one that does is made.
        for (var kind = random.Next(14); ; kind = (kind + 1) % 14)
            switch (kind)
            {
                // In an empty lake nothing contradicts it.
                case 0 when isUpdate:
                    var before = rows.Select(one => one with { }).ToArray();
                    for (var i = 1; i < rows.Count - 1; i++)
                        rows[i].Copy(before[i + step]);
                    rows.RemoveAt(rows.Count - 1);
                    return ("values of the session beside", $"{step}", null);
                case 1:
                    foreach (var one in rows)
                        one.Session = one.Session.AddDays(step);
                    return ("dates a day off", $"{step}", null);
                case 2:
                    var factor = random.Next(2) == 0 ? 1.3 + 200 * random.NextDouble() : .01 + .69 * random.NextDouble();
                    row.Close *= factor;
                    return ("one close", $"{factor} on {at}", null);
                // The last adjusted close of a file without dividends may contain a dividend.
                case 3 when hasEvents || (!symbol.IsIndex && at < rows.Count - 1):
                    var slip = random.Next(2) == 0 ? 1.005 + random.NextDouble() : .9 * random.NextDouble() + .01;
                    row.AdjustedClose *= slip;
                    return ("one adjusted close", $"{slip} on {at}", null);
                case 4 when hasEvents:
                    var paid = MarketTable.Paying[random.Next(MarketTable.Paying.Length)];
                    var amount = new[] { 5, 12.5, 0, 1e3, -1, .05 }[random.Next(6)];
                    rows[paid].Dividend = amount;
                    return ("one dividend", $"{amount} on {paid}", null);
                case 5 when hasEvents:
                    var from = MarketTable.Paying[random.Next(MarketTable.Paying.Length)];
                    var to = Math.Min(rows.Count - 1, from + random.Next(1, 5));
                    (rows[from].Dividend, rows[to].Dividend) = (0, .5);
                    return ("dividend on another session", $"{from} to {to}", null);
                case 6 when hasEvents:
                    var ratio = new[] { 2, 3, .1, 1.25, 10, 100, .02 }[random.Next(7)];
                    for (var i = 0; i < at; i++)
                        rows[i].Scale(ratio);
                    row.Split = ratio;
                    return ("split not applied", $"{ratio} on {at}", null);
                case 7:
                    for (var i = at; i < rows.Count; i++)
                        rows[i].Scale(.01);
                    return ("another unit", $"from {at}", null);
                case 8 when !symbol.IsIndex:
                    if (random.Next(2) == 0)
                        row.High *= 3.2 + 500 * random.NextDouble();
                    else
                        row.Low *= .01 + .3 * random.NextDouble();
                    return ("high or low", $"{row.High} {row.Low} on {at}", null);
                case 9 when at < rows.Count - 1:
                    for (var i = at; i < Math.Min(rows.Count, at + random.Next(2, 7)); i++)
                        rows[i].Copy(rows[at - 1]);
                    return ("repeated rows", $"from {at}", null);
                case 10 when !symbol.IsIndex:
                    // One empty volume beside sound prices is no finding.
                    row.Volume = random.Next(2) == 0 ? 0 : null;
                    rows[at - 1].Volume = row.Volume;
                    return ("no volume", $"{row.Volume} on {at}", null);
                case 11 when symbol.Value == "IWM":
                    var spy = MarketTable.Symbols[0];
                    var theirs = MarketTable.Of(spy);
                    var lag = random.Next(-1, 2);
                    for (var i = 1; i < rows.Count - 1; i++)
                        rows[i].Copy(theirs[i + lag]);
                    if (random.Next(2) == 0)
                        rows.RemoveAt(rows.Count - 1);
                    return ("another symbol's series", $"{lag}", spy);
                case 12:
                    rows.Insert(at, row with { Close = row.Close * (1 + step * .004) });
                    return ("a session twice", $"{at}", null);
                case 13 when form != AnswerForm.Yahoo:
                    var text = DateForms[random.Next(DateForms.Length)];
                    foreach (var one in rows)
                        one.DateText = Written(one.Session, text);
                    return ("dates in another form", text, null);
                default:
                    break;
            }
    }

    private static string Written(DateOnly day, string form) => form switch
    {
        "epoch" => $"{new DateTimeOffset(day, new TimeOnly(14, 30), TimeSpan.Zero).ToUnixTimeSeconds()}",
        "buddhist" => $"{day.Year + 543}-{day:MM-dd}",
        "utc" => $"{day:yyyy-MM-dd}T00:00:00Z",
        "evening" => $"{day:yyyy-MM-dd} 16:15:00-05:00",
        _ => day.ToString(form, CultureInfo.InvariantCulture),
    };
}
