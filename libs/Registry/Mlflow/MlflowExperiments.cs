namespace Volcast.Registry.Mlflow;

/// <summary>A group of runs.</summary>
public sealed record MlflowExperiment
{
    public required string ExperimentId { get; init; }

    public required string Name { get; init; }

    /// <summary>The root of its runs' artifacts.</summary>
    public string ArtifactLocation { get; init; } = "";

    /// <summary><c>active</c> or <c>deleted</c>. A deleted experiment keeps its name and accepts no runs.</summary>
    public string LifecycleStage { get; init; } = "active";

    public IReadOnlyList<MlflowTag> Tags { get; init; } = [];

    internal bool IsActive => LifecycleStage == "active";
}

/// <summary>A name with free text, on an experiment, run, model or version.</summary>
public sealed record MlflowTag(string Key, string Value = "");

/// <summary>Whether a search covers active items, deleted items or both.</summary>
public enum MlflowView
{
    Active,
    Deleted,
    All,
}

/// <summary>The routes <c>experiments/…</c>. Every method throws <see cref="MlflowException"/> when it fails.</summary>
public sealed class MlflowExperiments
{
    private readonly MlflowConnection connection;

    internal MlflowExperiments(MlflowConnection connection) => this.connection = connection;

    /// <summary>The experiment of this name, active or deleted; null if there is none.</summary>
    public async Task<MlflowExperiment?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            var reply = await connection.GetAsync<ExperimentReply>(
                "experiments/get-by-name", cancellationToken, ("experiment_name", name));
            return reply.Experiment;
        }
        catch (MlflowException none) when (none.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    public async Task<MlflowExperiment> GetAsync(string experimentId, CancellationToken cancellationToken = default) =>
        (await connection.GetAsync<ExperimentReply>(
            "experiments/get", cancellationToken, ("experiment_id", experimentId))).Experiment;

    /// <returns>The new experiment's id.</returns>
    /// <exception cref="MlflowException">With <see cref="RegistryProblem.AlreadyExists"/> if an active or deleted experiment
    /// has this name.</exception>
    public async Task<string> CreateAsync(
        string name, IReadOnlyList<MlflowTag>? tags = null, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireExperiment(name);
        return (await connection.PostAsync<CreatedReply>(
            "experiments/create", new { name, tags }, cancellationToken, creates: true)).ExperimentId;
    }

    /// <summary>The active experiment of this name. It is created if it does not exist, even if others do so at the same
    /// time.</summary>
    /// <exception cref="MlflowException">With <see cref="RegistryProblem.Refused"/> if it has been deleted.</exception>
    public async Task<MlflowExperiment> EnsureAsync(string name, CancellationToken cancellationToken = default)
    {
        var known = await FindAsync(name, cancellationToken);
        if (known is null)
        {
            try
            {
                await CreateAsync(name, null, cancellationToken);
            }
            catch (MlflowException lost) when (lost.Problem == RegistryProblem.AlreadyExists)
            {
                // Another client created it first, or a repeated call found the result of its own first attempt.
            }
            known = await FindAsync(name, cancellationToken);
        }
        if (known is not { IsActive: true })
            throw new MlflowException(RegistryProblem.Refused,
                $"Experiment '{name}' on {connection.Address.Server} has been deleted, so it accepts no runs. Restore it:"
                + $" `mlflow experiments restore --experiment-id {known?.ExperimentId}`, with MLFLOW_TRACKING_URI set to that"
                + " server.");
        return known;
    }

    /// <summary>Experiments that match MLflow's filter language, such as <c>name LIKE 'vol%'</c>; all of them without a
    /// filter.</summary>
    public IAsyncEnumerable<MlflowExperiment> SearchAsync(
        string? filter = null, MlflowView view = MlflowView.Active, int pageSize = 200) =>
        Paging.AllAsync<MlflowExperiment>(async (page, stop) =>
        {
            var reply = await connection.PostAsync<SearchReply>("experiments/search",
                new { filter, view_type = Text(view), max_results = pageSize, page_token = page }, stop);
            return (reply.Experiments, reply.NextPageToken);
        }, connection.Address.Server);

    public Task SetTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken = default) =>
        connection.PostAsync(
            "experiments/set-experiment-tag", new { experiment_id = experimentId, key, value }, cancellationToken);

    public Task RenameAsync(string experimentId, string name, CancellationToken cancellationToken = default) =>
        connection.PostAsync(
            "experiments/update", new { experiment_id = experimentId, new_name = name }, cancellationToken);

    /// <summary>Marks the experiment as deleted. It keeps its name and its runs.</summary>
    public Task DeleteAsync(string experimentId, CancellationToken cancellationToken = default) =>
        connection.PostAsync("experiments/delete", new { experiment_id = experimentId }, cancellationToken);

    public Task RestoreAsync(string experimentId, CancellationToken cancellationToken = default) =>
        connection.PostAsync("experiments/restore", new { experiment_id = experimentId }, cancellationToken);

    internal static string Text(MlflowView view) => view switch
    {
        MlflowView.Active => "ACTIVE_ONLY",
        MlflowView.Deleted => "DELETED_ONLY",
        _ => "ALL",
    };

    private sealed record ExperimentReply(MlflowExperiment Experiment);

    private sealed record CreatedReply(string ExperimentId);

    private sealed record SearchReply(IReadOnlyList<MlflowExperiment>? Experiments = null, string? NextPageToken = null);
}
