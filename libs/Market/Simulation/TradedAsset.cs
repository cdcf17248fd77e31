namespace Volcast.Market.Simulation;

/// <summary>Simulates the bars of one traded asset along the market's path.</summary>
internal static class TradedAsset
{
    private const double OwnMeanReversion = 8.7;
    private const double VolumeElasticity = 0.5;
    private const double VolumePersistence = 0.7;
    private const double VolumeDeviation = 0.2;

    /// <returns>The bars, and the true annualised variance of each session's log return from the previous close to its close:
    /// 252 · (integrated variance + squared jumps).</returns>
    /// <remarks>Highs and lows are those of the continuous path: between steps the extremes of a Brownian bridge are drawn by
    /// inversion, maximum ½(x + √(x² − 2σ² ln U)) for a step x of variance σ², so the range has no discretisation bias
    /// (Rogers and Satchell 1991 correct estimators for that bias). Prices are rounded to cents, which also hides last-digit
    /// differences between the exponential functions of platforms; the path itself is not
    /// rounded.</remarks>
    public static (DailyBars Bars, double[] TrueVariance) Simulate(
        AssetParameters asset, MarketPath market, SimulationParameters parameters, DateOnly[] sessions, ulong seed, string name)
    {
        var n = sessions.Length;
        var steps = market.Steps;
        var noise = Xoshiro256.Stream(seed, name + "/noise");
        var extremes = Xoshiro256.Stream(seed, name + "/extremes");
        var activity = Xoshiro256.Stream(seed, name + "/activity");
        var (open, high, low, close) = (new double[n], new double[n], new double[n], new double[n]);
        var (dividend, volume, truth) = (new double[n], new long?[n], new double[n]);

        var longRunVariance = parameters.LongRunVolatility * parameters.LongRunVolatility;
        var typicalVariance = asset.Beta * asset.Beta * longRunVariance + asset.OwnVolatility * asset.OwnVolatility;
        var (decay, deviation) = MarketPath.OrnsteinUhlenbeck(
            OwnMeanReversion, asset.OwnVarianceDeviation, 1 / SessionClock.SessionsPerYear);
        var (wander, interest) = (asset.OwnVarianceDeviation * noise.Normal(), 0.0);
        var price = asset.FirstPrice;
        for (var t = 0; t < n; t++)
        {
            var first = t * steps.Length;
            var marketVariance = market.Variance[first] / steps[0];
            var ownVariance = asset.OwnVolatility * asset.OwnVolatility * Math.Exp(wander)
                * Math.Pow(marketVariance / longRunVariance, asset.MarketElasticity);
            if (t > 0 && GoesEx(asset.Dividends, sessions[t - 1], sessions[t]))
                dividend[t] = Math.Round(asset.DividendYield / PaymentsPerYear(asset.Dividends) * price, 3);
            price -= dividend[t];

            var (position, top, bottom, quadraticVariation) = (0.0, 0.0, 0.0, 0.0);
            for (var k = 0; k < steps.Length; k++)
            {
                var i = first + k;
                var variance = asset.Beta * asset.Beta * market.Variance[i] + ownVariance * steps[k];
                var jump = asset.Beta * market.Jump[i];
                var move = asset.ExpectedReturn * steps[k] - variance / 2
                    + asset.Beta * (market.Diffusion[i] + market.ExpectedFall[i])
                    + Math.Sqrt(ownVariance * steps[k]) * noise.Normal();
                if (k > 0)
                {
                    top = Math.Max(top, position + BridgeMaximum(move, variance, extremes.Uniform()));
                    bottom = Math.Min(bottom, position - BridgeMaximum(-move, variance, extremes.Uniform()));
                }
                position += move + jump;
                top = k == 0 ? position : Math.Max(top, position);
                bottom = k == 0 ? position : Math.Min(bottom, position);
                quadraticVariation += variance + jump * jump;
                if (k == 0)
                    open[t] = Cents(price * Math.Exp(position));
            }
            high[t] = Cents(price * Math.Exp(top));
            low[t] = Cents(price * Math.Exp(bottom));
            price *= Math.Exp(position);
            close[t] = Cents(price);
            truth[t] = SessionClock.SessionsPerYear * quadraticVariation;

            wander = decay * wander + deviation * noise.Normal();
            interest = VolumePersistence * interest
                + VolumeDeviation * Math.Sqrt(1 - VolumePersistence * VolumePersistence) * activity.Normal();
            var shares = asset.Volume * Math.Exp(interest + VolumeElasticity * Math.Log(truth[t] / typicalVariance));
            if (TradingCalendar.Nyse.IsHalfDay(sessions[t]))
                shares /= 2;
            volume[t] = 100 * (long)Math.Round(shares / 100);
        }
        var bars = new DailyBars
        {
            Session = sessions,
            Open = open,
            High = high,
            Low = low,
            Close = close,
            AdjustedClose = AdjustBackwards(close, dividend),
            Volume = volume,
            Dividend = dividend,
            SplitRatio = Enumerable.Repeat(1.0, n).ToArray(),
            Settled = Enumerable.Repeat(true, n).ToArray(),
            HasEvents = true,
        };
        return (bars.Aligned(), truth);
    }

    private static double BridgeMaximum(double move, double variance, double uniform) =>
        (move + Math.Sqrt(move * move - 2 * variance * Math.Log(uniform))) / 2;

    /// <summary>A vendor's adjusted close: all closes before an ex-date are scaled by 1 − dividend / the last of them.</summary>
    internal static double[] AdjustBackwards(double[] close, double[] dividend)
    {
        var adjusted = new double[close.Length];
        var factor = 1.0;
        for (var t = close.Length - 1; t >= 0; t--)
        {
            adjusted[t] = close[t] * factor;
            if (dividend[t] > 0)
                factor *= 1 - dividend[t] / close[t - 1];
        }
        return adjusted;
    }

    /// <summary>Whether an ex-date of the schedule is after one session and on or before the next.</summary>
    private static bool GoesEx(DividendSchedule schedule, DateOnly previous, DateOnly session)
    {
        var first = new DateOnly(session.Year, session.Month, 1);
        if (schedule == DividendSchedule.Monthly)
            return previous < first;
        var thirdFriday = first.AddDays((DayOfWeek.Friday - first.DayOfWeek + 7) % 7 + 14);
        return session.Month % 3 == 0 && previous < thirdFriday && thirdFriday <= session;
    }

    private static int PaymentsPerYear(DividendSchedule schedule) => schedule == DividendSchedule.Monthly ? 12 : 4;

    private static double Cents(double price) => Math.Round(price, 2);
}
