using Volcast.Market;

namespace Volcast.Services.Ingest.Sources.Http;

/// <summary>The messages of requests that fail in the same way at every vendor; each states the cause and what the user can
/// do.</summary>
internal static class VendorFailures
{
    public const string OtherSources = "or take the data from files: --source csv --path DIR";

    public static MarketDataException RateLimited(VendorRequest request, VendorAnswer answer, int attempts) => new(
        MarketDataFailure.RateLimited, request.Symbol,
        $"{request.Symbol}: {request.Vendor} limits {request.Counted} ({answer.Status}, {request.Quote(answer.Excerpt)}; "
        + $"{Tried(attempts)}) at {request.Shown}."
        + (answer.RetryAfter is { } wait ? $" It asks to wait {VendorConnection.Text(wait)}." : "")
        + $" Nothing is lost: wait and run again, {OtherSources}.");

    public static MarketDataException Faulty(VendorRequest request, VendorAnswer answer, int attempts) => new(
        MarketDataFailure.Unavailable, request.Symbol,
        $"{request.Symbol}: {request.Vendor} reports an internal error ({answer.Status}, {request.Quote(answer.Excerpt)}; "
        + $"{Tried(attempts)}) at {request.Shown}. Wait and run again, {OtherSources}.");

    public static MarketDataException Late(VendorRequest request, TimeSpan limit, int attempts, Exception cause) => new(
        MarketDataFailure.Unavailable, request.Symbol,
        $"{request.Symbol}: {request.Vendor} did not answer within {VendorConnection.Text(limit)} ({Tried(attempts)}) at "
        + $"{request.Shown}. Check the connection and run again, {OtherSources}.",
        cause);

    public static MarketDataException Unreachable(VendorRequest request, int attempts, Exception cause)
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
            $"{request.Symbol}: {request.Vendor} cannot be reached: {what} ({innermost}; {Tried(attempts)}) at {request.Shown}. "
            + $"Check the connection and run again; without a network, run ./volcast demo, {OtherSources}.",
            cause);
    }

    public static MarketDataException ClockAhead(VendorRequest request, DateTimeOffset clock, DateTimeOffset date) => new(
        MarketDataFailure.Refused, request.Symbol,
        $"{request.Symbol}: this machine's clock is ahead: it says {clock.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and "
        + $"{request.Vendor}'s answer is of {date.UtcDateTime:yyyy-MM-dd HH:mm} UTC ({request.Shown}). With it, unfinished bars "
        + "would count as settled. Correct the clock, or unset VOLCAST_NOW.");

    public static MarketDataException Malformed(VendorRequest request, string what, Exception? cause = null) => new(
        MarketDataFailure.Malformed, request.Symbol,
        $"{request.Symbol}: {request.Vendor}'s answer cannot be used: {what} ({request.Shown}). "
        + $"Run again. If this persists, {request.Vendor} has changed its format or a proxy answers instead: "
        + $"{OtherSources[3..]}.",
        cause);

    public static string Tried(int attempts) => Counted.Of(attempts, "attempt");
}
