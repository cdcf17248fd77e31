using Volcast.Volatility.PathDependence;

namespace Volcast.Forecasting;

/// <summary>
/// Path-dependent volatility (Guyon and Lekeufack 2023): σ = β₀ + β₁·R₁ + β₂·√R₂, where R₁ is a weighted mean of the past
/// returns (the trend) and R₂ one of the past squared returns (the activity), each with time-shifted power-law weights. It is
/// fitted directly to the volatility of the horizon (<see cref="PathDependentFit"/>). It is affine in volatility and has the
/// filter of <see cref="Har"/>.
/// </summary>
/// <remarks>The weights end after 1,000 returns; with a shorter history they are scaled to the same sum. So a forecast depends on
/// at most the last 1,000 returns, while that of a GARCH filter depends on all of them.</remarks>
public sealed class PathDependentVolatility : IForecaster
{
    internal const string ModelName = "pdv";
    private const string TrendExponent = "trend_exponent", TrendShift = "trend_shift";
    private const string ActivityExponent = "activity_exponent", ActivityShift = "activity_shift";
    private static readonly AffineModel Model = new(ContributionScale.Volatility, IsFiltered: true);

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => [];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        // Checked first, so that too little history is reported as such and not as a failed estimation.
        var usable = new TrainingSample(this, known, realizedVariance, ["known"],
            (data, row, values) => values[0] = VarianceState.Known(data, row) ? 0 : double.NaN);
        var present = new List<double>(known.Rows);
        var seen = new int[realizedVariance.Length];
        for (var row = 0; row < seen.Length; row++)
        {
            if (double.IsFinite(known.LogReturns[row]))
                present.Add(known.LogReturns[row]);
            seen[row] = present.Count;
        }
        double[] returns = [.. present];
        var fit = PathDependentFit.Of(returns, Array.ConvertAll(usable.RowNumbers, row => seen[row]), usable.Labels);
        var terms = Terms(fit.Trend, fit.Activity);
        var sample = new TrainingSample(this, known, realizedVariance, [.. terms.Select(term => term.Term)],
            (data, row, values) =>
            {
                var past = returns.AsSpan(0, seen[row]);
                var isKnown = VarianceState.Known(data, row);
                values[0] = isKnown ? fit.Trend.Trend(past) : double.NaN;
                values[1] = isKnown ? fit.Activity.Activity(past) : double.NaN;
            });
        return Model.Load(FittedModelSpec.Of(this, known, sample, horizon) with
        {
            Intercept = fit.Intercept,
            Terms = AffineStage.Terms(sample, [fit.TrendSlope, fit.ActivitySlope], terms),
            Kernels = new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                [TrendExponent] = fit.Trend.Exponent,
                [TrendShift] = fit.Trend.Shift,
                [ActivityExponent] = fit.Activity.Exponent,
                [ActivityShift] = fit.Activity.Shift,
            },
        }, terms);
    }

    internal static IFittedForecaster Load(FittedModelSpec spec) => Model.Load(spec, Terms(
        new(spec.RequireKernel(TrendExponent), spec.RequireKernel(TrendShift)),
        new(spec.RequireKernel(ActivityExponent), spec.RequireKernel(ActivityShift))));

    private static IReadOnlyList<Regressor> Terms(PowerLawKernel trend, PowerLawKernel activity) =>
    [
        OfPath("trend", trend.Trend),
        OfPath("activity", activity.Activity),
    ];

    /// <summary>A statistic of the newest returns; an older missing return is skipped, see
    /// <see cref="VarianceState.NewestSessions"/>.</summary>
    private static Regressor OfPath(string name, Func<ReadOnlySpan<double>, double> statistic) => new(name, name,
        (known, row) =>
        {
            if (!VarianceState.Known(known, row))
                return double.NaN;
            Span<double> newest = stackalloc double[PowerLawKernel.Memory];
            var free = newest.Length;
            for (var t = row; t >= 0 && free > 0; t--)
                if (double.IsFinite(known.LogReturns[t]))
                    newest[--free] = known.LogReturns[t];
            return statistic(newest[free..]);
        },
        TermTransform.Identity, $"one of the last {VarianceState.NewestSessions} log returns");
}
