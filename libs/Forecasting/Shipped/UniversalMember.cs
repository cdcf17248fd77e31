namespace Volcast.Forecasting;

/// <summary>The regression of <see cref="UniversalForecaster"/>: slopes from many tickers, and a level from the target.</summary>
/// <param name="Forecaster">With its sets of slopes.</param>
internal sealed record UniversalMember(UniversalForecaster Forecaster) : Member(UniversalForecaster.ModelName)
{
    public override IReadOnlyList<IReadOnlyList<Regressor>> Terms { get; } =
        [UniversalForecaster.Terms, UniversalForecaster.TermsWithoutYear];

    public override RecipeMember? Fit(
        IForecaster model, ForecastingData known, double[] realizedVariance, double[] rangeVariance, int horizon) =>
        Forecaster.Level(model, known, realizedVariance, horizon) is { } level
            ? Estimated(level.Sample, level.Terms, level.Intercept, level.Slopes) with { Slopes = level.Origin }
            : null;
}
