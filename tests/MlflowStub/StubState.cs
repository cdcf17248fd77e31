using System.Text.Json.Nodes;

namespace Volcast.MlflowStub;

/// <summary>Texts by name, in the order in which they were first set.</summary>
public sealed class StubTexts
{
    private readonly List<KeyValuePair<string, string>> items = [];

    public string? this[string key] => items.Find(item => item.Key == key).Value;

    public IReadOnlyList<KeyValuePair<string, string>> Items => items;

    public void Set(string key, string value)
    {
        var at = items.FindIndex(item => item.Key == key);
        if (at >= 0)
            items[at] = new(key, value);
        else
            items.Add(new(key, value));
    }

    internal void Remove(string key) => items.RemoveAll(item => item.Key == key);

    internal void CopyTo(StubTexts other) => other.items.AddRange(items);

    internal JsonArray ToJson() =>
        [.. items.Select(item => new JsonObject { ["key"] = item.Key, ["value"] = item.Value })];
}

public sealed class StubExperiment(string id, string name, long created)
{
    public string Id { get; } = id;
    public string Name { get; internal set; } = name;
    public bool IsDeleted { get; internal set; }
    public StubTexts Tags { get; } = new();
    internal long Created { get; } = created;
    internal long Updated { get; set; } = created;

    internal StubExperiment Copy()
    {
        var copy = new StubExperiment(Id, Name, Created) { IsDeleted = IsDeleted, Updated = Updated };
        Tags.CopyTo(copy.Tags);
        return copy;
    }
}

public sealed record StubMetric(string Key, double Value, long Timestamp, long Step);

public sealed class StubRun(string id, string experimentId)
{
    public string Id { get; } = id;
    public string ExperimentId { get; } = experimentId;
    public string Name { get; internal set; } = "";
    public string User { get; internal init; } = "";
    public string Status { get; internal set; } = "RUNNING";
    public bool IsDeleted { get; internal set; }
    public long StartTime { get; internal init; }
    public long? EndTime { get; internal set; }
    public StubTexts Params { get; } = new();
    public StubTexts Tags { get; } = new();
    public List<StubMetric> Metrics { get; } = [];
    internal JsonArray Datasets { get; } = [];

    public string ArtifactRoot => $"{ExperimentId}/{Id}/artifacts";

    internal StubRun Copy()
    {
        var copy = new StubRun(Id, ExperimentId)
        {
            Name = Name,
            User = User,
            Status = Status,
            IsDeleted = IsDeleted,
            StartTime = StartTime,
            EndTime = EndTime,
        };
        Params.CopyTo(copy.Params);
        Tags.CopyTo(copy.Tags);
        copy.Metrics.AddRange(Metrics);
        foreach (var dataset in Datasets)
            copy.Datasets.Add(dataset?.DeepClone());
        return copy;
    }
}

public sealed class StubModel(string name, long created)
{
    public string Name { get; internal set; } = name;
    public string? Description { get; internal set; }
    public StubTexts Tags { get; } = new();
    public SortedDictionary<string, int> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>The model's versions. A deleted version is removed, and its number is not used again.</summary>
    public List<StubModelVersion> Versions { get; } = [];
    internal int LastNumber { get; set; }
    internal long Created { get; } = created;
    internal long Updated { get; set; } = created;

    internal StubModel Copy()
    {
        var copy = new StubModel(Name, Created) { Description = Description, LastNumber = LastNumber, Updated = Updated };
        Tags.CopyTo(copy.Tags);
        foreach (var (alias, version) in Aliases)
            copy.Aliases.Add(alias, version);
        copy.Versions.AddRange(Versions.Select(version => version.Copy()));
        return copy;
    }
}

public sealed class StubModelVersion(int number, string source, string runId, long created)
{
    public int Number { get; } = number;
    public string Source { get; } = source;
    public string RunId { get; } = runId;
    public string Stage { get; internal set; } = "None";
    public string Description { get; internal set; } = "";
    public StubTexts Tags { get; } = new();
    internal long Created { get; } = created;
    internal long Updated { get; set; } = created;

    internal StubModelVersion Copy()
    {
        var copy = new StubModelVersion(Number, Source, RunId, Created)
        {
            Stage = Stage,
            Description = Description,
            Updated = Updated,
        };
        Tags.CopyTo(copy.Tags);
        return copy;
    }
}

/// <summary>The stub's complete content. Tests may read it, and corrupt it.</summary>
public sealed class StubState
{
    private long milliseconds = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public List<StubExperiment> Experiments { get; } = [];
    public List<StubRun> Runs { get; } = [];
    public List<StubModel> Models { get; } = [];

    /// <summary>Path in the artifact store → content.</summary>
    public SortedDictionary<string, byte[]> Artifacts { get; } = new(StringComparer.Ordinal);

    /// <summary>The stub's clock, which advances by 1 ms at each reading.</summary>
    internal long Tick() => ++milliseconds;

    /// <summary>A copy that later requests to this stub do not change.</summary>
    public StubState Copy()
    {
        var copy = new StubState { milliseconds = milliseconds };
        copy.Experiments.AddRange(Experiments.Select(experiment => experiment.Copy()));
        copy.Runs.AddRange(Runs.Select(run => run.Copy()));
        copy.Models.AddRange(Models.Select(model => model.Copy()));
        foreach (var (path, content) in Artifacts)
            copy.Artifacts.Add(path, content);
        return copy;
    }
}
