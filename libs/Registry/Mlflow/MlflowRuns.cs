namespace Volcast.Registry.Mlflow;

/// <summary>The routes <c>runs/…</c>. Every method throws <see cref="MlflowException"/> when it cannot do what it
/// says.</summary>
public sealed class MlflowRuns
{
    /// <summary>The tag by which a run names the run that it is a part of.</summary>
    public const string ParentRunTag = "mlflow.parentRunId";

    // As Python's client asks; servers allow no more.
    private const int MostPointsAtOnce = 25_000;

    private readonly MlflowConnection connection;

    internal MlflowRuns(MlflowConnection connection) => this.connection = connection;

    /// <summary>Begins a run. It is not repeated when the answer is lost, since a second one would begin: give it a tag of your
    /// own and look for that first.</summary>
    public async Task<MlflowRun> CreateAsync(MlflowNewRun run, CancellationToken cancellationToken = default)
    {
        MlflowTag[] tags = run.ParentRunId is { } parent ? [.. run.Tags, new(ParentRunTag, parent)] : [.. run.Tags];
        var reply = await connection.PostAsync<RunReply>("runs/create", new
        {
            experiment_id = run.ExperimentId,
            run_name = run.Name,
            user_id = run.User,
            start_time = run.StartTime.ToUnixTimeMilliseconds(),
            tags,
        }, cancellationToken, creates: true);
        return reply.Run;
    }

    public async Task<MlflowRun> GetAsync(string runId, CancellationToken cancellationToken = default) =>
        (await connection.GetAsync<RunReply>("runs/get", cancellationToken, ("run_id", runId))).Run;

    /// <summary>The run of this id, deleted ones too, or null.</summary>
    public async Task<MlflowRun?> FindAsync(string runId, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(runId, cancellationToken);
        }
        catch (MlflowException none) when (none.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    /// <summary>Runs by MLflow's filter language, such as <c>metrics.rmse &lt; 0.1 and tags.`a.b` = 'c'</c>.</summary>
    /// <param name="experimentIds">Where to look; at least one.</param>
    /// <param name="filter">Null for all.</param>
    /// <param name="orderBy">Such as <c>metrics.rmse ASC</c>; the newest first by default.</param>
    /// <param name="view">Deleted runs too?</param>
    /// <param name="pageSize">How many are asked for at once, 1 to 50,000.</param>
    public IAsyncEnumerable<MlflowRun> SearchAsync(
        IReadOnlyList<string> experimentIds, string? filter = null, IReadOnlyList<string>? orderBy = null,
        MlflowView view = MlflowView.Active, int pageSize = 200) =>
        Paging.AllAsync<MlflowRun>(async (page, stop) =>
        {
            var reply = await connection.PostAsync<SearchReply>("runs/search", new
            {
                experiment_ids = experimentIds,
                filter,
                order_by = orderBy,
                run_view_type = MlflowExperiments.Text(view),
                max_results = pageSize,
                page_token = page,
            }, stop);
            return (reply.Runs, reply.NextPageToken);
        }, connection.Address.Server);

    /// <summary>Sets status and end. A server that does not know the status ignores it and answers 200: that is found
    /// out.</summary>
    public async Task<MlflowRunInfo> UpdateAsync(
        string runId, RunStatus status, DateTimeOffset? endTime = null, string? name = null,
        CancellationToken cancellationToken = default)
    {
        var text = Text(status);
        var reply = await connection.PostAsync<UpdateReply>("runs/update", new
        {
            run_id = runId,
            status = text,
            end_time = endTime?.ToUnixTimeMilliseconds(),
            run_name = name,
        }, cancellationToken);
        return reply.RunInfo.Status == text
            ? reply.RunInfo
            : throw new MlflowException(RegistryProblem.Protocol,
                $"{connection.Address.Server} did not take the status {text} for run {runId}: it stays {reply.RunInfo.Status}.");
    }

    /// <summary>Logs any number of points, params and tags, in requests of the size that a server takes. A point, param or tag
    /// that is there already, with the same value, changes nothing.</summary>
    /// <exception cref="MlflowException">With <see cref="RegistryProblem.Refused"/> when a param has another value
    /// already.</exception>
    public async Task LogBatchAsync(
        string runId, IReadOnlyList<MlflowMetric>? metrics = null, IReadOnlyList<MlflowParam>? parameters = null,
        IReadOnlyList<MlflowTag>? tags = null, CancellationToken cancellationToken = default)
    {
        foreach (var (key, value) in parameters ?? [])
            NamingRules.RequireParam(key, value);
        foreach (var (key, value) in tags ?? [])
            NamingRules.RequireTag(key, value);
        foreach (var chunk in LogBatches.Of(parameters ?? [], LogBatches.MostParams))
            await connection.PostAsync("runs/log-batch", new { run_id = runId, @params = chunk }, cancellationToken);
        foreach (var chunk in LogBatches.Of(tags ?? [], LogBatches.MostTags))
            await connection.PostAsync("runs/log-batch", new { run_id = runId, tags = chunk }, cancellationToken);
        foreach (var chunk in LogBatches.Of(metrics ?? [], LogBatches.MostMetrics))
            await connection.PostAsync("runs/log-batch", new { run_id = runId, metrics = chunk }, cancellationToken);
    }

    public Task LogMetricAsync(string runId, MlflowMetric metric, CancellationToken cancellationToken = default) =>
        connection.PostAsync("runs/log-metric",
            new { run_id = runId, metric.Key, metric.Value, metric.Timestamp, metric.Step }, cancellationToken);

    public Task LogParamAsync(string runId, string key, string value, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireParam(key, value);
        return connection.PostAsync("runs/log-parameter", new { run_id = runId, key, value }, cancellationToken);
    }

    public Task SetTagAsync(string runId, string key, string value, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireTag(key, value);
        return connection.PostAsync("runs/set-tag", new { run_id = runId, key, value }, cancellationToken);
    }

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default) =>
        connection.PostAsync("runs/delete-tag", new { run_id = runId, key }, cancellationToken);

