using Volcast.Drift.Statistics;

namespace Volcast.Drift;

/// <summary>
/// A sequential alarm that may be read every day: a conformal e-process (Vovk, Gammerman and Shafer 2005; Vovk 2021). Each new
/// score gets its rank among the scores of the reference, u = (#{reference ≥ score} + 1)/(n + 1). If nothing changed, u is nearly
/// uniform. The process bets that scores have grown, so that u is small: it multiplies its stake by κ·u^(κ − 1), whose mean is at
/// most 1 for a uniform u. <see cref="AlarmState"/> holds the stakes.
/// </summary>
/// <remarks>
/// Equal scores count as ≥, so a tie makes u larger and the alarm later, never earlier. For independent scores with a reference
/// that is known exactly, E reaches 20 in at most 5 % of the runs (Ville 1939). Scores are neither: large losses follow each other.
/// So <see cref="OfYears"/> looks how far E got in each year of the reference, ranked among the other years, and turns red only
/// well beyond that. The docs give rates from a simulation.
/// </remarks>
public sealed class ConformalAlarm
{
    /// <summary>From this E on, the alarm is red, unless the reference raises <see cref="RedLevel"/>.</summary>
    public const double Red = 20;

    /// <summary>The alarm is red from so many times the largest E of a year of the reference.</summary>
    private const double RedMargin = 5;

    /// <summary>The largest <see cref="RedLevel"/>: a crisis in the reference must not silence the alarm.</summary>
    public const double HighestRed = 100;

    /// <summary>From this E on, the alarm is yellow. A doubled loss takes about 40 sessions to get here; one stationary year of
    /// five does too.</summary>
    public const double Yellow = 2;

    /// <summary>The fewest scores of a reference: one year.</summary>
    public const int MinimumReference = AlarmState.SessionsPerRun;

    private readonly double[] reference;

    /// <param name="reference">Scores from before the monitored time, in any order; those that are not finite are left out.
    /// The larger a score, the worse.</param>
    /// <exception cref="ArgumentException">There are fewer finite scores than <see cref="MinimumReference"/>.</exception>
    public ConformalAlarm(ReadOnlySpan<double> reference)
    {
        this.reference = Finite.Of(reference);
        if (this.reference.Length < MinimumReference)
            throw new ArgumentException($"The reference has {this.reference.Length} scores; an alarm needs at least "
                + $"{MinimumReference}.", nameof(reference));
        Array.Sort(this.reference);
    }

    /// <summary>From this E on, the alarm is red: <see cref="Red"/> to <see cref="HighestRed"/>.</summary>
    public double RedLevel { get; private init; } = Red;

    /// <summary>An alarm whose <see cref="RedLevel"/> is five times the largest E that the process reaches in a year of the
    /// reference, if that is more than <see cref="Red"/>. Each year is ranked among the other years.</summary>
    /// <param name="reference">Scores from before the monitored time, in time order. Those that are not finite are left out. One
    /// year gives no level, because there is no other year to rank it among.</param>
    /// <param name="horizon">Sessions ahead of the forecasts.</param>
    /// <exception cref="ArgumentException">There are fewer finite scores than <see cref="MinimumReference"/>.</exception>
    public static ConformalAlarm OfYears(ReadOnlySpan<double> reference, int horizon)
    {
        const int Year = AlarmState.SessionsPerRun;
        var scores = Finite.Of(reference);
        var largest = 0.0;
        if (scores.Length >= Year + MinimumReference)
            for (var to = scores.Length; to >= Year; to -= Year)
            {
                var others = new ConformalAlarm([.. scores[..(to - Year)], .. scores[to..]]);
                largest = Math.Max(largest, others.Advance(AlarmState.Start(horizon), scores.AsSpan(to - Year, Year)).Largest);
            }
        return new(scores) { RedLevel = Math.Clamp(RedMargin * largest, Red, HighestRed) };
    }

    /// <summary>The score that watches the loss: how much the model loses more than HAR on one outcome.</summary>
    /// <param name="modelLoss">QLIKE of the model.</param>
    /// <param name="benchmarkLoss">QLIKE of HAR on the same outcome.</param>
    public static double LossScore(double modelLoss, double benchmarkLoss) => modelLoss - benchmarkLoss;

    /// <summary>
    /// The score that watches calibration: |PIT − ½|, 0 to ½. It is large for an outcome in either tail of its forecast
    /// distribution, so it grows if the distributions become too narrow, too high or too low. Distributions that become too wide
    /// make it smaller and raise no alarm; the coverage of the intervals shows them.
    /// </summary>
    /// <param name="probabilityIntegralTransform">The forecast's distribution function at the outcome, 0 to 1.</param>
    public static double CalibrationScore(double probabilityIntegralTransform) => Math.Abs(probabilityIntegralTransform - .5);

    /// <summary>u of a score: from 1/(n + 1), larger than the whole reference, to 1.</summary>
    public double RankOf(double score)
    {
        // The number of reference scores below the score, by bisection.
        var (low, high) = (0, reference.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (reference[middle] < score)
                low = middle + 1;
            else
                high = middle;
        }
        return (reference.Length - low + 1) / (reference.Length + 1.0);
    }

    /// <summary>Failed from the first E of <see cref="RedLevel"/> until the restart, even if E falls again. A warning while E is at
    /// least <see cref="Yellow"/>.</summary>
    public DriftStatus StatusOf(AlarmState state) =>
        state.LargestLogValue >= Math.Log(RedLevel) ? DriftStatus.Failed
        : state.LogValue >= Math.Log(Yellow) ? DriftStatus.Warning : DriftStatus.Ok;

    /// <summary>The state after one more origin.</summary>
    /// <param name="state">After the origin before.</param>
    /// <param name="score">Of this origin; NaN if there is none. It then counts as a session without a bet.</param>
    public AlarmState Advance(AlarmState state, double score) =>
        state.Next(double.IsNaN(score) ? double.NaN : RankOf(score));

    /// <summary>The state after several origins, in time order; the same bits as one at a time.</summary>
    public AlarmState Advance(AlarmState state, ReadOnlySpan<double> scores)
    {
        foreach (var score in scores)
            state = Advance(state, score);
        return state;
    }
}
