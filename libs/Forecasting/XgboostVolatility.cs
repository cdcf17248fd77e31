using System.Globalization;
using Volcast.Boosting;
using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// The seed's model: XGBoost with squared error on realised volatility, on the 21 features. It learns from the rows in which
/// all of its inputs are present.
/// </summary>
/// <param name="inputs">The columns, in the order of the features' table.</param>
/// <param name="seed">For the rows and columns that each tree draws.</param>
/// <param name="trees">Parameters in place of the shipped ones (<see cref="TreeParameters"/>).</param>
public sealed class XgboostVolatility(
    IReadOnlyList<string> inputs, int seed = 0, IReadOnlyDictionary<string, string>? trees = null) : IForecaster
{
    internal const string ModelName = "xgboost-21";
    internal const string BoosterFile = "model.json";
    private const int ShippedRounds = 300;

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => inputs;
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var sample = new TrainingSample(
            this, known, realizedVariance, inputs, (data, row, values) => Read(inputs, data, row, values));
        var labels = Array.ConvertAll(sample.Labels, variance => (float)Math.Sqrt(variance));
        var parameters = Parameters(labels.Average(label => (double)label));
        var rounds = TreeParameters.Apply(parameters, ShippedRounds, trees);
        using var matrix = TrainingMatrix.FromRowMajor(
            Array.ConvertAll(sample.RowMajor, v => (float)v), sample.Rows, inputs.Count);
        matrix.SetLabels(labels);
        matrix.SetFeatureNames(inputs);
        return new Fitted(Recipe.Of(this, known, sample, horizon) with { Seed = seed, Parameters = parameters, Rounds = rounds },
            Booster.Train(matrix, parameters, rounds, cancellationToken));
    }

    /// <summary>One thread, since folds run side by side; XGBoost's own defaults for tree_method and base_score differ between
    /// its versions and are therefore named.</summary>
    private SortedDictionary<string, string> Parameters(double meanVolatility) => new(StringComparer.Ordinal)
    {
        ["objective"] = "reg:squarederror",
        ["base_score"] = ((float)meanVolatility).ToString("R", CultureInfo.InvariantCulture),
        ["tree_method"] = "hist",
        ["max_bin"] = "64",
        ["max_depth"] = "3",
        ["eta"] = "0.03",
        ["subsample"] = "0.8",
        ["colsample_bytree"] = "0.7",
        ["min_child_weight"] = "4",
        ["lambda"] = "1.5",
        ["nthread"] = "1",
        ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
    };

    internal static IFittedForecaster Load(Recipe recipe, IReadOnlyDictionary<string, byte[]> files)
    {
        if (!files.TryGetValue(BoosterFile, out var json))
            throw new InvalidDataException($"The artifact of {recipe.Name} has no {BoosterFile}: restore it, or train again.");
        var booster = Booster.Load(json);
        if (booster.FeatureNames.SequenceEqual(recipe.Inputs))
            return new Fitted(recipe, booster);
        booster.Dispose();
        throw new InvalidDataException($"{BoosterFile} was trained on other inputs than {Recipe.FileName} of {recipe.Name} "
            + "names: they are not of one training.");
    }

    private static void Read(IReadOnlyList<string> inputs, ForecastingData known, int row, Span<double> values)
    {
        for (var i = 0; i < inputs.Count; i++)
            values[i] = known.Column(inputs[i])[row];
    }

    private sealed class Fitted(Recipe recipe, Booster booster) : IFittedForecaster
    {
        private static readonly double SmallestVolatility = Math.Sqrt(RealizedVariance.Floor);

        public Recipe Recipe => recipe;

        /// <summary>The square of the volatility that the trees say, which is raised to the root of the variance's floor: a sum
        /// of leaves could in principle fall below it.</summary>
        public double Forecast(ForecastingData known)
        {
            var x = Values(known);
            if (!Array.TrueForAll(x, double.IsFinite))
                return double.NaN;
            var volatility = Math.Max(booster.Predict(Array.ConvertAll(x, v => (float)v), 1)[0], SmallestVolatility);
            return volatility * volatility;
        }

        /// <summary>In volatility, by XGBoost's exact path-dependent TreeSHAP (Lundberg et al. 2020).</summary>
        public Explanation Explain(ForecastingData known)
        {
            var x = Present(known);
            var row = Array.ConvertAll(x, v => (float)v);
            var amounts = booster.Contributions(row, 1);
            return new(ContributionScale.Volatility, amounts[^1],
                [.. recipe.Inputs.Select((name, i) => new Contribution(name, x[i], amounts[i]))],
                booster.PredictMargin(row, 1)[0]);
        }

        public InteractionValues? Interactions(ForecastingData known)
        {
            var n = recipe.Inputs.Count;
            var square = booster.Interactions(Array.ConvertAll(Present(known), v => (float)v), 1);
            return new(ContributionScale.Volatility, recipe.Inputs,
                [.. Enumerable.Range(0, n).Select(i => Array.ConvertAll(square[(i * (n + 1))..(i * (n + 1) + n)], v => (double)v))]);
        }

        public IReadOnlyDictionary<string, byte[]> Save() => new Dictionary<string, byte[]>
        {
            [Recipe.FileName] = recipe.ToJson(),
            [BoosterFile] = booster.Save(),
        };

        public void Dispose() => booster.Dispose();

        private double[] Present(ForecastingData known)
        {
            var x = Values(known);
            var absent = Array.FindIndex(x, v => !double.IsFinite(v));
            return absent < 0
                ? x
                : throw new InsufficientDataException($"{recipe.Name} needs {recipe.Inputs[absent]} of {known.Symbol}, which is "
                    + $"absent on {known.Sessions[^1]:yyyy-MM-dd}.");
        }

        private double[] Values(ForecastingData known)
        {
            var values = new double[recipe.Inputs.Count];
            Read(recipe.Inputs, known, known.Rows - 1, values);
            return values;
        }
    }
}
