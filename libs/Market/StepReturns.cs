namespace Volcast.Market;

/// <summary>
/// Measures the returns inside one download, and compares closes, events and adjusted closes row by row. Two numbers that should
/// agree and do not are a fault; then the smallest move is used, so that one wrong event cannot create a false crash. An index is
/// measured by its close alone.
/// </summary>
/// <remarks>A return depends on the bars up to its own session only.</remarks>
public sealed class StepReturns
{
    /// <summary>The largest difference of two log returns that rounding and a late revision explain.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>As a share of the price. Regular dividends are smaller; a larger one is trusted only where it makes the move
    /// smaller.</summary>
    public const double LargestRegularDividend = .05;

    /// <summary>The smallest log split ratio that can be distinguished from a market move.</summary>
    private const double SmallestCheckedSplit = .02;

    /// <summary>A split is suspected if its log ratio exceeds this many typical moves.</summary>
    private const double TypicalMoves = 8;

    /// <summary>Without an adjusted close, a dividend is suspected if the return with it exceeds this many typical
    /// moves.</summary>
    private const double TypicalMovesWithDividend = 5;

    private const int MostDecimals = 6;
    private const int TypicalSteps = 60;
    private readonly DailyBars bars;
    private readonly bool isIndex;
    private readonly double rounding;

    /// <param name="bars">One download.</param>
    /// <param name="isIndex">Whether the symbol is an index, which has neither dividends nor splits.</param>
    public StepReturns(DailyBars bars, bool isIndex)
    {
        this.bars = bars;
        this.isIndex = isIndex;
        rounding = .5 * Math.Pow(10, -Decimals(bars.AdjustedClose));
    }

    /// <summary>The return from one bar to a later one.</summary>
    /// <param name="from">The earlier bar's position.</param>
    /// <param name="to">The later bar's position; of the events between the two, only those on this bar count.</param>
    /// <param name="isAccepted">Whether a person has accepted the vendor's numbers of this session: then the regular return
    /// is used.</param>
    public StepReturn Measure(int from, int to, bool isAccepted = false)
    {
        var move = Math.Log(bars.Close[to] / bars.Close[from]);
        if (isIndex)
            return new(move, move, double.NaN, double.NaN, StepFault.None);
        var byClose = bars.Dividend[to] == 0 ? move : Math.Log(bars.Close[to] / (bars.Close[from] - bars.Dividend[to]));
        var byAdjustedClose = Math.Log(bars.AdjustedClose[to] / bars.AdjustedClose[from]);
        var bySplit = bars.SplitRatio[to] == 1 ? double.NaN : byClose + Math.Log(bars.SplitRatio[to]);
        var regular = bars.HasEvents ? byClose : byAdjustedClose;
        var fault = FaultOf(from, to, byClose, byAdjustedClose, bySplit);
        var used = fault == StepFault.None || isAccepted
            ? regular
            : Smallest(byClose, byAdjustedClose, fault switch
            {
                StepFault.SplitNotApplied => bySplit,
                StepFault.DividendNotInPrice => move,
                _ => double.NaN,
            });
        return new(used, byClose, byAdjustedClose, bySplit, fault);
    }

    private StepFault FaultOf(int from, int to, double byClose, double byAdjustedClose, double bySplit)
    {
        if (IsSplitMissing(from, bars.SplitRatio[to], byClose, bySplit))
            return StepFault.SplitNotApplied;
        if (!double.IsFinite(byAdjustedClose))
            return IsDividendNotInPrice(from, to, byClose) ? StepFault.DividendNotInPrice : StepFault.None;
        var tolerance = Tolerance + rounding / bars.AdjustedClose[from] + rounding / bars.AdjustedClose[to];
        var implied = byAdjustedClose - byClose;
        if (bars.HasEvents)
            return Math.Abs(implied) > tolerance ? StepFault.EventsDisagree : StepFault.None;
        if (implied < -tolerance)
            return StepFault.AdjustmentFalls;
        return implied > LargestRegularDividend && Math.Abs(byAdjustedClose) > Math.Abs(byClose)
            ? StepFault.AdjustmentJumps
            : StepFault.None;
    }

    private bool IsSplitMissing(int from, double ratio, double byClose, double bySplit)
    {
        var size = Math.Abs(Math.Log(ratio));
        return size > SmallestCheckedSplit && Math.Abs(bySplit) < Math.Abs(byClose) / 2
            && size > TypicalMoves * TypicalMoveUpTo(from);
    }

    private bool IsDividendNotInPrice(int from, int to, double byClose) =>
        bars.Dividend[to] > 0 && Math.Abs(Math.Log(bars.Close[to] / bars.Close[from])) < Math.Abs(byClose) / 2
        && Math.Abs(byClose) > TypicalMovesWithDividend * TypicalMoveUpTo(from);

    /// <summary>The usual move of the closes up to a bar; 1 % where there are too few.</summary>
    private double TypicalMoveUpTo(int last)
    {
        const int fewest = 5;
        const double fallback = .01;
        var typical = TypicalMove.Of(
            Enumerable.Range(Math.Max(0, last - TypicalSteps), Math.Min(last, TypicalSteps))
                .Select(row => Math.Log(bars.Close[row + 1] / bars.Close[row])), fewest);
        return double.IsNaN(typical) ? fallback : typical;
    }

    private static double Smallest(params ReadOnlySpan<double> moves)
    {
        var smallest = double.NaN;
        foreach (var move in moves)
            if (double.IsFinite(move) && !(Math.Abs(move) >= Math.Abs(smallest)))
                smallest = move;
        return smallest;
    }

    /// <summary>The decimal places that prices are rounded to: the most that any of them has, up to six.</summary>
    private static int Decimals(double[] prices)
    {
        var decimals = 0;
        foreach (var price in prices)
            while (decimals < MostDecimals && double.IsFinite(price)
                && Math.Abs(Math.Round(price, decimals) - price) > 1e-9 * Math.Abs(price))
                decimals++;
        return decimals;
    }
}
