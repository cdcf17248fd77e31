using Volcast.Forecasting.Distribution;

namespace Volcast.Evaluation;

/// <summary>One model's value-at-risk and expected shortfall, a row for each origin, with the realised return. Losses are
/// positive, decimal log returns; NaN if there is none.</summary>
/// <param name="Sessions">The number of sessions over which the loss is summed: 1, or the horizon.</param>
/// <param name="Confidence">.95 or .99.</param>
/// <param name="ValueAtRisk">See <see cref="TailRisk"/>.</param>
/// <param name="ExpectedShortfall">See <see cref="TailRisk"/>.</param>
/// <param name="LogReturn">The realised log return of these sessions, positive for a gain; NaN if one of them is missing.</param>
public sealed record TailRiskForecasts(
    int Sessions, double Confidence, double[] ValueAtRisk, double[] ExpectedShortfall, double[] LogReturn)
{
    private static readonly double[] Confidences = [.95, .99];

    /// <summary>The columns of a walk-forward: one session and, if it is longer, the horizon.</summary>
    internal static IReadOnlyList<TailRiskForecasts> For(
        int horizon, ReadOnlySpan<double> targetReturns, int fromRow, int endRow)
    {
        var columns = new List<TailRiskForecasts>();
        foreach (var sessions in new[] { 1, horizon }.Distinct())
        {
            var logReturn = new double[endRow - fromRow];
            for (var row = fromRow; row < endRow; row++)
                logReturn[row - fromRow] = row + sessions < targetReturns.Length
                    ? Sum(targetReturns.Slice(row + 1, sessions)) : double.NaN;
            foreach (var confidence in Confidences)
                columns.Add(new(sessions, confidence, Absent(logReturn.Length), Absent(logReturn.Length), logReturn));
        }
        return columns;

        static double[] Absent(int rows)
        {
            var column = new double[rows];
            Array.Fill(column, double.NaN);
            return column;
        }

        static double Sum(ReadOnlySpan<double> returns)
        {
            var sum = 0.0;
            foreach (var r in returns)
                sum += r;
            return sum;
        }
    }

    internal void Set(int row, ForecastDistribution distribution, double variance)
    {
        var risk = Sessions == distribution.Horizon
            ? distribution.HorizonRisk(variance, Confidence) : distribution.OneDayRisk(variance, Confidence);
        (ValueAtRisk[row], ExpectedShortfall[row]) = (risk.ValueAtRisk, risk.ExpectedShortfall);
    }
}
