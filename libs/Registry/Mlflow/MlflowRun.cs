namespace Volcast.Registry.Mlflow;

/// <summary>One run as the server stores it.</summary>
public sealed record MlflowRun
{
    public required MlflowRunInfo Info { get; init; }

    public MlflowRunData Data { get; init; } = new();

    /// <summary>The value of a tag, or null.</summary>
    public string? Tag(string key) => Data.Tags.FirstOrDefault(tag => tag.Key == key)?.Value;
}

/// <summary>A run's identity and status.</summary>
public sealed record MlflowRunInfo
{
    /// <summary>The id that the server gave it.</summary>
    public required string RunId { get; init; }

    public required string ExperimentId { get; init; }

    public string RunName { get; init; } = "";

    /// <summary><c>RUNNING</c>, <c>SCHEDULED</c>, <c>FINISHED</c>, <c>FAILED</c> or <c>KILLED</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long StartTime { get; init; }

    /// <summary>Milliseconds since 1970; null while the run has not ended.</summary>
    public long? EndTime { get; init; }

    /// <summary>The root of its artifacts. Read it from here; do not construct it.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary><c>active</c> or <c>deleted</c>.</summary>
    public string LifecycleStage { get; init; } = "active";
}

/// <summary>A run's logged values: every param and tag, and the last point of each metric.</summary>
public sealed record MlflowRunData
{
    public IReadOnlyList<MlflowMetric> Metrics { get; init; } = [];

    public IReadOnlyList<MlflowParam> Params { get; init; } = [];

    public IReadOnlyList<MlflowTag> Tags { get; init; } = [];
}

/// <summary>A setting of a run. It cannot change once it is logged.</summary>
public sealed record MlflowParam(string Key, string Value = "");

/// <summary>One point of a metric.</summary>
/// <param name="Key">The metric's name.</param>
/// <param name="Value">Any double. Servers store infinities as ±1.7976931348623157e308.</param>
/// <param name="Timestamp">Milliseconds since 1970; the server refuses a point without it.</param>
/// <param name="Step">Its position in the metric's history.</param>
public sealed record MlflowMetric(string Key, double Value, long Timestamp, long Step = 0);

/// <summary>The initial content of a new run.</summary>
public sealed record MlflowNewRun
{
    public required string ExperimentId { get; init; }

    /// <summary>The name for people; the server invents one if it is null.</summary>
    public string? Name { get; init; }

    public required DateTimeOffset StartTime { get; init; }

    public string? User { get; init; }

    /// <summary>At most 100; log further tags with <see cref="MlflowRuns.LogBatchAsync"/>.</summary>
    public IReadOnlyList<MlflowTag> Tags { get; init; } = [];

    /// <summary>The parent run, or null.</summary>
    public string? ParentRunId { get; init; }
}
