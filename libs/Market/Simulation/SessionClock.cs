namespace Volcast.Market.Simulation;

/// <summary>
/// The division of a session's trading time: one overnight step, then intraday steps that are longer towards open and close,
/// where variance is higher (Wood, McInish and Ord 1985). Scaling time instead of variance keeps the model the same at every
/// hour.
/// </summary>
internal static class SessionClock
{
    public const double SessionsPerYear = 252;

    /// <summary>Extra weight of open and close: before scaling, the variance is 1 + this at the ends and 1 at midday.</summary>
    private const double Smile = 1.5;

    /// <summary>The length of each step in trading years; step 0 is the night before the session. They sum to 1/252.</summary>
    public static double[] Steps(double overnightShare, int intradaySteps)
    {
        var steps = new double[intradaySteps + 1];
        for (var k = 1; k <= intradaySteps; k++)
        {
            var fromMidday = (2 * k - 1.0) / intradaySteps - 1;
            steps[k] = 1 + Smile * fromMidday * fromMidday;
        }
        var intraday = steps.Sum();
        for (var k = 1; k <= intradaySteps; k++)
            steps[k] *= (1 - overnightShare) / intraday / SessionsPerYear;
        steps[0] = overnightShare / SessionsPerYear;
        return steps;
    }
}
