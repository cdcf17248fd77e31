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
/// <param name="Value">Any double; NaN and the infinities are preserved.</param>
/// <param name="Time">The time of the measurement, stored to the millisecond.</param>
/// <param name="Step">Its position in the metric's history, such as the fold or the boosting round.</param>
public readonly record struct MetricPoint(double Value, DateTimeOffset Time, long Step = 0);

/// <summary>
/// One training or backtest as MLflow records it: inputs (<see cref="Params"/>), results (<see cref="Metrics"/>) and further
/// facts (<see cref="Tags"/>). A run is an immutable value: it is recorded once, after it has ended.
/// </summary>
public sealed record Run
{
    /// <summary>32 lower-case hexadecimal digits, derived from the run's inputs: see <see cref="IdFrom"/>. A run read from a
    /// server has the server's id; its tag <see cref="RegistryTags.RunKey"/> holds the derived one.</summary>
    public required string Id { get; init; }

    /// <summary>The experiment's name; the experiment is created if it does not exist.</summary>
    public required string Experiment { get; init; }

    /// <summary>The run's name for people; it need not be unique.</summary>
    public required string Name { get; init; }

    public RunStatus Status { get; init; } = RunStatus.Finished;

    /// <summary>Stored to the millisecond.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>Stored to the millisecond; null while the run has not ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Settings by name, one line of at most 6,000 characters each.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = Empty<string>();

    /// <summary>History of each metric by name, in the order measured.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> Metrics { get; init; } = Empty<IReadOnlyList<MetricPoint>>();

    /// <summary>Free text by name, at most 5,000 characters each.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = Empty<string>();

    /// <summary>The day in a param; null without the param, or if it holds something else.</summary>
    public DateOnly? Day(string param) => StoredText.Day(Params.GetValueOrDefault(param));

    /// <summary>The whole number in a param; null without the param, or if it holds something else.</summary>
    public int? Count(string param) => StoredText.Count(Params.GetValueOrDefault(param));

    /// <summary>A run id from a digest: its first 32 hexadecimal digits, so that the same input gives the same run.</summary>
    /// <exception cref="RegistryException">The digest is not hexadecimal or is shorter than 32 digits.</exception>
    public static string IdFrom(string digest)
    {
        if (digest.Length < 32 || !digest.All(char.IsAsciiHexDigit))
            throw new RegistryException(RegistryProblem.Invalid,
                $"'{digest}' is not a digest for a run id: expected at least 32 hexadecimal digits.");
        return digest[..32].ToLowerInvariant();
    }

    private static Dictionary<string, T> Empty<T>() => [];
}
