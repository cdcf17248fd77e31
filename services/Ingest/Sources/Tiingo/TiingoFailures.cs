using Volcast.Services.Ingest.Sources.Http;
using static Volcast.Services.Ingest.Sources.Http.VendorFailures;

namespace Volcast.Services.Ingest.Sources.Tiingo;

/// <summary>The messages of failures that only Tiingo's answers have.</summary>
internal static class TiingoFailures
{
    public static MarketDataException NoIndex(Market.Symbol symbol) => new(
        MarketDataFailure.NotFound, symbol,
        $"{symbol}: Tiingo has prices of US-listed stocks and funds only, and no index.");

    public static MarketDataException TokenRefused(VendorRequest request, VendorAnswer answer, string said) => new(
        MarketDataFailure.Refused, request.Symbol,
        $"{request.Symbol}: Tiingo refuses the token ({answer.Status}, {said}) at {request.Shown}. Copy the token of your "
        + $"account from www.tiingo.com to VOLCAST_TIINGO_TOKEN, {OtherSources}.");

    public static MarketDataException Unknown(VendorRequest request, VendorAnswer answer, string said) => new(
        MarketDataFailure.NotFound, request.Symbol,
        $"{request.Symbol}: Tiingo does not know this ticker ({answer.Status}, {said}) at {request.Shown}. "
        + "Look it up on www.tiingo.com: share classes have a hyphen (BRK-B).");

    public static MarketDataException Refused(VendorRequest request, VendorAnswer answer, string said) => new(
        MarketDataFailure.Refused, request.Symbol,
        $"{request.Symbol}: Tiingo refuses the request ({answer.Status}, {said}) at {request.Shown}. Check the ticker and the "
        + $"window, {OtherSources}.");

    public static MarketDataException NoData(
        VendorRequest request, DateOnly? from, DateOnly? to, string what, IReadOnlyList<RejectedRow>? rejected = null) => new(
        MarketDataFailure.NoData, request.Symbol,
        $"{request.Symbol}: Tiingo has no daily bars{BarCollector.WindowText(from, to)}: {what} ({request.Shown}). "
        + $"Request a longer window, check the ticker, {OtherSources}.",
        rejected: rejected);
}
