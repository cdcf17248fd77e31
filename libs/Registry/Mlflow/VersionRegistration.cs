using System.Globalization;

namespace Volcast.Registry.Mlflow;

/// <summary>Registers a training as a version on a server.</summary>
/// <remarks>The server has no transactions. A registration therefore creates the version after everything except the aliases.
/// After a kill, the next call finds the unfinished parts by their tags and completes them. If two clients register the same
/// training at the same time, one version remains: the one with the lower number.</remarks>
internal sealed class VersionRegistration(MlflowModelRegistry registry, MlflowClient client, RunRecorder runs)
{
    private const int MostAttempts = 3;

    /// <inheritdoc cref="IModelRegistry.RegisterAsync"/>
    public async Task<RegistrationResult> RunAsync(Registration registration, CancellationToken cancellationToken)
    {
        var run = registration.Run with
        {
            Tags = new Dictionary<string, string>(registration.Run.Tags)
            {
                [RegistryTags.TrainingDigest] = registration.TrainingDigest,
            },
        };
        var given = registration.ModelFolder.Sealed();
        var same = await ListSameAsync(registration, cancellationToken);
        int? made = null;
        if (same is [])
            made = await CreateAsync(registration, run, given, cancellationToken);
        else if (new[] { MlModel.Of(given, same[0].RunId), given }.FirstOrDefault(
            folder => folder.Digest == same[0].Tags.GetValueOrDefault(RegistryTags.ArtifactDigest)) is { } folder)
        {
            // The same model again: restores what was lost or changed since; otherwise writes nothing.
            var held = await runs.FindAsync(same[0].RunId, cancellationToken)
                ?? throw registry.RunMissing($"Model {same[0]}", same[0].RunId);
            await runs.PutArtifactsAsync(held.Info, registration.Artifacts.WithFolder(Registration.ModelPath, folder),
                isNew: false, cancellationToken);
        }
        return await SettleAsync(registration, made, cancellationToken);
    }

    /// <inheritdoc cref="IModelRegistry.RequireRegistrableAsync"/>
    public async Task RequirePossibleAsync(string model, string trainingDigest, CancellationToken cancellationToken)
    {
        var experiment = await runs.EnsureExperimentAsync(model, cancellationToken);
        // Writing a tag shows whether this user may write.
        await client.Experiments.SetTagAsync(
            experiment.ExperimentId, RegistryTags.ModelOfExperiment, model, cancellationToken);
        if (await client.Models.FindAsync(model, cancellationToken) is null)
            return;
        await client.Models.SetTagAsync(model, RegistryTags.ModelOfExperiment, model, cancellationToken);
        if (await ListSameAsync(model, trainingDigest, cancellationToken) is [var same, ..]
            && await runs.FindAsync(same.RunId, cancellationToken) is null)
            throw registry.RunMissing($"Model {same}", same.RunId);
    }

    private async Task<int> CreateAsync(
        Registration registration, Run run, ArtifactFolder given, CancellationToken cancellationToken)
    {
        // The file MLmodel names the run by the server's id.
        var held = await runs.RecordAsync(run,
            id => registration.Artifacts.WithFolder(Registration.ModelPath, MlModel.Of(given, id)), cancellationToken);
        var folder = MlModel.Of(given, held.RunId);
        await client.Models.EnsureAsync(registration.Model, cancellationToken);
        var tags = new Dictionary<string, string>(registration.VersionTags)
        {
            [RegistryTags.TrainingDigest] = registration.TrainingDigest,
            [RegistryTags.ArtifactDigest] = folder.Digest,
            [RegistryTags.PendingAliases] = string.Join(',', registration.Aliases),
        };
        return (await client.Versions.CreateAsync(
            registration.Model, $"{held.ArtifactUri}/{Registration.ModelPath}", held.RunId,
            [.. tags.Select(tag => new MlflowTag(tag.Key, tag.Value))], cancellationToken: cancellationToken)).Version;
    }

