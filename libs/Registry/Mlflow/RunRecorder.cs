namespace Volcast.Registry.Mlflow;

/// <summary>
/// Records Volcast's runs on a server. The server assigns its own ids, so a tag holds Volcast's id and finds the run again. An
/// incomplete run is completed, since logging the same value twice changes nothing.
/// </summary>
internal sealed class RunRecorder(MlflowClient client)
{
    private const int ExperimentsAtOnce = 100;
    private const int ExperimentsPerPage = 1000;
    private const int RunsAtOnce = 100;

    // mlflow.runName must equal the run's name; the server refuses another value.
    private const string NameTag = "mlflow.runName";

    /// <summary>Records the run, or completes a partly recorded one. The status is set last. If the server refuses a part of a
    /// new run, the run is deleted, so that none stays RUNNING.</summary>
    /// <param name="run">The run.</param>
    /// <param name="artifacts">Makes its artifacts from the server's id of the run.</param>
    /// <param name="cancellationToken">Stops between requests; the next call continues.</param>
    public async Task<MlflowRunInfo> RecordAsync(
        Run run, Func<string, ArtifactFolder> artifacts, CancellationToken cancellationToken)
    {
        var experiment = await EnsureExperimentAsync(run.Experiment, cancellationToken);
        var known = await FindByKeyAsync([experiment.ExperimentId], run.Id, cancellationToken);
        var held = known ?? await client.Runs.CreateAsync(new MlflowNewRun
        {
            ExperimentId = experiment.ExperimentId,
            Name = run.Name,
            StartTime = run.StartTime,
            User = "volcast",
            Tags = [new(RegistryTags.RunKey, run.Id)],
        }, cancellationToken);
        try
        {
            var isOpen = held.Info.Status == MlflowRuns.Text(RunStatus.Running);
            if (isOpen)
                await LogMissingAsync(run, held, isNew: known is null, cancellationToken);
            await PutArtifactsAsync(held.Info, artifacts(held.Info.RunId), isNew: known is null, cancellationToken);
            if (isOpen && run.Status != RunStatus.Running)
                await client.Runs.UpdateAsync(held.Info.RunId, run.Status, run.EndTime, cancellationToken: cancellationToken);
            return held.Info;
        }
        catch (MlflowException refused) when (known is null
            && refused.Problem is RegistryProblem.Unauthorized or RegistryProblem.Refused)
        {
            await DiscardAsync(held.Info, refused, cancellationToken);
            throw;
        }
    }

    /// <summary>The active experiment of this name, whose artifacts lie behind the server's proxy. It is created if it does not
    /// exist.</summary>
    /// <exception cref="MlflowException">With <see cref="RegistryProblem.Refused"/> if it was deleted or its artifacts lie
    /// elsewhere. A new experiment of that kind is removed, and its name is free again.</exception>
    public async Task<MlflowExperiment> EnsureExperimentAsync(string name, CancellationToken cancellationToken)
    {
        var known = await client.Experiments.FindAsync(name, cancellationToken);
        if (known is null)
            await client.About.RequireArtifactProxyAsync(cancellationToken);
        var experiment = await client.Experiments.EnsureAsync(name, cancellationToken);
        try
        {
            ArtifactLocation.Parse(experiment.ArtifactLocation, client.Address, $"The artifact folder of experiment '{name}'");
        }
        catch (MlflowException) when (known is null)
        {
            await client.Experiments.RenameAsync(
                experiment.ExperimentId, $"{name} (unusable, {experiment.ExperimentId})", cancellationToken);
            await client.Experiments.DeleteAsync(experiment.ExperimentId, cancellationToken);
            throw;
        }
        return experiment;
    }

    private async Task DiscardAsync(MlflowRunInfo run, MlflowException reason, CancellationToken cancellationToken)
    {
        try
        {
            await client.Runs.DeleteAsync(run.RunId, cancellationToken);
        }
        catch (MlflowException kept)
        {
            throw new MlflowException(reason.Problem,
                $"{reason.Message} The incomplete run {run.RunId} stays on the server, because it could not be deleted either:"
                + $" {kept.Message}", reason.Status, reason.ErrorCode, reason);
        }
    }

