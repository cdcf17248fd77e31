using Volcast.Volatility;

namespace Volcast.Forecasting.Distribution;

/// <summary>
/// The distribution around one forecaster's forecasts, from its own past errors: intervals of the realised variance by
/// adaptive conformal inference (Gibbs and Candès 2021) on log residuals, ln RV − ln F; the probability that volatility exceeds
/// a level; value at risk and expected shortfall of the log return by <see cref="TailMethod"/>. docs/intervals.md has the
/// formulas.
/// </summary>
/// <remarks>
/// It moves forward in time: each session is observed with its return, and a forecast can be issued after it. A forecast is
/// pending until the returns of all its sessions are known; only then does its error count. So no future value can enter, and an
/// error arrives with the horizon's delay. Mutable, and for one thread at a time.
/// </remarks>
public sealed partial class ForecastDistribution
{
    /// <summary>Number of past returns that count, the newest ones, and of past errors up to two weeks ahead; about four
    /// years.</summary>
    public const int Capacity = 1000;

    /// <summary>Number of past errors that count over a month, where a thousand overlap so much that they are fewer than fifty
    /// separate ones; thirty years.</summary>
    public const int LongCapacity = 7560;

    /// <summary>With fewer residuals, there is no interval.</summary>
    public const int MinimumResiduals = 100;

    /// <summary>With fewer standardised returns, there is no value at risk; Basel's rules require a year of
    /// sessions.</summary>
    public const int MinimumReturns = 250;

    /// <summary>From this horizon on, a new distribution uses <see cref="TailMethod.NormalVarianceMixture"/>: a thousand
    /// overlapping windows are fewer than a hundred separate ones.</summary>
    private const int LongHorizon = 10;

    private const double Side80 = .1;
    private const double Side95 = .025;

    private readonly SortedWindow residuals;

    /// <summary>The newest of the residuals, for the tail of the return: the errors of thirty years, which make better intervals
    /// over a month, make a worse value at risk.</summary>
    private readonly SortedWindow newest;
    private readonly SortedWindow oneDay = new(Capacity);
    private readonly SortedWindow overHorizon = new(Capacity);
    private readonly Queue<PendingForecast> pending = [];
    private AdaptiveLevel lower80;
    private AdaptiveLevel upper80;
    private AdaptiveLevel lower95;
    private AdaptiveLevel upper95;

    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="method">For the tail over the horizon; null for the present choice for this horizon.</param>
    public ForecastDistribution(int horizon, TailMethod? method = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        Horizon = horizon;
        residuals = new(ErrorsOf(horizon));
        newest = residuals.Capacity > Capacity ? new(Capacity) : residuals;
        Method = method ?? MethodFor(horizon);
        lower80 = upper80 = AdaptiveLevel.Of(Side80, horizon);
        lower95 = upper95 = AdaptiveLevel.Of(Side95, horizon);
    }

    /// <summary>Sessions ahead.</summary>
    public int Horizon { get; }

    /// <summary>How the tail over the horizon is computed; that of the next session is always by filtered historical
    /// simulation.</summary>
    public TailMethod Method { get; }

    /// <summary>The number of past errors that count.</summary>
    public static int ErrorsOf(int horizon) => horizon > LongHorizon ? LongCapacity : Capacity;

    /// <summary>The method of a new distribution for a horizon.</summary>
    public static TailMethod MethodFor(int horizon) =>
        horizon >= LongHorizon ? TailMethod.NormalVarianceMixture : TailMethod.FilteredHistoricalSimulation;

    /// <summary>The number of stored residuals.</summary>
    public int Count => residuals.Count;

    /// <summary>The newest observed session; null before the first.</summary>
    public DateOnly? NewestSession { get; private set; }

    /// <summary>The newest forecast origin whose error is known; null before the first.</summary>
    public DateOnly? NewestOrigin { get; private set; }

    private double OuterLower => Math.Min(lower95.Value, lower80.Value);
    private double OuterUpper => Math.Min(upper95.Value, upper80.Value);

    /// <summary>Adds the return of the next session.</summary>
    /// <param name="session">Later than the newest one.</param>
    /// <param name="logReturn">Decimal log return into the session; NaN if it is unknown or covers more than one session. All
    /// pending forecasts are then dropped, because their outcomes are unknown.</param>
    /// <exception cref="ArgumentException">The session is not later than the newest.</exception>
    public void Observe(DateOnly session, double logReturn)
    {
        if (session <= NewestSession)
            throw new ArgumentException(
                $"The session {session:yyyy-MM-dd} is not after {NewestSession:yyyy-MM-dd}, the newest one observed.",
                nameof(session));
        NewestSession = session;
        if (!double.IsFinite(logReturn))
            pending.Clear();
        for (var waiting = pending.Count; waiting > 0; waiting--)
        {
            var forecast = pending.Dequeue().With(logReturn);
            if (forecast.LogReturns.Length == 1)
                oneDay.Add(forecast.StandardizedReturn());
            if (forecast.LogReturns.Length < Horizon)
                pending.Enqueue(forecast);
            else
                Learn(forecast);
        }
    }

