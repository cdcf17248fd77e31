namespace Volcast.Services.Api.Predictions;

/// <summary>What the version in charge forecasts from rows of features, in their order.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Market">REAL or SIMULATED: what the model learnt from.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Model">Registered name.</param>
/// <param name="ModelVersion">Its version.</param>
/// <param name="Predictions">One for each row.</param>
internal sealed record PredictionsDocument(
    string Symbol, string Market, int Horizon, string Model, string ModelVersion, IReadOnlyList<PredictionDocument> Predictions);

/// <summary>One row's forecast, annualised; volatility decimal.</summary>
/// <param name="Variance">Realised variance over the horizon.</param>
/// <param name="Volatility">Its root.</param>
/// <param name="VolatilityInterval80">As wide as the model's past errors up to the newest session make it.</param>
/// <param name="VolatilityInterval95">Likewise.</param>
/// <param name="Explanation">Null where it was not asked for.</param>
internal sealed record PredictionDocument(
    double Variance, double Volatility, IReadOnlyList<double>? VolatilityInterval80, IReadOnlyList<double>? VolatilityInterval95,
    RowExplanationDocument? Explanation);

/// <summary>Why, in short: base and amounts add up to the output on the model's own scale, points to the volatility.</summary>
/// <param name="Scale">log_variance, variance or volatility.</param>
/// <param name="Base">The output for the average training row.</param>
/// <param name="Output">Base plus all amounts.</param>
/// <param name="BasePoints">The base as a volatility, percent points.</param>
/// <param name="Contributions">Feature → share.</param>
/// <param name="Families">Family → share.</param>
internal sealed record RowExplanationDocument(
    string Scale, double Base, double Output, double BasePoints, IReadOnlyList<ShareDocument> Contributions,
    IReadOnlyList<ShareDocument> Families);

/// <summary>What one feature or family adds.</summary>
/// <param name="Name">Of the feature or family.</param>
/// <param name="Amount">On the model's own scale.</param>
/// <param name="Points">In volatility, percent points.</param>
internal readonly record struct ShareDocument(string Name, double Amount, double Points);
