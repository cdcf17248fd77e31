using Volcast.Evaluation.Comparison;
using Volcast.Forecasting.Distribution;

namespace Volcast.Evaluation.Tests.TailRisk;

/// <summary>The figures of every method for one model and horizon, origin by origin.</summary>
internal sealed class TailStudy
{
    public const string Historical = "historical simulation (before)";
    public const string Chosen = "normal variance mixture (now)";

    public static readonly double[] Confidences = [.95, .975, .99];

    private readonly int horizon;
    private readonly DateOnly[] sessions;
    private readonly Dictionary<(string Method, double Confidence), TailRiskForecasts> forecasts = [];

    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="sessions">In ascending order.</param>
    /// <param name="variance">The forecast of each session, annualised; NaN if there is none.</param>
    /// <param name="returns">The log return into each session.</param>
    /// <param name="from">The first scored origin.</param>
    /// <param name="candidates">Whether the methods that were not chosen are computed too.</param>
    /// <param name="every">1 scores each origin, 5 every fifth.</param>
    public TailStudy(
        int horizon, DateOnly[] sessions, double[] variance, double[] returns, DateOnly from, bool candidates = true, int every = 1)
    {
        (this.horizon, this.sessions) = (horizon, sessions);
        var outcome = Array.ConvertAll(sessions, _ => double.NaN);
        for (var row = 0; row + horizon < returns.Length; row++)
            outcome[row] = returns[(row + 1)..(row + 1 + horizon)].Sum();
        string[] others = candidates ? [.. TailCandidates.All.Select(one => one.Name)] : [];
        Names = [Historical, Chosen, .. others];
        foreach (var name in Names)
            foreach (var confidence in Confidences)
                forecasts[(name, confidence)] = new(horizon, confidence, Absent(), Absent(), outcome);
        Product(variance, returns, from, every);
        if (candidates)
            Parallel.For(0, sessions.Length, row =>
            {
                if (sessions[row] < from || !(variance[row] > 0) || double.IsNaN(forecasts[(Chosen, .95)].ValueAtRisk[row]))
                    return;
                var past = TailHistory.At(variance, returns, horizon, row);
                var deviation = Math.Sqrt(variance[row] * horizon / 252);
                foreach (var (name, of) in TailCandidates.All)
                    foreach (var (confidence, figure) in Confidences.Zip(of(past, [.. Confidences.Select(c => 1 - c)], row)))
                        Set(name, row, new(horizon, confidence, -deviation * figure.Quantile, -deviation * figure.Mean));
            });

        double[] Absent() => Array.ConvertAll(sessions, _ => double.NaN);
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Scores the origins whose outcomes end by a day.</summary>
    public ValueAtRiskScore Score(string method, double confidence, DateOnly to) =>
        ValueAtRiskScore.Of(forecasts[(method, confidence)], Rows(to));

    /// <summary>The mean loss at the hits, over the mean expected shortfall there.</summary>
    public double PooledShortfall(string method, double confidence, DateOnly to)
    {
        var risk = forecasts[(method, confidence)];
        int[] hits = [.. Rows(to).Where(row => -risk.LogReturn[row] > risk.ValueAtRisk[row])];
        return hits.Sum(row => -risk.LogReturn[row]) / hits.Sum(row => risk.ExpectedShortfall[row]);
    }

    /// <summary>The t statistic of the mean difference of two methods' losses: negative if the first is better.</summary>
    public double Difference(string method, string other, double confidence, DateOnly to)
    {
        int[] rows = [.. Rows(to).Where(row => !double.IsNaN(forecasts[(method, confidence)].ValueAtRisk[row]
            + forecasts[(method, confidence)].LogReturn[row]))];
        return DieboldMariano.Test(Losses(method), Losses(other), horizon, 3 * horizon).Statistic;

        double[] Losses(string name)
        {
            var risk = forecasts[(name, confidence)];
            return Array.ConvertAll(rows, row => FisslerZiegel.Loss(
                risk.LogReturn[row], risk.ValueAtRisk[row], risk.ExpectedShortfall[row], 1 - confidence));
        }
    }

    private IEnumerable<int> Rows(DateOnly to) =>
        Enumerable.Range(0, sessions.Length - horizon).Where(row => sessions[row + horizon] <= to);

    private void Product(double[] variance, double[] returns, DateOnly from, int every)
    {
        foreach (var (name, method) in new[]
            { (Historical, TailMethod.FilteredHistoricalSimulation), (Chosen, TailMethod.NormalVarianceMixture) })
        {
            var distribution = new ForecastDistribution(horizon, method);
            for (var row = 0; row < sessions.Length; row++)
            {
                distribution.Observe(sessions[row], returns[row]);
                if (!(variance[row] > 0))
                    continue;
                if (sessions[row] >= from && row % every == 0)
                    foreach (var confidence in Confidences)
                        Set(name, row, distribution.HorizonRisk(variance[row], confidence));
                distribution.Issue(variance[row]);
            }
        }
    }

    private void Set(string name, int row, Forecasting.Distribution.TailRisk risk)
    {
        var columns = forecasts[(name, risk.Confidence)];
        (columns.ValueAtRisk[row], columns.ExpectedShortfall[row]) = (risk.ValueAtRisk, risk.ExpectedShortfall);
    }
}
