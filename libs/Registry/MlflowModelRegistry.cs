using Volcast.Registry.Mlflow;

namespace Volcast.Registry;

/// <summary>
/// A registry on an MLflow server, through its REST API. Runs and versions are ordinary ones of the server, so MLflow's pages and
/// tools show them. Several machines may use the server at once.
/// </summary>
/// <remarks>A run's metrics read back with infinities, which the server stores as the largest double.</remarks>
public sealed class MlflowModelRegistry : IModelRegistry, IDisposable
{
    /// <summary>The server's largest page.</summary>
    private const int ModelsPerPage = 1000;

    private readonly MlflowClient client;
    private readonly RunRecorder runs;
    private readonly VersionRegistration registrations;

    /// <param name="options">Address, credentials, timeouts and limits.</param>
    /// <param name="handler">Sends the HTTP requests; the registry does not dispose of it. Null for the real network.</param>
    /// <param name="time">Measures timeouts and waits; the system's clock by default.</param>
    /// <exception cref="RegistryException">An option is invalid.</exception>
    public MlflowModelRegistry(MlflowOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        client = new MlflowClient(options, handler, time);
        runs = new RunRecorder(client);
        registrations = new VersionRegistration(this, client, runs);
    }

    /// <summary>The server's address as messages show it.</summary>
    public string Server => client.Server;

    public Task<RegistrationResult> RegisterAsync(Registration registration, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireRegistration(registration);
        return registrations.RunAsync(registration, cancellationToken);
    }

