using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Volcast.Market;

namespace Volcast.Services.Ingest.Tests.Mutations;

/// <summary>One session of a made market, whose numbers a mutation may change.</summary>
internal sealed record MarketRow
{
    public required DateOnly Session { get; set; }

    /// <summary>The date as the file writes it, if not as yyyy-MM-dd.</summary>
    public string? DateText { get; set; }

    public double Open { get; set; }
    public double High { get; set; }
    public double Low { get; set; }
    public double Close { get; set; }
    public double AdjustedClose { get; set; }
    public long? Volume { get; set; }
    public double Dividend { get; set; }
    public double Split { get; set; } = 1;

    /// <summary>Multiplies all prices.</summary>
    public void Scale(double factor) =>
        (Open, High, Low, Close, AdjustedClose) =
        (Open * factor, High * factor, Low * factor, Close * factor, AdjustedClose * factor);

    /// <summary>Takes the numbers of another session.</summary>
    public void Copy(MarketRow other)
    {
        (Open, High, Low, Close) = (other.Open, other.High, other.Low, other.Close);
        (AdjustedClose, Volume, Dividend, Split) = (other.AdjustedClose, other.Volume, other.Dividend, other.Split);
    }
}

/// <summary>How a source writes its answer.</summary>
internal enum AnswerForm
{
    /// <summary>Yahoo's JSON.</summary>
    Yahoo,

    /// <summary>A csv file with dividends and splits.</summary>
    CsvWithEvents,

    /// <summary>A csv file whose adjusted close contains the dividends.</summary>
    Csv,
}

/// <summary>A made market of 120 sessions, and its text in each form.</summary>
internal static class MarketTable
{
    public const int Sessions = 120;

    public static readonly Symbol[] Symbols = [.. new[] { "SPY", "TLT", "IWM", "^VIX" }.Select(Symbol.Parse)];

    /// <summary>The sessions with a dividend of .5.</summary>
    public static readonly int[] Paying = [30, 90, 113];

    private static readonly DateOnly[] Days =
        [.. TradingCalendar.Nyse.Sessions(new(2021, 7, 12), new(2022, 3, 1)).Take(Sessions)];

    public static DateOnly Day(int row) => Days[row];

    /// <summary>The sessions before any change: a walk with moves of about 1 %, or 4 % for an index.</summary>
    public static List<MarketRow> Of(Symbol symbol)
    {
        var random = new Random(Array.IndexOf(Symbols, symbol));
        var (close, size) = symbol.IsIndex ? (20.0, .08) : (100.0, .02);
        var rows = new List<MarketRow>();
        foreach (var day in Days)
        {
            close = Math.Round(close * (1 + size * (random.NextDouble() - .5)), 2);
            rows.Add(new MarketRow
            {
                Session = day,
                Open = close * .999,
                High = close * 1.01,
                Low = close * .99,
                Close = close,
                AdjustedClose = close,
                Volume = symbol.IsIndex ? null : 1_000_000 + random.Next(1_000_000),
            });
        }
        var factor = 1.0;
        for (var row = Sessions - 1; row >= 0 && !symbol.IsIndex; row--)
        {
            rows[row].AdjustedClose *= factor;
            if (!Paying.Contains(row))
                continue;
            rows[row].Dividend = .5;
            factor *= 1 - .5 / rows[row - 1].Close;
        }
        return rows;
    }

    public static byte[] Text(Symbol symbol, IReadOnlyList<MarketRow> rows, AnswerForm form) =>
        Encoding.UTF8.GetBytes(form == AnswerForm.Yahoo ? Json(symbol, rows) : Csv(rows, form == AnswerForm.CsvWithEvents));

    private static string Csv(IEnumerable<MarketRow> rows, bool withEvents)
    {
        var text = new StringBuilder("Date,Open,High,Low,Close,AdjClose,Volume")
            .Append(withEvents ? ",Dividends,Stock Splits\n" : "\n");
        foreach (var row in rows)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{row.DateText ?? $"{row.Session:yyyy-MM-dd}"},{row.Open},{row.High},{row.Low},{row.Close},");
            text.Append(CultureInfo.InvariantCulture, $"{row.AdjustedClose},{row.Volume}");
            text.Append(withEvents
                ? string.Create(CultureInfo.InvariantCulture, $",{row.Dividend},{(row.Split == 1 ? 0 : row.Split)}\n")
                : "\n");
        }
        return text.ToString();
    }

    private static string Json(Symbol symbol, IReadOnlyList<MarketRow> rows)
    {
        JsonArray Column(Func<MarketRow, JsonNode?> value) => [.. rows.Select(value)];
        JsonObject Events(Func<MarketRow, bool> has, Func<MarketRow, JsonObject> of) => new(
            rows.Where(has).DistinctBy(row => row.Session).Select(row => KeyValuePair.Create($"{At(row)}", (JsonNode?)of(row))));
        return new JsonObject
        {
            ["chart"] = new JsonObject
            {
                ["error"] = null,
                ["result"] = new JsonArray(new JsonObject
                {
                    ["meta"] = new JsonObject
                    {
                        ["currency"] = "USD",
                        ["symbol"] = symbol.Value,
                        ["exchangeTimezoneName"] = "America/New_York",
                        ["dataGranularity"] = "1d",
                    },
                    ["timestamp"] = Column(row => At(row)),
                    ["events"] = new JsonObject
                    {
                        ["dividends"] = Events(row => row.Dividend != 0,
                            row => new JsonObject { ["amount"] = row.Dividend, ["date"] = At(row) }),
                        ["splits"] = Events(row => row.Split != 1,
                            row => new JsonObject { ["date"] = At(row), ["numerator"] = row.Split, ["denominator"] = 1 }),
                    },
                    ["indicators"] = new JsonObject
                    {
                        ["quote"] = new JsonArray(new JsonObject
                        {
                            ["open"] = Column(row => row.Open),
                            ["high"] = Column(row => row.High),
                            ["low"] = Column(row => row.Low),
                            ["close"] = Column(row => row.Close),
                            ["volume"] = Column(row => row.Volume),
                        }),
                        ["adjclose"] = new JsonArray(new JsonObject { ["adjclose"] = Column(row => row.AdjustedClose) }),
                    },
                }),
            },
        }.ToJsonString();
    }

    /// <summary>Noon or 13:00 in New York.</summary>
    private static long At(MarketRow row) =>
        new DateTimeOffset(row.Session, new TimeOnly(17, 0), TimeSpan.Zero).ToUnixTimeSeconds();
}