    // The versions of this training, the first one first. More than one exist only while two clients register it at once.
    private Task<List<ModelVersion>> ListSameAsync(Registration registration, CancellationToken cancellationToken) =>
        ListSameAsync(registration.Model, registration.TrainingDigest, cancellationToken);

    private async Task<List<ModelVersion>> ListSameAsync(
        string model, string trainingDigest, CancellationToken cancellationToken) =>
    [
        .. (await registry.ListVersionsAsync(model, cancellationToken))
            .Where(version => version.Tags.GetValueOrDefault(RegistryTags.TrainingDigest) == trainingDigest)
            .OrderBy(version => version.Number),
    ];

    // Keeps the first of a training's versions, deletes the others, and completes the registration of the first.
    private async Task<RegistrationResult> SettleAsync(
        Registration registration, int? made, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await ListSameAsync(registration, cancellationToken) is not [var version, .. var others])
                throw new RegistryException(RegistryProblem.NotFound,
                    $"Version {made} of model '{registration.Model}' was created on {registry.Server} and has been deleted, perhaps "
                    + "by another user. Run again.");
            foreach (var other in others.Where(other => other.Tags.ContainsKey(RegistryTags.PendingAliases)))
                await WithdrawAsync(other, version, cancellationToken);
            try
            {
                await CompleteAsync(version, cancellationToken);
                return new RegistrationResult(
                    await registry.GetVersionAsync(version.Model, version.Number, cancellationToken), version.Number == made);
            }
            catch (RegistryException gone) when (gone.Problem == RegistryProblem.NotFound && attempt < MostAttempts)
            {
                // Another client saw an earlier version and deleted this one meanwhile.
            }
        }
    }

    // Deletes a version that came second; the client that created it may do the same.
    private async Task WithdrawAsync(ModelVersion second, ModelVersion first, CancellationToken cancellationToken)
    {
        try
        {
            await client.Versions.DeleteAsync(second.Model, second.Number, cancellationToken);
            if (second.RunId != first.RunId)
                await client.Runs.DeleteAsync(second.RunId, cancellationToken);
        }
        catch (MlflowException gone) when (gone.Problem == RegistryProblem.NotFound)
        {
            // Another client has deleted it already.
        }
    }

    // Sets the aliases that a registration has not set yet, and then deletes the tag that lists them.
    private async Task CompleteAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        if (!version.Tags.TryGetValue(RegistryTags.PendingAliases, out var pending))
            return;
        string[] aliases = [.. pending.Split(',', StringSplitOptions.RemoveEmptyEntries)];
        // The aliases are read again after they were set, since another client may have moved or removed them in between.
        for (var attempt = 0; aliases.Length > 0 && attempt < MostAttempts; attempt++)
        {
            var known = await client.Models.FindAsync(version.Model, cancellationToken);
            var missing = aliases.Where(alias => NumberOf(known, alias) is not { } number || number < version.Number)
                .Where(alias => alias != RegistryTags.Challenger || NumberOf(known, RegistryTags.Champion)
                    != version.Number).ToArray();
            foreach (var alias in missing)
                await client.Models.SetAliasAsync(version.Model, alias, version.Number, cancellationToken);
            if (!aliases.Contains(RegistryTags.Champion) && NumberOf(known, RegistryTags.Champion) == version.Number
                && NumberOf(known, RegistryTags.Challenger) == version.Number)
                await client.Models.DeleteAliasAsync(version.Model, RegistryTags.Challenger, cancellationToken);
            else if (missing.Length == 0)
                break;
        }
        await client.Versions.DeleteTagAsync(version.Model, version.Number, RegistryTags.PendingAliases, cancellationToken);
    }

    private static int? NumberOf(MlflowRegisteredModel? model, string alias) =>
        int.TryParse(model?.Aliases.FirstOrDefault(named => named.Alias == alias)?.Version, NumberStyles.None,
            CultureInfo.InvariantCulture, out var number) ? number : null;
}
