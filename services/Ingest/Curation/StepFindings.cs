using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Plausibility;

namespace Volcast.Services.Ingest.Curation;

/// <summary>The findings about a return, in words and with all its numbers.</summary>
internal static class StepFindings
{
    /// <summary>The funds pay every month or quarter: across a longer gap, dividends add up.</summary>
    private const int MostDaysOfADividend = 25;

    /// <summary>The finding about a step with a fault.</summary>
    public static FindingRow Of(DailyBars bars, int from, int to, StepReturn step)
    {
        var numbers = $"{Text(step.ByClose)} by close"
            + (bars.Dividend[to] == 0 ? "" : $" with the dividend of {Number(bars.Dividend[to])}")
            + $", {Text(step.ByAdjustedClose)} by adjusted close";
        var (kind, what) = step.Fault switch
        {
            StepFault.EventsDisagree => (FindingKind.EventsDisagree, $"the log returns differ: {numbers}"),
            StepFault.SplitNotApplied => (FindingKind.SplitNotApplied,
                $"the prices before it do not reflect the split of {Number(bars.SplitRatio[to])}: log return {numbers}, "
                + $"{Text(step.BySplit)} with the split"),
            StepFault.AdjustmentFalls => (FindingKind.AdjustmentFalls,
                $"adjusted close / close falls from {Ratio(bars, from)} to {Ratio(bars, to)}, which no dividend causes: "
                + $"log return {numbers}"),
            StepFault.AdjustmentJumps => (FindingKind.AdjustmentJumps,
                $"adjusted close / close rises from {Ratio(bars, from)} to {Ratio(bars, to)}, as by a dividend of "
                + $"{(1 - Math.Exp(step.ByClose - step.ByAdjustedClose)).ToString("0.0 %", CultureInfo.InvariantCulture)}: "
                + $"log return {numbers}"),
            StepFault.DividendNotInPrice => (FindingKind.EventsDisagree,
                $"the price did not fall by the dividend of {Number(bars.Dividend[to])}, and no adjusted close confirms it: log "
                + $"return {Text(step.ByClose)} with the dividend, {Text(Math.Log(bars.Close[to] / bars.Close[from]))} without"),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step.Fault, "the step has no fault"),
        };
        return new FindingRow
        {
            Session = bars.Session[to],
            Kind = kind,
            Detail = $"{what}; {Text(step.Used)}, the smallest move, is used",
            IsWithheld = false,
        };
    }

    /// <summary>A later download of adjusted closes that changes a return although both closes moved as before; null if it does
    /// not. A download with dividends shows itself whether its adjusted close is right.</summary>
    public static FindingRow? Revised(DailyBars bars, int from, int to, StepReturn step, Bar? knownFrom, Bar? known)
    {
        if (bars.HasEvents || knownFrom is not { } before || known is not { } bar || bar.MeasuredFrom != before.Session
            || !double.IsFinite(bar.LogReturn))
            return null;
        var knownMove = Math.Log(bar.Close / before.Close);
        return Math.Abs(knownMove - step.ByClose) > StepReturns.Tolerance / 10
            || Math.Abs(bar.LogReturn - step.Used) <= StepReturns.Tolerance
            ? null
            : new FindingRow
            {
                Session = bars.Session[to],
                Kind = FindingKind.ReturnRevised,
                Detail = $"the log return was {Text(bar.LogReturn)} in an earlier download and is {Text(step.Used)} in this one, "
                    + "although the close is the same; the earlier one is kept",
                IsWithheld = false,
            };
    }

    /// <summary>An adjusted close that implies a larger dividend than the fund has ever paid; null if it does not, if the
    /// download states its dividends, or if the step may contain several.</summary>
    public static FindingRow? LargeDividend(Symbol symbol, DailyBars bars, int from, int to, StepReturn step)
    {
        var amount = (1 - Math.Exp(step.ByClose - step.ByAdjustedClose)) * bars.Close[from];
        return bars.HasEvents || !LargestDividends.AreExceeded(symbol, bars.Session[to], amount)
            || bars.Session[to].DayNumber - bars.Session[from].DayNumber > MostDaysOfADividend
            ? null
            : new FindingRow
            {
                Session = bars.Session[to],
                Kind = FindingKind.AdjustmentJumps,
                Detail = $"adjusted close / close rises from {Ratio(bars, from)} to {Ratio(bars, to)}, as by a dividend of "
                    + $"{amount.ToString("0.000", CultureInfo.InvariantCulture)}; the largest of {symbol} up to 2021 was "
                    + $"{Number(LargestDividends.Of(symbol)!.Value)}: log return {Text(step.ByClose)} by close, "
                    + $"{Text(step.ByAdjustedClose)} by adjusted close; {Text(Smaller(step))}, the smallest move, is used",
                IsWithheld = false,
            };
    }

    /// <summary>The smaller of the moves by close and by adjusted close.</summary>
    public static double Smaller(StepReturn step) =>
        Math.Abs(step.ByClose) < Math.Abs(step.ByAdjustedClose) ? step.ByClose : step.ByAdjustedClose;

    private static string Ratio(DailyBars bars, int row) => Number(Math.Round(bars.AdjustedClose[row] / bars.Close[row], 6));

    private static string Text(double logReturn) =>
        double.IsFinite(logReturn) ? logReturn.ToString("+0.000000;-0.000000", CultureInfo.InvariantCulture) : "none";

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
