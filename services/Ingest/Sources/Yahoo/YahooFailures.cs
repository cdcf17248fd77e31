namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Every way in which Yahoo gives nothing, in words that name the cause and the ways on.</summary>
internal static class YahooFailures
{
    private const string OtherSources = "or take the data from files: --source csv --path DIR";

    public static MarketDataException RateLimited(ChartRequest request, YahooAnswer answer, int attempts) => new(
        MarketDataFailure.RateLimited, request.Symbol,
        $"{request.Symbol}: Yahoo limits this address's requests ({answer.Status}, {answer.Excerpt}; {Tried(attempts)}) at "
        + $"{request.Shown(answer.Host)}."
        + (answer.RetryAfter is { } wait ? $" It asks to wait {YahooConnection.Text(wait)}." : "")
        + $" Nothing is lost: wait and run again, {OtherSources}.");

    public static MarketDataException Refused(ChartRequest request, YahooAnswer answer, string session) => new(
        MarketDataFailure.Refused, request.Symbol,
        $"{request.Symbol}: Yahoo refuses to serve this machine ({answer.Status}, {answer.Excerpt}) at "
        + $"{request.Shown(answer.Host)}, also with a new session ({session}). "
        + $"Some networks and regions are asked for consent or are blocked: try later or from another network, {OtherSources}.");

    public static MarketDataException Faulty(ChartRequest request, YahooAnswer answer, int attempts) => new(
        MarketDataFailure.Unavailable, request.Symbol,
        $"{request.Symbol}: Yahoo has a fault of its own ({answer.Status}, {answer.Excerpt}; {Tried(attempts)}) at "
        + $"{request.Shown(answer.Host)}. Wait and run again, {OtherSources}.");

    public static MarketDataException Late(ChartRequest request, Uri host, TimeSpan limit, int attempts, Exception cause) => new(
        MarketDataFailure.Unavailable, request.Symbol,
        $"{request.Symbol}: Yahoo did not answer within {YahooConnection.Text(limit)} ({Tried(attempts)}) at "
        + $"{request.Shown(host)}. Look at the connection and run again, {OtherSources}.",
        cause);

    public static MarketDataException Unreachable(ChartRequest request, Uri host, int attempts, Exception cause)
    {
        var what = cause is HttpRequestException http
            ? http.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "no network, or the name is not resolved",
                HttpRequestError.ConnectionError => "no connection",
                HttpRequestError.SecureConnectionError => "no secure connection",
                HttpRequestError.ProxyTunnelError => "the proxy gives no connection",
                _ => "the connection broke",
            }
            : "the connection broke";
        var innermost = cause.GetBaseException().Message.TrimEnd('.');
        return new MarketDataException(
            MarketDataFailure.Unavailable, request.Symbol,
            $"{request.Symbol}: Yahoo cannot be reached: {what} ({innermost}; {Tried(attempts)}) at {request.Shown(host)}. "
            + $"Look at the connection and run again; offline, run ./volcast demo, {OtherSources}.",
            cause);
    }

    public static MarketDataException Malformed(ChartRequest request, Uri host, string what, Exception? cause = null) => new(
        MarketDataFailure.Malformed, request.Symbol,
        $"{request.Symbol}: Yahoo's answer cannot be used: {what} ({request.Shown(host)}). "
        + $"Run again; if it stays so, Yahoo has changed or a proxy answers in its place: {OtherSources[3..]}.",
        cause);

    public static MarketDataException NoData(
        ChartRequest request, Uri host, string what, IReadOnlyList<RejectedRow>? rejected = null) => new(
        MarketDataFailure.NoData, request.Symbol,
        $"{request.Symbol}: Yahoo has no daily bars{request.Window}: {what} ({request.Shown(host)}). "
        + $"Ask for a longer window, look at the ticker, {OtherSources}.",
        rejected: rejected);

    /// <summary>An error that Yahoo states in its own JSON.</summary>
    public static MarketDataException Stated(ChartRequest request, YahooAnswer answer, ChartError error)
    {
        var said = $"{error.Code}: {error.Description}".Trim(':', ' ');
        if (error.Description.Contains("Data doesn't exist", StringComparison.OrdinalIgnoreCase))
            return NoData(request, answer.Host, said);
        if (answer.Status == 404 || error.Code.Equals("Not Found", StringComparison.OrdinalIgnoreCase))
            return new MarketDataException(
                MarketDataFailure.NotFound, request.Symbol,
                $"{request.Symbol}: Yahoo does not know this symbol ({said}) at {request.Shown(answer.Host)}. "
                + "Look the ticker up on finance.yahoo.com: indices begin with ^ (^VIX), other exchanges have a suffix "
                + "(GS2C.DE), classes of shares a hyphen (BRK-B).");
        return new MarketDataException(
            MarketDataFailure.Refused, request.Symbol,
            $"{request.Symbol}: Yahoo refuses the request ({answer.Status}, {said}) at {request.Shown(answer.Host)}. "
            + $"Look at the ticker and the window, {OtherSources}.");
    }

    private static string Tried(int attempts) => attempts == 1 ? "asked once" : $"asked {attempts} times";
}
