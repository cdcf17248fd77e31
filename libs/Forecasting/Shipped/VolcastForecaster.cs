using Volcast.Boosting;

namespace Volcast.Forecasting;

/// <summary>
/// The shipped recipe: the geometric mean of a few regressions, corrected by boosted trees up to two weeks ahead, ln F = Σ w·η +
/// T. A contribution is exact in log variance: most parts are affine in it, and the Shapley values of the others are computed
/// from all coalitions. The gamma likelihood, by which most parts are fitted, has twice the QLIKE as its deviance, so the fit
/// minimises the loss that is scored.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>Up to 10 sessions, η are the <see cref="GammaMember.Memory"/>, <see cref="GammaMember.TermStructure"/> and
/// <see cref="GammaMember.Implied"/> regressions, each on all rows that its own inputs allow, and the <see cref="UniversalMember"/>
/// with a weight of 1500/(1500 + n) at n training rows.</item>
/// <item>T are trees of depth 2 on the 21 features (XGBoost, <c>reg:gamma</c>), fitted to the regressions' residual. Each of the
/// few rounds averages sixteen trees with different rows and columns, so the random seed hardly matters.</item>
/// <item>Beyond 10 sessions, η are the universal member, <see cref="LeastSquaresMember.LogHarRange"/>,
/// <see cref="LeastSquaresMember.Har"/> and, if the index is the target's own, <see cref="GammaMember.Implied"/>. There are no
/// trees.</item>
/// </list>
/// A simple average of forecasts is hard to beat (Bates and Granger 1969; Timmermann 2006).
/// docs/decisions/0004-shipped-recipe.md and 0034-recipe-by-horizon.md list the rejected variants.
/// </remarks>
/// <param name="treeInputs">The columns of <c>features.L1</c>, in their order.</param>
/// <param name="seed">Random seed for the rows and columns that each tree samples.</param>
/// <param name="trees">Parameters that replace the shipped ones (<see cref="TreeParameters"/>).</param>
/// <param name="slopes">The universal slopes to choose from; the shipped ones by default.</param>
/// <param name="leavesOutTrees">Whether a fit has no trees at any horizon. Such a fit is for comparison and cannot be loaded from
/// files.</param>
public sealed class VolcastForecaster(IReadOnlyList<string> treeInputs, int seed = 0,
    IReadOnlyDictionary<string, string>? trees = null, IReadOnlyList<UniversalSlopes>? slopes = null,
    bool leavesOutTrees = false) : IForecaster
{
    internal const string ModelName = "volcast";
    private static readonly UniversalForecaster ShippedUniversal = new();

    private readonly UniversalForecaster universal = slopes is null ? ShippedUniversal : new(slopes);

    public string Name => ModelName;

    /// <summary>The columns that a fit for any horizon reads.</summary>
    public IReadOnlyList<string> Inputs { get; } =
        [.. treeInputs.Union(Blend.Short(ShippedUniversal).Columns).Union(Blend.Long(ShippedUniversal).Columns)];

    /// <summary>The smallest number of training rows of each regression and of the trees.</summary>
    public int MinimumTrainingRows => 250;

    /// <summary>The shipped tree parameters that a search may replace.</summary>
    internal static IReadOnlyDictionary<string, string> ShippedTrees(int horizon) =>
        TreeParameters.Choosable(Parameters(seed: 0), Rounds(horizon));

    /// <summary>The longer the horizon, the fewer separate outcomes there are, and the less the trees may correct.</summary>
    private static int Rounds(int horizon) => horizon == 1 ? 60 : 30;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var labels = realizedVariance.ToArray();
        var ranges = RangeLabels.Of(known, labels.Length, horizon);
        var blend = Blend.For(horizon, universal);
        var hasTrees = blend.HasTrees && !leavesOutTrees;
        var estimated = blend.Fit(this, known, labels, ranges, horizon);
        string[] inputs =
        [
            .. (hasTrees ? treeInputs : [])
                .Union(estimated.SelectMany(member => member.Terms).Select(term => term.Column!)),
        ];
        // The rows in which all members could have forecast; the trees train on them.
        var sample = new TrainingSample(
            this, known, labels, inputs, (data, row, values) => InputRow.Read(inputs, data, row, values));
        var spec = FittedModelSpec.Of(this, known, sample, horizon) with { Inputs = inputs, Members = estimated };
        if (!hasTrees)
            return new FittedVolcast(spec, blend.Load(spec), null);
        var parameters = Parameters(seed);
        var rounds = TreeParameters.Apply(parameters, Rounds(horizon), trees);
        spec = spec with { Seed = seed, Parameters = parameters, Rounds = rounds };
        var members = blend.Load(spec);
        using var matrix = TrainingMatrix.FromRowMajor(
            [.. sample.RowMajor.Chunk(inputs.Length).SelectMany(row => row[..treeInputs.Count]).Select(x => (float)x)],
            sample.Rows, treeInputs.Count);
        matrix.SetLabels(Array.ConvertAll(sample.Labels, variance => (float)variance));
        matrix.SetBaseMargin([.. Enumerable.Range(0, sample.Rows).Select(row =>
            (float)FittedMember.LogVariance(members, sample.RowMajor.AsSpan(row * inputs.Length, inputs.Length)))]);
        matrix.SetFeatureNames(treeInputs);
        return new FittedVolcast(spec, members, new(Booster.Train(matrix, parameters, rounds, cancellationToken)));
    }

    internal static IFittedForecaster Load(FittedModelSpec spec, IReadOnlyDictionary<string, byte[]> files) =>
        spec.Rounds is null
            ? new FittedVolcast(spec, Blend.Long(ShippedUniversal).Load(spec), null)
            : new FittedVolcast(spec, Blend.Short(ShippedUniversal).Load(spec), FittedTrees.Load(spec, files));

    /// <summary>A base score of 1 is a log variance of 0, so the sum of the trees is a correction and not a level.</summary>
    private static SortedDictionary<string, string> Parameters(int seed) => new(StringComparer.Ordinal)
    {
        ["objective"] = "reg:gamma",
        ["base_score"] = "1",
        ["tree_method"] = "hist",
        ["max_bin"] = "64",
        ["max_depth"] = "2",
        ["eta"] = "0.02",
        ["num_parallel_tree"] = "16",
        ["subsample"] = "0.5",
        ["colsample_bytree"] = "0.5",
        ["min_child_weight"] = "30",
        ["lambda"] = "20",
        ["nthread"] = "1",
        ["seed"] = $"{seed}",
    };
}
