using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Tests;
using Volcast.Services.Training.Artifact;

namespace Volcast.Services.Training.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class RefitJobTests : IDisposable
{
    private const string Model = "volcast-SPY-5d";
    private const int RefitEvery = 42;
    private const int Horizon = 5;
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private static readonly DateOnly First = new(2010, 1, 4);
    private static readonly DateOnly Trained = new(2013, 3, 28);
    private static readonly DateOnly WalkedFrom = Calendar.Add(Trained, 1 - 4 * RefitEvery);
    private static readonly DateOnly Refitted = Calendar.Add(Trained, RefitEvery);
    private static readonly DateOnly Last = Calendar.Add(Refitted, 12);

    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();

    public void Dispose() => folder.Dispose();

    private LocalModelRegistry Registry => new(folder["mlruns"]);

    [Theory]
    [InlineData("volcast")]
    [InlineData("log-har-range")]
    public async Task Refits_every_42_sessions_give_the_forecasts_and_intervals_of_the_walk_forward(string recipe)
    {
        await RegisterChampionAsync(recipe);
        await FillAsync(Refitted);
        var report = (await RefitAsync(RefitKind.Retrain)).Value!;
        await Registry.SetAliasAsync(Model, RegistryTags.Champion, report.Version);

        await FillAsync(Last);
        var history = await ReadAsync();
        var walkForward = WalkForwardOf(history, recipe).Model(recipe);
        var rows = history.Rows;
        var first = rows.FirstRowFrom(WalkedFrom);
        for (var row = rows.FirstRowFrom(Trained) + 1; row < rows.Rows; row++)
        {
            using var version = await RegisteredForecaster.LoadAsync(
                Registry, await Registry.GetVersionAsync(Model, rows.Sessions[row] <= Refitted ? 1 : 2), "", CancellationToken.None);
            var forecast = SessionForecast.Make(
                version, new ForecastInputs(rows.KnownAt(row)), Horizon, ForecastKind.Live, Calendar).Row;
            Assert.Equal(
                (walkForward.Variance[row - first], walkForward.Lower80[row - first], walkForward.Upper80[row - first],
                    walkForward.Lower95[row - first], walkForward.Upper95[row - first]),
                (forecast.Variance, forecast.Lower80, forecast.Upper80, forecast.Lower95, forecast.Upper95));
        }
    }

    [Fact]
    public async Task A_refit_is_a_challenger_with_the_evidence_of_the_champion_and_a_repetition_adds_nothing()
    {
        await RegisterChampionAsync("log-har-range");
        await FillAsync(Refitted);
        var report = (await RefitAsync(RefitKind.Retrain)).Value!;
        Assert.Equal((2, true, "log-har-range"), (report.Version, report.IsNew, report.Recipe));
        var again = (await RefitAsync(RefitKind.Retrain)).Value!;
        Assert.Equal((2, false), (again.Version, again.IsNew));

        var (first, second) = (await Registry.GetVersionAsync(Model, 1), await Registry.GetVersionAsync(Model, 2));
        Assert.Equal(2, (await Registry.GetByAliasAsync(Model, RegistryTags.Challenger)).Number);
        Assert.Equal("1", second.Tags[RegistryTags.EvidenceOf]);
        var (old, made) = (await Registry.ReadModelAsync(first), await Registry.ReadModelAsync(second));
        Assert.Equal(old[ValidationRecord.FileName].ToArray(), made[ValidationRecord.FileName].ToArray());
        Assert.Equal(
            (await Registry.ReadArtifactsAsync(first.RunId, _ => true))[Registration.WalkForwardPath].ToArray(),
            (await Registry.ReadArtifactsAsync(second.RunId, _ => true))[Registration.WalkForwardPath].ToArray());
        Assert.Contains("recipe of version 1", Text(made[ModelCard.FileName]), StringComparison.Ordinal);

        // The coefficients are those of a fit on everything known.
        var history = await ReadAsync();
        var forecaster = TrainingWalkForward.Forecaster(history, new(SimulatedLake.Roles, Horizon), "log-har-range");
        using var fitted = NewestFit.Of(forecaster, history.Rows, Horizon, RefitEvery).Fitted;
        Assert.Equal(Text(fitted.Spec.ToJson()), Text(made[FittedModelSpec.FileName]));
    }

    [Fact]
    public async Task A_recalibration_moves_the_level_alone_and_at_most_by_its_step()
    {
        await RegisterChampionAsync("log-har-range", factor: 2);
        await FillAsync(Refitted);
        var report = (await RefitAsync(RefitKind.Recalibrate, largestStep: .1)).Value!;
        Assert.Equal(2, report.Version);

        var rows = (await ReadAsync()).Rows;
        using var old = await LoadAsync(1);
        using var made = await LoadAsync(2);
        Assert.Equal(
            old.Artifact.Forecaster.Forecast(rows) * Math.Exp(-.1), made.Artifact.Forecaster.Forecast(rows), 1e-15);
        Assert.Equal(old.Artifact.Spec.Terms, made.Artifact.Spec.Terms);
        Assert.Equal(old.Artifact.Spec.TrainingTo, made.Artifact.Spec.TrainingTo);
        Assert.Equal(2 * Math.Exp(-.1), made.Artifact.Spec.LevelFactor!.Value, 1e-12);
        // The residuals of the new level are those of the old one, shifted.
        Assert.Equal(
            old.Artifact.Distribution!.ProbabilityAbove(.04, .2),
            made.Artifact.Distribution!.ProbabilityAbove(.04 * Math.Exp(-.1), .2), .05);
    }

