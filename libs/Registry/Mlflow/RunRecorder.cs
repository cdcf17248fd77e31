namespace Volcast.Registry.Mlflow;

/// <summary>
/// Runs of ours on a server. The server gives ids of its own, so a run is found again by the tag that holds ours; one that was
/// left half recorded is gone on with, since what is logged twice with the same value changes nothing.
/// </summary>
internal sealed class RunRecorder(MlflowClient client)
{
    private const int ExperimentsAtOnce = 100;

    // mlflow.runName follows the run's name; what disagreed would be refused.
    private const string NameTag = "mlflow.runName";

    /// <summary>Records the run whole, or completes what is there of it; its status comes last.</summary>
    public async Task<MlflowRunInfo> RecordAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken)
    {
        var experiment = await client.Experiments.EnsureAsync(run.Experiment, cancellationToken);
        var known = await FindByKeyAsync([experiment.ExperimentId], run.Id, cancellationToken);
        var held = known ?? await client.Runs.CreateAsync(new MlflowNewRun
        {
            ExperimentId = experiment.ExperimentId,
            Name = run.Name,
            StartTime = run.StartTime,
            User = "volcast",
            Tags = [new(RegistryTags.RunKey, run.Id)],
        }, cancellationToken);
        var isOpen = held.Info.Status == MlflowRuns.Text(RunStatus.Running);
        if (isOpen)
            await LogMissingAsync(run, held, isNew: known is null, cancellationToken);
        await PutArtifactsAsync(held.Info, artifacts, isNew: known is null, cancellationToken);
        if (isOpen && run.Status != RunStatus.Running)
            await client.Runs.UpdateAsync(held.Info.RunId, run.Status, run.EndTime, cancellationToken: cancellationToken);
        return held.Info;
    }

    /// <summary>Uploads what is missing or different among a run's artifacts, and takes away what does not belong to its model
    /// folder.</summary>
    public async Task PutArtifactsAsync(
        MlflowRunInfo run, ArtifactFolder artifacts, bool isNew, CancellationToken cancellationToken)
    {
        var there = isNew ? [] : (await client.Artifacts.ListFilesAsync(run.RunId, cancellationToken: cancellationToken))
            .ToDictionary(file => file.Path, file => file.FileSize, StringComparer.Ordinal);
        var missing = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>();
        foreach (var path in artifacts.Paths)
            if (!there.TryGetValue(path, out var size) || size != artifacts[path].Length
                || !(await client.Artifacts.DownloadAsync(run, path, cancellationToken)).Span.SequenceEqual(artifacts[path].Span))
                missing.Add(new(path, artifacts[path]));
        await client.Artifacts.UploadAsync(run, new ArtifactFolder(missing), cancellationToken);
        foreach (var stranger in there.Keys.Where(path => !artifacts.Contains(path)
            && path.StartsWith(Registration.ModelPath + "/", StringComparison.Ordinal)))
            await client.Artifacts.DeleteAsync(run, stranger, cancellationToken);
    }

    /// <summary>The run that bears the key, or null. Of several, which only a race can leave, always the same.</summary>
    public async Task<MlflowRun?> FindByKeyAsync(
        IReadOnlyList<string> experimentIds, string key, CancellationToken cancellationToken)
    {
        MlflowRun? found = null;
        await foreach (var run in client.Runs.SearchAsync(experimentIds, $"tags.`{RegistryTags.RunKey}` = '{key}'")
            .WithCancellation(cancellationToken))
            if (found is null || string.CompareOrdinal(run.Info.RunId, found.Info.RunId) < 0)
                found = run;
        return found;
    }

    /// <summary>A run by the server's id or by ours, in any experiment; null for none and for a deleted one.</summary>
    public async Task<MlflowRun?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await client.Runs.FindAsync(id, cancellationToken) is { } byServer)
            return byServer.Info.LifecycleStage == "active" ? byServer : null;
        var experiments = new List<string>();
        await foreach (var experiment in client.Experiments.SearchAsync().WithCancellation(cancellationToken))
            experiments.Add(experiment.ExperimentId);
        foreach (var some in experiments.Chunk(ExperimentsAtOnce))
            if (await FindByKeyAsync(some, id, cancellationToken) is { } byKey)
                return byKey;
        return null;
    }

    /// <summary>The run in the registry's terms, with the history of its metrics.</summary>
    public async Task<Run> ReadAsync(MlflowRun run, CancellationToken cancellationToken)
    {
        var metrics = new Dictionary<string, IReadOnlyList<MetricPoint>>();
        foreach (var key in run.Data.Metrics.Select(metric => metric.Key).Distinct())
            metrics[key] = [.. (await client.Runs.GetMetricHistoryAsync(run.Info.RunId, key, cancellationToken)).Select(Point)];
        return new Run
        {
            Id = run.Info.RunId,
            Experiment = (await client.Experiments.GetAsync(run.Info.ExperimentId, cancellationToken)).Name,
            Name = run.Info.RunName,
            Status = MlflowRuns.Status(run.Info),
            StartTime = Time(run.Info.StartTime, run.Info.RunId),
            EndTime = run.Info.EndTime is { } end ? Time(end, run.Info.RunId) : null,
            Params = run.Data.Params.ToDictionary(param => param.Key, param => param.Value),
            Metrics = metrics,
            Tags = run.Data.Tags.ToDictionary(tag => tag.Key, tag => tag.Value),
        };
    }

    /// <summary>A server's milliseconds since 1970.</summary>
    public static DateTimeOffset Time(long milliseconds, string subject) => YamlMap.TimeFrom(milliseconds)
        ?? throw new MlflowException(
            RegistryProblem.Protocol, $"{subject} has the time {milliseconds}, which no calendar holds.");

    private async Task LogMissingAsync(Run run, MlflowRun held, bool isNew, CancellationToken cancellationToken)
    {
        var metrics = new List<MlflowMetric>();
        foreach (var (key, history) in run.Metrics)
        {
            var points = history.Select(point => new MlflowMetric(
                key, point.Value, point.Time.ToUnixTimeMilliseconds(), point.Step));
            // The newest point shows that some of the history is there already.
            if (!isNew && held.Data.Metrics.Any(metric => metric.Key == key))
            {
                var logged = (await client.Runs.GetMetricHistoryAsync(held.Info.RunId, key, cancellationToken))
                    .Select(Stored).ToHashSet();
                points = points.Where(point => !logged.Contains(Stored(point)));
            }
            metrics.AddRange(points);
        }
        var parameters = held.Data.Params.ToDictionary(param => param.Key, param => param.Value);
        var tags = new Dictionary<string, string>
        {
            ["mlflow.source.name"] = "volcast",
            ["mlflow.source.type"] = "JOB",
            ["mlflow.user"] = "volcast",
        };
        foreach (var (key, value) in run.Tags)
            tags[key] = value;
        await client.Runs.LogBatchAsync(held.Info.RunId, metrics,
            [.. run.Params.Where(param => parameters.GetValueOrDefault(param.Key) != param.Value)
                .Select(param => new MlflowParam(param.Key, param.Value))],
            [.. tags.Where(tag => tag.Key != NameTag && held.Tag(tag.Key) != tag.Value)
                .Select(tag => new MlflowTag(tag.Key, tag.Value))],
            cancellationToken);
    }

    // Servers keep the largest double in an infinity's place.
    private static MlflowMetric Stored(MlflowMetric metric) => metric.Value switch
    {
        double.PositiveInfinity => metric with { Value = double.MaxValue },
        double.NegativeInfinity => metric with { Value = double.MinValue },
        _ => metric,
    };

    private static MetricPoint Point(MlflowMetric metric) => new(
        metric.Value switch
        {
            double.MaxValue => double.PositiveInfinity,
            double.MinValue => double.NegativeInfinity,
            var value => value,
        },
        Time(metric.Timestamp, metric.Key), metric.Step);
}
