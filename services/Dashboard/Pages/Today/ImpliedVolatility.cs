using Volcast.ApiContract.Data;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>What option prices imply over one tenor.</summary>
/// <param name="Name">The name of the index, such as VIX.</param>
/// <param name="Sessions">Its tenor in sessions: 9 calendar days are 6, 30 are 21 and 93 are 63.</param>
/// <param name="Volatility">Annualised, decimal.</param>
public sealed record ImpliedVolatility(string Name, int Sessions, double Volatility)
{
    /// <summary>Those that a session's bars hold, by tenor. Every index beside a target is one.</summary>
    public static IReadOnlyList<ImpliedVolatility> Of(MarketDocument? market) =>
    [
        .. from bar in market?.Bars ?? []
           where bar.Symbol.StartsWith('^') && bar.Symbol != market!.Symbol
           let sessions = SessionsOf(bar.Symbol)
           orderby sessions
           select new ImpliedVolatility(bar.Symbol[1..], sessions, bar.Close / 100),
    ];

    /// <summary>Cboe's indices cover 30 days, unless their names say something else.</summary>
    private static int SessionsOf(string index) => index switch
    {
        "^VIX9D" => 6,
        "^VIX3M" => 63,
        _ => 21,
    };
}
