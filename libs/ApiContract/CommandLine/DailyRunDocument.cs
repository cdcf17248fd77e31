using Volcast.ApiContract.Monitoring;

namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast run-daily --json</c>: what a daily run did.</summary>
public sealed record DailyRunDocument
{
    /// <summary>The newest session that had settled.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string DataKind { get; init; }

    /// <summary>Whether every step did its work.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The failures in the order of the steps.</summary>
    public required IReadOnlyList<FailedStepDocument> Failures { get; init; }

    /// <summary>The steps that the run left out, in their order.</summary>
    public IReadOnlyList<SkippedStepDocument> Skipped { get; init; } = [];

    /// <summary>The forecasts from the newest session.</summary>
    public required IReadOnlyList<DailyForecastDocument> Forecasts { get; init; }

    /// <summary>The models that forecast nothing because they have no version, and the policy may not train
    /// one.</summary>
    public IReadOnlyList<MissingForecastDocument> WithoutForecast { get; init; } = [];

    /// <summary>The checks, target by target.</summary>
    public required IReadOnlyList<MonitoringDocument> Monitoring { get; init; }

    /// <summary>What the policy decided, model by model.</summary>
    public required IReadOnlyList<DecisionDocument> Decisions { get; init; }

    /// <summary>The texts of the alerts that were sent.</summary>
    public required IReadOnlyList<string> Alerts { get; init; }
}

/// <summary>A failure of one step.</summary>
/// <param name="Step">For example <c>ingest</c>.</param>
/// <param name="Symbol">The target, symbol or model; null if the step failed as a whole.</param>
/// <param name="Reason">The cause and what to do.</param>
/// <param name="NextRun">What the next run does about it.</param>
public sealed record FailedStepDocument(string Step, string? Symbol, string Reason, string NextRun);

/// <summary>A step that a daily run left out.</summary>
/// <param name="Step">For example <c>ingest</c>.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SkippedStepDocument(string Step, string Reason);

/// <summary>A forecast of a daily run.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="ForecastOrigin">The session from which it was made.</param>
/// <param name="Volatility">Annualised, decimal.</param>
/// <param name="IsNew">False if it had been stored before.</param>
/// <param name="Backfilled">Sessions since the last forecast that were backfilled.</param>
public sealed record DailyForecastDocument(
    string Symbol, int Horizon, DateOnly ForecastOrigin, double Volatility, bool IsNew, int Backfilled);

/// <summary>A model without a forecast.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Reason">Why, in sentences.</param>
public sealed record MissingForecastDocument(string Model, string Reason);

/// <summary>What the policy decided about a model.</summary>
/// <param name="Model">The registered model's name.</param>
/// <param name="Action"><c>keep</c>, <c>notify</c>, <c>train</c>, <c>recalibrate</c>, <c>retrain</c> or <c>promote</c>.</param>
/// <param name="WithheldAction">The action that mode, cooldown, budget or approval withheld; null if nothing
/// was.</param>
/// <param name="Reasons">Why, in sentences.</param>
/// <param name="Result">What came of it; null for a decision that changes nothing.</param>
public sealed record DecisionDocument(
    string Model, string Action, string? WithheldAction, IReadOnlyList<string> Reasons, string? Result);
