using System.Text;
using System.Text.Json.Nodes;
using Volcast.Market;

namespace Volcast.Services.Ingest.Tests.Mutations;

/// <summary>A vendor's answer of 120 sessions with one change, chosen by a seed.</summary>
/// <param name="Name">What was changed.</param>
/// <param name="Body">The answer.</param>
/// <param name="IsMeaningful">Whether the change is of a kind that must be noticed or do no harm: prices, events and dates that
/// contradict each other or cannot be. The others only must not crash.</param>
internal sealed record MutatedAnswer(string Name, byte[] Body, bool IsMeaningful)
{
    public const int Sessions = 120;

    /// <summary>Sessions of the answer.</summary>
    public static IReadOnlyList<DateOnly> Days { get; } =
        [.. TradingCalendar.Nyse.Sessions(new(2021, 7, 1), new(2022, 3, 1)).Take(Sessions)];

    /// <summary>The closes before any change: a walk with moves of about 1 %.</summary>
    public static double[] Closes { get; } = Walk();

    /// <summary>The sessions with a dividend of .5.</summary>
    private static readonly int[] Paying = [30, 90];

    /// <summary>The unchanged answer.</summary>
    public static MutatedAnswer Unchanged { get; } = new("unchanged", Bytes(Chart()), IsMeaningful: true);

    public static MutatedAnswer Of(int seed)
    {
        var random = new Random(seed);
        var (row, chart) = (random.Next(20, Sessions), Chart());
        var result = chart["chart"]!["result"]![0]!;
        var quote = result["indicators"]!["quote"]![0]!;
        switch (random.Next(20))
        {
            case 0:
                var factor = random.Next(2) == 0 ? 1.5 + random.NextDouble() * 200 : .6 * random.NextDouble() + .005;
                Scale(quote["close"]!, row, factor);
                return new($"close of row {row} times {factor}", Bytes(chart), true);
            case 1:
                var adjusted = result["indicators"]!["adjclose"]![0]!["adjclose"]!;
                var slip = random.Next(2) == 0 ? 1.005 + random.NextDouble() : .9 * random.NextDouble();
                Scale(adjusted, row, slip);
                return new($"adjusted close of row {row} times {slip}", Bytes(chart), true);
            case 2:
                var amount = new[] { -1, 5, 12.5, 1e3, 1e9, 3 }[random.Next(6)];
                Event(result, "dividends", Paying[random.Next(2)])["amount"] = amount;
                return new($"dividend of {amount}", Bytes(chart), true);
            case 3:
                result["events"]!["dividends"]!.AsObject().Remove($"{At(Paying[random.Next(2)])}");
                return new("dividend missing from the events", Bytes(chart), true);
            case 4:
                var paid = Event(result, "dividends", Paying[0]);
                paid["date"] = At(Paying[0]) + 86_400 * random.Next(1, 20);
                return new($"dividend on another day, {paid["date"]}", Bytes(chart), true);
            case 5:
                var ratio = new[] { 2, 3, .1, 1.25, 10, 100, .02 }[random.Next(7)];
                foreach (var prices in Prices(result))
                    for (var i = 0; i < row; i++)
                        Scale(prices, i, ratio);
                Split(result, row, ratio);
                return new($"split of {ratio} on row {row} that the prices do not reflect", Bytes(chart), true);
            case 6:
                foreach (var prices in Prices(result))
                    for (var i = row; i < Sessions; i++)
                        Scale(prices, i, random.Next(1) + .01);
                return new($"in cents from row {row} on", Bytes(chart), true);
            case 7:
                Scale(quote["high"]!, row, 3.2 + random.NextDouble() * 500);
                return new($"high of row {row}", Bytes(chart), true);
            case 8:
                Scale(quote["low"]!, row, .3 * random.NextDouble());
                return new($"low of row {row}", Bytes(chart), true);
            case 9:
                var run = random.Next(2, 9);
                for (var i = row; i < Math.Min(row + run, Sessions); i++)
                    foreach (var column in Prices(result).Append(quote["volume"]!))
                        column[i] = column[row - 1]!.DeepClone();
                return new($"{run} repetitions from row {row} on", Bytes(chart), run > 1 && row + 1 < Sessions);
            case 10:
                quote["volume"]![row] = 0;
                return new($"no volume on row {row}", Bytes(chart), true);
            case 11:
                var shift = 86_400 * (random.Next(2) == 0 ? 1 : -1);
                for (var i = 0; i < Sessions; i++)
                    result["timestamp"]![i] = At(i) + shift;
                return new("all dates a day off", Bytes(chart), true);
            case 12:
                var zone = new[] { "Asia/Seoul", "Pacific/Auckland", "UTC", "Europe/London", "Asia/Kolkata" }[random.Next(5)];
                result["meta"]!["exchangeTimezoneName"] = zone;
                return new($"zone {zone}", Bytes(chart), true);
            case 13:
                result["meta"]!["currency"] = new[] { "GBp", "EUR", "ZAc" }[random.Next(3)];
                return new("another currency", Bytes(chart), true);
            case 14:
                result["timestamp"]![row] = At(row) + 43_200 * random.Next(1, 4);
                return new($"row {row} half a day or more late", Bytes(chart), true);
            case 15:
                return new("cut", Bytes(chart)[..random.Next(Bytes(chart).Length)], false);
            case 16:
                var flipped = Bytes(chart);
                for (var i = random.Next(1, 6); i > 0; i--)
                    flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
                return new("bytes changed", flipped, false);
            case 17:
                var text = Encoding.UTF8.GetString(Bytes(chart));
                string[] strange = ["\\ud800", "1e999", "null", "[]", "{}", "-0", "\"\"", "\u0000", "9223372036854775808", "NaN"];
                var at = random.Next(text.Length);
                return new("text inserted", Encoding.UTF8.GetBytes(text.Insert(at, strange[random.Next(strange.Length)])), false);
            case 18:
                var owner = random.Next(3) switch { 0 => result["meta"]!, 1 => quote, _ => result };
                var names = owner.AsObject().Select(member => member.Key).ToArray();
                owner.AsObject().Remove(names[random.Next(names.Length)]);
                return new("member removed", Bytes(chart), false);
            default:
                foreach (var prices in Prices(result).Where(_ => random.Next(2) == 0))
                    prices[row] = random.Next(4) switch { 0 => null, 1 => -1, 2 => 0, _ => 1e300 };
                return new($"impossible numbers in row {row}", Bytes(chart), false);
        }
    }

