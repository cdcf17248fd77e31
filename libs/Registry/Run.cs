namespace Volcast.Registry;

/// <summary>How a run ended, with MLflow's numbers.</summary>
public enum RunStatus
{
    Running = 1,
    Scheduled = 2,
    Finished = 3,
    Failed = 4,
    Killed = 5,
}

/// <summary>One measurement of a metric.</summary>
/// <param name="Value">Any double; NaN and the infinities are kept.</param>
/// <param name="Time">When it was measured; kept to the millisecond.</param>
/// <param name="Step">Its place in the metric's history, such as the fold or the boosting round.</param>
public readonly record struct MetricPoint(double Value, DateTimeOffset Time, long Step = 0);

/// <summary>
/// One training or backtest as MLflow records it: what went in (<see cref="Params"/>), what came out (<see cref="Metrics"/>) and
/// whatever else is worth knowing (<see cref="Tags"/>). A run is a value: it is recorded whole when it has ended.
/// </summary>
public sealed record Run
{
    /// <summary>32 lower-case hex digits, derived from what the run was made of: see <see cref="IdFrom"/>. A run read from a
    /// server bears the server's id, and the derived one as its tag <see cref="RegistryTags.RunKey"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The experiment's name; created when it does not exist.</summary>
    public required string Experiment { get; init; }

    /// <summary>What a person calls this run; need not be unique.</summary>
    public required string Name { get; init; }

    public RunStatus Status { get; init; } = RunStatus.Finished;

    /// <summary>Kept to the millisecond.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Kept to the millisecond; absent while the run goes on.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Settings by name, at most 6,000 characters each, of one line.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = Empty<string>();

    /// <summary>History of each metric by name, in the order measured.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> Metrics { get; init; } = Empty<IReadOnlyList<MetricPoint>>();

    /// <summary>Free text by name, at most 5,000 characters each.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = Empty<string>();

    /// <summary>A run id from a digest: its first 32 hex digits, so that the same input gives the same run.</summary>
    /// <exception cref="RegistryException">The digest is not hexadecimal or shorter than 32 digits.</exception>
    public static string IdFrom(string digest)
    {
        if (digest.Length < 32 || !digest.All(char.IsAsciiHexDigit))
            throw new RegistryException(RegistryProblem.Invalid,
                $"'{digest}' is no digest to derive a run id from: expected at least 32 hexadecimal digits.");
        return digest[..32].ToLowerInvariant();
    }

    private static Dictionary<string, T> Empty<T>() => [];
}
