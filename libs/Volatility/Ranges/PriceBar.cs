namespace Volcast.Volatility.Ranges;

/// <summary>The prices of one session, positive and on one split basis, as range estimators take them.</summary>
/// <param name="Open">The first price.</param>
/// <param name="High">The highest.</param>
/// <param name="Low">The lowest.</param>
/// <param name="Close">The last, not adjusted for dividends.</param>
public readonly record struct PriceBar(double Open, double High, double Low, double Close);
