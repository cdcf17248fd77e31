using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// The outcome by a second, less noisy proxy: the mean range-based variance of the sessions that were forecast. The range of a
/// session measures its variance several times more precisely than its squared return (Parkinson 1980).
/// </summary>
public static class RangeOutcome
{
    /// <summary>The input column: each session's volatility by its range, annualised, decimal.</summary>
    public const string Column = "range_vol_1d";

    /// <summary>The outcome of each row: the mean of the squared column over the <paramref name="horizon"/> sessions after it, at
    /// least <see cref="RealizedVariance.Floor"/>; NaN where a range or a one-session return is missing.</summary>
    /// <returns>Annualised variance; null where the data have no such column.</returns>
    public static double[]? Of(ForecastingData data, int horizon)
    {
        if (!data.ColumnNames.Contains(Column))
            return null;
        var outcomes = new double[data.Rows];
        for (var row = 0; row < outcomes.Length; row++)
            outcomes[row] = row + horizon < outcomes.Length ? Over(data, row + 1, horizon) : double.NaN;
        return outcomes;
    }

    /// <summary>The outcome of one span of sessions; as <see cref="Of"/>, and NaN where the data have no such column.</summary>
    /// <param name="data">With the column.</param>
    /// <param name="firstRow">The first session of the span.</param>
    /// <param name="sessions">How many sessions it has, at least 1.</param>
    public static double Over(ForecastingData data, int firstRow, int sessions)
    {
        if (!data.ColumnNames.Contains(Column))
            return double.NaN;
        var ranges = data.Column(Column).Slice(firstRow, sessions);
        var returns = data.TargetReturns.Slice(firstRow, sessions);
        var sum = 0.0;
        for (var day = 0; day < sessions; day++)
            sum += double.IsFinite(returns[day]) ? ranges[day] * ranges[day] : double.NaN;
        return double.IsFinite(sum) ? Math.Max(sum / sessions, RealizedVariance.Floor) : double.NaN;
    }
}