    /// <summary>All points of a metric, by time and step.</summary>
    public async Task<IReadOnlyList<MlflowMetric>> GetMetricHistoryAsync(
        string runId, string key, CancellationToken cancellationToken = default)
    {
        var points = new List<MlflowMetric>();
        await foreach (var point in Paging.AllAsync<MlflowMetric>(async (page, stop) =>
        {
            var reply = await connection.GetAsync<HistoryReply>(
                "metrics/get-history", stop, ("run_id", runId), ("metric_key", key),
                ("max_results", $"{MostPointsAtOnce}"), ("page_token", page));
            return (reply.Metrics, reply.NextPageToken);
        }, connection.Address.Server, cancellationToken))
            points.Add(point);
        return [.. points.OrderBy(point => point.Timestamp).ThenBy(point => point.Step)];
    }

    /// <summary>Marks it as deleted: it is still answered for, and takes no more.</summary>
    public Task DeleteAsync(string runId, CancellationToken cancellationToken = default) =>
        connection.PostAsync("runs/delete", new { run_id = runId }, cancellationToken);

    internal static string Text(RunStatus status) => status.ToString().ToUpperInvariant();

    internal static RunStatus Status(MlflowRunInfo info) =>
        Enum.TryParse<RunStatus>(info.Status, ignoreCase: true, out var status) && Enum.IsDefined(status)
            ? status
            : throw new MlflowException(RegistryProblem.Protocol, $"Run {info.RunId} has the unknown status '{info.Status}'.");

    private sealed record RunReply(MlflowRun Run);

    private sealed record UpdateReply(MlflowRunInfo RunInfo);

    private sealed record SearchReply(IReadOnlyList<MlflowRun>? Runs = null, string? NextPageToken = null);

    private sealed record HistoryReply(IReadOnlyList<MlflowMetric>? Metrics = null, string? NextPageToken = null);
}