    /// <summary>Uploads missing or different artifacts of a run, and deletes files that do not belong to its model
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
            && Registration.IsOfModel(path) && !ArtifactFolder.IsTrace(path)))
            await client.Artifacts.DeleteAsync(run, stranger, cancellationToken);
    }

    /// <summary>The run with this key, or null. A race can leave several; then it is always the same one.</summary>
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

    /// <summary>A run by the server's id or by Volcast's, in any experiment; null for a missing or deleted run.</summary>
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

    /// <summary>Active runs by the server's ids, each with the last point of every metric.</summary>
    public async Task<IReadOnlyDictionary<string, Run>> FindManyAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Run>(StringComparer.Ordinal);
        string[] asked = [.. ids.Where(NamingRules.IsRunId).Distinct(StringComparer.Ordinal)];
        if (asked is [var single])
        {
            if (await client.Runs.FindAsync(single, cancellationToken) is { Info.LifecycleStage: "active" } run)
                found[single] = Of(run, (await client.Experiments.GetAsync(run.Info.ExperimentId, cancellationToken)).Name);
            return found;
        }
        if (asked.Length == 0)
            return found;
        var experiments = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var experiment in client.Experiments.SearchAsync(view: MlflowView.All, pageSize: ExperimentsPerPage)
            .WithCancellation(cancellationToken))
            experiments[experiment.ExperimentId] = experiment.Name;
        foreach (var some in asked.Chunk(RunsAtOnce))
            await foreach (var run in client.Runs.SearchAsync([.. experiments.Keys],
                $"attributes.run_id IN ({string.Join(',', some.Select(id => $"'{id}'"))})", pageSize: RunsAtOnce)
                .WithCancellation(cancellationToken))
                found[run.Info.RunId] = Of(run, experiments.GetValueOrDefault(run.Info.ExperimentId, ""));
        return found;
    }

    /// <summary>The run as the registry's type, with the history of its metrics.</summary>
    public async Task<Run> ReadAsync(MlflowRun run, CancellationToken cancellationToken)
    {
        var metrics = new Dictionary<string, IReadOnlyList<MetricPoint>>();
        foreach (var key in run.Data.Metrics.Select(metric => metric.Key).Distinct())
            metrics[key] = [.. (await client.Runs.GetMetricHistoryAsync(run.Info.RunId, key, cancellationToken)).Select(Point)];
        return Of(run, (await client.Experiments.GetAsync(run.Info.ExperimentId, cancellationToken)).Name) with
        {
            Metrics = metrics,
        };
    }

    /// <summary>The run as the registry's type, with the last point of each metric.</summary>
    private static Run Of(MlflowRun run, string experiment) => new()
    {
        Id = run.Info.RunId,
        Experiment = experiment,
        Name = run.Info.RunName,
        Status = MlflowRuns.Status(run.Info),
        StartTime = Time(run.Info.StartTime, run.Info.RunId),
        EndTime = run.Info.EndTime is { } end ? Time(end, run.Info.RunId) : null,
        Params = run.Data.Params.ToDictionary(param => param.Key, param => param.Value),
        Metrics = run.Data.Metrics.GroupBy(metric => metric.Key).ToDictionary(
            metric => metric.Key, IReadOnlyList<MetricPoint> (metric) => [Point(metric.Last())]),
        Tags = run.Data.Tags.ToDictionary(tag => tag.Key, tag => tag.Value),
    };

    /// <summary>The time of a server's milliseconds since 1970.</summary>
    public static DateTimeOffset Time(long milliseconds, string subject) => YamlMap.TimeFrom(milliseconds)
        ?? throw new MlflowException(
            RegistryProblem.Protocol, $"{subject} has the time {milliseconds}, which is out of range.");

    private async Task LogMissingAsync(Run run, MlflowRun held, bool isNew, CancellationToken cancellationToken)
    {
        var metrics = new List<MlflowMetric>();
        foreach (var (key, history) in run.Metrics)
        {
            var points = history.Select(point => new MlflowMetric(
                key, point.Value, point.Time.ToUnixTimeMilliseconds(), point.Step));
            // A newest point on the server shows that part of the history was logged before.
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

    // Servers store the largest double instead of an infinity.
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
