using Volcast.Volatility;

namespace Volcast.Forecasting.Distribution;

/// <summary>
/// The distribution around one forecaster's forecasts, from its own past errors: intervals of the realised variance by
/// adaptive conformal inference (Gibbs and Candès 2021) on log residuals, ln RV − ln F; the chance that volatility goes beyond a
/// level; value-at-risk and expected shortfall of the log return by filtered historical simulation (Hull and White 1998;
/// Barone-Adesi, Giannopoulos and Vosper 1999). docs/intervals.md has the formulas.
/// </summary>
/// <remarks>
/// It is led through time: each session is observed with its return, and a forecast may be issued on its evening. A forecast
/// waits until the returns of its sessions have come; only then does its error count. So nothing of the future can enter, and
/// an error arrives with the horizon's delay. Mutable, and for one thread at a time.
/// </remarks>
public sealed partial class ForecastDistribution
{
    /// <summary>Past forecasts that count, the newest; four years.</summary>
    public const int Capacity = 1000;

    /// <summary>With fewer residuals there is no interval.</summary>
    public const int MinimumResiduals = 100;

    /// <summary>With fewer standardised returns there is no value-at-risk: the year of sessions that Basel's rules ask
    /// for.</summary>
    public const int MinimumReturns = 250;

    private const double Side80 = .1;
    private const double Side95 = .025;

    private readonly SortedWindow residuals = new(Capacity);
    private readonly SortedWindow oneDay = new(Capacity);
    private readonly SortedWindow overHorizon = new(Capacity);
    private readonly Queue<PendingForecast> pending = [];
    private AdaptiveLevel lower80;
    private AdaptiveLevel upper80;
    private AdaptiveLevel lower95;
    private AdaptiveLevel upper95;

    /// <param name="horizon">Sessions ahead.</param>
    public ForecastDistribution(int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        Horizon = horizon;
        lower80 = upper80 = AdaptiveLevel.Of(Side80, horizon);
        lower95 = upper95 = AdaptiveLevel.Of(Side95, horizon);
    }

    /// <summary>Sessions ahead.</summary>
    public int Horizon { get; }

    /// <summary>The residuals held.</summary>
    public int Count => residuals.Count;

    /// <summary>The session observed last; null before the first.</summary>
    public DateOnly? NewestSession { get; private set; }

    /// <summary>The newest forecast origin whose outcome has entered; null before the first.</summary>
    public DateOnly? NewestOrigin { get; private set; }

    private double OuterLower => Math.Min(lower95.Value, lower80.Value);
    private double OuterUpper => Math.Min(upper95.Value, upper80.Value);

