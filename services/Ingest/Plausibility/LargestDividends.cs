using Volcast.Market;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>The largest dividends that well-known funds have paid. A file that is too short for a comparison with the fund's
/// other dividends is compared with these.</summary>
/// <remarks>No limit for every symbol is possible: real special dividends of 154 traded series were up to eleven times as
/// large as their neighbours (COST, 2020-12-01).</remarks>
internal static class LargestDividends
{
    /// <summary>US dollars a share, up to the end of 2021; none of the funds has split its shares.</summary>
    private static readonly Dictionary<Symbol, double> UpTo2021 = new()
    {
        [Symbol.Parse("SPY")] = 1.633, // 2021-12-17
        [Symbol.Parse("TLT")] = .473, // 2003-05-01
        [Symbol.Parse("HYG")] = .806, // 2009-04-01
    };

    private const int LastYear = 2021;

    /// <summary>A year after 2021; the dividends of SPY grew by about 6 %.</summary>
    private const double Growth = 1.1;

    /// <summary>The largest dividend that the fund had paid by 2021; null if the symbol is not one of the funds.</summary>
    public static double? Of(Symbol symbol) => UpTo2021.TryGetValue(symbol, out var amount) ? amount : null;

    /// <summary>Whether a dividend is above 1.4 times the largest, as if it was counted twice; false for other symbols.</summary>
    /// <param name="symbol">The fund.</param>
    /// <param name="session">Its ex-date.</param>
    /// <param name="amount">US dollars a share.</param>
    public static bool AreExceeded(Symbol symbol, DateOnly session, double amount) =>
        Of(symbol) is { } largest
        && amount > DividendChecks.LargestMultiple * largest * Math.Pow(Growth, Math.Max(0, session.Year - LastYear));
}
