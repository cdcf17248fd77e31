using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Promotion.Gates;
using Volcast.Services.Promotion.Versions;

namespace Volcast.Services.Promotion;

/// <summary>Promotes, rolls back and compares registered versions. A promotion gathers what the gate needs, stores its verdict
/// and moves the alias <c>champion</c> if the version passed.</summary>
/// <param name="registry">The versions.</param>
/// <param name="lake">Their inputs and their stored forecasts; null if there is no lake, without which a refit cannot
/// pass.</param>
/// <param name="rolesOf">Gives a target with the indices of the settings, one of which a version without a recorded index learnt
/// from.</param>
/// <param name="calendar">Sessions of the exchange.</param>
/// <param name="clock">The time of a promotion.</param>
/// <param name="walker">Runs new walk-forwards where the stored ones have too few common origins; null if that is
/// impossible.</param>
/// <param name="forecasts">Where the stored forecasts are; null for the lake of the inputs.</param>
public sealed class PromotionJob(
    IModelRegistry registry, DataLake? lake, Func<Symbol, AssetRoles> rolesOf, TradingCalendar calendar, TimeProvider clock,
    RecipeWalker? walker = null, DataLake? forecasts = null)
{
    /// <summary>Promotes a version if its gate passes it, or reports why it was refused. A call that was killed at any point and
    /// is repeated ends in the same state as an undisturbed one.</summary>
    /// <exception cref="RegistryException">There is no such model or version; the message names the models or versions there
    /// are. Or another version became champion during the judgement; it stays champion, and the stored verdict says
    /// so.</exception>
    /// <exception cref="UnsettledBarException">The target's newest bar settles after the clock's time; nothing is judged or
    /// stored.</exception>
    public async Task<PromotionReport> PromoteAsync(
        PromotionRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var model = request.Model;
        var repaired = await registry.RepairAliasesAsync(model, clock.GetUtcNow(), stop);
        var history = await registry.ReadChampionHistoryAsync(model, clock.GetUtcNow(), stop);
        var champion = history.Current?.Version;
        var idle = new PromotionReport(model, PromotionDecision.NothingToDo, champion, champion)
        {
            Since = history.Current?.From,
            Repaired = repaired,
        };
        // Without a challenger but with a champion, the champion was the challenger: there is nothing to promote.
        if (request.Version == RegistryTags.Challenger && champion is not null
            && await registry.FindByAliasAsync(model, RegistryTags.Challenger, stop) is null)
            return idle;
        var version = await VersionReference.FindAsync(registry, model, request.Version, stop);
        if (version.Number == champion)
            return idle;

        var verdict = await JudgeAsync(version, champion, request, progress, stop);
        var decision = verdict.IsPassed ? PromotionDecision.Promoted
            : request.ForcedBecause is not null && verdict.MayBeForced ? PromotionDecision.Forced
            : PromotionDecision.Refused;
        var record = new VerdictRecord(verdict, decision, request.ForcedBecause, request.Actor);
        await record.WriteAsync(registry, version, clock.GetUtcNow(), stop);
        var report = idle with
        {
            Decision = decision,
            Verdict = verdict,
            Reason = request.ForcedBecause,
            Actor = request.Actor,
            RunId = record.RunId,
        };
        if (decision == PromotionDecision.Refused)
            return request.ForcedBecause is null ? report : report with
            {
                Note = "--force cannot promote a version that cannot forecast here: "
                    + string.Join(" ", verdict.Failed.Where(check => !check.MayBeForced).Select(check => check.Sentence)),
            };
        ChampionMove move;
        try
        {
            move = await registry.MoveChampionAsync(model, version.Number, history.Current,
                decision == PromotionDecision.Forced ? ChampionMoveKind.Forced : ChampionMoveKind.Promoted,
                decision == PromotionDecision.Forced ? $"{request.ForcedBecause} ({verdict.Summary})" : verdict.Summary,
                request.Actor, clock.GetUtcNow(), stop);
        }
        catch (RegistryException overtaken) when (overtaken.Problem == RegistryProblem.Overtaken)
        {
            await (record with { Overtaken = overtaken.Message }).WriteAsync(registry, version, clock.GetUtcNow(), stop);
            throw;
        }
        return report with { Champion = version.Number, Since = move.At };
    }

    /// <summary>Makes the previous champion the champion again. If an earlier rollback was interrupted, the call completes that
    /// one and does no other.</summary>
    /// <param name="model">The registered model's name.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="actor">The person or service that rolls back, for the record; null if it is not known.</param>
    /// <param name="stop">Stops between writes; a repeated call continues.</param>
    /// <exception cref="RegistryException">There is no previous champion, or its files are damaged.</exception>
    public async Task<PromotionReport> RollBackAsync(string model, string reason, string? actor, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var repaired = await registry.RepairAliasesAsync(model, now, stop);
        var versions = await registry.ListVersionsAsync(model, stop);
        var history = ChampionHistory.Of(model, versions, now);
        if (repaired.Finished is { Kind: ChampionMoveKind.RolledBack } finished)
            return new(model, PromotionDecision.RolledBack, history.Current?.Version, finished.From)
            {
                Reason = finished.Reason,
                Since = finished.At,
                Repaired = repaired,
            };
        if (history.Current is not { } current)
            throw new RegistryException(RegistryProblem.AliasMissing,
                $"Model '{model}' has no champion, so there is nothing to roll back; it has "
                + $"{VersionReference.Names(versions)}.");
        if (history.Previous(versions) is not { } previous)
            throw new RegistryException(RegistryProblem.NotFound,
                $"Version {current.Version} of '{model}' has no previous champion to roll back to; the model has "
                + $"{VersionReference.Names(versions)}. Promote another version instead.");
        using (var target = await RegisteredVersion.ReadAsync(registry, previous, rolesOf, stop))
            if (target.Model.Reason is { } damage)
                throw new RegistryException(RegistryProblem.Tampered,
                    $"Version {previous.Number} of '{model}', the champion before {current.Version}, cannot be restored: "
                    + damage);
        var move = await registry.MoveChampionAsync(
            model, previous.Number, current, ChampionMoveKind.RolledBack, reason, actor, now, stop);
        return new(model, PromotionDecision.RolledBack, previous.Number, current.Version)
        {
            Reason = reason,
            Actor = actor,
            Since = move.At,
            Repaired = repaired,
        };
    }

    /// <summary>Compares two versions: the scores of their recipes in the stored walk-forwards, and their forecasts of the newest
    /// sessions.</summary>
    /// <param name="first">Model and number, or model and alias, of the first version.</param>
    /// <param name="second">The same of the second version.</param>
    /// <param name="stop">Stops between sessions.</param>
    /// <exception cref="RegistryException">There is no such model or version; the message names the models or versions there
    /// are.</exception>
    public async Task<VersionComparison> CompareAsync(
        (string Model, string Version) first, (string Model, string Version) second, CancellationToken stop)
    {
        var (a, b) = (await ReadAsync(first), await ReadAsync(second));
        return new(a, b, RecipeScores.OfStored(a, b),
            VersionChange.Measure(a, b, await HistoryAsync(a, stop), new PromotionLimits().RecentSessions, stop));

        async Task<RegisteredVersion> ReadAsync((string Model, string Version) asked) => await RegisteredVersion.ReadAsync(
            registry, await VersionReference.FindAsync(registry, asked.Model, asked.Version, stop), rolesOf, stop);
    }

    private async Task<PromotionVerdict> JudgeAsync(ModelVersion version, int? championNumber, PromotionRequest request,
        IProgress<JobProgress>? progress, CancellationToken stop)
    {
        progress?.Report(new JobProgress($"judging {version}", 0, 1));
        using var candidate = await RegisteredVersion.ReadAsync(registry, version, rolesOf, stop);
        using var champion = championNumber is { } number
            ? await RegisteredVersion.ReadAsync(
                registry, await registry.GetVersionAsync(version.Model, number, stop), rolesOf, stop)
            : null;
        await RequireSettledAsync(candidate, stop);
        var facts = new Candidate
        {
            Model = version.Model,
            Version = version.Number,
            Champion = championNumber,
            Damage = candidate.Model.Reason,
            InputsWithoutDigest = candidate.InputsWithoutDigest,
            DataKind = candidate.DataKind,
            ExpectedDataKind = lake?.Kind ?? champion?.DataKind,
            SearchedTo = candidate.SearchedTo,
            IsSearchUnknown = candidate.SearchedTo is null && !candidate.Recipe.HasShippedParameters(candidate.Horizon),
            ChosenByTests = candidate.ChosenByTests,
        };
        const string Benchmark = ForecasterCatalog.Benchmark;
        var history = await HistoryAsync(candidate, stop);
        if (champion is null || HasLostItsIndex(champion, history))
            return candidate.Recipe.Name == Benchmark
                ? RecipeGate.JudgeBenchmark(facts with { Champion = null })
                : AgainstBenchmark(facts with { Champion = null }, RecipeScores.WithBaseline(candidate, Benchmark));
        if (candidate.Recipe.IsRefitOf(champion.Recipe))
            return RefitGate.Judge(facts, await FiguresAsync(candidate, champion, history, request.Limits, stop), request.Limits);
        var scores = await ScoresAsync(candidate, champion, history, request, progress, stop);
        return champion.Recipe.Name == Benchmark
            ? AgainstBenchmark(facts, scores)
            : RecipeGate.Judge(facts, scores, request.Limits);

        PromotionVerdict AgainstBenchmark(Candidate judged, ValueOrReason<PairedScores> scores)
        {
            var own = scores.Match(found => found.N, _ => 0);
            return candidate.Recipe.Name == ForecasterCatalog.Universal && own < request.Limits.MinimumOrigins
                ? RecipeGate.JudgeOnPanel(judged, own, OneYearPanel.For(candidate.Horizon), request.Limits)
                : RecipeGate.JudgeAgainstBenchmark(judged, scores, request.Limits);
        }
    }

    /// <summary>Whether a champion cannot forecast any more, because the implied-volatility index that it learnt from has ended. It
    /// is no rival then: a version is judged like a first one.</summary>
    private static bool HasLostItsIndex(RegisteredVersion champion, ValueOrReason<TargetHistory> history) =>
        history.Value is { } held && champion.Model.Value?.Artifact.Spec is { } model && held.HasLostIndexOf(model);

    private Task<ValueOrReason<TargetHistory>> HistoryAsync(RegisteredVersion version, CancellationToken stop) =>
        VersionHistory.ReadAsync(version, lake, calendar, clock.GetUtcNow(), stop);

    /// <summary>Refuses a judgement at a time before the lake's data.</summary>
    private async Task RequireSettledAsync(RegisteredVersion version, CancellationToken stop)
    {
        if (lake is not null && Symbol.TryParse(version.Symbol, out var target)
            && (await lake.SnapshotAsync(CuratedMarketTable.Schema, target, stop))?.Last is { } newest)
            UnsettledBarException.ThrowIfUnsettled(target, newest, calendar, clock.GetUtcNow());
    }

    private async Task<RefitFigures> FiguresAsync(RegisteredVersion candidate, RegisteredVersion champion,
        ValueOrReason<TargetHistory> history, PromotionLimits limits, CancellationToken stop)
    {
        return new RefitFigures
        {
            TrainingRows = candidate.TrainingRows,
            ChampionTrainingRows = champion.TrainingRows,
            TrainingTo = candidate.TrainingTo,
            ChampionTrainingTo = champion.TrainingTo,
            Change = VersionChange.Measure(candidate, champion, history, limits.RecentSessions, stop),
            ShadowSessions = ShadowSessions.Count(
                await RowsAsync(candidate, stop), candidate.Version, champion.Version.Number, candidate.Horizon, calendar),
        };
    }

    private async Task<IReadOnlyList<ForecastRow>> RowsAsync(RegisteredVersion version, CancellationToken stop) =>
        (forecasts ?? lake) is { } held && Symbol.TryParse(version.Symbol, out var target)
            ? await ForecastsTable.ReadAsync(held, target, cancellationToken: stop) : [];

    /// <summary>Compares the stored walk-forwards. Where these have too few common origins that no search read, or do not end at
    /// the newest known outcome, runs new ones, provided that this build still has both recipes and that the lake has enough
    /// origins.</summary>
    private async Task<ValueOrReason<PairedScores>> ScoresAsync(
        RegisteredVersion candidate, RegisteredVersion champion, ValueOrReason<TargetHistory> history, PromotionRequest request,
        IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var known = KnownOutcomes.Of(candidate, champion, history);
        var least = request.Limits.MinimumOrigins;
        var pair = RecipeScores.OfStored(candidate, champion).Select(scores => scores with { NewestKnown = known.Newest });
        if (pair.Value is { } stored && stored.N >= least && !(stored.To < known.Newest))
            return pair;
        var after = RecipeScores.SearchedTo(candidate, champion) is { } day ? $" after {day:yyyy-MM-dd}" : "";
        var missing = pair.Match(scores => $"Their stored walk-forwards have {Counted.Of(scores.N, "common origin")}{after}"
            + (scores.To is { } last ? $", up to {last:yyyy-MM-dd}" : "")
            + $"; at least {least} are needed, up to the newest known outcome on {known.Newest:yyyy-MM-dd}.", reason => reason);
        if (known.InLake is { } inLake && inLake < least)
            return new Reason($"{missing} The lake has only {Counted.Of(inLake, "origin")} with inputs and outcome{after}, so "
                + $"new walk-forwards would not have enough either: " + (after.Length > 0
                    ? "wait for more sessions, or search up to an earlier session." : "use a longer history."));
        foreach (var version in new[] { candidate, champion })
            if (!version.Recipe.IsOfThisBuild)
                return new Reason($"{missing} This build does not have {version.Recipe}, the recipe of version "
                    + $"{version.Version.Number}, so it cannot run a new walk-forward.");
        if (walker is null || candidate.Roles is not { } roles)
            return new Reason($"{missing} There is no lake here to run new walk-forwards on.");
        try
        {
            return (await RecipeScores.WalkAsync(candidate, champion, walker, request, roles, progress, stop))
                .Select(scores => scores with { NewestKnown = known.Newest });
        }
        catch (Exception error) when (error is InsufficientDataException or LakeException and not UnsettledBarException)
        {
            return new Reason($"{missing} New walk-forwards cannot run: {error.Message}");
        }
    }
}
