using Volcast.ApiContract.Forecasts;

namespace Volcast.Services.Dashboard.Pages.History;

/// <summary>One forecast with the chosen interval, and what came.</summary>
/// <param name="Document">The forecast.</param>
/// <param name="Lower">The interval's lower end, annualised, decimal; null where there is none.</param>
/// <param name="Upper">Its upper end.</param>
public readonly record struct HistoryPoint(HistoryPointDocument Document, double? Lower, double? Upper)
{
    /// <summary>Whether the outcome lies inside the interval; null while either is missing.</summary>
    public bool? Held => Lower is { } lower && Upper is { } upper && Document.RealizedVolatility is { } realized
        ? realized >= lower && realized <= upper
        : null;

    /// <summary>The verdict as words.</summary>
    public string Verdict => Held switch
    {
        true => "held",
        false => Document.RealizedVolatility > Upper ? "missed, above" : "missed, below",
        null => Document.RealizedVolatility is null ? "not known yet" : "no interval",
    };

    /// <param name="document">The forecast.</param>
    /// <param name="level">.8 or .95.</param>
    public static HistoryPoint Of(HistoryPointDocument document, double level) => level > .9
        ? new(document, document.VolatilityLower95, document.VolatilityUpper95)
        : new(document, document.VolatilityLower80, document.VolatilityUpper80);
}
