using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Cli.Tests.Cases;

/// <summary>One folder of the shared cases: small inputs that went wrong. Its csv files replace those of the slice 2021-10-01 to
/// 2021-12-31 of the reference market; its SYMBOL-n.json are the n-th answer in Yahoo's place.</summary>
internal sealed class SharedCase(string name, string dataFolder)
{
    private static readonly string[] Symbols = ["SPY", "^VIX", "^VIX3M", "TLT", "HYG"];
    private readonly string folder = SharedData.Require("cases", name);

    public bool IsCsv => Directory.EnumerateFiles(folder, "*.csv").Any();

    public Dictionary<string, string> Environment { get; } = [];

    /// <param name="answer">Which of the case's answers Yahoo gives.</param>
    /// <param name="now">The clock; by default the morning after the last row.</param>
    /// <param name="more">Further arguments of <c>ingest</c>.</param>
    public async Task<VolcastUnderTest.Result> IngestAsync(int answer = 1, string? now = null, params string[] more)
    {
        var environment = new Dictionary<string, string>(Environment)
        {
            ["VOLCAST_NOW"] = now ?? (name.StartsWith("d05", StringComparison.Ordinal) ? "2021-12-31T15:05:00Z"
                : IsCsv ? "2022-01-05T12:00:00Z" : "2022-01-01T12:00:00Z"),
            ["VOLCAST_DATA"] = dataFolder,
        };
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var http = new CaseHandler(symbol => Answer(symbol, answer));
        var shell = new Shell(output, error, key => environment.GetValueOrDefault(key), dataFolder) { Http = http };
        string[] source = IsCsv ? ["--path", Csv()] : more.Contains("--lookback") ? [] : ["--lookback", "1y"];
        var code = await VolcastCommandLine.RunAsync(["ingest", .. source, .. more], shell);
        return new(code, output.ToString(), error.ToString());
    }

    public async Task<CuratedMarketTable> CuratedAsync(string ticker)
    {
        var symbol = Symbol.Parse(ticker);
        await using var lake = await DataLake.OpenLocalAsync(Path.Combine(dataFolder, "lake"));
        return CuratedMarketTable.FromFrame(symbol, await lake.ReadAsync(CuratedMarketTable.Schema, symbol));
    }

    /// <summary>The folder of csv files of the case.</summary>
    private string Csv()
    {
        var made = Directory.CreateDirectory(Path.Combine(dataFolder, "csv", name)).FullName;
        foreach (var symbol in Symbols)
        {
            var file = symbol.TrimStart('^') + ".csv";
            if (File.Exists(Path.Combine(folder, file)))
                File.Copy(Path.Combine(folder, file), Path.Combine(made, file), overwrite: true);
            else
                File.WriteAllLines(Path.Combine(made, file), [Header, .. Base(symbol).Select(row => string.Join(',', row))]);
        }
        return made;
    }

    private const string Header = "Date,Open,High,Low,Close,AdjClose,Volume";

    private static string[][] Base(string symbol) =>
    [
        .. File.ReadLines(SharedData.Require("data", "market", symbol.TrimStart('^') + ".csv")).Skip(1)
            .Select(line => line.Split(',')).Where(row => string.CompareOrdinal(row[0], "2021-10-01") >= 0),
    ];

    private (HttpStatusCode Status, byte[] Body) Answer(string symbol, int number)
    {
        var files = Directory.GetFiles(folder, $"{symbol}-*.json").Order(StringComparer.Ordinal).ToArray();
        var body = files.Length > 0
            ? File.ReadAllBytes(files[Math.Min(number, files.Length) - 1])
            : System.Text.Encoding.UTF8.GetBytes(Chart(symbol));
        var isMissing = System.Text.Encoding.Latin1.GetString(body).Contains("\"result\":null", StringComparison.Ordinal);
        return (isMissing ? HttpStatusCode.NotFound : HttpStatusCode.OK, body);
    }

    /// <summary>The slice of the reference market as Yahoo would answer it, with the dividends that its adjusted closes
    /// imply.</summary>
    private static string Chart(string symbol)
    {
        var rows = Base(symbol);
        var dividends = new JsonObject();
        for (var i = 1; i < rows.Length && symbol[0] != '^'; i++)
        {
            double Factor(int row) => Number(rows[row][5])!.Value / Number(rows[row][4])!.Value;
            var paid = Number(rows[i - 1][4])!.Value * (1 - Factor(i - 1) / Factor(i));
            if (paid > .01)
                dividends[$"{At(rows[i][0])}"] = new JsonObject { ["amount"] = Math.Round(paid, 4), ["date"] = At(rows[i][0]) };
        }
        JsonArray Column(int place) => [.. rows.Select(row => (JsonNode?)Number(row[place]))];
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
                        ["symbol"] = symbol,
                        ["firstTradeDate"] = 728317800,
                        ["exchangeTimezoneName"] = "America/New_York",
                        ["dataGranularity"] = "1d",
                    },
                    ["timestamp"] = new JsonArray([.. rows.Select(row => (JsonNode)At(row[0]))]),
                    ["events"] = new JsonObject { ["dividends"] = dividends },
                    ["indicators"] = new JsonObject
                    {
                        ["quote"] = new JsonArray(new JsonObject
                        {
                            ["open"] = Column(1),
                            ["high"] = Column(2),
                            ["low"] = Column(3),
                            ["close"] = Column(4),
                            ["volume"] = Column(6),
                        }),
                        ["adjclose"] = new JsonArray(new JsonObject { ["adjclose"] = Column(5) }),
                    },
                }),
            },
        }.ToJsonString();
    }

    private static double? Number(string text) =>
        text.Length == 0 ? null : double.Parse(text, CultureInfo.InvariantCulture);

    private static long At(string day) => NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value.At(new LocalTime(9, 30))
        .InZoneLeniently(DateTimeZoneProviders.Tzdb["America/New_York"]).ToInstant().ToUnixTimeSeconds();

    private sealed class CaseHandler(Func<string, (HttpStatusCode Status, byte[] Body)> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var (status, body) = answer(Uri.UnescapeDataString(request.RequestUri!.Segments[^1]));
            return Task.FromResult(new HttpResponseMessage(status) { Content = new ByteArrayContent(body) });
        }
    }
}
