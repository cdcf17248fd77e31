namespace Volcast.Registry.Mlflow;

/// <summary>The routes <c>runs/…</c>. Every method throws <see cref="MlflowException"/> when it fails.</summary>
public sealed class MlflowRuns
{
    /// <summary>The tag with which a run names its parent run.</summary>
    public const string ParentRunTag = "mlflow.parentRunId";

    // The page size that Python's client uses; servers allow no more.
    private const int MostPointsAtOnce = 25_000;

    private readonly MlflowConnection connection;

    internal MlflowRuns(MlflowConnection connection) => this.connection = connection;

    /// <summary>Starts a run. The call is not repeated if the response is lost, since that would start a second run. Give the run
    /// a unique tag and search for it before you call again.</summary>
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

    /// <summary>The run with this id, active or deleted; null if there is none.</summary>
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

    /// <summary>Runs that match MLflow's filter language, such as <c>metrics.rmse &lt; 0.1 and tags.`a.b` = 'c'</c>.</summary>
    /// <param name="experimentIds">The experiments to search; at least one.</param>
    /// <param name="filter">Null for all.</param>
    /// <param name="orderBy">Such as <c>metrics.rmse ASC</c>; the newest first by default.</param>
    /// <param name="view">Whether to return active runs, deleted runs or both.</param>
    /// <param name="pageSize">Runs per request, 1 to 50,000.</param>
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

    /// <summary>Sets status and end. A server that does not know the status ignores it and answers 200; this method checks for
    /// that.</summary>
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
                $"{connection.Address.Server} did not accept status {text} for run {runId}, which is {reply.RunInfo.Status}.");
    }

    /// <summary>Logs any number of points, params and tags, in requests within the server's size limits. Logging the same value
    /// again changes nothing.</summary>
    /// <exception cref="MlflowException">With <see cref="RegistryProblem.Refused"/> if a param already has another
    /// value.</exception>
    public async Task LogBatchAsync(
        string runId, IReadOnlyList<MlflowMetric>? metrics = null, IReadOnlyList<MlflowParam>? parameters = null,
        IReadOnlyList<MlflowTag>? tags = null, CancellationToken cancellationToken = default)
    {
        foreach (var (key, value) in parameters ?? [])
            NamingRules.RequireParam(key, value);
        foreach (var (key, value) in tags ?? [])
            NamingRules.RequireRunTag(key, value);
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
        NamingRules.RequireRunTag(key, value);
        return connection.PostAsync("runs/set-tag", new { run_id = runId, key, value }, cancellationToken);
    }

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default) =>
        connection.PostAsync("runs/delete-tag", new { run_id = runId, key }, cancellationToken);

    /// <summary>All points of a metric, ordered by time and step.</summary>
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

    /// <summary>Marks the run as deleted. It can still be read, but accepts no new values.</summary>
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
