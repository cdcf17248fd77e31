using System.Globalization;
using Volcast.Boosting;

namespace Volcast.Forecasting;

/// <summary>
/// Boosted trees (Chen and Guestrin 2016) on columns of the data, with an <see cref="XgboostObjective"/>. It trains on the rows
/// in which none of its inputs is missing.
/// </summary>
/// <param name="objective">What the trees predict, and how they are grown.</param>
/// <param name="inputs">The columns, in the order of the features' table.</param>
/// <param name="seed">Random seed for the rows and columns that each tree samples.</param>
/// <param name="trees">Parameters that replace the objective's (<see cref="TreeParameters"/>).</param>
public sealed class XgboostForecaster(
    XgboostObjective objective, IReadOnlyList<string> inputs, int seed = 0, IReadOnlyDictionary<string, string>? trees = null)
    : IForecaster
{
    public string Name => objective.Name;
    public IReadOnlyList<string> Inputs => inputs;
    public int MinimumTrainingRows => 250;

    /// <summary>The parameters that a search may replace.</summary>
    internal static IReadOnlyDictionary<string, string> ShippedTrees(XgboostObjective objective) =>
        TreeParameters.Choosable(Parameters(objective, meanLabel: 0, seed: 0), objective.Rounds);

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var sample = new TrainingSample(
            this, known, realizedVariance, inputs, (data, row, values) => InputRow.Read(inputs, data, row, values));
        var labels = Array.ConvertAll(sample.Labels, variance => (float)objective.Label(variance));
        var parameters = Parameters(objective, labels.Average(label => (double)label), seed);
        var rounds = TreeParameters.Apply(parameters, objective.Rounds, trees);
        using var matrix = TrainingMatrix.FromRowMajor(
            Array.ConvertAll(sample.RowMajor, v => (float)v), sample.Rows, inputs.Count);
        matrix.SetLabels(labels);
        matrix.SetFeatureNames(inputs);
        var spec = FittedModelSpec.Of(this, known, sample, horizon)
            with
        { Seed = seed, Parameters = parameters, Rounds = rounds };
        return new Fitted(spec, new(Booster.Train(matrix, parameters, rounds, cancellationToken)), objective);
    }

    /// <summary>One thread, because folds run in parallel. tree_method and base_score are set because XGBoost's defaults differ
    /// between its versions.</summary>
    private static SortedDictionary<string, string> Parameters(
        XgboostObjective objective, double meanLabel, int seed) => new(StringComparer.Ordinal)
        {
            ["objective"] = objective.Loss,
            ["base_score"] = ((float)meanLabel).ToString("R", CultureInfo.InvariantCulture),
            ["tree_method"] = "hist",
            ["max_bin"] = "64",
            ["max_depth"] = Text(objective.MaximumDepth),
            ["eta"] = Text(objective.LearningRate),
            ["subsample"] = Text(objective.RowShare),
            ["colsample_bytree"] = Text(objective.ColumnShare),
            ["min_child_weight"] = Text(objective.MinimumChildWeight),
            ["lambda"] = Text(objective.Lambda),
            ["nthread"] = "1",
            ["seed"] = Text(seed),
        };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    internal static IFittedForecaster Load(
        XgboostObjective objective, FittedModelSpec spec, IReadOnlyDictionary<string, byte[]> files) =>
        new Fitted(spec, FittedTrees.Load(spec, files), objective);

    private sealed class Fitted(FittedModelSpec spec, FittedTrees trees, XgboostObjective objective) : IFittedForecaster
    {
        public FittedModelSpec Spec => spec;

        public bool ForecastsFromInputs => true;

        public double Forecast(ForecastingData known) => Forecast(InputRow.Newest(spec, known));

        public double Forecast(ReadOnlySpan<double> inputs) => InputRow.Absent(InputRow.Given(spec, inputs)) < 0
            ? objective.Variance(trees.Margin(inputs))
            : double.NaN;

        /// <summary>On the scale of the trees' sum.</summary>
        public Explanation Explain(ForecastingData known) => Explained(InputRow.NewestPresent(spec, known));

        /// <inheritdoc cref="Explain(ForecastingData)"/>
        public Explanation Explain(ReadOnlySpan<double> inputs) => Explained(InputRow.GivenPresent(spec, inputs));

        public InteractionValues? Interactions(ForecastingData known)
        {
            var n = spec.Inputs.Count;
            var square = trees.Interactions(InputRow.NewestPresent(spec, known));
            return new(objective.Scale, spec.Inputs,
                [.. Enumerable.Range(0, n)
                    .Select(i => Array.ConvertAll(square[(i * (n + 1))..(i * (n + 1) + n)], v => (double)v))]);
        }

        public IReadOnlyDictionary<string, byte[]> Save() => new Dictionary<string, byte[]>
        {
            [FittedModelSpec.FileName] = spec.ToJson(),
            [FittedTrees.FileName] = trees.Save(),
        };

        public void Dispose() => trees.Dispose();

        private Explanation Explained(ReadOnlySpan<double> inputs)
        {
            var reasons = trees.Contributions(inputs);
            return new(objective.Scale, reasons.Base, Contribution.Each(spec.Inputs, inputs, reasons.Amounts), reasons.Sum);
        }
    }
}
