using System.Text.Json.Serialization;
using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;

namespace Volcast.ApiContract.CommandLine;

/// <summary>One forecast of <c>volcast forecast --json</c>: the API's fields, and fields that only the job knows. Variances and
/// volatilities are annualised and decimal.</summary>
public sealed record ForecastReportDocument
{
    public required ForecastDocument Forecast { get; init; }
    public required ExplanationDocument Explanation { get; init; }

    /// <summary>Whether more sessions have settled since the origin (<see cref="ForecastDocument.SessionsBehind"/>) than
    /// <see cref="MaximumAgeSessions"/>. The command then ends with exit code 3.</summary>
    public required bool ExceedsMaximumAge { get; init; }

    /// <summary>The setting <c>VOLCAST_MAX_AGE</c>, sessions.</summary>
    public required int MaximumAgeSessions { get; init; }

    /// <summary>The alias that makes it the serving version: champion or challenger.</summary>
    public required string ModelAlias { get; init; }

    /// <summary>The recipe's name, such as <c>volcast</c>.</summary>
    public required string Recipe { get; init; }

    /// <summary>The last session that the version learnt from.</summary>
    public required DateOnly TrainedTo { get; init; }

    /// <summary>The volatility that an earlier run published for this origin from other inputs, which stays the published one;
    /// null where this forecast is the published one.</summary>
    public required double? FirstPublishedVolatility { get; init; }

    /// <summary>Realised volatility of the five sessions up to the origin; null where a session is missing.</summary>
    [JsonPropertyName("realized_volatility_5d")]
    public required double? RealizedVolatility5d { get; init; }

    /// <summary>Realised volatility of the twenty sessions up to the origin; null where a session is missing.</summary>
    [JsonPropertyName("realized_volatility_20d")]
    public required double? RealizedVolatility20d { get; init; }

    /// <summary>Implied minus forecast variance over 22 sessions; null where it is not available.</summary>
    public required VariancePremiumDocument? VariancePremium { get; init; }

    /// <summary>Why there is no variance premium; null where there is one.</summary>
    public required string? VariancePremiumMissingReason { get; init; }

    /// <summary>Earlier origins whose forecast this run backfilled.</summary>
    public required IReadOnlyList<DateOnly> BackfilledOrigins { get; init; }

    /// <summary>The challenger's forecast from the same origin; null where no challenger is on trial.</summary>
    public required ShadowForecastDocument? Shadow { get; init; }

    /// <summary>For <c>--as-of</c>: which session is answered; null for a forecast from the newest session.</summary>
    public required AsOfAnswerDocument? AsOfAnswer { get; init; }
}

/// <summary>That a forecast answers what the system would have said on a past session. It is not stored.</summary>
/// <param name="Session">The session that was asked for. The origin is earlier if ingest had not run after it.</param>
/// <param name="Before">The open of the session after it. Only downloads and versions before that time count.</param>
/// <param name="EqualsPublished">Whether the stored live forecast of the same version and origin is equal to the last bit; null
/// if none is stored.</param>
/// <param name="DiffersIn">The fields in which the stored forecast differs, with both values.</param>
public sealed record AsOfAnswerDocument(
    DateOnly Session, DateTimeOffset Before, bool? EqualsPublished, IReadOnlyList<string> DiffersIn);

/// <summary>What the options market pays above the expected variance.</summary>
/// <param name="Variance">Implied variance minus forecast variance, annualised.</param>
/// <param name="VolatilityPoints">Implied volatility minus forecast volatility, percent points.</param>
/// <param name="ForecastVariance">The forecast variance over 22 sessions, annualised.</param>
/// <param name="ForecastBy">Name and version of the model that made this forecast.</param>
/// <param name="Warnings">Reasons not to rely on that version, as sentences: it did not pass its gate, or its recipe is not the
/// shipped one.</param>
public sealed record VariancePremiumDocument(
    double Variance, double VolatilityPoints, double ForecastVariance, string ForecastBy, IReadOnlyList<string> Warnings);

/// <summary>The challenger's forecast.</summary>
/// <param name="ModelVersion">The challenger.</param>
/// <param name="Volatility">Annualised, decimal.</param>
public sealed record ShadowForecastDocument(int ModelVersion, double Volatility);
