namespace Volcast.ApiContract.Data;

/// <summary>The settled bars of one session.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="DataKind">REAL or SIMULATED.</param>
/// <param name="Session">The session.</param>
/// <param name="Bars">Of the target and its companion symbols; a symbol without a bar on that session is left out.</param>
public sealed record MarketDocument(string Symbol, string DataKind, DateOnly Session, IReadOnlyList<BarDocument> Bars);

/// <summary>One settled bar.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="Open">First price; null where it is missing.</param>
/// <param name="High">Highest price; null where it is missing.</param>
/// <param name="Low">Lowest price; null where it is missing.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Shares; null for an index.</param>
/// <param name="Dividend">Paid per share with this ex-date; 0 on other days.</param>
/// <param name="SplitRatio">New shares per old share; 1 on other days.</param>
/// <param name="LogReturn">Log of the total return into the session, decimal; null on the first session.</param>
/// <param name="SessionsSpanned">Sessions that the return covers; more than 1 means that bars before it are missing.</param>
public sealed record BarDocument(
    string Symbol, double? Open, double? High, double? Low, double Close, long? Volume, double Dividend, double SplitRatio,
    double? LogReturn, long SessionsSpanned);
