using Volcast.Forecasting;
using Volcast.Prediction;

namespace Volcast.Services.Api.Forecasts;

/// <summary>Why a forecast is what it is: exact SHAP values. On the own scale base and amounts add up to the output, in volatility
/// points to the forecast volatility.</summary>
internal sealed record ExplanationDocument
{
    /// <summary>log_variance, variance or volatility: what the model itself adds up in.</summary>
    public required string Scale { get; init; }

    /// <summary>The model's output for its average training row, on its own scale.</summary>
    public required double Base { get; init; }

    /// <summary>Base plus all amounts.</summary>
    public required double Output { get; init; }

    /// <summary>The same base as a volatility, percent points.</summary>
    public required double BasePoints { get; init; }

    /// <summary>Base points plus all points: the forecast volatility, percent points.</summary>
    public required double OutputPoints { get; init; }

    /// <summary>One for each input, in the model's order.</summary>
    public required IReadOnlyList<ContributionDocument> Contributions { get; init; }

    public required IReadOnlyList<FamilyDocument> Families { get; init; }

    /// <summary>The five that move the forecast most, in words.</summary>
    public required IReadOnlyList<string> TopReasons { get; init; }

    public static ExplanationDocument Of(DateOnly origin, double variance, Explanation reasons)
    {
        const double percent = 100;
        var points = reasons.InVolatility();
        var explained = new ExplainedForecast(origin, variance, reasons, points);
        ContributionDocument[] contributions =
        [
            .. reasons.Contributions.Zip(points.Contributions, (own, inVolatility) => new ContributionDocument(
                own.Feature, FeatureLabels.Family(own.Feature), own.Value, own.Amount, percent * inVolatility.Amount,
                FeatureLabels.Describe(own))),
        ];
        return new ExplanationDocument
        {
            Scale = reasons.Scale.Name(),
            Base = reasons.Base,
            Output = reasons.Output,
            BasePoints = percent * points.Base,
            OutputPoints = percent * points.Output,
            Contributions = contributions,
            Families = [.. explained.Families().Select(f => new FamilyDocument(f.Name, f.Own, percent * f.Points))],
            TopReasons =
            [
                .. contributions.OrderByDescending(c => Math.Abs(c.Points)).Take(5)
                    .Select(c => $"{c.Words} {(c.Points < 0 ? "lowers" : "raises")} the forecast by {Math.Abs(c.Points):0.0} points"),
            ],
        };
    }
}

/// <summary>One input's share.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Family">Recent volatility, implied volatility, leverage or cross-asset.</param>
/// <param name="Value">In its own unit.</param>
/// <param name="Amount">On the model's own scale.</param>
/// <param name="Points">In volatility, percent points.</param>
/// <param name="Words">The input and its value as a person says them.</param>
internal sealed record ContributionDocument(
    string Feature, string Family, double Value, double Amount, double Points, string Words);

/// <summary>What the inputs of one family add together.</summary>
internal sealed record FamilyDocument(string Family, double Amount, double Points);

/// <summary>The reasons of one forecast.</summary>
/// <param name="Forecast">Which.</param>
/// <param name="Explanation">Why.</param>
internal sealed record ExplainedForecastDocument(ForecastDocument Forecast, ExplanationDocument Explanation);
