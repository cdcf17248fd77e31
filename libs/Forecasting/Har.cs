using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// The heterogeneous autoregression of Corsi (2009): realised variance over the horizon by ordinary least squares on the
/// annualised mean squared return of the last day, week (5) and month (22). A forecast under the smallest variance seen in
/// training is replaced by the training mean, the filter of Bollerslev, Patton and Quaedvlieg (2016) for what a linear model
/// must not say.
/// </summary>
public sealed class Har : IForecaster
{
    internal const string ModelName = "har";
    private static readonly int[] Windows = [1, 5, 22];
    private static readonly string[] TermNames = [.. Windows.Select(w => $"rv_{w}d")];

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs => [];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var sample = new TrainingSample(this, known, realizedVariance, TermNames, Read);
        var fit = LeastSquares.Fit(new DesignMatrix(TermNames, sample.RowMajor), sample.Labels);
        return Load(Recipe.Of(this, known, sample, horizon) with
        {
            Intercept = fit.Intercept,
            Terms = AffineStage.Terms(sample, fit.Slopes),
        });
    }

    internal static IFittedForecaster Load(Recipe recipe) => new Fitted(recipe, recipe.AffineStage(TermNames));

    private static void Read(ForecastingData known, int row, Span<double> values)
    {
        for (var i = 0; i < Windows.Length; i++)
            values[i] = row + 1 < Windows[i]
                ? double.NaN
                : RealizedVariance.AnnualizedMeanSquare(known.LogReturns.Slice(row + 1 - Windows[i], Windows[i]));
    }

    private sealed class Fitted(Recipe recipe, AffineStage stage) : IFittedForecaster
    {
        public Recipe Recipe => recipe;

        public double Forecast(ForecastingData known)
        {
            var variance = stage.Evaluate(Terms(known));
            return variance < recipe.TargetMinimum ? recipe.TargetMean : variance;
        }

        /// <summary>In variance. Where the filter speaks, the forecast is the training mean whatever the inputs are, and
        /// nothing contributes.</summary>
        public Explanation Explain(ForecastingData known)
        {
            var x = Terms(known);
            if (!Array.TrueForAll(x, double.IsFinite))
                throw new InsufficientDataException(
                    $"{ModelName} needs the last {Windows[^1]} log returns of {known.Symbol}, and one is absent.");
            var variance = stage.Evaluate(x);
            return variance < recipe.TargetMinimum
                ? Explained(recipe.TargetMean, recipe.TargetMean, (_, _) => 0)
                : Explained(stage.Base, variance, stage.Contribution);

            Explanation Explained(double from, double output, Func<int, double, double> amount) => new(ContributionScale.Variance,
                from, [.. TermNames.Select((name, i) => new Contribution(name, x[i], amount(i, x[i])))], output);
        }

        public IReadOnlyDictionary<string, byte[]> Save() =>
            new Dictionary<string, byte[]> { [Recipe.FileName] = recipe.ToJson() };

        public void Dispose()
        {
        }

        private static double[] Terms(ForecastingData known)
        {
            var values = new double[Windows.Length];
            Read(known, known.Rows - 1, values);
            return values;
        }
    }
}
