namespace Volcast.Forecasting;

/// <summary>
/// The options market's forecast without a change, F = (VIX/100)²: the square of the index is the price of the variance of the
/// next 30 days (Demeterfi, Derman, Kamal and Zou 1999; Cboe 2003). It includes a premium, so it is mostly too high, and it is
/// the same for every horizon. Nothing is estimated; the training rows only give the average value for explanations.
/// </summary>
/// <param name="impliedVolatility">The column of the index, in points.</param>
public sealed class VixRaw(string impliedVolatility = "vix") : IForecaster
{
    internal const string ModelName = "vix-raw";
    private static readonly AffineModel Model = new(ContributionScale.Variance, IsFiltered: false);

    public string Name => ModelName;
    public IReadOnlyList<string> Inputs { get; } = [impliedVolatility];
    public int MinimumTrainingRows => 250;

    public IFittedForecaster Fit(
        ForecastingData known, ReadOnlySpan<double> realizedVariance, int horizon, CancellationToken cancellationToken = default)
    {
        var terms = Terms(Inputs);
        return Model.Fitted(
            this, known, AffineModel.Sample(this, known, realizedVariance, terms), horizon, terms, intercept: 0, slopes: [1]);
    }

    internal static IFittedForecaster Load(FittedModelSpec spec) => Model.Load(spec, Terms(spec.Inputs));

    private static IReadOnlyList<Regressor> Terms(IReadOnlyList<string> inputs) =>
        [.. inputs.Select(input => Regressor.OfColumn($"{input}_variance", input, TermTransform.SquareOfPoints))];
}
