namespace Volcast.Registry.Mlflow;

/// <summary>A version of a registered model as the server stores it.</summary>
public sealed record MlflowModelVersion
{
    /// <summary>The registered model.</summary>
    public required string Name { get; init; }

    /// <summary>1 for the first. MLflow writes it as text.</summary>
    public required int Version { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long CreationTimestamp { get; init; }

    /// <summary>MLflow's old stages: <c>None</c>, <c>Staging</c>, <c>Production</c>, <c>Archived</c>.</summary>
    public string CurrentStage { get; init; } = "None";

    public string Description { get; init; } = "";

    /// <summary>The URI of its folder: an artifact store's URI, <c>runs:/…</c> or <c>models:/…</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>Empty for a version without a run.</summary>
    public string RunId { get; init; } = "";

    /// <summary><c>READY</c>, <c>PENDING_REGISTRATION</c> or <c>FAILED_REGISTRATION</c>.</summary>
    public string Status { get; init; } = "READY";

    public IReadOnlyList<MlflowTag> Tags { get; init; } = [];

    /// <summary>Not every response has them; only a registered model's own list of aliases is complete.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>The routes <c>model-versions/…</c>. Every method throws <see cref="MlflowException"/> when it fails.</summary>
public sealed class MlflowVersions
{
    // One page for all versions: a deletion between two pages would shift the second page.
    private const int LargePage = 10_000;

    private readonly MlflowConnection connection;

    internal MlflowVersions(MlflowConnection connection) => this.connection = connection;

    /// <summary>Creates the next version. The call is not repeated if the response is lost, since that would create a second
    /// version. Give the version a unique tag and search for it before you call again.</summary>
    /// <param name="name">A registered model.</param>
    /// <param name="source">The URI of the model's folder: the run's artifact URI and the folder's name.</param>
    /// <param name="runId">The run that trained it, or null.</param>
    /// <param name="tags">Set together with the creation.</param>
    /// <param name="description">Text for people.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<MlflowModelVersion> CreateAsync(
        string name, string source, string? runId, IReadOnlyList<MlflowTag>? tags = null, string? description = null,
        CancellationToken cancellationToken = default)
    {
        foreach (var (key, value) in tags ?? [])
            NamingRules.RequireTag(key, value);
        var version = (await connection.PostAsync<VersionReply>("model-versions/create",
            new { name, source, run_id = runId, tags, description }, cancellationToken, creates: true)).ModelVersion;
        return version.Status == "READY"
            ? version
            : throw new MlflowException(RegistryProblem.Protocol,
                $"{connection.Address.Server} created {name} version {version.Version}, but its status is {version.Status}."
                + " Check the server's log, delete that version there, and run again.");
    }

    /// <summary>The version, or null if it does not exist.</summary>
    public async Task<MlflowModelVersion?> FindAsync(string name, int version, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await connection.GetAsync<VersionReply>(
                "model-versions/get", cancellationToken, ("name", name), ("version", $"{version}"))).ModelVersion;
        }
        catch (MlflowException none) when (none.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    /// <summary>All versions of a model, the newest first; empty for an unknown model.</summary>
    public IAsyncEnumerable<MlflowModelVersion> SearchAsync(string name, int pageSize = LargePage) =>
        SearchByFilterAsync($"name={Quoted(name)}", ["version_number DESC"], pageSize);

    /// <summary>Versions that match MLflow's filter language, such as <c>run_id='…'</c>.</summary>
    public IAsyncEnumerable<MlflowModelVersion> SearchByFilterAsync(
        string? filter, IReadOnlyList<string>? orderBy = null, int pageSize = LargePage) =>
        Paging.AllAsync<MlflowModelVersion>(async (page, stop) =>
        {
            var reply = await connection.GetAsync<SearchReply>("model-versions/search", stop,
            [
                ("filter", filter),
                ("max_results", $"{pageSize}"),
                .. (orderBy ?? []).Select(order => ("order_by", (string?)order)),
                ("page_token", page),
            ]);
            return (reply.ModelVersions, reply.NextPageToken);
        }, connection.Address.Server);

    public async Task<MlflowModelVersion> UpdateAsync(
        string name, int version, string description, CancellationToken cancellationToken = default) =>
        (await connection.PatchAsync<VersionReply>(
            "model-versions/update", new { name, version = $"{version}", description }, cancellationToken)).ModelVersion;

    /// <summary>Removes the version. Its number is not used again, and its run remains.</summary>
    public Task DeleteAsync(string name, int version, CancellationToken cancellationToken = default) =>
        connection.DeleteAsync("model-versions/delete", new { name, version = $"{version}" }, cancellationToken);

    public Task SetTagAsync(string name, int version, string key, string value, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireTag(key, value);
        return connection.PostAsync(
            "model-versions/set-tag", new { name, version = $"{version}", key, value }, cancellationToken);
    }

    /// <summary>Removes a tag. A missing tag is not an error.</summary>
    public Task DeleteTagAsync(string name, int version, string key, CancellationToken cancellationToken = default) =>
        connection.DeleteAsync("model-versions/delete-tag", new { name, version = $"{version}", key }, cancellationToken);

    /// <summary>The artifact store's URI of a version, resolved through all versions and runs that its source names.</summary>
    public async Task<string> GetDownloadUriAsync(string name, int version, CancellationToken cancellationToken = default) =>
        (await connection.GetAsync<DownloadReply>(
            "model-versions/get-download-uri", cancellationToken, ("name", name), ("version", $"{version}"))).ArtifactUri;

    internal static string Quoted(string text) => text.Contains('\'', StringComparison.Ordinal)
        ? text.Contains('"', StringComparison.Ordinal)
            ? throw new RegistryException(RegistryProblem.Invalid,
                $"'{text}' holds single and double quotation marks, so it cannot be used in a search.")
            : $"\"{text}\""
        : $"'{text}'";

    private sealed record VersionReply(MlflowModelVersion ModelVersion);

    private sealed record DownloadReply(string ArtifactUri);

    private sealed record SearchReply(IReadOnlyList<MlflowModelVersion>? ModelVersions = null, string? NextPageToken = null);
}