    private static IEnumerable<JsonNode> Prices(JsonNode result)
    {
        var quote = result["indicators"]!["quote"]![0]!;
        return [quote["open"]!, quote["high"]!, quote["low"]!, quote["close"]!,
            result["indicators"]!["adjclose"]![0]!["adjclose"]!];
    }

    private static void Scale(JsonNode column, int row, double factor) => column[row] = column[row]!.GetValue<double>() * factor;

    private static JsonNode Event(JsonNode result, string kind, int row) => result["events"]![kind]![$"{At(row)}"]!;

    private static void Split(JsonNode result, int row, double ratio) => result["events"]!["splits"] = new JsonObject
    {
        [$"{At(row)}"] = new JsonObject { ["date"] = At(row), ["numerator"] = ratio, ["denominator"] = 1 },
    };

    private static double[] Walk()
    {
        var random = new Random(1);
        var closes = new double[Sessions];
        for (var i = 0; i < Sessions; i++)
            closes[i] = Math.Round((i == 0 ? 100 : closes[i - 1]) * (1 + .02 * (random.NextDouble() - .5)), 2);
        return closes;
    }

    private static JsonObject Chart()
    {
        var adjusted = new double[Sessions];
        var factor = 1.0;
        for (var i = Sessions - 1; i >= 0; i--)
        {
            adjusted[i] = Closes[i] * factor;
            if (Paying.Contains(i))
                factor *= 1 - .5 / Closes[i - 1];
        }
        JsonArray Column(Func<int, double> value) => [.. Enumerable.Range(0, Sessions).Select(i => (JsonNode)value(i))];
        var dividends = new JsonObject();
        foreach (var row in Paying)
            dividends[$"{At(row)}"] = new JsonObject { ["amount"] = .5, ["date"] = At(row) };
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
                        ["symbol"] = "SPY",
                        ["firstTradeDate"] = At(0),
                        ["exchangeTimezoneName"] = "America/New_York",
                        ["dataGranularity"] = "1d",
                    },
                    ["timestamp"] = new JsonArray([.. Enumerable.Range(0, Sessions).Select(i => (JsonNode)At(i))]),
                    ["events"] = new JsonObject { ["dividends"] = dividends },
                    ["indicators"] = new JsonObject
                    {
                        ["quote"] = new JsonArray(new JsonObject
                        {
                            ["open"] = Column(i => Closes[i] * .999),
                            ["high"] = Column(i => Closes[i] * 1.01),
                            ["low"] = Column(i => Closes[i] * .99),
                            ["close"] = Column(i => Closes[i]),
                            ["volume"] = Column(i => 1_000_000 + 1_000 * i),
                        }),
                        ["adjclose"] = new JsonArray(new JsonObject { ["adjclose"] = Column(i => adjusted[i]) }),
                    },
                }),
            },
        };
    }

    private static long At(int row) =>
        TradingCalendar.Nyse.ClosesAt(Days[row]).AddHours(-3).ToUnixTimeSeconds();

    private static byte[] Bytes(JsonNode chart) => Encoding.UTF8.GetBytes(chart.ToJsonString());
}
