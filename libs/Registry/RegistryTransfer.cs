namespace Volcast.Registry;

/// <summary>The result of a copy from one registry to another.</summary>
/// <param name="Source">The version that was copied.</param>
/// <param name="Copy">The version in the target registry, with that registry's number.</param>
/// <param name="Created">Whether it is new there.</param>
/// <param name="Aliases">The aliases that were set there.</param>
public sealed record TransferResult(ModelVersion Source, ModelVersion Copy, bool Created, IReadOnlyList<string> Aliases)
{
    /// <summary>Tags, params and metrics of other tools that the target's rules do not allow; they were not copied.</summary>
    public IReadOnlyList<string> LeftBehind { get; init; } = [];
}

/// <summary>Copies versions between registries, such as from a local store to a server: model folder, run, evidence and
/// tags.</summary>
/// <param name="source">The registry of the version.</param>
/// <param name="sourceName">The origin that the copy's tags name, such as the folder or the server's address, without
/// secrets.</param>
/// <param name="target">The registry to copy to.</param>
public sealed class RegistryTransfer(IModelRegistry source, string sourceName, IModelRegistry target)
{
    // Tags that only apply to the registry where they were set.
    private static readonly HashSet<string> OwnTags =
    [
        RegistryTags.TrainingDigest, RegistryTags.ArtifactDigest, RegistryTags.PendingAliases,
        RegistryTags.SourceRegistry, RegistryTags.SourceVersion, RegistryTags.SourceRun,
        RegistryTags.Stage, RegistryTags.ChampionTenures, RegistryTags.ChampionReason, RegistryTags.PromotedBy,
        RegistryTags.RolledBack, RegistryTags.PendingMove, RegistryTags.Verdict, RegistryTags.VerdictRuns,
    ];

    /// <summary>Copies one version and checks the copy. An existing copy, recognised by the digest of its training, is completed
    /// and receives the present tags. Running it again changes nothing.</summary>
    /// <param name="model">The registered model.</param>
    /// <param name="number">The version's number at the source.</param>
    /// <param name="withAliases">Whether the copy receives the version's aliases; other versions lose them.</param>
    /// <param name="cancellationToken">Stops between steps; the next run continues.</param>
    /// <exception cref="RegistryException">The version does not exist, Volcast did not make it, its files are not the registered
    /// ones, or the target holds another model under the same training.</exception>
    public async Task<TransferResult> CopyAsync(
        string model, int number, bool withAliases = false, CancellationToken cancellationToken = default)
    {
        var version = await source.GetVersionAsync(model, number, cancellationToken);
        if (!version.Tags.TryGetValue(RegistryTags.TrainingDigest, out var digest)
            || version.Tags.ContainsKey(RegistryTags.PendingAliases))
            throw new RegistryException(RegistryProblem.Invalid,
                $"{version} in {sourceName} cannot be copied: " + (digest is null
                    ? $"it has no tag {RegistryTags.TrainingDigest}, so Volcast did not make it."
                    : "its registration is not finished. Train again to finish it."));
        var folder = await source.ReadModelAsync(version, cancellationToken);
        var artifacts = await source.ReadArtifactsAsync(version.RunId, IsEvidence, cancellationToken);
        var run = await source.FindRunAsync(version.RunId, cancellationToken)
            ?? throw new RegistryException(
                RegistryProblem.NotFound, $"{version} in {sourceName} has lost its run {version.RunId}.");

        var leftBehind = new List<string>();
        var tags = Carried(version.Tags);
        var outcome = await target.RegisterAsync(new Registration
        {
            Model = model,
            TrainingDigest = digest,
            Run = Carried(run, leftBehind),
            ModelFolder = folder,
            Artifacts = artifacts,
            VersionTags = new Dictionary<string, string>(tags.Where(tag => IsOwn(tag.Key)))
            {
                [RegistryTags.SourceRegistry] = sourceName,
                [RegistryTags.SourceVersion] = $"{version}",
                [RegistryTags.SourceRun] = version.RunId,
            },
        }, cancellationToken);

        var copy = outcome.Version;
        await RequireArrivedAsync(version, copy, folder, artifacts, cancellationToken);
        foreach (var (key, value) in tags)
            if (copy.Tags.GetValueOrDefault(key) != value)
                try
                {
                    await target.SetVersionTagAsync(model, copy.Number, key, value, cancellationToken);
                }
                catch (RegistryException refused) when (!IsOwn(key)
                    && refused.Problem is RegistryProblem.Invalid or RegistryProblem.Refused)
                {
                    leftBehind.Add(key);
                }
        string[] aliases = withAliases ? [.. version.Aliases.Except(copy.Aliases)] : [];
        foreach (var alias in aliases)
            await target.SetAliasAsync(model, alias, copy.Number, cancellationToken);
        return new TransferResult(
            version, await target.GetVersionAsync(model, copy.Number, cancellationToken), outcome.Created, aliases)
        {
            LeftBehind = leftBehind,
        };
    }

    private async Task RequireArrivedAsync(
        ModelVersion version, ModelVersion copy, ArtifactFolder folder, ArtifactFolder artifacts,
        CancellationToken cancellationToken)
    {
        if (copy.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest) is not { } digest
            || (digest != folder.Digest && digest != MlModel.Of(folder, copy.RunId).Digest))
            throw new RegistryException(RegistryProblem.Invalid,
                $"{version} in {sourceName} and {copy} in the other registry come from the same training but hold different"
                + " files, so neither can replace the other. Train again with another seed, or delete the one that is wrong.");
        // Reading the model verifies it against the digest.
        await target.ReadModelAsync(copy, cancellationToken);
        var arrived = await target.ReadArtifactsAsync(copy.RunId, IsEvidence, cancellationToken);
        if (artifacts.Paths.FirstOrDefault(path =>
                !arrived.Contains(path) || !arrived[path].Span.SequenceEqual(artifacts[path].Span)) is not null)
            throw new RegistryException(RegistryProblem.Tampered,
                $"{version} of {sourceName} did not arrive completely as {copy}. Run again, which copies the missing files.");
    }

    // The run as Volcast first recorded it: on a server a tag holds Volcast's own id.
    private static Run Carried(Run run, List<string> leftBehind)
    {
        var tags = run.Tags.Where(tag => tag.Key is not (RegistryTags.RunKey or RegistryTags.TrainingDigest)).ToDictionary();
        return NamingRules.Allowed(
            run with { Id = run.Tags.GetValueOrDefault(RegistryTags.RunKey) ?? run.Id, Tags = tags }, leftBehind);
    }

    private static bool IsOwn(string key) => key.StartsWith(RegistryTags.Prefix, StringComparison.Ordinal);

    private static Dictionary<string, string> Carried(IReadOnlyDictionary<string, string> tags) =>
        tags.Where(tag => !OwnTags.Contains(tag.Key) && !tag.Key.StartsWith(RegistryTags.MovePrefix, StringComparison.Ordinal))
            .ToDictionary();

    private static bool IsEvidence(string path) => !Registration.IsOfModel(path);
}
