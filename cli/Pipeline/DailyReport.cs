using Volcast.Lake;
using Volcast.Services.Features;
using Volcast.Services.Forecasts;
using Volcast.Services.Ingest;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Alerts;

namespace Volcast.Cli.Pipeline;

/// <summary>A step of the daily run.</summary>
internal enum DailyStep
{
    /// <summary>What is needed before the first step: data folder, lake, clock, disk.</summary>
    Start,

    Ingest,
    Features,
    Forecast,
    Outcomes,
    Monitor,
    Policy,

    /// <summary>Only where a report is asked for.</summary>
    Report,

    Alerts,
    Heartbeat,
}

/// <summary>What a daily run did.</summary>
/// <param name="Session">The newest settled session by the clock.</param>
/// <param name="Kind">The kind of the lake's data.</param>
internal sealed record DailyReport(DateOnly Session, DataKind Kind)
{
    /// <summary>The symbols, target by target; null if the step was left out or failed as a whole.</summary>
    public IngestReport? Ingest { get; init; }

    public IReadOnlyList<FeaturesReport> Features { get; init; } = [];

    /// <summary>In the order of targets and horizons.</summary>
    public IReadOnlyList<ForecastReport> Forecasts { get; init; } = [];

    /// <summary>The models without a version, which forecast nothing because the policy may not train them, with the
    /// reason.</summary>
    public IReadOnlyList<(string Model, string Reason)> WithoutForecast { get; init; } = [];

    public IReadOnlyList<ScoredTarget> Outcomes { get; init; } = [];

    public IReadOnlyList<MonitoringReport> Checks { get; init; } = [];

    public IReadOnlyList<PolicyReport> Policy { get; init; } = [];

    /// <summary>What was sent; null if there was nothing to say it about.</summary>
    public AlertsReport? Alerts { get; init; }

    /// <summary>The steps that the run left out with the reason, in the order of the steps.</summary>
    public IReadOnlyList<(DailyStep Step, string Reason)> Skipped { get; init; } = [];

    /// <summary>Every failure with its step, in the order of the steps.</summary>
    public IReadOnlyList<(DailyStep Step, FailedTarget Failure)> Failed { get; init; } = [];

    /// <summary>What the next run does about a failed step.</summary>
    public static string NextTime(DailyStep step) => step switch
    {
        DailyStep.Start => "The next run does what this one did not do.",
        DailyStep.Ingest => "The next run downloads what is missing; until then the others use the bars that are held.",
        DailyStep.Features => "The next run computes the features of all sessions that lack them.",
        DailyStep.Forecast => "The next run forecasts; sessions that have opened by then get a forecast marked backfill.",
        DailyStep.Outcomes => "The next run stores and scores every outcome since.",
        DailyStep.Monitor => "The next run checks every session since.",
        DailyStep.Policy => "A run before the next session settles repeats the decision; a later run decides anew.",
        DailyStep.Report => "The next run writes the report of its own day.",
        DailyStep.Alerts => "The next run sends what is still to be sent.",
        _ => "The next run requests the address again.",
    };
}
