using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Volatility;

namespace Volcast.Prediction;

/// <summary>The realised variance of one forecast's target so far, by both proxies.</summary>
/// <param name="Sessions">The target's sessions that the lake holds, at least 1.</param>
/// <param name="Variance">Annualised variance from squared returns of these sessions, at least
/// <see cref="RealizedVariance.Floor"/>; NaN if a session between them is missing.</param>
/// <param name="RangeVariance">Annualised range-based variance of the same sessions; NaN also if a range is
/// missing.</param>
/// <param name="IsComplete">Whether every session of the target has settled and none is missing. Only complete outcomes are
/// scored.</param>
public sealed record RealizedOutcome(int Sessions, double Variance, double RangeVariance, bool IsComplete)
{
    /// <summary>The log return of the first session, positive for a gain; NaN if it is missing.</summary>
    public double FirstLogReturn { get; init; } = double.NaN;

    /// <summary>The log return of all these sessions; NaN if one of them is missing.</summary>
    public double LogReturn { get; init; } = double.NaN;

    /// <summary>The complete outcome that a row of the table <c>outcomes</c> holds.</summary>
    public static RealizedOutcome Of(OutcomeRow row) =>
        new(row.Horizon, row.RealizedVariance, row.RangeVariance, IsComplete: true)
        {
            FirstLogReturn = row.FirstLogReturn,
            LogReturn = row.LogReturn,
        };

    /// <param name="known">The target's rows. This method reads those after the origin.</param>
    /// <param name="origin">The forecast origin.</param>
    /// <param name="targetEnd">The last session that was forecast.</param>
    /// <returns>Null before the first session of the target has settled.</returns>
    public static RealizedOutcome? Of(ForecastingData known, DateOnly origin, DateOnly targetEnd)
    {
        var first = known.FirstRowFrom(origin.AddDays(1));
        var sessions = known.FirstRowFrom(targetEnd.AddDays(1)) - first;
        if (sessions <= 0)
            return null;
        var returns = known.TargetReturns.Slice(first, sessions);
        var variance = RealizedVariance.OfReturns(returns);
        var sum = 0.0;
        foreach (var logReturn in returns)
            sum += logReturn;
        return new(sessions, variance, RangeOutcome.Over(known, first, sessions),
            double.IsFinite(variance) && known.Sessions[first + sessions - 1] == targetEnd)
        {
            FirstLogReturn = returns[0],
            LogReturn = sum,
        };
    }
}