    public async Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireRun(run);
        await runs.RecordAsync(run, _ => artifacts, cancellationToken);
    }

    public Task RequireRegistrableAsync(string model, string trainingDigest, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireModel(model);
        return registrations.RequirePossibleAsync(model, trainingDigest, cancellationToken);
    }

    public async Task<Run?> FindRunAsync(string runId, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireRunId(runId);
        return await runs.FindAsync(runId, cancellationToken) is { } run ? await runs.ReadAsync(run, cancellationToken) : null;
    }

    public Task<IReadOnlyDictionary<string, Run>> FindRunsAsync(
        IReadOnlyCollection<string> runIds, CancellationToken cancellationToken = default) =>
        runs.FindManyAsync(runIds, cancellationToken);

    public async Task<ArtifactFolder> ReadArtifactsAsync(
        string runId, Func<string, bool> wants, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireRunId(runId);
        var run = await runs.FindAsync(runId, cancellationToken) ?? throw RunMissing($"Run {runId}", runId);
        return await client.Artifacts.DownloadAsync(run.Info, wants, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var model in client.Models.SearchAsync(pageSize: ModelsPerPage).WithCancellation(cancellationToken))
            names.Add(model.Name);
        return [.. names];
    }

    public async Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireModel(model);
        if (await client.Models.FindAsync(model, cancellationToken) is not { } known)
            return [];
        var versions = new List<ModelVersion>();
        await foreach (var version in client.Versions.SearchAsync(model).WithCancellation(cancellationToken))
            versions.Add(Of(version, AliasesOf(known, version.Version)));
        return [.. versions.OrderByDescending(version => version.Number)];
    }

    /// <summary>One search for all models and one for all versions.</summary>
    public async Task<IReadOnlyList<ModelVersion>> ListAllVersionsAsync(CancellationToken cancellationToken = default)
    {
        var models = new Dictionary<string, MlflowRegisteredModel>(StringComparer.Ordinal);
        await foreach (var model in client.Models.SearchAsync(pageSize: ModelsPerPage).WithCancellation(cancellationToken))
            models[model.Name] = model;
        var versions = new List<ModelVersion>();
        await foreach (var version in client.Versions.SearchByFilterAsync(null).WithCancellation(cancellationToken))
            if (models.TryGetValue(version.Name, out var model))
                versions.Add(Of(version, AliasesOf(model, version.Version)));
        return [.. versions.OrderBy(version => version.Model, StringComparer.Ordinal)
            .ThenByDescending(version => version.Number)];
    }

    /// <summary>A single model is read directly; several models are read by one search, in pages of 1,000.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken = default)
    {
        var stamps = new Dictionary<string, string>(StringComparer.Ordinal);
        if (models.Count == 0)
            return stamps;
        if (models.Count == 1)
        {
            if (await client.Models.FindAsync(models.Single(), cancellationToken) is { } only)
                stamps[only.Name] = StampOf(only);
            return stamps;
        }
        var wanted = models.ToHashSet(StringComparer.Ordinal);
        await foreach (var model in client.Models.SearchAsync("name LIKE 'volcast-%'", ModelsPerPage)
            .WithCancellation(cancellationToken))
            if (wanted.Contains(model.Name))
                stamps[model.Name] = StampOf(model);
        return stamps;
    }

    private static string StampOf(MlflowRegisteredModel model) => $"{model.LastUpdatedTimestamp} "
        + string.Join(' ', model.Aliases.Select(named => $"{named.Alias}={named.Version}").Order(StringComparer.Ordinal));

    public async Task<ModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireModel(model);
        return number >= 1 && await client.Versions.FindAsync(model, number, cancellationToken) is { } version
            && await client.Models.FindAsync(model, cancellationToken) is { } known
                ? Of(version, AliasesOf(known, number))
                : null;
    }

    public async Task<ModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireModel(model);
        NamingRules.RequireAlias(alias);
        try
        {
            return await client.Models.FindByAliasAsync(model, alias, cancellationToken) is { } version
                ? Of(version, version.Aliases)
                : null;
        }
        catch (MlflowException none) when (none.Problem == RegistryProblem.NotFound)
        {
            // Either the model does not exist, or the alias names a deleted version.
            var known = await client.Models.FindAsync(model, cancellationToken);
            if (known?.Aliases.FirstOrDefault(named => named.Alias == alias) is not { } dangling)
                return null;
            throw new RegistryException(RegistryProblem.NotFound,
                $"The alias '{alias}' of model '{model}' names version {dangling.Version}, which was deleted. Give it to another"
                + " version.",
                none);
        }
    }

    public async Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken = default)
    {
        var place = await LocateAsync(version, cancellationToken);
        var folder = (await client.Artifacts.ReadAsync(place, cancellationToken)).WithoutTraces();
        if (folder.Count == 0)
            throw new RegistryException(RegistryProblem.NotFound,
                $"Model {version} has lost its folder {place.Path} on {Server}."
                + " Restore it from a copy, or train again, which restores the registered files.");
        folder.Verify($"Model {version} ({Server}, {place.Path})", version.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest));
        return folder;
    }

    public Task SetVersionTagAsync(
        string model, int number, string key, string value, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireKey("tag", key);
        return OfVersionAsync(model, number, () => client.Versions.SetTagAsync(model, number, key, value, cancellationToken),
            cancellationToken);
    }

    public Task DeleteVersionTagAsync(string model, int number, string key, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireKey("tag", key);
        return OfVersionAsync(model, number, () => client.Versions.DeleteTagAsync(model, number, key, cancellationToken),
            cancellationToken);
    }

    public Task SetAliasAsync(string model, string alias, int number, CancellationToken cancellationToken = default) =>
        OfVersionAsync(model, number, () => client.Models.SetAliasAsync(model, alias, number, cancellationToken),
            cancellationToken);

    public async Task DeleteAliasAsync(string model, string alias, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireModel(model);
        NamingRules.RequireAlias(alias);
        try
        {
            await client.Models.DeleteAliasAsync(model, alias, cancellationToken);
        }
        catch (MlflowException none) when (none.Problem == RegistryProblem.NotFound)
        {
            // The model does not exist, so the alias does not exist either: nothing to do.
        }
    }

    public Task<T> ExclusivelyAsync<T>(Func<IModelRegistry, Task<T>> act, CancellationToken cancellationToken = default) =>
        act(this);

    public void Dispose() => client.Dispose();

    private async Task<ArtifactLocation> LocateAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        const string ofRun = "runs:/";
        const string ofModel = "models:/";
        var subject = $"The folder of model {version}";
        var source = version.Source.StartsWith(ofModel, StringComparison.Ordinal)
            ? await client.Versions.GetDownloadUriAsync(version.Model, version.Number, cancellationToken)
            : version.Source;
        if (!source.StartsWith(ofRun, StringComparison.Ordinal))
            return ArtifactLocation.Parse(source, client.Address, subject);
        var (runId, path) = source[ofRun.Length..].Split('/', 2) is [var id, var rest]
            ? (id, rest)
            : (source[ofRun.Length..], "");
        var run = await client.Runs.FindAsync(runId, cancellationToken) ?? throw RunMissing($"Model {version}", runId);
        var root = ArtifactLocation.Parse(run.Info.ArtifactUri, client.Address, subject);
        return path.Length == 0 ? root : root.In(path);
    }

    private async Task OfVersionAsync(string model, int number, Func<Task> act, CancellationToken cancellationToken)
    {
        NamingRules.RequireModel(model);
        try
        {
            if (number >= 1)
            {
                await act();
                return;
            }
        }
        catch (MlflowException none) when (none.Problem == RegistryProblem.NotFound)
        {
            // Reported below, together with the existing versions.
        }
        var numbers = (await ListVersionsAsync(model, cancellationToken)).Select(version => $"{version.Number}");
        throw new RegistryException(RegistryProblem.NotFound,
            $"Model '{model}' has no version {number} on {Server}; it has {string.Join(", ", numbers.DefaultIfEmpty("none"))}.");
    }

    internal RegistryException RunMissing(string subject, string runId) => new(RegistryProblem.NotFound,
        $"{subject}: there is no run {runId} on {Server}. If it was deleted there, restore it:"
        + $" `mlflow runs restore --run-id {runId}`, with MLFLOW_TRACKING_URI set to that server. If it no longer exists, delete"
        + " the version there and train again.");

    private static IReadOnlyList<string> AliasesOf(MlflowRegisteredModel model, int number) =>
        [.. model.Aliases.Where(alias => alias.Version == $"{number}").Select(alias => alias.Alias)];

    private static ModelVersion Of(MlflowModelVersion version, IEnumerable<string> aliases) => new()
    {
        Model = version.Name,
        Number = version.Version,
        CreatedAt = RunRecorder.Time(version.CreationTimestamp, $"{version.Name} version {version.Version}"),
        RunId = version.RunId,
        Source = version.Source,
        Tags = version.Tags.ToDictionary(tag => tag.Key, tag => tag.Value),
        Aliases = [.. aliases.Order(StringComparer.Ordinal)],
    };
}
