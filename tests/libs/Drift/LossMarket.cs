namespace Volcast.Drift.Tests;

/// <summary>How the forecasts of a simulated year differ from those of the ten years before.</summary>
/// <param name="Noise">Factor of the standard deviation of the model's log error.</param>
/// <param name="Bias">Factor of the mean of its log error.</param>
/// <param name="From">The session of the year from which they differ.</param>
internal sealed record ForecastChange(double Noise = 1, double Bias = 1, int From = 0);

/// <summary>
/// Outcomes and forecasts over five sessions in a simulated market. The log variance of a session is an autoregression with
/// coefficient .98 and standard deviation .8; returns are normal. Both forecasts are the best one times the exponential of an
/// error, an autoregression with coefficient .8. Its standard deviation and mean are .48 and −.1 (10 % too low) for the model, .7
/// and 0 for HAR. With these the mean losses are near the published ones, .379 and .514. If clustered, both errors are
/// multiplied by the exponential of an autoregression with coefficient .98 and standard deviation .5, so that large losses follow
/// each other.
/// </summary>
internal sealed class LossMarket
{
    public const int Horizon = 5;
    public const int Reference = 2520;
    public const int Year = 252;

    private const double Persistence = .98;
    private const double Spread = .8;
    private const double ModelNoise = .48;
    private const double ModelBias = -.1;
    private const double HarNoise = .7;
    private const int Rows = Reference + Year;

    private readonly double[] realized = new double[Rows];
    private readonly double[] best = new double[Rows];
    private readonly double[] modelError = new double[Rows];
    private readonly double[] harError = new double[Rows];

    public LossMarket(Random random, bool clustered)
    {
        var scale = Spread * Math.Sqrt(1 - Persistence * Persistence);
        double[] log = [.. Draws.Autoregression(random, Rows + Horizon, Persistence, Draws.Normal).Select(h => scale * h)];
        double[] squares = [.. log.Select(h => Math.Exp(h) * Math.Pow(Draws.Normal(random), 2) * .03)];
        double[] own = Draws.Autoregression(random, Rows, .8, Unit), har = Draws.Autoregression(random, Rows, .8, Unit);
        var cluster = Draws.Autoregression(random, Rows, Persistence, Draws.Normal);
        for (var row = 0; row < Rows; row++)
        {
            var size = clustered ? Math.Exp(.5 * Math.Sqrt(1 - Persistence * Persistence) * cluster[row]) : 1;
            (modelError[row], harError[row]) = (ModelNoise * size * own[row], HarNoise * size * har[row]);
            for (var ahead = 1; ahead <= Horizon; ahead++)
            {
                realized[row] += squares[row + ahead] / Horizon;
                var decay = Math.Pow(Persistence, ahead);
                best[row] += .03 * Math.Exp(decay * log[row] + Spread * Spread * (1 - decay * decay) / 2) / Horizon;
            }
        }
    }

    private static double Unit(Random random) => .6 * Draws.Normal(random);

    public ReadOnlySpan<double> Realized => realized;

    /// <summary>The model's forecasts of all rows.</summary>
    public double[] Forecasts(ForecastChange change) =>
        [.. best.Select((variance, row) =>
        {
            var changed = row >= Reference + change.From;
            return variance * Math.Exp(modelError[row] * (changed ? change.Noise : 1) + ModelBias * (changed ? change.Bias : 1));
        })];

    /// <summary>QLIKE of each row.</summary>
    public double[] Losses(double[] forecasts) =>
        [.. forecasts.Select((forecast, row) => Volatility.Losses.Qlike(realized[row], forecast))];

    /// <summary>QLIKE of HAR.</summary>
    public double[] HarLosses() => Losses([.. best.Select((variance, row) => variance * Math.Exp(harError[row]))]);

    /// <summary>The forecast's distribution function at each outcome; the distribution is that of outcome/forecast in the
    /// reference.</summary>
    public double[] ProbabilityIntegralTransforms(double[] forecasts)
    {
        double[] ratios = [.. forecasts.Select((forecast, row) => realized[row] / forecast)];
        var sorted = ratios[..Reference];
        Array.Sort(sorted);
        return [.. ratios.Select(ratio =>
        {
            var found = Array.BinarySearch(sorted, ratio);
            return ((found < 0 ? ~found : found) + .5) / (Reference + 1);
        })];
    }
}
