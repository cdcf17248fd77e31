using Volcast.Forecasting;
using Volcast.Market;
using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>How a walk-forward's models are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The model with which the others are compared; "har" by default.</summary>
    public string Benchmark { get; init; } = "har";

    /// <summary>L, the lag of Bartlett's weights; three times the horizon by default,
    /// <see cref="NeweyWest.LagsPerSession"/>.</summary>
    public int? Lag { get; init; }

    /// <summary>The confidence of the intervals of ratios and of the confidence set; .9 by default.</summary>
    public double Confidence { get; init; } = .9;

    /// <summary>How rows are resampled; comparisons lengthen the blocks to at least four horizons.</summary>
    public BlockBootstrapOptions Bootstrap { get; init; } = new();

    public VolatilityTargeting Investor { get; init; } = new();

    /// <summary>The smallest number of common origins that can be compared; it exceeds the lag.</summary>
    public int MinimumOrigins(int horizon) => LagFor(horizon) + 1;

    public int LagFor(int horizon) => Lag ?? NeweyWest.LagsPerSession * horizon;
}

/// <summary>All figures of one model in a comparison.</summary>
public sealed record ComparedModel
{
    public required string Model { get; init; }

    /// <summary>Mean loss of each of <see cref="LossFunction.All"/>, by name.</summary>
    public required IReadOnlyDictionary<string, double> MeanLosses { get; init; }

    /// <summary>Skill by QLIKE: 0 at the benchmark, 1 at the noise floor.</summary>
    public required double Skill { get; init; }

    /// <summary>The model's QLIKE divided by the benchmark's.</summary>
    public required LossRatio Ratio { get; init; }

    /// <summary>The test of the benchmark's QLIKE against the model's: positive if the model is better; null for the
    /// benchmark.</summary>
    public required DieboldMariano? DieboldMariano { get; init; }

    /// <summary>The same test on targets that do not overlap, one for each offset; empty for the benchmark.</summary>
    public required IReadOnlyList<DieboldMariano> NonOverlapping { get; init; }

    /// <summary>P-value in the model confidence set, by QLIKE; NaN if there is no set.</summary>
    public required double ConfidenceSetPValue { get; init; }

    /// <summary>The regression, or why it cannot be estimated: forecast or outcome never changes.</summary>
    public required ValueOrReason<MincerZarnowitz> MincerZarnowitz { get; init; }

    public required IntervalScore Interval80 { get; init; }
    public required IntervalScore Interval95 { get; init; }

    /// <summary>The 80 % interval within terciles of the model's own forecasts.</summary>
    public required IReadOnlyList<(string Tercile, IntervalScore Score)> Interval80ByTercile { get; init; }

    /// <summary>Scores of value-at-risk and expected shortfall over one session and over the horizon; empty if the walk-forward
    /// has none.</summary>
    public required IReadOnlyList<ValueAtRiskScore> ValueAtRisk { get; init; }

    public required RealizedUtility Utility { get; init; }
}

/// <summary>A row of a table by group.</summary>
/// <param name="Group">The name of the group, such as a year.</param>
/// <param name="N">The number of its origins.</param>
/// <param name="MeanLosses">Mean QLIKE of each model, in the comparison's order.</param>
public sealed record GroupLosses(string Group, int N, IReadOnlyList<double> MeanLosses);

/// <summary>Compares the models of a walk-forward on their common origins by every measure in this folder.</summary>
public sealed record ForecastComparison
{
    /// <summary>What was compared.</summary>
    public required ComparisonSample Sample { get; init; }

    /// <summary>Expected QLIKE of the true variance under Gaussian returns.</summary>
    public required double NoiseFloor { get; init; }

    /// <summary>In the order of the walk-forward, without models that made no forecast.</summary>
    public required IReadOnlyList<ComparedModel> Models { get; init; }

    /// <summary>The models in the confidence set, by QLIKE, or why there is no set: the origins are fewer than ten
    /// blocks.</summary>
    public required ValueOrReason<IReadOnlyList<string>> ConfidenceSet { get; init; }

    /// <summary>Why figures are missing, a sentence each: intervals, the confidence set, tests of losses that do not differ.
    /// Empty if all exist. The reasons of <see cref="ComparedModel.MincerZarnowitz"/> are there.</summary>
    public required IReadOnlyList<string> Gaps { get; init; }

    /// <summary>QLIKE by calendar year of the origin.</summary>
    public required IReadOnlyList<GroupLosses> Years { get; init; }

    /// <summary>QLIKE by tercile of the benchmark's forecast.</summary>
    public required IReadOnlyList<GroupLosses> Terciles { get; init; }

