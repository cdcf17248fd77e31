namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>The messages of all failed requests; each states the cause and what the user can do.</summary>
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
        + $"Yahoo asks some networks and regions for consent or blocks them: try later or from another network, {OtherSources}.");

    public static MarketDataException Faulty(ChartRequest request, YahooAnswer answer, int attempts) => new(
        MarketDataFailure.Unavailable, request.Symbol,
        $"{request.Symbol}: Yahoo reports an internal error ({answer.Status}, {answer.Excerpt}; {Tried(attempts)}) at "
        + $"{request.Shown(answer.Host)}. Wait and run again, {OtherSources}.");

    public static MarketDataException Late(ChartRequest request, Uri host, TimeSpan limit, int attempts, Exception cause) => new(
        MarketDataFailure.Unavailable, request.Symbol,
        $"{request.Symbol}: Yahoo did not answer within {YahooConnection.Text(limit)} ({Tried(attempts)}) at "
        + $"{request.Shown(host)}. Check the connection and run again, {OtherSources}.",
        cause);

    public static MarketDataException Unreachable(ChartRequest request, Uri host, int attempts, Exception cause)
    {
        var what = cause is HttpRequestException http
            ? http.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "no network, or the host name cannot be resolved",
                HttpRequestError.ConnectionError => "no connection",
                HttpRequestError.SecureConnectionError => "no secure connection",
                HttpRequestError.ProxyTunnelError => "the proxy refused the connection",
                _ => "the connection broke",
            }
            : "the connection broke";
        var innermost = cause.GetBaseException().Message.TrimEnd('.');
        return new MarketDataException(
            MarketDataFailure.Unavailable, request.Symbol,
            $"{request.Symbol}: Yahoo cannot be reached: {what} ({innermost}; {Tried(attempts)}) at {request.Shown(host)}. "
            + $"Check the connection and run again; without a network, run ./volcast demo, {OtherSources}.",
            cause);
    }

    public static MarketDataException ClockAhead(
        ChartRequest request, YahooAnswer answer, DateTimeOffset clock, DateTimeOffset date) => new(
        MarketDataFailure.Refused, request.Symbol,
        $"{request.Symbol}: this machine's clock is ahead: it says {clock.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and Yahoo's answer "
        + $"is of {date.UtcDateTime:yyyy-MM-dd HH:mm} UTC ({request.Shown(answer.Host)}). With it, unfinished bars would count "
        + "as settled. Correct the clock, or unset VOLCAST_NOW.");

    public static MarketDataException Malformed(ChartRequest request, Uri host, string what, Exception? cause = null) => new(
        MarketDataFailure.Malformed, request.Symbol,
        $"{request.Symbol}: Yahoo's answer cannot be used: {what} ({request.Shown(host)}). "
        + $"Run again. If this persists, Yahoo has changed its format or a proxy answers instead: {OtherSources[3..]}.",
        cause);

    public static MarketDataException NoData(
        ChartRequest request, Uri host, string what, IReadOnlyList<RejectedRow>? rejected = null) => new(
        MarketDataFailure.NoData, request.Symbol,
        $"{request.Symbol}: Yahoo has no daily bars{request.Window}: {what} ({request.Shown(host)}). "
        + $"Request a longer window, check the ticker, {OtherSources}.",
        rejected: rejected);

    /// <summary>An error that Yahoo reports as JSON.</summary>
    public static MarketDataException Stated(ChartRequest request, YahooAnswer answer, ChartError error)
    {
        var said = $"{error.Code}: {error.Description}".Trim(':', ' ');
        if (error.Description.Contains("Data doesn't exist", StringComparison.OrdinalIgnoreCase))
            return NoData(request, answer.Host, said);
        if (answer.Status == 404 || error.Code.Equals("Not Found", StringComparison.OrdinalIgnoreCase))
            return new MarketDataException(
                MarketDataFailure.NotFound, request.Symbol,
                $"{request.Symbol}: Yahoo does not know this symbol ({said}) at {request.Shown(answer.Host)}. "
                + "Look up the ticker on finance.yahoo.com: indices begin with ^ (^VIX), other exchanges have a suffix "
                + "(GS2C.DE), share classes a hyphen (BRK-B).");
        return new MarketDataException(
            MarketDataFailure.Refused, request.Symbol,
            $"{request.Symbol}: Yahoo refuses the request ({answer.Status}, {said}) at {request.Shown(answer.Host)}. "
            + $"Check the ticker and the window, {OtherSources}.");
    }

    private static string Tried(int attempts) => attempts == 1 ? "1 attempt" : $"{attempts} attempts";
}
