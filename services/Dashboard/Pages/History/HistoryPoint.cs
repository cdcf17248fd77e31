using Volcast.ApiContract.Forecasts;

namespace Volcast.Services.Dashboard.Pages.History;

/// <summary>One forecast with the chosen interval, and what came.</summary>
/// <param name="Document">The forecast.</param>
/// <param name="Lower">The interval's lower end, annualised, decimal; null where there is none.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct HistoryPoint(HistoryPointDocument Document, double? Lower, double? Upper)
{
    /// <summary>What became of the interval.</summary>
    public Judgement Judgement => Judgement.Of(Lower, Upper, Document.RealizedVolatility);

    /// <param name="document">The forecast.</param>
    /// <param name="level">.8 or .95.</param>
    public static HistoryPoint Of(HistoryPointDocument document, double level) => level > .9
        ? new(document, document.VolatilityLower95, document.VolatilityUpper95)
        : new(document, document.VolatilityLower80, document.VolatilityUpper80);
}