    /// <summary>Compares the models. Each figure depends on the forecasts and the options only, not on the parallelism.</summary>
    /// <exception cref="ArgumentException">The benchmark made no forecast.</exception>
    /// <exception cref="InsufficientDataException">There is no common origin, or too few for the lag.</exception>
    public static ForecastComparison Of(WalkForwardResult result, ComparisonOptions? options = null)
    {
        options ??= new();
        var sample = ComparisonSample.Of(result);
        var lag = options.LagFor(result.Horizon);
        if (sample.Origins.Length < options.MinimumOrigins(result.Horizon))
            throw new InsufficientDataException(
                $"{sample.Origins.Length} common origins of {result.Symbol} are too few to compare models (the errors overlap "
                + $"over a lag of {lag}); at least {options.MinimumOrigins(result.Horizon)} are needed.");
        var benchmark = sample.Forecast(options.Benchmark);
        var qlike = sample.Losses(LossFunction.Qlike);
        var tables = LossFunction.All.Select(loss => (loss.Name, Table: sample.Losses(loss))).ToArray();
        var bootstrap = options.Bootstrap.For(result.Horizon);
        var ratios = LossRatio.Against(qlike, options.Benchmark, bootstrap, options.Confidence);
        var set = ModelConfidenceSet.Of(qlike, bootstrap);
        var floor = Volatility.NoiseFloor.OfQlike(result.Horizon);
        ComparedModel[] models = [.. sample.Models.Select((model, i) => Compared(result.Model(model), i))];
        return new()
        {
            Sample = sample,
            NoiseFloor = floor,
            Models = models,
            ConfidenceSet = set.Select(found => found.At(options.Confidence)),
            Gaps = GapsOf(models, set.Reason),
            Years = [.. RowGroup.ByYear(sample.Origins).Select(Means)],
            Terciles = [.. RowGroup.ByTercile(benchmark).Select(Means)],
        };

        string[] GapsOf(ComparedModel[] compared, string? noSet)
        {
            var noInterval = compared.Select(m => m.Ratio.Interval.Reason).OfType<string>().FirstOrDefault();
            var same = compared.Where(m => m.DieboldMariano is { PValue: double.NaN }).Select(m => m.Model).ToArray();
            return
            [
                .. noInterval is null ? Array.Empty<string>()
                    : [$"There is no interval of ratios{(noSet == noInterval ? " and no confidence set" : "")}: {noInterval}"],
                .. noSet is null || noSet == noInterval ? Array.Empty<string>() : [$"There is no confidence set: {noSet}"],
                .. same.Length == 0 ? Array.Empty<string>()
                    : [$"The Diebold–Mariano test does not exist for {string.Join(", ", same)}: the difference of the losses to "
                        + $"those of {options.Benchmark} does not vary."],
                .. Scores.Varies(sample.RealizedVariance) ? Array.Empty<string>()
                    : ["R² does not exist: the realised variance is the same on every origin."],
            ];
        }

        GroupLosses Means(RowGroup group) => new(group.Name, group.Rows.Length, qlike.On(group).Means);

        ComparedModel Compared(ModelForecasts forecasts, int i)
        {
            var against = qlike.Column(options.Benchmark);
            var isBenchmark = forecasts.Name == options.Benchmark;
            var everything = new RowGroup("all", [.. Enumerable.Range(0, sample.Rows.Length)]);
            return new()
            {
                Model = forecasts.Name,
                MeanLosses = tables.ToDictionary(t => t.Name, t => t.Table.Means[i]),
                Skill = Volatility.NoiseFloor.Skill(qlike.Means[i], against.Average(), floor),
                Ratio = ratios[i],
                DieboldMariano =
                    isBenchmark ? null : Comparison.DieboldMariano.Test(against, qlike.Columns[i], result.Horizon, lag),
                NonOverlapping = isBenchmark
                    ? [] : Comparison.DieboldMariano.NonOverlapping(against, qlike.Columns[i], result.Horizon),
                ConfidenceSetPValue = set.Value?.Models[i].PValue ?? double.NaN,
                MincerZarnowitz = Scores.Regression(sample.RealizedVariance, sample.Forecasts[i], lag),
                Interval80 = sample.Interval(everything, forecasts.Lower80, forecasts.Upper80, .8),
                Interval95 = sample.Interval(everything, forecasts.Lower95, forecasts.Upper95, .95),
                Interval80ByTercile = [.. RowGroup.ByTercile(sample.Forecasts[i]).Select(group =>
                    (group.Name, sample.Interval(group, forecasts.Lower80, forecasts.Upper80, .8)))],
                ValueAtRisk = [.. forecasts.TailRisk.Select(risk => ValueAtRiskScore.Of(risk, sample.Rows))],
                Utility = options.Investor.Of(sample.RealizedVariance, sample.Forecasts[i]),
            };
        }
    }
}
