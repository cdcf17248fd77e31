namespace Volcast.Market;

/// <summary>The funds that are known to pay a dividend in every calendar quarter. For these funds a quarter without a dividend is
/// an error in the data.</summary>
/// <remarks>The three have done so in every complete quarter from their first trade (SPY 1993, TLT 2002, HYG 2007) to the end of
/// 2021.</remarks>
public static class QuarterlyDividends
{
    private static readonly Symbol[] Funds = [Symbol.Parse("SPY"), Symbol.Parse("TLT"), Symbol.Parse("HYG")];

    /// <summary>Whether the symbol is one of these funds. False for every other symbol, whatever it pays.</summary>
    public static bool ArePaidBy(Symbol symbol) => Funds.Contains(symbol);
}
