using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion;

/// <summary>Gathers what a gate asks, lets it judge, writes the verdict down and, where it passed, puts the version in
/// charge.</summary>
/// <param name="registry">The versions.</param>
/// <param name="lake">What they forecast from and what they forecast; null where there is none, which a refit fails by.</param>
/// <param name="calendar">The end of each target.</param>
/// <param name="clock">When a tenure begins.</param>
/// <param name="walker">Walks a recipe forward again where the evidence has too few origins; null where none can.</param>
public sealed class PromotionJob(
    IModelRegistry registry, DataLake? lake, TradingCalendar calendar, TimeProvider clock, RecipeWalker? walker = null)
{
    private const string Benchmark = "har";

    /// <summary>Promotes a version, or says why not. Killed at any point and called again, it ends as if undisturbed.</summary>
    /// <exception cref="RegistryException">There is no such model or version; the message names those there are.</exception>
    public async Task<PromotionReport> PromoteAsync(
        PromotionRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var model = request.Model;
        var repaired = await registry.RepairAliasesAsync(model, clock.GetUtcNow(), stop);
        var history = await registry.ReadChampionHistoryAsync(model, clock.GetUtcNow(), stop);
        var champion = history.Current?.Version;
        var idle = new PromotionReport(model, PromotionOutcome.NothingToDo, champion, champion)
        {
            Since = history.Current?.From,
            Repaired = repaired,
        };
        // Nobody waits where the champion was the challenger.
        if (request.Version == RegistryTags.Challenger && champion is not null
            && await registry.FindByAliasAsync(model, RegistryTags.Challenger, stop) is null)
            return idle;
        var version = await VersionReference.FindAsync(registry, model, request.Version, stop);
        if (version.Number == champion)
            return idle;

        var verdict = await JudgeAsync(version, champion, request, progress, stop);
        var outcome = verdict.IsPassed ? PromotionOutcome.Promoted
            : request.ForcedBecause is not null && verdict.MayBeForced ? PromotionOutcome.Forced
            : PromotionOutcome.Refused;
        var record = new VerdictRecord(verdict, outcome, request.ForcedBecause);
        await record.WriteAsync(registry, version, clock.GetUtcNow(), stop);
        var report = idle with { Outcome = outcome, Verdict = verdict, Reason = request.ForcedBecause, RunId = record.RunId };
        if (outcome == PromotionOutcome.Refused)
            return request.ForcedBecause is null ? report : report with
            {
                Note = "No force puts a version in charge that cannot forecast here: "
                    + string.Join(" ", verdict.Failed.Where(check => !check.MayBeForced).Select(check => check.Sentence)),
            };
        var move = await registry.MoveChampionAsync(model, version.Number,
            outcome == PromotionOutcome.Forced ? ChampionMoveKind.Forced : ChampionMoveKind.Promoted,
            outcome == PromotionOutcome.Forced ? $"{request.ForcedBecause} ({verdict.Summary})" : verdict.Summary,
            clock.GetUtcNow(), stop);
        return report with { Champion = version.Number, Since = move.At };
    }

    /// <summary>Puts the champion before the present one in charge again. One that was interrupted is finished, and no further
    /// one begun.</summary>
    /// <exception cref="RegistryException">There is no earlier champion, or its files are not whole.</exception>
    public async Task<PromotionReport> RollBackAsync(string model, string reason, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var repaired = await registry.RepairAliasesAsync(model, now, stop);
        var versions = await registry.ListVersionsAsync(model, stop);
        var history = ChampionHistory.Of(model, versions, now);
        if (repaired.Finished is { Kind: ChampionMoveKind.RolledBack } finished)
            return new(model, PromotionOutcome.RolledBack, history.Current?.Version, finished.From)
            {
                Reason = finished.Reason,
                Since = finished.At,
                Repaired = repaired,
            };
        if (history.Current is not { } current)
            throw new RegistryException(RegistryProblem.AliasMissing,
                $"Model '{model}' has no champion, so there is nothing to roll back: it has "
                + $"{VersionReference.Names(versions)}.");
        if (history.Previous(versions) is not { } previous)
            throw new RegistryException(RegistryProblem.NotFound,
                $"Version {current.Version} of '{model}' has no champion before it to roll back to: it has "
                + $"{VersionReference.Names(versions)}. Promote another version instead.");
        using (var target = await RegisteredVersion.ReadAsync(registry, previous, stop))
            if (target.Model.Reason is { } damage)
                throw new RegistryException(RegistryProblem.Tampered,
                    $"Version {previous.Number} of '{model}', champion before {current.Version}, cannot be again: {damage}");
        var move = await registry.MoveChampionAsync(model, previous.Number, ChampionMoveKind.RolledBack, reason, now, stop);
        return new(model, PromotionOutcome.RolledBack, previous.Number, current.Version)
        {
            Reason = reason,
            Since = move.At,
            Repaired = repaired,
        };
    }

    private async Task<PromotionVerdict> JudgeAsync(ModelVersion version, int? championNumber, PromotionRequest request,
        IProgress<JobProgress>? progress, CancellationToken stop)
    {
        progress?.Report(new JobProgress($"judging {version}", 0, 1));
        using var candidate = await RegisteredVersion.ReadAsync(registry, version, stop);
        using var champion = championNumber is { } number
            ? await RegisteredVersion.ReadAsync(registry, await registry.GetVersionAsync(version.Model, number, stop), stop)
            : null;
        var facts = new Candidate
        {
            Model = version.Model,
            Version = version.Number,
            Champion = championNumber,
            Damage = candidate.Model.Reason,
            UnnamedInputs = candidate.UnnamedInputs,
            Market = candidate.Market,
            MarketHere = lake?.Kind.Name() ?? champion?.Market,
        };
        if (champion is null)
            return RecipeGate.JudgeFirst(facts, RecipePair.WithBaseline(candidate, Benchmark), request.Limits);
        if (candidate.Recipe.IsRefitOf(champion.Recipe))
            return RefitGate.Judge(facts, await FiguresAsync(candidate, champion, request.Limits, stop), request.Limits);
        return RecipeGate.Judge(facts, await PairAsync(candidate, champion, request, progress, stop), request.Limits);
    }

    private async Task<RefitFigures> FiguresAsync(
        RegisteredVersion candidate, RegisteredVersion champion, PromotionLimits limits, CancellationToken stop)
    {
        return new RefitFigures
        {
            TrainingRows = candidate.TrainingRows,
            ChampionsTrainingRows = champion.TrainingRows,
            TrainingTo = candidate.TrainingTo,
            ChampionsTrainingTo = champion.TrainingTo,
            Change = await VersionChange.MeasureAsync(candidate, champion, lake, limits.RecentSessions, stop),
            ShadowSessions = VersionChange.ShadowSessions(await RowsAsync(candidate, stop), candidate, champion, calendar),
        };
    }

    private async Task<IReadOnlyList<ForecastRow>> RowsAsync(RegisteredVersion version, CancellationToken stop) =>
        lake is not null && Symbol.TryParse(version.Symbol, out var target)
        && await lake.SnapshotAsync(ForecastsTable.Schema, target, stop) is not null
            ? ForecastsTable.FromFrame(target, await lake.ReadAsync(ForecastsTable.Schema, target, cancellationToken: stop)).Rows
            : [];

    /// <summary>By the evidence of both; where that has too few origins in common, both recipes are walked forward again, if this
    /// build still has them.</summary>
    private async Task<ValueOrReason<PairedScores>> PairAsync(
        RegisteredVersion candidate, RegisteredVersion champion, PromotionRequest request, IProgress<JobProgress>? progress,
        CancellationToken stop)
    {
        var pair = RecipePair.OfEvidence(candidate, champion);
        if (pair.Value?.N >= request.Limits.Origins)
            return pair;
        var missing = pair.Match(scores => $"Their evidence has {scores.N} origins in common.", whyNot => whyNot);
        foreach (var version in new[] { candidate, champion })
            if (!version.Recipe.IsOfThisBuild)
                return new Reason($"{missing} And {version.Recipe}, of version {version.Version.Number}, is none of this build's, "
                    + "so it cannot be walked forward again: the two cannot be compared.");
        if (walker is null || !Symbol.TryParse(candidate.Symbol, out var target))
            return new Reason($"{missing} And there is no lake here to walk both forward again.");
        try
        {
            return await RecipePair.WalkAsync(candidate, champion, walker, request, target, progress, stop);
        }
        catch (Exception error) when (error is InsufficientDataException or LakeException)
        {
            return new Reason($"{missing} And they cannot be walked forward again: {error.Message}");
        }
    }
}
