using Volcast.Lake.Tables;

namespace Volcast.Prediction;

/// <summary>Explains a forecast that lies outside its own interval (docs/intervals.md).</summary>
public static class IntervalWarnings
{
    /// <summary>One sentence if the forecast is outside its 80 % interval; empty if it is inside or has none.</summary>
    /// <param name="row">A forecast with its interval.</param>
    public static IReadOnlyList<string> Of(ForecastRow row)
    {
        var isAbove = row.Variance > row.Upper80;
        if (!isAbove && !(row.Variance < row.Lower80))
            return [];
        return
        [
            FormattableString.Invariant($"The forecast of {100 * row.Volatility:0.0} % lies outside its 80 % interval, ")
            + FormattableString.Invariant($"{100 * Math.Sqrt(row.Lower80):0.0} to {100 * Math.Sqrt(row.Upper80):0.0} %: ")
            + $"nearly all past forecasts of the model were too {(isAbove ? "high" : "low")}. The interval corrects for that, and "
            + "the forecast does not.",
        ];
    }
}