    [Fact]
    public async Task Without_a_champion_or_without_an_error_of_the_level_nothing_is_registered()
    {
        await FillAsync(Trained);
        Assert.Contains("no champion", (await RefitAsync(RefitKind.Retrain)).Reason, StringComparison.Ordinal);
        await RegisterChampionAsync("har");
        Assert.Contains("har, which has no constant in log variance",
            (await RefitAsync(RefitKind.Recalibrate)).Reason ?? "", StringComparison.Ordinal);
        Assert.Single(await Registry.ListVersionsAsync(Model));
    }

    [Fact]
    public async Task A_refit_keeps_the_index_of_its_champion_and_a_training_takes_that_of_the_features()
    {
        await RegisterChampionAsync("vix-calibrated");
        await FillAsync(Refitted);
        var known = (await ReadAsync()).Rows;
        await SimulatedLake.AddOwnIndexAsync(folder["lake"]);
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var refit = await new RefitJob(lake, Registry, Calendar, clock).RunAsync(
            new(SimulatedLake.RolesWithOwn, Horizon, RefitKind.Retrain), CancellationToken.None);
        using var made = await LoadAsync(refit.Value!.Version);
        Assert.Equal(("^VIX", "^VIX"),
            (made.Artifact.Spec.ImpliedIndex, made.Version.Tags.GetValueOrDefault(RegistryTags.ImpliedIndex)));
        var own = await ReadAsync(SimulatedLake.RolesWithOwn);
        using var expected = NewestFit.Of(TrainingWalkForward.Forecaster(
            own, new(SimulatedLake.RolesWithOwn, Horizon), "vix-calibrated"), known, Horizon, RefitEvery).Fitted;
        Assert.Equal(Text(expected.Spec.ToJson()), Text(made.Folder[FittedModelSpec.FileName]));

        Assert.Equal(SimulatedLake.Own.Value, own.Rows.ImpliedIndex);
    }

    private Task FillAsync(DateOnly last) => SimulatedLake.FillAsync(folder["lake"], First, last);

    private async Task<TargetHistory> ReadAsync(AssetRoles? roles = null)
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return await TargetHistory.ReadAsync(
            lake, roles ?? SimulatedLake.Roles, Calendar, clock.GetUtcNow(), CancellationToken.None);
    }

    private async Task<ValueOrReason<TrainingReport>> RefitAsync(RefitKind kind, double largestStep = .1)
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return await new RefitJob(lake, Registry, Calendar, clock).RunAsync(
            new(SimulatedLake.Roles, Horizon, kind) { LargestStep = largestStep }, CancellationToken.None);
    }

    private async Task<RegisteredForecaster> LoadAsync(int version) => await RegisteredForecaster.LoadAsync(
        Registry, await Registry.GetVersionAsync(Model, version), "", CancellationToken.None);

    private static WalkForwardResult WalkForwardOf(TargetHistory history, string recipe) => WalkForward.Run(
        history.Rows,
        [
            .. new[] { recipe, ForecasterCatalog.Benchmark }.Distinct().Select(name =>
                TrainingWalkForward.Forecaster(history, new(SimulatedLake.Roles, Horizon), name)),
        ],
        new WalkForwardOptions { From = WalkedFrom, BurnIn = 0, RefitEvery = RefitEvery, SessionAfter = Calendar.Add });

    /// <summary>A champion fitted on the lake as it was on <see cref="Trained"/>.</summary>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="factor">By which its forecasts of variance are too high.</param>
    private async Task RegisterChampionAsync(string recipe, double factor = 1)
    {
        await FillAsync(Trained);
        var history = await ReadAsync();
        var request = new TrainingRequest(SimulatedLake.Roles, Horizon) { Model = recipe };
        var walkForward = WalkForwardOf(history, recipe);
        using var artifact = new ForecasterArtifact(
            NewestFit.Of(TrainingWalkForward.Forecaster(history, request, recipe), history.Rows, Horizon, RefitEvery).Fitted,
            walkForward.Model(recipe).Distribution);
        using var shifted = factor == 1 ? artifact : artifact.WithLevel(factor)!;
        var scores = Scores.Compare(walkForward);
        var evidence = TrainingEvidence.Of(
            ValidationRecord.Of(shifted.Spec, request, DataKind.Simulated, walkForward, scores), recipe, walkForward, scores);
        await Registry.RegisterAsync(RegistrationOf.Training(new FinishedTraining(
            request, history, new string('a', 64), Model, new(recipe), DataKind.Simulated, clock.GetUtcNow(), clock.GetUtcNow(),
            clock.GetUtcNow(), shifted.Forecaster, evidence with { Distribution = shifted.Distribution })));
        await Registry.SetAliasAsync(Model, RegistryTags.Champion, 1);
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Span);
}
