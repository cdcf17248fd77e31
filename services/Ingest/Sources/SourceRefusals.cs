using Volcast.Market;

namespace Volcast.Services.Ingest.Sources;

/// <summary>The sources of an order that did not deliver a symbol.</summary>
internal static class SourceRefusals
{
    /// <summary>The download of a later source, with a note about each source before it, and with their rejected rows.</summary>
    public static VendorDownload NoteIn(
        VendorDownload answer, IReadOnlyList<(string Source, MarketDataException Failure)> refusals) => answer with
        {
            Rejected = [.. refusals.SelectMany(refusal => refusal.Failure.Rejected), .. answer.Rejected],
            Notes =
        [
            .. refusals.Select(refusal => refusal.Failure.Kind == MarketDataFailure.NotFound
                ? $"{refusal.Source} does not have it; the bars are from {answer.Source}"
                : $"{refusal.Source} did not deliver; the bars are from {answer.Source}. The reason: "
                    + Reason(refusal.Failure)),
            .. answer.Notes,
        ],
        };

    /// <summary>One failure for all sources. The symbol counts as unknown only if no source knows it.</summary>
    public static MarketDataException Together(
        Symbol symbol, IReadOnlyList<(string Source, MarketDataException Failure)> refusals)
    {
        if (refusals is [var only])
            return only.Failure;
        var first = refusals.FirstOrDefault(
            refusal => refusal.Failure.Kind != MarketDataFailure.NotFound, refusals[0]).Failure;
        return new MarketDataException(
            first.Kind, symbol,
            $"{symbol}: no source delivers it. "
            + string.Join(' ', refusals.Select(refusal => $"{refusal.Source}: {Reason(refusal.Failure)}")),
            first, [.. refusals.SelectMany(refusal => refusal.Failure.Rejected)]);
    }

    /// <summary>The message without the symbol, which stands before it already.</summary>
    public static string Reason(MarketDataException failure)
    {
        var start = $"{failure.Symbol}: ";
        return failure.Message.StartsWith(start, StringComparison.Ordinal) ? failure.Message[start.Length..] : failure.Message;
    }
}
