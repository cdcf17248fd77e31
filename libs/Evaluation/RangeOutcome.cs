using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation;

/// <summary>
/// The outcome by a second, quieter measure: the mean range-based variance of the sessions that were forecast. A day's range
/// tells its variance several times more exactly than its squared return (Parkinson 1980).
/// </summary>
public static class RangeOutcome
{
    /// <summary>The column it is made from: each session's volatility by its range, annualised, decimal.</summary>
    public const string Column = "range_vol_1d";

    /// <summary>The mean of the squared column over the <paramref name="horizon"/> sessions after each row, at least
    /// <see cref="RealizedVariance.Floor"/>; NaN where a range or the return of a single session is absent.</summary>
    /// <returns>Null where the data have no such column.</returns>
    public static double[]? Of(ForecastingData data, int horizon)
    {
        if (!data.ColumnNames.Contains(Column))
            return null;
        var ranges = data.Column(Column);
        var returns = data.TargetReturns;
        var outcomes = new double[data.Rows];
        for (var row = 0; row < outcomes.Length; row++)
        {
            var sum = row + horizon < outcomes.Length ? 0 : double.NaN;
            for (var day = row + 1; day <= row + horizon && day < outcomes.Length; day++)
                sum += double.IsFinite(returns[day]) ? ranges[day] * ranges[day] : double.NaN;
            outcomes[row] = double.IsFinite(sum) ? Math.Max(sum / horizon, RealizedVariance.Floor) : double.NaN;
        }
        return outcomes;
    }
}
