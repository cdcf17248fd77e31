namespace Volcast.Registry.Aliases;

/// <summary>
/// Moves the alias <c>champion</c> of one model, or makes the tags of its versions agree with the aliases. On a local store the
/// caller holds the lock. A server has no lock: there, another client may write between any two writes of this class. It
/// therefore reads the versions again after the alias has moved. If another version had become champion in between, it gives
/// the alias back and fails.
/// </summary>
internal sealed class ChampionTransaction(
    IModelRegistry registry, string model, DateTimeOffset now, CancellationToken cancellationToken)
{
    /// <summary>How often the alias is given back, if other clients move it again and again.</summary>
    private const int MostReturns = 5;

    /// <summary>How often the tags are written, if other clients move the alias again and again.</summary>
    private const int MostRepairs = 4;

    /// <param name="version">The number of the new champion.</param>
    /// <param name="over">The present champion's tenure, as the caller has read it; null for none.</param>
    /// <param name="kind">Why it becomes champion.</param>
    /// <param name="reason">The reason as a sentence.</param>
    /// <param name="by">Who moves it; null if unknown.</param>
    /// <exception cref="RegistryException">With <see cref="RegistryProblem.Overtaken"/> if another version is champion by
    /// now.</exception>
    public async Task<ChampionMove> MoveAsync(int version, ChampionTenure? over, ChampionMoveKind kind, string reason, string? by)
    {
        await RepairAsync();
        var current = ChampionHistory.Of(model, await ListAsync(), now).Current;
        if (current?.Version != over?.Version || current?.From != over?.From)
            throw Overtaken(version, over, current?.Version);
        var at = ChampionHistory.ToMilliseconds(now);
        var move = new ChampionMove(
            over?.Version, over?.From >= at ? over.From.AddMilliseconds(1) : at, kind, reason, by).Kept();
        await registry.SetVersionTagAsync(model, version, RegistryTags.PendingMove, move.ToTag(), cancellationToken);
        await registry.SetAliasAsync(model, RegistryTags.Champion, version, cancellationToken);

        var versions = await ListAsync();
        if (Bearer(versions)?.Number is var bearer && bearer != version)
        {
            await RepairAsync();
            throw Overtaken(version, over, bearer);
        }
        if (Usurped(versions, version, over) is { } usurped)
        {
            await GiveBackAsync(version, usurped);
            throw Overtaken(version, over, Bearer(await ListAsync())?.Number);
        }
        // Another client's repair may have dropped the tag before the alias had moved. Without it a kill would lose the move.
        var mine = versions.First(listed => listed.Number == version);
        if (!mine.Tags.ContainsKey(RegistryTags.PendingMove)
            && mine.Tags.GetValueOrDefault(ChampionMove.TagOf(move.At)) != move.ToTag())
            await registry.SetVersionTagAsync(model, version, RegistryTags.PendingMove, move.ToTag(), cancellationToken);
        await RepairAsync();
        if (Bearer(await ListAsync())?.Number is var last && last != version)
        {
            await RepairAsync();
            throw Overtaken(version, over, last);
        }
        return move;
    }

    /// <summary>Makes every tag agree with the aliases, and finishes or undoes an interrupted move. Reads again after it has
    /// written, because another client may have moved an alias in between.</summary>
    public async Task<AliasRepair> RepairAsync()
    {
        var sentences = new List<string>();
        ChampionMove? finished = null;
        for (var attempt = 0; attempt < MostRepairs && await NeedsRepairAsync(); attempt++)
        {
            var repair = await RepairOnceAsync();
            sentences.AddRange(repair.Sentences);
            finished ??= repair.Finished;
        }
        return new(sentences, finished);
    }

    private async Task<AliasRepair> RepairOnceAsync()
    {
        var versions = await ListAsync();
        var champion = Bearer(versions);
        var pending = champion is null ? null : ChampionMove.PendingOf(champion);
        var sentences = new List<string>();
        if (pending is not null && Usurped(versions, champion!.Number, pending.From) is { } usurped)
        {
            await GiveBackAsync(champion.Number, usurped);
            sentences.Add($"{champion}: an interrupted promotion over version {usurped.Version} was undone");
            versions = await ListAsync();
            champion = Bearer(versions);
            pending = champion is null ? null : ChampionMove.PendingOf(champion);
        }
        foreach (var (version, key, value) in VersionAliases.Expected(
            versions, ChampionHistory.Of(model, versions, now), pending))
        {
            var present = version.Tags.GetValueOrDefault(key);
            if (present == value)
                continue;
            if (value is null)
                await registry.DeleteVersionTagAsync(model, version.Number, key, cancellationToken);
            else
                await registry.SetVersionTagAsync(model, version.Number, key, value, cancellationToken);
            sentences.Add($"{version}: {key} was {present ?? "missing"}, is now {value ?? "removed"}");
        }
        if (champion?.Aliases.Contains(RegistryTags.Challenger) == true)
        {
            await ReleaseChallengerAsync(versions, champion);
            sentences.Add($"{champion}: the alias {RegistryTags.Challenger} was removed");
        }
        // This tag is deleted last: as long as it exists, the next repair continues the move.
        if (pending is not null)
            await registry.DeleteVersionTagAsync(model, champion!.Number, RegistryTags.PendingMove, cancellationToken);
        return new(sentences, pending);
    }

    /// <summary>Whether a repair would write something.</summary>
    public async Task<bool> NeedsRepairAsync()
    {
        var versions = await ListAsync();
        var champion = Bearer(versions);
        var pending = champion is null ? null : ChampionMove.PendingOf(champion);
        return pending is not null || champion?.Aliases.Contains(RegistryTags.Challenger) == true
            || VersionAliases.Expected(versions, ChampionHistory.Of(model, versions, now), pending)
                .Any(tag => tag.Version.Tags.GetValueOrDefault(tag.Key) != tag.Value);
    }

    private Task<IReadOnlyList<ModelVersion>> ListAsync() => registry.ListVersionsAsync(model, cancellationToken);

    private static ModelVersion? Bearer(IReadOnlyList<ModelVersion> versions) =>
        versions.FirstOrDefault(version => version.Aliases.Contains(RegistryTags.Champion));

    /// <summary>The tenure of another client's champion that the alias was taken from; null if there is none. Its tag is still
    /// open, and it is neither of the new champion nor of the one that was to be replaced.</summary>
    private static ChampionTenure? Usurped(IReadOnlyList<ModelVersion> versions, int version, ChampionTenure? over) =>
        Open(versions).LastOrDefault(tenure => tenure.Version != version
            && (tenure.Version != over?.Version || tenure.From != over.From));

    private static ChampionTenure? Usurped(IReadOnlyList<ModelVersion> versions, int version, int? over) =>
        Open(versions).LastOrDefault(tenure => tenure.Version != version && tenure.Version != over);

    private static IEnumerable<ChampionTenure> Open(IReadOnlyList<ModelVersion> versions) => versions
        .SelectMany(ChampionTenure.FromTag).Where(tenure => tenure.To is null).OrderBy(tenure => tenure.From);

    /// <summary>Gives the alias back to the version from which it was taken. Repeats this if the alias was by then taken from a
    /// third one.</summary>
    private async Task GiveBackAsync(int version, ChampionTenure usurped)
    {
        for (var attempt = 0; attempt < MostReturns; attempt++)
        {
            await registry.SetAliasAsync(model, RegistryTags.Champion, usurped.Version, cancellationToken);
            var versions = await ListAsync();
            if (Bearer(versions)?.Number != usurped.Version
                || Open(versions).LastOrDefault(tenure => tenure.Version != version) is not { } newest
                || newest.Version == usurped.Version)
                break;
            usurped = newest;
        }
        await registry.DeleteVersionTagAsync(model, version, RegistryTags.PendingMove, cancellationToken);
        await RepairAsync();
    }

    /// <summary>Removes the alias <c>challenger</c> from a champion. A version whose registration ended in between may have lost
    /// the alias by this; it gets the alias back.</summary>
    private async Task ReleaseChallengerAsync(IReadOnlyList<ModelVersion> before, ModelVersion champion)
    {
        await registry.DeleteAliasAsync(model, RegistryTags.Challenger, cancellationToken);
        var versions = await ListAsync();
        if (versions.Any(version => version.Aliases.Contains(RegistryTags.Challenger)))
            return;
        var ended = versions.FirstOrDefault(version => version.Number > champion.Number && version.Aliases.Count == 0
            && version.Tags.ContainsKey(RegistryTags.TrainingDigest) && !version.Tags.ContainsKey(RegistryTags.PendingAliases)
            && before.FirstOrDefault(known => known.Number == version.Number)?.Tags.ContainsKey(RegistryTags.PendingAliases)
                != false);
        if (ended is not null)
            await registry.SetAliasAsync(model, RegistryTags.Challenger, ended.Number, cancellationToken);
    }

    private RegistryException Overtaken(int version, ChampionTenure? over, int? champion) => new(RegistryProblem.Overtaken,
        $"Version {version} of '{model}' was to replace "
        + (over is null ? "no champion" : $"version {over.Version}")
        + (champion == version ? ", but another client made it champion in the meantime. Nothing remains to be done."
            : champion is { } other ? $", but version {other} is champion by now. Version {version} is not the champion."
                + $" Run the command again: it then works against version {other}."
            : ", but the model has no champion by now. Run the command again."));
}
