using System.Text;
using System.Text.Json;
using Volcast.Cli.Pipeline;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Promotion.Gates;
using Volcast.Services.Promotion.Versions;
using Volcast.Services.Tests;
using static Volcast.Services.Promotion.Tests.TrainedModels;

namespace Volcast.Services.Promotion.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class PromotionJobTests : IClassFixture<TrainedModels>, IDisposable
{
    /// <summary>The refit's labels end on the lake's last session: the first that its forecasts count from.</summary>
    private static readonly DateOnly Cut = new(2014, 6, 30);

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    public PromotionJobTests(TrainedModels trained) => trained.CopyTo(folder["data"]);

    public void Dispose() => folder.Dispose();

    private LocalModelRegistry Registry => new(folder["data/mlruns"]);

    private async Task<PromotionReport> PromoteAsync(int version, string? because = null, IModelRegistry? registry = null,
        bool hasLake = true, AssetRoles? roles = null)
    {
        await using var lake = hasLake ? await DataLake.OpenLocalAsync(folder["data/lake"], cancellationToken: token) : null;
        return await new PromotionJob(
            registry ?? Registry, lake, _ => roles ?? SimulatedLake.Roles, TradingCalendar.Nyse, clock, RecipeWalks.On(
                lake, TradingCalendar.Nyse, clock, folds: null))
            .PromoteAsync(
                new PromotionRequest(Model, $"{version}") { ForcedBecause = because, Seed = 7, Actor = "ana" }, null, token);
    }

    private Task<PromotionReport> RollBackAsync(IModelRegistry? registry = null, string reason = "worse") =>
        new PromotionJob(registry ?? Registry, null, _ => SimulatedLake.Roles, TradingCalendar.Nyse, clock).RollBackAsync(
            Model, reason, "night shift", token);

    private async Task<ModelVersion> VersionAsync(int number) => (await Registry.FindVersionAsync(Model, number, token))!;

    private Task<RegisteredVersion> ReadAsync(ModelVersion version) =>
        RegisteredVersion.ReadAsync(Registry, version, _ => SimulatedLake.Roles, token);

    private static ForecastRow Row(int version, ForecastKind kind, DateOnly origin) => new()
    {
        Horizon = 5,
        ForecastOrigin = origin,
        Model = Model,
        ModelVersion = $"{version}",
        Kind = kind,
        TargetEnd = TradingCalendar.Nyse.Add(origin, 5),
        AsOf = TradingCalendar.Nyse.SettlesAt(origin).ToUniversalTime(),
        Variance = .04,
        Contributions = "[]",
        Base = 0,
        ContributionScale = "log_variance",
        InputDigest = "",
    };

