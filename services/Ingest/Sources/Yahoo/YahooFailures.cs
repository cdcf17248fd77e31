using Volcast.Services.Ingest.Sources.Http;
using static Volcast.Services.Ingest.Sources.Http.VendorFailures;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>The messages of failures that only Yahoo's answers have.</summary>
internal static class YahooFailures
{
    public static MarketDataException Refused(VendorRequest request, VendorAnswer answer, string session) => new(
        MarketDataFailure.Refused, request.Symbol,
        $"{request.Symbol}: Yahoo refuses to serve this machine ({answer.Status}, {answer.Excerpt}) at "
        + $"{request.Shown}, also with a new session ({session}). "
        + $"Yahoo asks some networks and regions for consent or blocks them: try later or from another network, {OtherSources}.");

    public static MarketDataException NoData(
        ChartRequest chart, VendorRequest request, string what, IReadOnlyList<RejectedRow>? rejected = null) => new(
        MarketDataFailure.NoData, request.Symbol,
        $"{request.Symbol}: Yahoo has no daily bars{chart.Window}: {what} ({request.Shown}). "
        + $"Request a longer window, check the ticker, {OtherSources}.",
        rejected: rejected);

    /// <summary>An error that Yahoo reports as JSON.</summary>
    public static MarketDataException Stated(
        ChartRequest chart, VendorRequest request, VendorAnswer answer, ChartError error)
    {
        var said = $"{error.Code}: {error.Description}".Trim(':', ' ');
        if (error.Description.Contains("Data doesn't exist", StringComparison.OrdinalIgnoreCase))
            return NoData(chart, request, said);
        if (answer.Status == 404 || error.Code.Equals("Not Found", StringComparison.OrdinalIgnoreCase))
            return new MarketDataException(
                MarketDataFailure.NotFound, request.Symbol,
                $"{request.Symbol}: Yahoo does not know this symbol ({said}) at {request.Shown}. "
                + "Look up the ticker on finance.yahoo.com: indices begin with ^ (^VIX), other exchanges have a suffix "
                + "(GS2C.DE), share classes a hyphen (BRK-B).");
        return new MarketDataException(
            MarketDataFailure.Refused, request.Symbol,
            $"{request.Symbol}: Yahoo refuses the request ({answer.Status}, {said}) at {request.Shown}. "
            + $"Check the ticker and the window, {OtherSources}.");
    }
}
