using Volcast.Volatility.Ranges;

namespace Volcast.Features;

/// <summary>
/// The inputs of <c>features.L2</c>: the target's bars and its implied-volatility index, a row for each bar, ascending. A row
/// holds only what was known when its session had settled; a missing value is <see cref="double.NaN"/>.
/// </summary>
/// <remarks>The four prices of a row have the same split basis. Two rows may differ in it, because the log return alone measures
/// the move between two closes.</remarks>
public readonly ref struct L2Inputs
{
    private readonly ReadOnlySpan<double> open;
    private readonly ReadOnlySpan<double> high;
    private readonly ReadOnlySpan<double> low;
    private readonly ReadOnlySpan<double> close;

    /// <param name="logReturns">Log return of the total-return close into each session, decimal; NaN in the first row.</param>
    /// <param name="open">First price.</param>
    /// <param name="high">Highest price.</param>
    /// <param name="low">Lowest price.</param>
    /// <param name="close">Last price, not adjusted for dividends.</param>
    /// <param name="vix">Close of the target's implied-volatility index, points, above zero.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public L2Inputs(
        ReadOnlySpan<double> logReturns, ReadOnlySpan<double> open, ReadOnlySpan<double> high, ReadOnlySpan<double> low,
        ReadOnlySpan<double> close, ReadOnlySpan<double> vix)
    {
        LogReturns = logReturns;
        this.open = open;
        this.high = high;
        this.low = low;
        this.close = close;
        Vix = vix;
        if (open.Length != Rows || high.Length != Rows || low.Length != Rows || close.Length != Rows
            || vix.Length != Rows)
            throw new ArgumentException(
                $"The target has {Rows} log returns, but {open.Length} opens, {high.Length} highs, {low.Length} lows, "
                + $"{close.Length} closes and {vix.Length} values of VIX. Give each session one of each, and NaN where a "
                + "value is missing.");
    }

    public ReadOnlySpan<double> LogReturns { get; }
    public ReadOnlySpan<double> Vix { get; }
    public int Rows => LogReturns.Length;

    /// <summary>The prices of one session.</summary>
    /// <exception cref="ArgumentException">A price or the return is infinite, or a price is not above zero.</exception>
    internal PriceBar Bar(int row)
    {
        if (double.IsInfinity(LogReturns[row]))
            throw new ArgumentException($"The log return of the target is {LogReturns[row]} in row {row}: expected a finite "
                + "number, or NaN where it is missing. Correct the curated bar of that session.");
        return new(
            Price("open", open[row], row), Price("high", high[row], row), Price("low", low[row], row),
            Price("close", close[row], row));
    }

    private static double Price(string name, double price, int row) => price <= 0 || double.IsInfinity(price)
        ? throw new ArgumentException($"The {name} of the target is {price} in row {row}: expected a finite number above zero, "
            + "or NaN where it is missing. Correct the curated bar of that session.")
        : price;
}
