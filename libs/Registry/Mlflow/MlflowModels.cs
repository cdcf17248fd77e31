namespace Volcast.Registry.Mlflow;

/// <summary>A registered model: a name that holds versions.</summary>
public sealed record MlflowRegisteredModel
{
    public required string Name { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long CreationTimestamp { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long LastUpdatedTimestamp { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyList<MlflowTag> Tags { get; init; } = [];

    public IReadOnlyList<MlflowAlias> Aliases { get; init; } = [];
}

/// <summary>A name that points at one version of a model.</summary>
public sealed record MlflowAlias(string Alias, string Version);

/// <summary>The routes <c>registered-models/…</c>, including aliases. Every method throws <see cref="MlflowException"/> when it
/// fails.</summary>
public sealed class MlflowModels
{
    private readonly MlflowConnection connection;

    internal MlflowModels(MlflowConnection connection) => this.connection = connection;

    /// <exception cref="MlflowException">With <see cref="RegistryProblem.AlreadyExists"/> if the name exists.</exception>
    public async Task<MlflowRegisteredModel> CreateAsync(
        string name, string? description = null, IReadOnlyList<MlflowTag>? tags = null,
        CancellationToken cancellationToken = default)
    {
        NamingRules.RequireModel(name);
        return (await connection.PostAsync<ModelReply>(
            "registered-models/create", new { name, description, tags }, cancellationToken, creates: true)).RegisteredModel;
    }

    /// <summary>The model of this name. It is created if it does not exist, even if others do so at the same time.</summary>
    public async Task<MlflowRegisteredModel> EnsureAsync(string name, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(name, cancellationToken) is { } known)
            return known;
        try
        {
            return await CreateAsync(name, cancellationToken: cancellationToken);
        }
        catch (MlflowException lost) when (lost.Problem == RegistryProblem.AlreadyExists)
        {
            if (await FindAsync(name, cancellationToken) is { } theirs)
                return theirs;
            throw;
        }
    }

    /// <summary>The model with its aliases, or null.</summary>
    public async Task<MlflowRegisteredModel?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await connection.GetAsync<ModelReply>(
                "registered-models/get", cancellationToken, ("name", name))).RegisteredModel;
        }
        catch (MlflowException none) when (none.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    /// <summary>Models that match MLflow's filter language, such as <c>name LIKE 'vol%'</c>; all of them without a
    /// filter.</summary>
    public IAsyncEnumerable<MlflowRegisteredModel> SearchAsync(string? filter = null, int pageSize = 100) =>
        Paging.AllAsync<MlflowRegisteredModel>(async (page, stop) =>
        {
            var reply = await connection.GetAsync<SearchReply>("registered-models/search", stop,
                ("filter", filter), ("max_results", $"{pageSize}"), ("page_token", page));
            return (reply.RegisteredModels, reply.NextPageToken);
        }, connection.Address.Server);

    public async Task<MlflowRegisteredModel> UpdateAsync(
        string name, string description, CancellationToken cancellationToken = default) =>
        (await connection.PatchAsync<ModelReply>(
            "registered-models/update", new { name, description }, cancellationToken)).RegisteredModel;

    /// <summary>Removes the model and all its versions; their runs remain.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        connection.DeleteAsync("registered-models/delete", new { name }, cancellationToken);

    public Task SetTagAsync(string name, string key, string value, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireTag(key, value);
        return connection.PostAsync("registered-models/set-tag", new { name, key, value }, cancellationToken);
    }

    public Task DeleteTagAsync(string name, string key, CancellationToken cancellationToken = default) =>
        connection.DeleteAsync("registered-models/delete-tag", new { name, key }, cancellationToken);

    /// <summary>Points an alias at a version. If another version has the alias, it loses it.</summary>
    public Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireAlias(alias);
        return connection.PostAsync("registered-models/alias", new { name, alias, version = $"{version}" }, cancellationToken);
    }

    /// <summary>Removes an alias. A missing alias is not an error.</summary>
    public Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken = default) =>
        connection.DeleteAsync("registered-models/alias", new { name, alias }, cancellationToken);

    /// <summary>The version with an alias, or null if the model does not have the alias.</summary>
    /// <exception cref="MlflowException">With <see cref="RegistryProblem.NotFound"/> if the model does not exist, or the
    /// version has been deleted.</exception>
    public async Task<MlflowModelVersion?> FindByAliasAsync(
        string name, string alias, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireAlias(alias);
        try
        {
            return (await connection.GetAsync<VersionReply>(
                "registered-models/alias", cancellationToken, ("name", name), ("alias", alias))).ModelVersion;
        }
        catch (MlflowException none) when (none.ErrorCode == MlflowErrorCode.InvalidParameterValue)
        {
            return null; // The server's response to a missing alias; the alias itself is well formed.
        }
    }

    private sealed record ModelReply(MlflowRegisteredModel RegisteredModel);

    private sealed record VersionReply(MlflowModelVersion ModelVersion);

    private sealed record SearchReply(
        IReadOnlyList<MlflowRegisteredModel>? RegisteredModels = null, string? NextPageToken = null);
}
