using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Prediction;

/// <summary>What was realised of one forecast's target so far, by both proxies.</summary>
/// <param name="Sessions">Sessions of the target that the lake holds, at least 1.</param>
/// <param name="Variance">Annualised variance from squared returns of these sessions, at least
/// <see cref="RealizedVariance.Floor"/>; NaN where a session is missing between them.</param>
/// <param name="RangeVariance">Annualised range-based variance of the same sessions; NaN also where a range is
/// missing.</param>
/// <param name="IsComplete">Whether every session of the target has settled and none is missing: only then is the forecast
/// scored.</param>
public sealed record RealizedOutcome(int Sessions, double Variance, double RangeVariance, bool IsComplete)
{
    /// <param name="known">The target's rows; those after the origin are read.</param>
    /// <param name="origin">The forecast origin.</param>
    /// <param name="targetEnd">The last session that was forecast.</param>
    /// <returns>Null before the first session of the target.</returns>
    public static RealizedOutcome? Of(ForecastingData known, DateOnly origin, DateOnly targetEnd)
    {
        var first = known.FirstRowFrom(origin.AddDays(1));
        var sessions = known.FirstRowFrom(targetEnd.AddDays(1)) - first;
        if (sessions <= 0)
            return null;
        var variance = RealizedVariance.OfReturns(known.TargetReturns.Slice(first, sessions));
        return new(sessions, variance, RangeOutcome.Over(known, first, sessions),
            double.IsFinite(variance) && known.Sessions[first + sessions - 1] == targetEnd);
    }
}