    /// <summary>Issues a forecast from the newest session.</summary>
    /// <param name="variance">Annualised, positive.</param>
    /// <exception cref="ArgumentException">The variance is not positive and finite.</exception>
    /// <exception cref="InvalidOperationException">No session has been observed, or the newest already has a
    /// forecast.</exception>
    public void Issue(double variance)
    {
        if (!(variance > 0 && double.IsFinite(variance)))
            throw new ArgumentException(
                $"The forecast {variance} from {NewestSession:yyyy-MM-dd} is not a variance: it must be positive.");
        if (NewestSession is not { } origin || pending.LastOrDefault()?.Origin == origin)
            throw new InvalidOperationException(
                $"A session has one forecast: observe the session after {NewestSession:yyyy-MM-dd} first.");
        pending.Enqueue(new(origin, variance, HasInterval ? [.. BoundsOfResidual()] : null, []));
    }

    /// <summary>Continues to the newest row of <paramref name="known"/>: observes each new row and issues its forecast. The
    /// forecaster must not have learnt from outcomes after
    /// <see cref="NewestSession"/>.</summary>
    public void Follow(ForecastingData known, IFittedForecaster forecaster)
    {
        var first = NewestSession is { } newest ? known.FirstRowFrom(newest.AddDays(1)) : 0;
        if (first == 0 || known.Sessions[first - 1] != NewestSession)
            pending.Clear(); // The rows in between are missing.
        for (var row = first; row < known.Rows; row++)
        {
            Observe(known.Sessions[row], known.TargetReturns[row]);
            var variance = forecaster.Forecast(known.KnownAt(row));
            if (!double.IsNaN(variance))
                Issue(variance);
        }
    }

    /// <summary>The interval with nominal coverage 80 %; NaN below <see cref="MinimumResiduals"/>.</summary>
    /// <param name="variance">The forecast, annualised.</param>
    public VarianceInterval Interval80(double variance) => Interval(variance, 0);

    /// <summary>The interval with nominal coverage 95 %; it always contains the 80 % interval.</summary>
    /// <param name="variance">The forecast, annualised.</param>
    public VarianceInterval Interval95(double variance) => Interval(variance, 2);

    /// <summary>
    /// The probability that the realised volatility of the horizon exceeds a level: the share of past residuals that would
    /// move the forecast above it, read through the adaptive levels. So it agrees with the intervals: it is .1 at the upper
    /// end of the 80 % interval and .025 at that of the 95 %. It never rises with the level.
    /// </summary>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="volatility">The level, annualised, decimal.</param>
    /// <returns>0 to 1; NaN below <see cref="MinimumResiduals"/>.</returns>
    public double ProbabilityAbove(double variance, double volatility)
    {
        if (!HasInterval || !(variance > 0))
            return double.NaN;
        if (volatility <= 0)
            return 1;
        var share = residuals.ShareAbove(Math.Log(volatility * volatility) - Math.Log(variance));
        var knots = Knots();
        var knot = 1;
        while (share > knots[knot].Share)
            knot++;
        var (from, to) = (knots[knot - 1], knots[knot]);
        return from.Probability + (to.Probability - from.Probability) * (share - from.Share) / (to.Share - from.Share);
    }

