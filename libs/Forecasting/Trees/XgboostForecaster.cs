using System.Globalization;
using Volcast.Boosting;

namespace Volcast.Forecasting;

/// <summary>
/// Boosted trees (Chen and Guestrin 2016) on columns of the data, with an <see cref="XgboostObjective"/>. It learns from the rows
/// in which all of its inputs are present.
/// </summary>
/// <param name="objective">What the trees say, and how they are grown.</param>
/// <param name="inputs">The columns, in the order of the features' table.</param>
/// <param name="seed">For the rows and columns that each tree draws.</param>
/// <param name="trees">Parameters in place of the objective's (<see cref="TreeParameters"/>).</param>
public sealed class XgboostForecaster(
    XgboostObjective objective, IReadOnlyList<string> inputs, int seed = 0, IReadOnlyDictionary<string, string>? trees = null)
    : IForecaster
{
    internal const string BoosterFile = "model.json";

    public string Name => objective.Name;
    public IReadOnlyList<string> Inputs => inputs;
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var sample = new TrainingSample(
            this, known, realizedVariance, inputs, (data, row, values) => InputRow.Read(inputs, data, row, values));
        var labels = Array.ConvertAll(sample.Labels, variance => (float)objective.Label(variance));
        var parameters = Parameters(labels.Average(label => (double)label));
        var rounds = TreeParameters.Apply(parameters, objective.Rounds, trees);
        using var matrix = TrainingMatrix.FromRowMajor(
            Array.ConvertAll(sample.RowMajor, v => (float)v), sample.Rows, inputs.Count);
        matrix.SetLabels(labels);
        matrix.SetFeatureNames(inputs);
        var recipe = Recipe.Of(this, known, sample, horizon) with { Seed = seed, Parameters = parameters, Rounds = rounds };
        return new Fitted(recipe, Booster.Train(matrix, parameters, rounds, cancellationToken), objective);
    }

    /// <summary>One thread, since folds run side by side; XGBoost's own defaults for tree_method and base_score differ between
    /// its versions and are therefore named.</summary>
    private SortedDictionary<string, string> Parameters(double meanLabel) => new(StringComparer.Ordinal)
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
        XgboostObjective objective, Recipe recipe, IReadOnlyDictionary<string, byte[]> files) =>
        new Fitted(recipe, LoadBooster(recipe, files), objective);

    /// <summary>The booster of an artifact, whose columns are the first of the recipe's inputs.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged, was trained on other inputs, or has another number of
    /// trees.</exception>
    internal static Booster LoadBooster(Recipe recipe, IReadOnlyDictionary<string, byte[]> files)
    {
        if (!files.TryGetValue(BoosterFile, out var json))
            throw new InvalidDataException($"The artifact of {recipe.Name} has no {BoosterFile}: restore it, or train again.");
        var booster = Read(recipe, json);
        var names = booster.FeatureNames;
        var fault = names.Count == 0 || !names.SequenceEqual(recipe.Inputs.Take(names.Count))
            ? $"was trained on other inputs than {Recipe.FileName} of {recipe.Name} names"
            : booster.Rounds != recipe.Rounds
                ? $"has trees of {booster.Rounds} rounds and {Recipe.FileName} of {recipe.Name} names {recipe.Rounds}"
                : null;
        if (fault is null)
            return booster;
        booster.Dispose();
        throw new InvalidDataException($"{BoosterFile} {fault}: they are not of one training.");
    }

    private static Booster Read(Recipe recipe, byte[] json)
    {
        try
        {
            return Booster.Load(json);
        }
        catch (XGBoostException error)
        {
            throw new InvalidDataException(
                $"{BoosterFile} of {recipe.Name} is damaged: {error.Message} Restore it, or train again.", error);
        }
    }

    private sealed class Fitted(Recipe recipe, Booster booster, XgboostObjective objective) : IFittedForecaster
    {
        public Recipe Recipe => recipe;

        public double Forecast(ForecastingData known)
        {
            var x = InputRow.Newest(recipe, known);
            return InputRow.IsPresent(x)
                ? objective.Variance(booster.PredictMargin(Array.ConvertAll(x, v => (float)v), 1)[0])
                : double.NaN;
        }

        /// <summary>On the scale of the trees' sum.</summary>
        public Explanation Explain(ForecastingData known)
        {
            var x = InputRow.NewestPresent(recipe, known);
            var trees = TreeContributions.Of(booster, Array.ConvertAll(x, v => (float)v));
            return new(objective.Scale, trees.Base,
                [.. recipe.Inputs.Select((name, i) => new Contribution(name, x[i], trees.Amounts[i]))], trees.Sum);
        }

        public InteractionValues? Interactions(ForecastingData known)
        {
            var n = recipe.Inputs.Count;
            var square = booster.Interactions(Array.ConvertAll(InputRow.NewestPresent(recipe, known), v => (float)v), 1);
            return new(objective.Scale, recipe.Inputs,
                [.. Enumerable.Range(0, n).Select(i => Array.ConvertAll(square[(i * (n + 1))..(i * (n + 1) + n)], v => (double)v))]);
        }

        public IReadOnlyDictionary<string, byte[]> Save() => new Dictionary<string, byte[]>
        {
            [Recipe.FileName] = recipe.ToJson(),
            [BoosterFile] = booster.Save(),
        };

        public void Dispose() => booster.Dispose();
    }
}
