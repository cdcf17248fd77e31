using Volcast.ApiContract.Data;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>What option prices imply over one tenor.</summary>
/// <param name="Name">The name of the index, such as VIX.</param>
/// <param name="Sessions">Its tenor in sessions: 9 calendar days are 6, 30 are 21 and 93 are 63.</param>
/// <param name="Volatility">Annualised, decimal.</param>
public sealed record ImpliedVolatility(string Name, int Sessions, double Volatility)
{
    /// <summary>The indices whose tenor is known (Cboe).</summary>
    private static readonly (string Symbol, int Sessions)[] Tenors =
        [("^VIX9D", 6), ("^VIX", 21), ("^VXN", 21), ("^RVX", 21), ("^VXD", 21), ("^VIX3M", 63)];

    /// <summary>Those that a session's bars hold, by tenor.</summary>
    public static IReadOnlyList<ImpliedVolatility> Of(MarketDocument? market) =>
    [
        .. from tenor in Tenors
           from bar in market?.Bars ?? []
           where bar.Symbol == tenor.Symbol
           select new ImpliedVolatility(tenor.Symbol[1..], tenor.Sessions, bar.Close / 100),
    ];
}
