using System.Text.Json.Serialization;
using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;

namespace Volcast.ApiContract.Scenarios;

/// <summary>A hypothetical next session.</summary>
/// <param name="Bars">Symbol → bar, for the target and each of its companion symbols.</param>
public sealed record ScenarioRequest(IReadOnlyDictionary<string, ScenarioBarDocument> Bars);

/// <summary>One hypothetical bar: <c>close</c> or <c>log_return</c> is required. The other prices are optional; missing ones are
/// those of a usual session with this move.</summary>
public sealed record ScenarioBarDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Open = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? High = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Low = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Close = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LogReturn = null);

/// <summary>What the serving version would forecast after a hypothetical session. Variances and volatilities are annualised and
/// decimal.</summary>
public sealed record ScenarioDocument
{
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED: the kind of the bars before the session.</summary>
    public required string DataKind { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The hypothetical session: the first one after the newest settled session.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>The last session that would be forecast.</summary>
    public required DateOnly TargetEnd { get; init; }

    public required string Model { get; init; }
    public required int ModelVersion { get; init; }
    public required double Variance { get; init; }
    public required double Volatility { get; init; }

    /// <summary>From the model's errors up to the newest settled session; empty where there are too few.</summary>
    public required IReadOnlyList<IntervalDocument> VolatilityIntervals { get; init; }

    /// <summary>The forecast volatility from the newest settled session.</summary>
    public required double NewestVolatility { get; init; }

    /// <summary>By how much the session changes the forecast volatility, percent points.</summary>
    public required double VolatilityPointsChange { get; init; }

    /// <summary>The target's bar where the request left out its open, high or low: they are those of a usual session with this
    /// move at today's volatility. Empty where all were given.</summary>
    public IReadOnlyList<AssumedBarDocument> AssumedBars { get; init; } = [];

    public required ExplanationDocument Explanation { get; init; }

    /// <summary>What to know about the version before relying on it, as sentences: no gate passed it, or its recipe is not the
    /// shipped one.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>A bar with assumed prices.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price, as requested.</param>
public sealed record AssumedBarDocument(string Symbol, double Open, double High, double Low, double Close);
