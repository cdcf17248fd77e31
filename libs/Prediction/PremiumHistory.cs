using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>Where a variance premium lies among the past ones of the same recipe. The past forecasts are those of the walk-forward
/// of the version, each made without knowledge of what followed.</summary>
/// <param name="Percentile">The share of past premiums below this one, 0 to 1; an equal one counts half.</param>
/// <param name="Sessions">The number of past premiums.</param>
/// <param name="From">The first of their sessions.</param>
/// <param name="To">The last of them, before the session of the premium.</param>
public sealed record PremiumHistory(double Percentile, int Sessions, DateOnly From, DateOnly To)
{
    /// <summary>The fewest past premiums: a year.</summary>
    public const int MinimumSessions = 252;

    /// <param name="premium">The premium.</param>
    /// <param name="known">The target's rows up to its session; only earlier ones count.</param>
    /// <param name="forecasts">Past forecasts over 22 sessions, annualised variance, ascending by session; NaN where none was
    /// made.</param>
    public static ValueOrReason<PremiumHistory> Of(
        VariancePremium premium, ForecastingData known, IEnumerable<(DateOnly Session, double Variance)> forecasts)
    {
        var past = new List<(DateOnly Session, double Premium)>();
        var sessions = known.Sessions;
        var points = known.Column(ForecastInputs.ImpliedColumn);
        foreach (var (session, variance) in forecasts)
            if (session < sessions[^1] && sessions.BinarySearch(session) is >= 0 and var row
                && VariancePremium.Of(points[row], variance).Variance is var one && double.IsFinite(one))
                past.Add((session, one));
        if (past.Count < MinimumSessions)
            return new Reason($"{Counted.Of(past.Count, "past premium")} are known, and a percentile needs {MinimumSessions}.");
        var below = past.Sum(one => one.Premium < premium.Variance ? 1 : one.Premium == premium.Variance ? .5 : 0);
        return new PremiumHistory(below / past.Count, past.Count, past[0].Session, past[^1].Session);
    }
}
