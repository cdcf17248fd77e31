using Volcast.Volatility;

namespace Volcast.Forecasting;

/// <summary>
/// The market's own forecast, put on the scale of realised variance: gamma regression with log link on the log of the
/// target's implied-volatility index, ln E[RV] = a + b · ln VIX. Implied volatility holds a premium, which a and b take out.
/// </summary>
/// <param name="impliedVolatility">The column of the index, in points.</param>
public sealed class VixCalibrated(string impliedVolatility = "vix") : IForecaster
{
    internal const string ModelName = "vix-calibrated";

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs { get; } = [impliedVolatility];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        string[] terms = [Term(impliedVolatility)];
        var sample = new TrainingSample(this, known, realizedVariance, terms,
            (data, row, values) => values[0] = LogOfPositive(data.Column(impliedVolatility)[row]));
        var fit = GammaRegression.Fit(new DesignMatrix(terms, sample.RowMajor), sample.Labels);
        return Load(Recipe.Of(this, known, sample, horizon) with
        {
            Intercept = fit.Intercept,
            Terms = AffineStage.Terms(sample, fit.Slopes),
        });
    }

    internal static IFittedForecaster Load(Recipe recipe) => recipe.Inputs is [var input]
        ? new Fitted(recipe, recipe.AffineStage([Term(input)]), input)
        : throw new InvalidDataException(
            $"{Recipe.FileName} of {ModelName} names {recipe.Inputs.Count} inputs instead of one: train again.");

    private static string Term(string input) => $"ln_{input}";

    private static double LogOfPositive(double points) => points > 0 ? Math.Log(points) : double.NaN;

    private sealed class Fitted(Recipe recipe, AffineStage stage, string input) : IFittedForecaster
    {
        public Recipe Recipe => recipe;

        public double Forecast(ForecastingData known) => Math.Exp(LogVariance(known, out _));

        public Explanation Explain(ForecastingData known)
        {
            var output = LogVariance(known, out var points);
            if (!double.IsFinite(output))
                throw new InsufficientDataException(
                    $"{ModelName} needs {input} of {known.Symbol}, which is absent on {known.Sessions[^1]:yyyy-MM-dd}.");
            var contribution = new Contribution(input, points, stage.Contribution(0, Math.Log(points)));
            return new(ContributionScale.LogVariance, stage.Base, [contribution], output);
        }

        public IReadOnlyDictionary<string, byte[]> Save() =>
            new Dictionary<string, byte[]> { [Recipe.FileName] = recipe.ToJson() };

        public void Dispose()
        {
        }

        private double LogVariance(ForecastingData known, out double points)
        {
            points = known.Column(input)[^1];
            return stage.Evaluate([LogOfPositive(points)]);
        }
    }
}