    /// <summary>A session has passed.</summary>
    /// <param name="session">Later than the newest one.</param>
    /// <param name="logReturn">Into it, decimal; NaN where it is not known or covers more than one session: then the outcome of
    /// every forecast that waits is unknown, and none of them counts.</param>
    /// <exception cref="ArgumentException">The session is not later than the newest.</exception>
    public void Observe(DateOnly session, double logReturn)
    {
        if (session <= NewestSession)
            throw new ArgumentException(
                $"The session {session:yyyy-MM-dd} comes after {NewestSession:yyyy-MM-dd} has been observed.", nameof(session));
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

    /// <summary>A forecast is made on the evening of the newest session.</summary>
    /// <param name="variance">Annualised, positive.</param>
    /// <exception cref="ArgumentException">It is no variance.</exception>
    /// <exception cref="InvalidOperationException">No session has been observed, or this one has its forecast.</exception>
    public void Issue(double variance)
    {
        if (!(variance > 0 && double.IsFinite(variance)))
            throw new ArgumentException($"A forecast of {variance} from {NewestSession:yyyy-MM-dd} is no variance.");
        if (NewestSession is not { } origin || pending.LastOrDefault()?.Origin == origin)
            throw new InvalidOperationException(
                $"A forecast is issued once a session: observe the one after {NewestSession:yyyy-MM-dd} first.");
        pending.Enqueue(new(origin, variance, HasInterval ? [.. BoundsOfResidual()] : null, []));
    }

    /// <summary>Goes on to the newest row of <paramref name="known"/>, a forecast from each row on the way; rows that were
    /// observed before are passed over. The forecaster must not have learnt from outcomes after
    /// <see cref="NewestSession"/>.</summary>
    public void Follow(ForecastingData known, IFittedForecaster forecaster)
    {
        var first = NewestSession is { } newest ? known.FirstRowFrom(newest.AddDays(1)) : 0;
        if (first == 0 || known.Sessions[first - 1] != NewestSession)
            pending.Clear(); // The rows between are not there.
        for (var row = first; row < known.Rows; row++)
        {
            Observe(known.Sessions[row], known.TargetReturns[row]);
            var variance = forecaster.Forecast(known.KnownAt(row));
            if (!double.IsNaN(variance))
                Issue(variance);
        }
    }

    /// <summary>The interval that is to hold four outcomes of five; absent below <see cref="MinimumResiduals"/>.</summary>
    /// <param name="variance">The forecast, annualised.</param>
    public VarianceInterval Interval80(double variance) => Interval(variance, 0);

    /// <summary>The interval that is to hold nineteen outcomes of twenty, never narrower than the 80 % one.</summary>
    /// <param name="variance">The forecast, annualised.</param>
    public VarianceInterval Interval95(double variance) => Interval(variance, 2);

    /// <summary>
    /// The chance that the realised volatility of the horizon goes beyond a level: the share of past residuals that would carry
    /// the forecast there, read through the adaptive levels, so that it agrees with the intervals: .1 at the upper end of the
    /// 80 % interval, .025 at that of the 95 %. It never rises with the level.
    /// </summary>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="volatility">The level, annualised, decimal.</param>
    /// <returns>0 to 1; NaN below <see cref="MinimumResiduals"/>.</returns>
    public double ChanceAbove(double variance, double volatility)
    {
        if (!HasInterval || !(variance > 0))
            return double.NaN;
        if (volatility <= 0)
            return 1;
        var share = residuals.ShareAbove(Math.Log(volatility * volatility) - Math.Log(variance));
        ReadOnlySpan<(double Share, double Chance)> knots =
        [
            (0, 0), (OuterUpper, Side95), (upper80.Value, Side80),
            (1 - lower80.Value, 1 - Side80), (1 - OuterLower, 1 - Side95), (1, 1),
        ];
        var knot = 1;
        while (share > knots[knot].Share)
            knot++;
        var (from, to) = (knots[knot - 1], knots[knot]);
        return from.Chance + (to.Chance - from.Chance) * (share - from.Share) / (to.Share - from.Share);
    }

    /// <summary>What may be lost in the next session: quantiles of past returns, each over the deviation forecast for it, times
    /// the deviation forecast now.</summary>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="confidence">.95 or .99, for example.</param>
    public TailRisk OneDayRisk(double variance, double confidence) => Risk(oneDay, variance, 1, confidence);

    /// <summary>The same of the sum of the returns over the horizon.</summary>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="confidence">.95 or .99, for example.</param>
    public TailRisk HorizonRisk(double variance, double confidence) => Risk(overHorizon, variance, Horizon, confidence);

    private bool HasInterval => Count >= MinimumResiduals;

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
        if (!(confidence is > .5 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A confidence lies between .5 and 1.");
        var deviation = Math.Sqrt(variance * sessions / RealizedVariance.SessionsPerYear);
        var tail = 1 - confidence;
        return standardized.Count < MinimumReturns || tail * standardized.Count < 1
            ? new(sessions, confidence, double.NaN, double.NaN)
            : new(sessions, confidence, -deviation * standardized.Quantile(tail), -deviation * standardized.MeanBelow(tail));
    }

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
        residuals.Add(residual);
        overHorizon.Add(ended.StandardizedReturn());
        NewestOrigin = ended.Origin;
    }
}