    /// <summary>
    /// A quantile of the realised volatility of the horizon: the inverse of <see cref="ProbabilityAbove"/>. Those at .1 and .9
    /// are the ends of the 80 % interval, those at .025 and .975 the ends of the 95 % interval. It never falls with the
    /// probability.
    /// </summary>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="probability">That the realised volatility is at most the quantile; between 0 and 1.</param>
    /// <returns>Annualised, decimal; NaN below <see cref="MinimumResiduals"/>.</returns>
    public double Quantile(double variance, double probability)
    {
        if (probability is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        if (!HasInterval || !(variance > 0))
            return double.NaN;
        var above = 1 - probability;
        var knots = Knots();
        var knot = 1;
        while (above > knots[knot].Probability)
            knot++;
        var (from, to) = (knots[knot - 1], knots[knot]);
        var share = from.Share + (to.Share - from.Share) * (above - from.Probability) / (to.Probability - from.Probability);
        return Math.Sqrt(variance * Math.Exp(residuals.Quantile(1 - share)));
    }

    /// <summary>Value at risk and expected shortfall of the next session: quantiles of past returns, each divided by its forecast
    /// standard deviation, times the current forecast standard deviation.</summary>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="confidence">.95 or .99, for example.</param>
    public TailRisk OneDayRisk(double variance, double confidence) => Risk(oneDay, variance, 1, confidence);

    /// <summary>Value at risk and expected shortfall of the summed returns of the horizon.</summary>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="confidence">.95 or .99, for example.</param>
    public TailRisk HorizonRisk(double variance, double confidence) => Method switch
    {
        TailMethod.NormalVarianceMixture => MixtureRisk(variance, confidence),
        _ => Risk(overHorizon, variance, Horizon, confidence),
    };

    /// <summary>How the newest errors would correct the level of the forecasts.</summary>
    /// <param name="largestStep">The largest correction of log variance.</param>
    /// <returns>Null below <see cref="MinimumResiduals"/>.</returns>
    public LevelCorrection? Correction(double largestStep) =>
        LevelCorrection.Of(newest.ToArray(), Horizon, largestStep);

    /// <summary>The state that the same forecasts would have left if each had been multiplied by a factor. The adaptive levels
    /// start again at their nominal values, because their misses were those of the old level.</summary>
    public ForecastDistribution Rescaled(double factor)
    {
        var rescaled = new ForecastDistribution(Horizon, Method) { NewestSession = NewestSession, NewestOrigin = NewestOrigin };
        var (log, deviation) = (Math.Log(factor), Math.Sqrt(factor));
        foreach (var residual in residuals.ToArray())
            rescaled.Add(residual - log);
        foreach (var standardized in oneDay.ToArray())
            rescaled.oneDay.Add(standardized / deviation);
        foreach (var standardized in overHorizon.ToArray())
            rescaled.overHorizon.Add(standardized / deviation);
        foreach (var forecast in pending)
            rescaled.pending.Enqueue(forecast with
            {
                Variance = forecast.Variance * factor,
                Bounds = forecast.Bounds is null ? null : Array.ConvertAll(forecast.Bounds, bound => bound - log),
            });
        return rescaled;
    }

    private bool HasInterval => Count >= MinimumResiduals;

    /// <summary>The share of the residuals above a value, and the probability of exceeding it: equal at both ends, and at the ends
    /// of the intervals as the adaptive levels say. Ascending.</summary>
    private (double Share, double Probability)[] Knots() =>
    [
        (0, 0), (OuterUpper, Side95), (upper80.Value, Side80),
        (1 - lower80.Value, 1 - Side80), (1 - OuterLower, 1 - Side95), (1, 1),
    ];

    private double[] BoundsOfResidual() =>
    [
        residuals.Quantile(lower80.Value), residuals.Quantile(1 - upper80.Value),
        residuals.Quantile(OuterLower), residuals.Quantile(1 - OuterUpper),
    ];

    private VarianceInterval Interval(double variance, int lower)
    {
        if (!HasInterval || !(variance > 0))
            return VarianceInterval.Absent;
        var bounds = BoundsOfResidual();
        return new(variance * Math.Exp(bounds[lower]), variance * Math.Exp(bounds[lower + 1]));
    }

    private static TailRisk Risk(SortedWindow standardized, double variance, int sessions, double confidence)
    {
        var tail = TailOf(confidence);
        var deviation = Deviation(variance, sessions);
        var windows = (double)standardized.Count / sessions;
        return !HasTail(standardized.Count, tail)
            ? new(sessions, confidence, double.NaN, double.NaN, windows)
            : new(sessions, confidence,
                -deviation * standardized.Quantile(tail), -deviation * standardized.MeanBelow(tail), windows);
    }

    private TailRisk MixtureRisk(double variance, double confidence)
    {
        var tail = TailOf(confidence);
        var windows = (double)newest.Count / Horizon;
        if (!HasTail(newest.Count, tail))
            return new(Horizon, confidence, double.NaN, double.NaN, windows);
        var deviation = Deviation(variance, Horizon);
        var (quantile, mean) = NormalVarianceMixture.LowerTail(newest.Ascending, tail);
        return new(Horizon, confidence, -deviation * quantile, -deviation * mean, windows);
    }

    private static bool HasTail(int returns, double tail) => returns >= MinimumReturns && tail * returns >= 1;

    private static double Deviation(double variance, int sessions) =>
        Math.Sqrt(variance * sessions / RealizedVariance.SessionsPerYear);

    private static double TailOf(double confidence) => confidence is > .5 and < 1
        ? 1 - confidence
        : throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between .5 and 1.");

    private void Learn(PendingForecast ended)
    {
        var residual = ended.LogResidual();
        if (ended.Bounds is { } bounds)
        {
            lower80 = lower80.After(residual < bounds[0]);
            upper80 = upper80.After(residual > bounds[1]);
            lower95 = lower95.After(residual < bounds[2]);
            upper95 = upper95.After(residual > bounds[3]);
        }
        Add(residual);
        overHorizon.Add(ended.StandardizedReturn());
        NewestOrigin = ended.Origin;
    }

    private void Add(double residual)
    {
        residuals.Add(residual);
        if (newest != residuals)
            newest.Add(residual);
    }
}
