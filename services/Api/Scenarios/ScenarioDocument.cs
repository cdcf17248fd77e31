using Volcast.Services.Api.Forecasts;

namespace Volcast.Services.Api.Scenarios;

/// <summary>What the version in charge would forecast after a hypothetical session.</summary>
internal sealed record ScenarioDocument
{
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED: what the bars before the session are.</summary>
    public required string Market { get; init; }

    public required int Horizon { get; init; }

    /// <summary>The hypothetical session, the first after the newest settled one.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>The last session that would be forecast.</summary>
    public required DateOnly TargetEnd { get; init; }

    public required string Model { get; init; }
    public required string ModelVersion { get; init; }
    public required double Variance { get; init; }
    public required double Volatility { get; init; }

    /// <summary>As wide as the model's errors up to the newest settled session make it.</summary>
    public required IReadOnlyList<double>? VolatilityInterval80 { get; init; }
    public required IReadOnlyList<double>? VolatilityInterval95 { get; init; }

    /// <summary>The forecast from the newest settled session.</summary>
    public required double NewestVolatility { get; init; }

    /// <summary>What the session would change, percent points of volatility.</summary>
    public required double ChangePoints { get; init; }
    public required ExplanationDocument Explanation { get; init; }
}

/// <summary>The body of <c>POST /v1/scenarios</c>, for the documentation.</summary>
/// <param name="Bars">Symbol → bar, for the target and the symbols beside it, each of them.</param>
internal sealed record ScenarioRequest(Dictionary<string, ScenarioRequestBar> Bars);

/// <summary>One bar: close or log_return, and for the target, if wanted, the rest of the candle.</summary>
internal sealed record ScenarioRequestBar(
    double? Open = null, double? High = null, double? Low = null, double? Close = null, double? LogReturn = null);
