using Volcast.Boosting;

namespace Volcast.Forecasting;

/// <summary>
/// The shipped recipe: the geometric mean of three gamma regressions, corrected by boosted trees, ln F = ½·η₁ + ¼·η₂ + ¼·η₃ + T.
/// Every part is affine in log variance, so contributions add up exactly. Every part is fitted by the gamma likelihood, whose
/// deviance is twice the QLIKE, so the fit minimises the loss that is scored.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>η₁, η₂, η₃ are the <see cref="GammaMember.Memory"/>, <see cref="GammaMember.TermStructure"/> and
/// <see cref="GammaMember.Implied"/> regressions, each on all rows that its own inputs allow.</item>
/// <item>T are trees of depth 2 on the 21 features (XGBoost, <c>reg:gamma</c>), fitted to the regressions' residual. Each of the
/// few rounds averages sixteen trees with different rows and columns, so the random seed hardly matters.</item>
/// </list>
/// A simple average of forecasts is hard to beat (Bates and Granger 1969; Timmermann 2006); half of the weight is on the
/// regression with the longest history. docs/decisions/0004-shipped-recipe.md lists the rejected variants.
/// </remarks>
/// <param name="treeInputs">The columns of <c>features.L1</c>, in their order.</param>
/// <param name="seed">Random seed for the rows and columns that each tree samples.</param>
/// <param name="trees">Parameters that replace the shipped ones (<see cref="TreeParameters"/>).</param>
public sealed class VolcastForecaster(
    IReadOnlyList<string> treeInputs, int seed = 0, IReadOnlyDictionary<string, string>? trees = null) : IForecaster
{
    internal const string ModelName = "volcast";
    private const int ShippedRounds = 60;

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs { get; } = [.. treeInputs.Union(GammaMember.All.SelectMany(m => m.Columns))];

    /// <summary>The smallest number of training rows of each regression and of the trees.</summary>
    public int MinimumTrainingRows => 250;

    /// <summary>The shipped tree parameters that a search may replace.</summary>
    internal static IReadOnlyDictionary<string, string> ShippedTrees { get; } =
        TreeParameters.Choosable(Parameters(seed: 0), ShippedRounds);

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var labels = realizedVariance.ToArray();
        var ranges = RangeLabels.Of(known, labels.Length, horizon);
        RecipeMember[] regressions = [.. GammaMember.All.Select(m => m.Fit(this, known, labels, ranges))];
        // The trees train on the rows in which all regressions could have forecast.
        var sample = new TrainingSample(
            this, known, labels, Inputs, (data, row, values) => InputRow.Read(Inputs, data, row, values));
        var parameters = Parameters(seed);
        var rounds = TreeParameters.Apply(parameters, ShippedRounds, trees);
        var spec = FittedModelSpec.Of(this, known, sample, horizon) with
        {
            Members = regressions,
            Seed = seed,
            Parameters = parameters,
            Rounds = rounds,
        };
        FittedMember[] members = [.. GammaMember.All.Select(m => m.Load(spec))];
        using var matrix = TrainingMatrix.FromRowMajor(
            [.. sample.RowMajor.Chunk(Inputs.Count).SelectMany(row => row[..treeInputs.Count]).Select(x => (float)x)],
            sample.Rows, treeInputs.Count);
        matrix.SetLabels(Array.ConvertAll(sample.Labels, variance => (float)variance));
        matrix.SetBaseMargin([.. Enumerable.Range(0, sample.Rows).Select(row =>
            (float)FittedMember.LogVariance(members, sample.RowMajor.AsSpan(row * Inputs.Count, Inputs.Count)))]);
        matrix.SetFeatureNames(treeInputs);
        return new FittedVolcast(spec, members, new(Booster.Train(matrix, parameters, rounds, cancellationToken)));
    }

    internal static IFittedForecaster Load(FittedModelSpec spec, IReadOnlyDictionary<string, byte[]> files)
    {
        FittedMember[] members = [.. GammaMember.All.Select(m => m.Load(spec))];
        if (spec.Members!.Count != members.Length)
            throw new InvalidDataException($"{FittedModelSpec.FileName} of {ModelName} has {spec.Members.Count} members "
                + $"instead of {members.Length}: train again.");
        return new FittedVolcast(spec, members, FittedTrees.Load(spec, files));
    }

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
