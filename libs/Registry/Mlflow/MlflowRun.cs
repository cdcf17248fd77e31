namespace Volcast.Registry.Mlflow;

/// <summary>One run as the server holds it.</summary>
public sealed record MlflowRun
{
    public required MlflowRunInfo Info { get; init; }

    public MlflowRunData Data { get; init; } = new();

    /// <summary>The value of a tag, or null.</summary>
    public string? Tag(string key) => Data.Tags.FirstOrDefault(tag => tag.Key == key)?.Value;
}

/// <summary>What identifies a run, and how far it is.</summary>
public sealed record MlflowRunInfo
{
    /// <summary>Given by the server.</summary>
    public required string RunId { get; init; }

    public required string ExperimentId { get; init; }

    public string RunName { get; init; } = "";

    /// <summary><c>RUNNING</c>, <c>SCHEDULED</c>, <c>FINISHED</c>, <c>FAILED</c> or <c>KILLED</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long StartTime { get; init; }

    /// <summary>Milliseconds since 1970; absent while the run goes on.</summary>
    public long? EndTime { get; init; }

    /// <summary>Where its artifacts are. To be read, never built.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary><c>active</c> or <c>deleted</c>.</summary>
    public string LifecycleStage { get; init; } = "active";
}

/// <summary>What was logged to a run: every param and tag, and the last point of each metric.</summary>
public sealed record MlflowRunData
{
    public IReadOnlyList<MlflowMetric> Metrics { get; init; } = [];

    public IReadOnlyList<MlflowParam> Params { get; init; } = [];

    public IReadOnlyList<MlflowTag> Tags { get; init; } = [];
}

/// <summary>A setting of a run; once logged it cannot change.</summary>
public sealed record MlflowParam(string Key, string Value = "");

/// <summary>One point of a metric.</summary>
/// <param name="Key">The metric's name.</param>
/// <param name="Value">Any double. Servers keep infinities as ±1.7976931348623157e308.</param>
/// <param name="Timestamp">Milliseconds since 1970; the server refuses a point without one.</param>
/// <param name="Step">Its place in the metric's history.</param>
public sealed record MlflowMetric(string Key, double Value, long Timestamp, long Step = 0);

/// <summary>What a new run begins with.</summary>
public sealed record MlflowNewRun
{
    public required string ExperimentId { get; init; }

    /// <summary>What a person calls it; the server makes a name up for none.</summary>
    public string? Name { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public string? User { get; init; }

    /// <summary>At most 100; further ones by <see cref="MlflowRuns.LogBatchAsync"/>.</summary>
    public IReadOnlyList<MlflowTag> Tags { get; init; } = [];

    /// <summary>The run that this one is a part of, or null.</summary>
    public string? ParentRunId { get; init; }
}