    /// <summary>Lets version 2 forecast beside version 1, on sessions counted from the day on which its last label
    /// ended.</summary>
    private async Task ForecastBesideAsync(int from, int count, ForecastKind championsKind = ForecastKind.Live)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["data/lake"], DataKind.Simulated);
        var rows = Enumerable.Range(from, count).Select(i => TradingCalendar.Nyse.Add(Cut, i))
            .SelectMany(day => new[] { Row(1, championsKind, day), Row(2, ForecastKind.Shadow, day) }).ToArray();
        var (table, _) = ForecastsTable.MergeFirstWins(
            new ForecastsTable { Symbol = SimulatedLake.Spy, Rows = [] },
            new ForecastsTable { Symbol = SimulatedLake.Spy, Rows = rows });
        await lake.CommitAsync(ForecastsTable.Schema, SimulatedLake.Spy, table.ToFrame(), cancellationToken: token);
    }

    private static string[] Failed(PromotionReport report) => [.. report.Verdict!.Failed.Select(check => check.Name)];

    [Fact]
    public async Task A_first_version_that_beats_har_becomes_the_champion_and_its_verdict_is_stored()
    {
        var report = await PromoteAsync(1);
        Assert.Equal((PromotionDecision.Promoted, 1, null), (report.Decision, report.Champion, report.PreviousChampion));
        Assert.Equal(PromotionGateKind.FirstVersion, report.Verdict!.Gate);

        // The walk-forward's own metrics were computed on the same origins.
        var version = await VersionAsync(1);
        var training = (await Registry.FindRunAsync(version.RunId, token))!;
        Assert.Equal(training.Metrics["volcast.qlike_ratio_to_har"][0].Value,
            report.Verdict.Checks.Single(check => check.Name == "beats_har").Number!.Value, 1e-12);
        Assert.InRange(report.Verdict.Checks.Single(check => check.Name == "diebold_mariano").Number!.Value, 0, .05);
        Assert.InRange(report.Verdict.Checks.Single(check => check.Name == "common_origins").Number!.Value, 504, 600);

        Assert.Equal([RegistryTags.Champion], version.Aliases);
        Assert.Equal("Production", version.Tags[RegistryTags.Stage]);
        Assert.Equal(report.RunId, version.Tags[RegistryTags.VerdictRuns]);
        Assert.Contains("passed as first version", version.Tags[RegistryTags.Verdict], StringComparison.Ordinal);
        var run = (await Registry.FindRunAsync(report.RunId!, token))!;
        Assert.Equal(("promoted", "first_version"), (run.Params["outcome"], run.Params["gate"]));
        var kept = await Registry.ReadArtifactsAsync(run.Id, token);
        using var json = JsonDocument.Parse(kept[VerdictRecord.JsonPath]);
        Assert.True(json.RootElement.GetProperty("is_passed").GetBoolean());
        Assert.Equal("promoted", json.RootElement.GetProperty("outcome").GetString());
        Assert.Contains("beats_har", Encoding.UTF8.GetString(kept[VerdictRecord.TextPath].Span), StringComparison.Ordinal);
        Assert.Equal(1, (await Registry.ReadChampionHistoryAsync(Model, clock.Now, token)).ServingVersionAt(clock.Now));
    }

    [Fact]
    public async Task Promoting_the_champion_again_reports_that_and_writes_nothing()
    {
        await PromoteAsync(1);
        var before = FolderBytes.Of(folder["data/mlruns"]);
        clock.Now = clock.Now.AddDays(1);
        var again = await PromoteAsync(1);
        Assert.Equal((PromotionDecision.NothingToDo, 1), (again.Decision, again.Champion));
        Assert.Equal(clock.Now.AddDays(-1), again.Since);
        Assert.Equal(before, FolderBytes.Of(folder["data/mlruns"]));
    }

    [Fact]
    public async Task A_refit_is_refused_until_it_has_forecast_beside_the_champion_for_five_sessions()
    {
        await PromoteAsync(1);
        var early = await PromoteAsync(2);
        Assert.Equal((PromotionDecision.Refused, 1), (early.Decision, early.Champion));
        Assert.Equal(PromotionGateKind.Refit, early.Verdict!.Gate);
        Assert.Equal(["shadow_sessions"], Failed(early));
        Assert.Equal(1, (await Registry.FindByAliasAsync(Model, RegistryTags.Champion, token))?.Number);
        Assert.Contains("refused as refit", (await VersionAsync(2)).Tags[RegistryTags.Verdict], StringComparison.Ordinal);

        // The three days before the training cut do not count, nor do the champion's backfill forecasts.
        await ForecastBesideAsync(from: -3, count: 7);
        Assert.Equal(4, (await PromoteAsync(2)).Verdict!.Checks.Single(check => check.Name == "shadow_sessions").Number);
        await ForecastBesideAsync(from: 0, count: 5, ForecastKind.Backfill);
        Assert.Equal(["shadow_sessions"], Failed(await PromoteAsync(2)));

        await ForecastBesideAsync(from: 0, count: 5);
        clock.Now = clock.Now.AddDays(7);
        var earned = await PromoteAsync(2);
        Assert.Equal((PromotionDecision.Promoted, 2, 1), (earned.Decision, earned.Champion, earned.PreviousChampion));
        Assert.Equal("Archived", (await VersionAsync(1)).Tags[RegistryTags.Stage]);
        // The same verdict, given twice, is one run.
        Assert.Equal(3, (await VersionAsync(2)).Tags[RegistryTags.VerdictRuns].Split(' ').Distinct().Count());
        var history = await Registry.ReadChampionHistoryAsync(Model, clock.Now, token);
        Assert.Equal((1, 2), (history.ServingVersionAt(clock.Now.AddTicks(-1)), history.ServingVersionAt(clock.Now)));
    }

    [Fact]
    public async Task A_clock_before_the_lakes_newest_session_stores_no_verdict()
    {
        var now = clock.Now;
        foreach (var version in new[] { 1, 2, 4 }) // The first version, a refit and a new recipe.
        {
            var before = FolderBytes.Of(folder["data/mlruns"]);
            clock.Now = TradingCalendar.Nyse.SettlesAt(Cut).AddTicks(-1);
            var error = await Assert.ThrowsAsync<UnsettledBarException>(() => PromoteAsync(version));
            Assert.Contains("SPY for 2014-06-30", error.Message, StringComparison.Ordinal);
            Assert.Equal(before, FolderBytes.Of(folder["data/mlruns"]));
            clock.Now = now;
            await PromoteAsync(1);
        }
    }

    [Fact]
    public async Task The_change_of_a_refit_is_that_of_its_forecasts_over_the_newest_year()
    {
        await PromoteAsync(1);
        var verdict = (await PromoteAsync(2)).Verdict!;
        using var one = await ReadAsync(await VersionAsync(1));
        using var two = await ReadAsync(await VersionAsync(2));
        await using var lake = await DataLake.OpenLocalAsync(folder["data/lake"], cancellationToken: token);
        var rows = (await TargetHistory.ReadAsync(lake, SimulatedLake.Roles, TradingCalendar.Nyse, clock.Now, token)).Rows;
        double[] changes = [.. Enumerable.Range(rows.Rows - 252, 252).Select(row => Math.Abs(Math.Log(
            two.Model.Value!.Artifact.Forecaster.Forecast(rows.KnownAt(row))
            / one.Model.Value!.Artifact.Forecaster.Forecast(rows.KnownAt(row)))))];
        Assert.Equal(changes.Average(), verdict.Checks.Single(check => check.Name == "mean_change").Number!.Value, 1e-12);
        Assert.Equal(changes.Max(), verdict.Checks.Single(check => check.Name == "largest_change").Number!.Value, 1e-12);
        Assert.True(changes.Max() > 0);
    }

    [Fact]
    public async Task Without_a_lake_a_refit_is_refused_and_can_be_forced()
    {
        await PromoteAsync(1, hasLake: false);
        var refused = await PromoteAsync(2, hasLake: false);
        Assert.Equal(["mean_change", "largest_change", "shadow_sessions"], Failed(refused));
        Assert.Contains("no lake here", refused.Verdict!.Summary, StringComparison.Ordinal);
        var forced = await PromoteAsync(2, "the lake is elsewhere", hasLake: false);
        Assert.Equal((PromotionDecision.Forced, 2), (forced.Decision, forced.Champion));
        Assert.Contains("by force: the lake is elsewhere", (await VersionAsync(2)).Tags[RegistryTags.ChampionReason],
            StringComparison.Ordinal);
        var kept = await Registry.ReadArtifactsAsync(forced.RunId!, token);
        using var json = JsonDocument.Parse(kept[VerdictRecord.JsonPath]);
        Assert.Equal("the lake is elsewhere", json.RootElement.GetProperty("forced_because").GetString());
        Assert.False(json.RootElement.GetProperty("is_passed").GetBoolean());
    }

    [Fact]
    public async Task A_champion_whose_index_has_ended_is_no_rival()
    {
        await PromoteAsync(2);
        await SimulatedLake.AddOwnIndexAsync(folder["data/lake"], vixTo: TradingCalendar.Nyse.Add(Cut, -30));
        var verdict = (await PromoteAsync(3, roles: SimulatedLake.RolesWithOwn)).Verdict!;
        Assert.Equal(PromotionGateKind.FirstVersion, verdict.Gate);
        Assert.Contains(verdict.Checks, check => check.Name == "beats_har");
    }

    [Fact]
    public async Task Of_two_recipes_the_one_with_the_larger_loss_is_refused_and_the_other_is_not()
    {
        var losses = new Dictionary<int, double>();
        foreach (var number in new[] { 2, 3 })
        {
            var run = await Registry.FindRunAsync((await VersionAsync(number)).RunId, token);
            losses[number] = run!.Metrics["volcast.qlike"][0].Value;
        }
        var (better, worse) = (2, 3);
        Assert.True(losses[worse] > losses[better], "The overfitted version has the smaller loss.");
        await PromoteAsync(better);
        var refused = await PromoteAsync(worse);
        Assert.Equal((PromotionGateKind.NewRecipe, PromotionDecision.Refused), (refused.Verdict!.Gate, refused.Decision));
        Assert.Contains("qlike", Failed(refused));
        Assert.Equal(losses[worse] / losses[better],
            refused.Verdict.Checks.Single(check => check.Name == "qlike").Number!.Value, 1e-9);
        Assert.Equal(PromotionDecision.Forced, (await PromoteAsync(worse, "to see what it does")).Decision);
        var back = await PromoteAsync(better);
        Assert.DoesNotContain("qlike", Failed(back));
        Assert.DoesNotContain("diebold_mariano", Failed(back));
    }

    [Fact]
    public async Task A_new_recipe_is_judged_by_the_evidence_of_both()
    {
        await PromoteAsync(2);
        var report = await PromoteAsync(4);
        using var two = await ReadAsync(await VersionAsync(2));
        using var four = await ReadAsync(await VersionAsync(4));
        var pair = RecipeScores.OfStored(four, two);
        Assert.Equal(pair.Value!.Ratio, report.Verdict!.Checks.Single(check => check.Name == "qlike").Number);
        Assert.Equal(report.Verdict.IsPassed, report.Champion == 4);
        Assert.Equal(report.Verdict.Checks.Single(check => check.Name == "qlike").Status == CheckStatus.Passed,
            pair.Value.Qlike <= pair.Value.OtherQlike);
    }

    [Fact]
    public async Task Too_few_common_origins_start_new_walk_forwards_of_both_recipes()
    {
        await PromoteAsync(4);
        using var five = await ReadAsync(await VersionAsync(5));
        Assert.InRange(five.WalkForward.Value!.Origins.Length, 1, 503);
        var report = await PromoteAsync(5);
        Assert.InRange(report.Verdict!.Checks.Single(check => check.Name == "common_origins").Number!.Value, 504, 1000);
        Assert.NotNull(report.Verdict.Checks.Single(check => check.Name == "qlike").Number);
    }

    [Fact]
    public async Task A_recipe_of_another_build_with_too_few_common_origins_can_only_be_forced()
    {
        await PromoteAsync(4);
        await Registry.SetVersionTagAsync(Model, 5, RegistryTags.RecipeRevision, "1", token);
        var refused = await PromoteAsync(5);
        Assert.Equal(["common_origins"], Failed(refused));
        Assert.Contains(
            "This build does not have volcast, revision 1, the recipe of version 5", refused.Verdict!.Summary,
            StringComparison.Ordinal);
        Assert.Equal(PromotionDecision.Forced, (await PromoteAsync(5, "known from elsewhere")).Decision);
    }

    [Fact]
    public async Task Stored_walk_forwards_that_end_before_the_newest_outcome_are_run_anew()
    {
        await PromoteAsync(1); // Trained a month before the end of the lake.
        var report = await PromoteAsync(4);
        using var one = await ReadAsync(await VersionAsync(1));
        using var four = await ReadAsync(await VersionAsync(4));
        var stored = RecipeScores.OfStored(four, one).Value!;
        var newest = TradingCalendar.Nyse.Add(Cut, -5);
        Assert.True(stored.N >= 504 && stored.To < newest);
        var check = report.Verdict!.Checks.Single(check => check.Name == "newest_origin");
        Assert.Equal(CheckStatus.Passed, check.Status);
        Assert.Contains($"end on {newest:yyyy-MM-dd}", check.Sentence, StringComparison.Ordinal);

        // Without a lake there is nothing to run, and the verdict refuses with the reason.
        await Registry.SetAliasAsync(Model, RegistryTags.Champion, 1, token);
        var refused = await PromoteAsync(4, hasLake: false);
        Assert.Equal(["common_origins"], Failed(refused));
        Assert.Contains(
            $"up to the newest known outcome on {newest:yyyy-MM-dd}", refused.Verdict!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origins_that_a_search_read_do_not_judge_its_parameters()
    {
        await PromoteAsync(2);
        using (var four = await ReadAsync(await VersionAsync(4)))
            Assert.Equal(SearchedTo, four.SearchedTo);
        var judged = await PromoteAsync(4);
        Assert.Equal(SearchedTo, judged.Verdict!.SearchedTo);
        Assert.Contains("searched on sessions up to 2010-12-31", judged.Verdict.ToText(), StringComparison.Ordinal);

        // A search of almost the whole history leaves too few origins, in any walk-forward.
        await Registry.SetVersionTagAsync(Model, 3, RegistryTags.SearchedTo, "2014-01-31", token);
        var late = await PromoteAsync(3);
        Assert.Equal(["common_origins"], Failed(late));
        Assert.Contains("origins with inputs and outcome after 2014-01-31, so new walk-forwards would not have enough either: "
            + "wait for more sessions, or search up to an earlier session.", late.Verdict!.Summary, StringComparison.Ordinal);

        await Registry.DeleteVersionTagAsync(Model, 3, RegistryTags.SearchedTo, token);
        Assert.Contains("searched_to", Failed(await PromoteAsync(3)));
    }

    [Fact]
    public async Task A_first_version_is_judged_on_origins_after_its_search_only()
    {
        await Registry.SetVersionTagAsync(Model, 4, RegistryTags.SearchedTo, "2013-06-28", token);
        var report = await PromoteAsync(4);
        Assert.Contains("common_origins", Failed(report));
        Assert.Contains("origins after 2013-06-28, 2013-07-01 to", report.Verdict!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_without_a_recorded_release_is_not_a_refit()
    {
        await Registry.DeleteVersionTagAsync(Model, 1, RegistryTags.RecipeRevision, token);
        await PromoteAsync(1);
        Assert.Equal(PromotionGateKind.NewRecipe, (await PromoteAsync(2)).Verdict!.Gate);
    }

    [Theory]
    [InlineData("^VXN", PromotionGateKind.Refit)]
    [InlineData("^VIX", PromotionGateKind.NewRecipe)]
    public async Task A_champion_without_a_recorded_index_learnt_from_that_of_the_setting(string recorded, PromotionGateKind gate)
    {
        await PromoteAsync(1);
        await Registry.DeleteVersionTagAsync(Model, 1, RegistryTags.ImpliedIndex, token);
        await Registry.SetVersionTagAsync(Model, 2, RegistryTags.ImpliedIndex, recorded, token);
        Assert.Equal(gate, (await PromoteAsync(2, roles: SimulatedLake.RolesWithOwn)).Verdict!.Gate);
    }

    [Fact]
    public async Task A_recipe_without_inputs_has_no_index()
    {
        var version = await VersionAsync(1);
        using (var recorded = await ReadAsync(version))
            Assert.Equal("^VIX", recorded.Recipe.ImpliedIndex);
        await File.WriteAllTextAsync(FileOf(version, "inputs"), "", token);
        using var without = await ReadAsync(version);
        Assert.Null(without.Recipe.ImpliedIndex);
    }

    [Fact]
    public async Task A_new_walk_forward_reads_a_version_without_a_recorded_index_with_that_of_the_setting()
    {
        await PromoteAsync(1);
        await SimulatedLake.AddOwnIndexAsync(folder["data/lake"]);
        await Registry.DeleteVersionTagAsync(Model, 5, RegistryTags.ImpliedIndex, token);
        await using var lake = await DataLake.OpenLocalAsync(folder["data/lake"], cancellationToken: token);
        var asked = new List<RecipeWalk>();
        await new PromotionJob(Registry, lake, _ => SimulatedLake.RolesWithOwn, TradingCalendar.Nyse, clock,
                (walk, _, _) =>
                {
                    asked.Add(walk);
                    throw new InsufficientDataException("Not run.");
                })
            .PromoteAsync(new PromotionRequest(Model, "5"), null, token);
        Assert.Equal(SimulatedLake.Own.Value, Assert.Single(asked).ImpliedIndex);
    }

    [Fact]
    public async Task A_changed_artifact_is_refused_and_cannot_be_forced()
    {
        await PromoteAsync(1);
        var version = await VersionAsync(2);
        var file = Directory.GetFiles(folder["data/mlruns"], "recipe.json", SearchOption.AllDirectories)
            .Single(path => path.Contains(version.RunId, StringComparison.Ordinal));
        await File.AppendAllTextAsync(file, " ", token);
        var report = await PromoteAsync(2, "I want it");
        Assert.Equal(PromotionDecision.Refused, report.Decision);
        Assert.Contains("artifact", Failed(report));
        Assert.Contains("--force cannot promote", report.Note, StringComparison.Ordinal);
        Assert.Contains("recipe.json", report.Note, StringComparison.Ordinal);
    }

    private string FileOf(ModelVersion version, string name) => Directory
        .GetFiles(folder["data/mlruns"], name, SearchOption.AllDirectories)
        .Single(path => path.Contains(version.RunId, StringComparison.Ordinal));

    [Fact]
    public async Task A_version_whose_run_is_lost_says_so_and_cannot_be_promoted()
    {
        var version = await VersionAsync(1);
        Directory.Delete(Path.GetDirectoryName(FileOf(version, "meta.yaml"))!, recursive: true);
        using var lost = await ReadAsync(version);
        Assert.Null(lost.Run);
        Assert.Contains($"lost its run {version.RunId}", lost.Model.Reason, StringComparison.Ordinal);
        Assert.Contains("lost its run", lost.WalkForward.Reason, StringComparison.Ordinal);
        Assert.Equal(("", 0, 0), (lost.Symbol, lost.Horizon, lost.TrainingRows));
        Assert.Equal(3, lost.InputsWithoutDigest.Count);
        Assert.Equal(PromotionDecision.Refused, (await PromoteAsync(1, "I want it")).Decision);
    }

    [Fact]
    public async Task Missing_and_damaged_walk_forwards_are_reasons_and_the_model_still_loads()
    {
        var version = await VersionAsync(1);
        var file = FileOf(version, "walk_forward.csv");
        await File.WriteAllTextAsync(file, "origin,damaged\n2014-01-02", token);
        using (var damaged = await ReadAsync(version))
        {
            Assert.NotNull(damaged.Model.Value);
            Assert.StartsWith(
                $"{Registration.WalkForwardPath} of {version}", damaged.WalkForward.Reason, StringComparison.Ordinal);
        }
        File.Delete(file);
        using var without = await ReadAsync(version);
        Assert.NotNull(without.Model.Value);
        Assert.Equal($"{version} was registered without {Registration.WalkForwardPath}.", without.WalkForward.Reason);
    }

    [Fact]
    public async Task A_change_that_cannot_be_measured_has_a_reason()
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["data/lake"], cancellationToken: token);
        using var one = await ReadAsync(await VersionAsync(1));
        async Task<string?> ReasonAsync(RegisteredVersion other, DataLake? from) =>
            VersionChange.Measure(one, other,
                await VersionHistory.ReadAsync(one, from, TradingCalendar.Nyse, clock.Now, token), 20, token).Reason;

        using var two = await ReadAsync(await VersionAsync(2));
        Assert.Null(await ReasonAsync(two, lake));
        await using var empty = await DataLake.OpenLocalForWritingAsync(folder["empty"], DataKind.Simulated);
        Assert.Contains("SPY", await ReasonAsync(two, empty), StringComparison.Ordinal);

        await File.AppendAllTextAsync(FileOf(await VersionAsync(3), "recipe.json"), " ", token);
        using var damaged = await ReadAsync(await VersionAsync(3));
        Assert.Equal(damaged.Model.Reason, await ReasonAsync(damaged, lake));

        var run = FileOf(await VersionAsync(4), "horizon");
        await File.WriteAllTextAsync(run, "22", token);
        using var longer = await ReadAsync(await VersionAsync(4));
        Assert.Contains("different targets or horizons", await ReasonAsync(longer, lake), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_of_the_other_market_is_refused()
    {
        await Registry.SetVersionTagAsync(Model, 1, RegistryTags.DataKind, "REAL", token);
        var report = await PromoteAsync(1, "I want it");
        Assert.Equal((PromotionDecision.Refused, null), (report.Decision, report.Champion));
        Assert.Equal(["data_kind"], Failed(report));
    }

    [Fact]
    public async Task An_unknown_version_is_refused_with_the_list_of_versions()
    {
        var error = await Assert.ThrowsAsync<RegistryException>(() => PromoteAsync(9));
        Assert.Contains("version 5 (challenger), 4, 3, 2, 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_restores_the_previous_champion_until_there_is_none()
    {
        await PromoteAsync(1);
        await PromoteAsync(2, "for a try");
        clock.Now = clock.Now.AddDays(1);
        var report = await RollBackAsync(reason: "forecasts too high");
        Assert.Equal((PromotionDecision.RolledBack, 1, 2), (report.Decision, report.Champion, report.PreviousChampion));
        Assert.Contains("forecasts too high", (await VersionAsync(2)).Tags[RegistryTags.RolledBack], StringComparison.Ordinal);
        Assert.Equal(("Production", "Archived"), (
            (await VersionAsync(1)).Tags[RegistryTags.Stage], (await VersionAsync(2)).Tags[RegistryTags.Stage]));

        var error = await Assert.ThrowsAsync<RegistryException>(() => RollBackAsync());
        Assert.Contains("Version 1 of 'volcast-SPY-5d' has no previous champion", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_registry_names_who_promoted_forced_and_rolled_back()
    {
        await PromoteAsync(1);
        Assert.Equal("ana", (await VersionAsync(1)).Tags[RegistryTags.PromotedBy]);
        Assert.EndsWith("(by ana)", (await VersionAsync(1)).Tags[RegistryTags.ChampionReason], StringComparison.Ordinal);
        var forced = await PromoteAsync(2, "for a try");
        Assert.Equal(("ana", "ana"), (forced.Actor, (await VersionAsync(2)).Tags[RegistryTags.PromotedBy]));
        var verdict = (await Registry.ReadArtifactsAsync(forced.RunId!, token));
        Assert.Contains(
            "\"requested_by\": \"ana\"", Encoding.UTF8.GetString(verdict[VerdictRecord.JsonPath].Span), StringComparison.Ordinal);
        Assert.Contains(
            "Requested by ana", Encoding.UTF8.GetString(verdict[VerdictRecord.TextPath].Span), StringComparison.Ordinal);
        await RollBackAsync(reason: new string('x', 3000));
        Assert.Equal("night shift", (await VersionAsync(1)).Tags[RegistryTags.PromotedBy]);
        Assert.EndsWith("(by night shift)", (await VersionAsync(2)).Tags[RegistryTags.RolledBack], StringComparison.Ordinal);
        Assert.EndsWith("(by night shift)", (await VersionAsync(1)).Tags[RegistryTags.ChampionReason], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_without_a_champion_or_to_a_damaged_one_is_refused()
    {
        Assert.Equal(RegistryProblem.AliasMissing,
            (await Assert.ThrowsAsync<RegistryException>(() => RollBackAsync())).Problem);
        await PromoteAsync(1);
        await PromoteAsync(2, "for a try");
        var version = await VersionAsync(1);
        foreach (var file in Directory.GetFiles(folder["data/mlruns"], "model.json", SearchOption.AllDirectories)
            .Where(path => path.Contains(version.RunId, StringComparison.Ordinal)))
            File.Delete(file);
        var error = await Assert.ThrowsAsync<RegistryException>(() => RollBackAsync());
        Assert.Contains("model.json", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Registry.FindByAliasAsync(Model, RegistryTags.Champion, token))?.Number);
    }

    [Fact]
    public async Task The_verdict_of_an_overtaken_promotion_says_that_it_was_not_carried_out()
    {
        var registry = new StoppingRegistry(Registry, int.MaxValue)
        {
            AfterFirstRun = () => PromoteAsync(2, "another client came first"),
        };
        var error = await Assert.ThrowsAsync<RegistryException>(() => PromoteAsync(1, registry: registry));
        Assert.Equal(RegistryProblem.Overtaken, error.Problem);
        var version = await VersionAsync(1);
        Assert.Equal(2, (await Registry.FindByAliasAsync(Model, RegistryTags.Champion, token))!.Number);
        Assert.EndsWith($"checks passed. Not carried out: {error.Message}", version.Tags[RegistryTags.Verdict],
            StringComparison.Ordinal);
        var run = (await Registry.FindRunAsync(Assert.Single(version.Tags[RegistryTags.VerdictRuns].Split(' ')), token))!;
        Assert.Equal(("overtaken", "verdict on version 1: overtaken"), (run.Params["outcome"], run.Name));
        var kept = await Registry.ReadArtifactsAsync(run.Id, token);
        using var json = JsonDocument.Parse(kept[VerdictRecord.JsonPath]);
        Assert.Equal(("overtaken", error.Message),
            (json.RootElement.GetProperty("outcome").GetString(), json.RootElement.GetProperty("overtaken").GetString()));
        Assert.Contains($"Not carried out: {error.Message}", Encoding.UTF8.GetString(kept[VerdictRecord.TextPath].Span),
            StringComparison.Ordinal);
    }

    // `make test` kills before every fourth write, `make prove` before each.
    [Fact]
    public Task A_promotion_killed_before_a_write_and_run_again_ends_as_if_undisturbed() => KillPromotionAsync(every: 4);

    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public Task A_promotion_killed_before_any_write_and_run_again_ends_as_if_undisturbed() => KillPromotionAsync(every: 1);

    [Fact]
    public Task A_rollback_killed_before_a_write_and_run_again_ends_as_if_undisturbed() => KillRollbackAsync(every: 4);

    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public Task A_rollback_killed_before_any_write_and_run_again_ends_as_if_undisturbed() => KillRollbackAsync(every: 1);

    private Task KillPromotionAsync(int every) => KillAsync(
        every,
        async registry => await PromoteAsync(2, registry: registry),
        async () =>
        {
            await PromoteAsync(1);
            await Registry.SetAliasAsync(Model, RegistryTags.Challenger, 2, token);
            await ForecastBesideAsync(from: 0, count: 5);
        });

    private Task KillRollbackAsync(int every) => KillAsync(
        every,
        async registry => await RollBackAsync(registry),
        async () =>
        {
            await PromoteAsync(1);
            await PromoteAsync(4, "for a try", hasLake: false);
            await PromoteAsync(2, "for a try", hasLake: false);
        });

    private async Task KillAsync(int every, Func<IModelRegistry, Task> act, Func<Task> prepare)
    {
        await prepare();
        clock.Now = clock.Now.AddDays(1);
        Copy(folder["data/mlruns"], folder["prepared"]);
        var counting = new StoppingRegistry(Registry, int.MaxValue);
        await act(counting);
        var undisturbed = FolderBytes.Of(folder["data/mlruns"]);
        Assert.InRange(counting.Writes, 6, 40);
        for (var writes = 0; writes < counting.Writes; writes += every)
        {
            Copy(folder["prepared"], folder["data/mlruns"]);
            await Assert.ThrowsAsync<StoppingRegistry.KilledException>(() => act(new StoppingRegistry(Registry, writes)));
            await act(Registry);
            Assert.Equal(undisturbed, FolderBytes.Of(folder["data/mlruns"]));
        }
    }
}
