using System.Text.Json;
using Volcast.Market;
using Volcast.Services.Ingest.Sources.Http;

namespace Volcast.Services.Ingest.Sources.Tiingo;

/// <summary>Daily prices, dividends and splits of US-listed stocks and funds from Tiingo. It needs the token of an account, and
/// has no index.</summary>
public sealed class TiingoSource : IMarketDataSource, IDisposable
{
    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "tiingo";

    private const string Vendor = "Tiingo";

    /// <summary>Without a first day, the endpoint returns the newest session only.</summary>
    private static readonly DateOnly Beginning = new(1960, 1, 1);

    /// <summary>A history that begins this many days after the first day wanted leads to a question for the first
    /// trade.</summary>
    private const int ToleratedStartDays = 10;

    private readonly TiingoOptions options;
    private readonly VendorClient client;

    /// <param name="handler">Carries the requests, and is disposed of with the source.</param>
    /// <param name="options">Tiingo's address, the token and the limits to keep.</param>
    /// <param name="time">Times the answers and all waits.</param>
    public TiingoSource(HttpMessageHandler handler, TiingoOptions options, TimeProvider time)
    {
        this.options = options;
        client = new VendorClient(handler, options, time);
    }

    public string Name => SourceName;

    public async Task<VendorDownload> DownloadAsync(
        Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        BarCollector.RequireWindow(from, to);
        if (symbol.IsIndex)
            throw TiingoFailures.NoIndex(symbol);
        // Always to the present: a split after the window changes the prices inside it.
        var request = Request(symbol, $"/prices?startDate={BarCollector.Text(from ?? Beginning)}&format=json");
        var notes = new List<string>();
        var answer = await AskAsync(request, notes, cancellationToken);
        var retrievedAt = client.RetrievedAt(request, answer);
        if (!answer.IsJsonArray)
            throw VendorFailures.Malformed(
                request, $"expected a JSON list, received {answer.Status} with {request.Quote(answer.Excerpt)}");
        var rows = Read(request, answer, TiingoPrices.Read);
        if (rows.Count == 0)
            throw TiingoFailures.NoData(
                request, from, to, await SpanAsync(symbol, notes, cancellationToken) is { First: { } start, Last: var end }
                    ? $"its prices reach from {start:yyyy-MM-dd} to {end:yyyy-MM-dd}"
                    : "the list is empty");
        var bars = TiingoBars.Collect(symbol, rows, from, to, notes);
        if (bars.Count == 0)
            throw TiingoFailures.NoData(
                request, from, to, bars.Rejected.Count == 0 ? "the window has no session" : bars.Reasons(), bars.Rejected);
        var beginsLate = bars.FirstSession > (from ?? TradingCalendar.FirstDay).AddDays(ToleratedStartDays);
        var firstTrade = beginsLate ? (await SpanAsync(symbol, notes, cancellationToken)).First : null;
        return new VendorDownload(symbol, Name, retrievedAt, bars.ToBars(), bars.Rejected, notes) { FirstTrade = firstTrade };
    }

    /// <summary>The days between which Tiingo states prices. If the question fails, a note says so, and nothing depends on
    /// it.</summary>
    private async Task<(DateOnly? First, DateOnly? Last)> SpanAsync(
        Symbol symbol, List<string> notes, CancellationToken cancellationToken)
    {
        try
        {
            var request = Request(symbol, "");
            var answer = await AskAsync(request, notes, cancellationToken);
            return answer.IsJson && !answer.IsTooLarge
                ? Read(request, answer, TiingoPrices.ReadSpan)
                : throw VendorFailures.Malformed(
                    request, $"expected JSON, received {answer.Status} with {request.Quote(answer.Excerpt)}");
        }
        catch (MarketDataException failure)
        {
            notes.Add($"The day of the first trade is unknown: {failure.Message}");
            return (null, null);
        }
    }

    /// <summary>An answer that is neither an error nor a refusal, by its status and its text: Tiingo also states a limit under
    /// 200.</summary>
    private async Task<VendorAnswer> AskAsync(VendorRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(request, notes, cancellationToken);
        var detail = TiingoPrices.Detail(answer.Body);
        var said = request.Quote(detail ?? answer.Excerpt);
        if (answer.Says("run over your"))
            throw VendorFailures.RateLimited(request, answer, attempts: 1);
        return answer.Status switch
        {
            401 or 403 => throw TiingoFailures.TokenRefused(request, answer, said),
            404 => throw TiingoFailures.Unknown(request, answer, said),
            >= 400 => throw TiingoFailures.Refused(request, answer, said),
            _ => detail is null ? answer : throw TiingoFailures.Refused(request, answer, said),
        };
    }

    private VendorRequest Request(Symbol symbol, string rest) => new(
        Vendor, symbol,
        new Uri(VendorRequest.Endpoint(
            options.BaseAddress, $"tiingo/daily/{Uri.EscapeDataString(symbol.Value.ToLowerInvariant())}{rest}")))
    {
        Headers = [("Authorization", $"Token {options.Token}")],
        Accept = "application/json",
        Secret = options.Token,
        Counted = "the requests of this token",
    };

    private static T Read<T>(VendorRequest request, VendorAnswer answer, Func<ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            return read(answer.Body);
        }
        catch (JsonException broken)
        {
            throw VendorFailures.Malformed(
                request, $"its JSON is damaged or incomplete ({answer.Body.Length} bytes)", broken);
        }
        catch (TiingoFormatException foreign)
        {
            throw VendorFailures.Malformed(request, foreign.Message, foreign);
        }
        catch (InvalidOperationException encoding)
        {
            throw VendorFailures.Malformed(request, "a name or text in it is not UTF-8", encoding);
        }
    }

    public void Dispose() => client.Dispose();
}
