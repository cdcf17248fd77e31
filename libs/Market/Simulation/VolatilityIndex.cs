namespace Volcast.Market.Simulation;

/// <summary>
/// Simulates the bars of a volatility index along the market's path: 100 · √(expected variance · e^premium), in points, where
/// the premium is a constant plus Ornstein–Uhlenbeck noise. Open, high, low and close come from its value after each step; the
/// open is the value after the night.
/// </summary>
internal static class VolatilityIndex
{
    /// <summary>An index over 30 calendar days, as VIX.</summary>
    public static DailyBars Vix(MarketPath market, SimulationParameters p, DateOnly[] sessions, ulong seed) =>
        Simulate(market, p, sessions, seed, 30, p.Premium30, 1, 0);

    /// <summary>An index over 93 calendar days, as VIX3M.</summary>
    public static DailyBars Vix3M(MarketPath market, SimulationParameters p, DateOnly[] sessions, ulong seed) =>
        Simulate(market, p, sessions, seed, 93, p.Premium93, 0.75, p.OwnPremiumDeviation93);

    private static DailyBars Simulate(MarketPath market, SimulationParameters p, DateOnly[] sessions, ulong seed,
        int calendarDays, double premium, double commonShare, double ownDeviation)
    {
        var n = sessions.Length;
        var steps = market.Steps;
        var expected = new VarianceExpectation(p, calendarDays / 365.0);
        var longRunVariance = p.LongRunVolatility * p.LongRunVolatility;
        var commonNoise = Xoshiro256.Stream(seed, "premium");
        var ownNoise = Xoshiro256.Stream(seed, $"premium/{calendarDays}");
        var step = Array.ConvertAll(steps, h => MarketPath.OrnsteinUhlenbeck(p.PremiumMeanReversion, 1, h));
        var (common, own) = (commonNoise.Normal(), ownNoise.Normal());
        var (open, high, low, close) = (new double[n], new double[n], new double[n], new double[n]);
        for (var t = 0; t < n; t++)
        {
            var (top, bottom, value) = (0.0, double.PositiveInfinity, 0.0);
            var mean = sessions[t] >= p.Break ? premium + p.PremiumChange : premium;
            for (var k = 0; k < steps.Length; k++)
            {
                var i = t * steps.Length + k;
                common = step[k].Decay * common + step[k].Deviation * commonNoise.Normal();
                own = step[k].Decay * own + step[k].Deviation * ownNoise.Normal();
                var variance = expected.Given(market.Fast[i], market.Slow[i]);
                var logPremium = mean - p.PremiumElasticity * Math.Log(variance / longRunVariance)
                    + commonShare * p.PremiumDeviation * common + ownDeviation * own;
                value = Math.Round(100 * Math.Sqrt(variance * Math.Exp(logPremium)), 2);
                if (k == 0)
                    open[t] = value;
                top = Math.Max(top, value);
                bottom = Math.Min(bottom, value);
            }
            (high[t], low[t], close[t]) = (top, bottom, value);
        }
        return new DailyBars
        {
            Session = sessions,
            Open = open,
            High = high,
            Low = low,
            Close = close,
            AdjustedClose = close,
            Volume = new long?[n],
            Dividend = new double[n],
            SplitRatio = Enumerable.Repeat(1.0, n).ToArray(),
            Settled = Enumerable.Repeat(true, n).ToArray(),
            HasEvents = true,
        }.Aligned();
    }
}
