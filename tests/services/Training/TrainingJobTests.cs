using System.Text;
using Volcast.Evaluation;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Tests;
using Volcast.Services.Training.Artifact;
using Volcast.Services.Training.Tests;

[assembly: AssemblyFixture(typeof(TrainedOnce))]

namespace Volcast.Services.Training.Tests;

/// <summary>A lake of the simulated market, a registry with one training on it and the finished folds of that training, made once
/// for all classes. A test works on a copy.</summary>
public sealed class TrainedOnce : IAsyncLifetime
{
    public static readonly DateOnly First = new(2010, 1, 4);
    public static readonly DateOnly Last = new(2014, 6, 30);
    private readonly TemporaryFolder folder = new();

    internal static TrainingRequest Request { get; } = new(SimulatedLake.Roles, 5) { Seed = 7 };

    public TrainingReport Report { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        using var folds = new FoldStore(folder["folds"]);
        var job = new TrainingJob(
            lake, new LocalModelRegistry(folder["mlruns"]), TradingCalendar.Nyse, new SettableClock(), folds);
        Report = await job.RunAsync(Request, null, CancellationToken.None);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public void CopyTo(string target) => FolderBytes.Copy(folder.Path, target);
}

[Trait(Category.Name, Category.Integration)]
public sealed class TrainingJobTests(TrainedOnce trained) : IDisposable
{
    private static readonly DateOnly First = TrainedOnce.First;
    private static readonly DateOnly Last = TrainedOnce.Last;
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new();

    public void Dispose() => folder.Dispose();

    private LocalModelRegistry Registry => new(folder["mlruns"]);

    private async Task<TrainingReport> TrainAsync(DateOnly? to = null)
    {
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return await new TrainingJob(lake, Registry, TradingCalendar.Nyse, clock).RunAsync(
            TrainedOnce.Request with { To = to }, null, CancellationToken.None);
    }

    [Fact]
    public async Task A_training_registers_a_challenger_with_its_evidence()
    {
        trained.CopyTo(folder.Path);
        var report = trained.Report;
        Assert.Equal(("volcast-SPY-5d", 1, true), (report.Model, report.Version, report.IsNew));
        Assert.Equal(TrainingWalkForward.Models, report.Scores.Select(score => score.Model));
        Assert.Equal("volcast", report.Scores[0].Model);

        var version = await Registry.GetByAliasAsync(report.Model, RegistryTags.Challenger);
        Assert.Equal("SIMULATED", version.Tags["volcast.market"]);
        var run = (await Registry.FindRunAsync(version.RunId))!;
        Assert.Equal("volcast", run.Params["recipe"]);
        Assert.Equal(report.Scores[0].Qlike, run.Metrics["volcast.qlike"][0].Value);
        Assert.Contains(run.Tags, tag => tag.Key == "volcast.input.features.L1");
        Assert.Contains(run.Tags, tag => tag.Key == "volcast.input.features.L2");
        var artifacts = await Registry.ReadArtifactsAsync(version.RunId);
        Assert.True(artifacts.Contains("evidence/walk_forward.csv"));
        Assert.True(artifacts.Contains("model/MLmodel"));
    }

    [Fact]
    public async Task The_last_session_of_a_search_is_a_tag_of_the_version_and_stands_in_its_card()
    {
        trained.CopyTo(folder.Path);
        var searched = new DateOnly(2013, 12, 31);
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        using var folds = new FoldStore(folder["folds"]); // The walk-forwards of both searches are the same.
        var job = new TrainingJob(lake, Registry, TradingCalendar.Nyse, clock, folds);
        TrainingRequest Request(string rounds, DateOnly? to) => new(SimulatedLake.Roles, 5)
        {
            Seed = 7,
            SearchedTo = to,
            TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["volcast"] = new Dictionary<string, string> { ["rounds"] = rounds },
            },
        };
        var report = await job.RunAsync(Request("5", searched), null, CancellationToken.None);
        var version = (await Registry.FindVersionAsync(report.Model, report.Version))!;
        Assert.Equal("2013-12-31", version.Tags["volcast.searched_to"]);
        var artifacts = await Registry.ReadModelAsync(version);
        Assert.Equal(searched, ValidationRecord.Parse(artifacts["evidence.json"].Span).SearchedTo);
        var card = Encoding.UTF8.GetString(artifacts["MODEL_CARD.md"].Span);
        Assert.Contains("| parameters searched up to | 2013-12-31 |", card, StringComparison.Ordinal);
        Assert.Contains("the scores above on origins up to that\n  day are not out of sample", card, StringComparison.Ordinal);

        // The same parameters of another search are another version; those that were shipped are no search's.
        Assert.False((await job.RunAsync(Request("5", searched), null, CancellationToken.None)).IsNew);
        var other = await job.RunAsync(Request("5", new(2010, 12, 31)), null, CancellationToken.None);
        Assert.True(other.IsNew);
        var before = await Registry.ReadModelAsync((await Registry.FindVersionAsync(other.Model, other.Version))!);
        Assert.Contains("up to 2010-12-31, before the first of these origins",
            Encoding.UTF8.GetString(before["MODEL_CARD.md"].Span), StringComparison.Ordinal);
        var shipped = ForecasterCatalog.ShippedTrees("volcast", 5)["rounds"];
        Assert.Equal(1, (await job.RunAsync(Request(shipped, searched), null, CancellationToken.None)).Version);
        var first = (await Registry.FindVersionAsync(report.Model, 1))!;
        Assert.False(first.Tags.ContainsKey("volcast.searched_to"));
        Assert.DoesNotContain("searched up to",
            Encoding.UTF8.GetString((await Registry.ReadModelAsync(first))["MODEL_CARD.md"].Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_recipe_data_and_seed_register_nothing_and_another_seed_a_version()
    {
        trained.CopyTo(folder.Path);
        var before = FolderBytes.Of(folder["mlruns"]);
        clock.Now = clock.Now.AddDays(1);
        var again = await TrainAsync();
        Assert.Equal((1, false), (again.Version, again.IsNew));
        var job = new TrainingJob(await DataLake.OpenLocalAsync(folder["lake"]), Registry, TradingCalendar.Nyse, clock);
        // The shipped trees have depth 2, eta .02, 30 rounds and half of the rows.
        foreach (var request in new[]
            {
                With("xgboost-21", ("rounds", "20")),
                With("volcast", ("max_depth", "2"), ("eta", "0.020"), ("rounds", "30"), ("subsample", "5e-1")),
            })
        {
            var report = await job.RunAsync(request, null, CancellationToken.None);
            Assert.Equal((1, false), (report.Version, report.IsNew));
        }
        Assert.Equal(before, FolderBytes.Of(folder["mlruns"]));
        // Few rounds and origins: the recipe is another one, and so cheap that it can be trained with two seeds.
        var small = With("volcast", ("rounds", "5")) with { From = TradingCalendar.Nyse.Add(Last, -40) };
        foreach (var (seed, version, isNew) in new[] { (7, 2, true), (7, 2, false), (8, 3, true) })
        {
            var other = await job.RunAsync(small with { Seed = seed }, null, CancellationToken.None);
            Assert.Equal((version, isNew), (other.Version, other.IsNew));
        }
    }

    [Fact]
    public async Task The_registered_model_makes_the_same_forecasts_as_the_fitted_one_bit_for_bit()
    {
        trained.CopyTo(folder.Path);
        var version = await Registry.GetVersionAsync("volcast-SPY-5d", 1);
        var model = await Registry.ReadModelAsync(version);
        using var artifact = ForecasterArtifact.Load(model.Paths.ToDictionary(path => path, path => model[path].ToArray()));
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var data = await TargetHistory.ReadAsync(
            lake, SimulatedLake.Roles, TradingCalendar.Nyse, clock.Now, CancellationToken.None);
        var labels = Volatility.RealizedVariance.Labels(data.Rows.LogReturns, 5);
        var recipe = TrainingWalkForward.Forecaster(data, new(SimulatedLake.Roles, 5) { Seed = 7 }, "volcast");
        using var fitted = recipe.Fit(data.Rows, labels.AsSpan(0, labels.Length - 5), 5);
        Assert.Equal(fitted.Forecast(data.Rows), artifact.Forecaster.Forecast(data.Rows));
    }

    [Fact]
    public async Task Nothing_after_the_last_used_session_reaches_the_model()
    {
        var to = new DateOnly(2014, 3, 31);
        var request = With("volcast", ("rounds", "10")) with { To = to, From = TradingCalendar.Nyse.Add(to, -40) };
        async Task TrainAsync()
        {
            await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
            await new TrainingJob(lake, Registry, TradingCalendar.Nyse, clock).RunAsync(request, null, CancellationToken.None);
        }

        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        await TrainAsync();
        var long_ = await Registry.ReadModelAsync(await Registry.GetVersionAsync("volcast-SPY-5d", 1));
        await SimulatedLake.FillAsync(folder["lake"], First, to);
        await TrainAsync();
        var short_ = await Registry.ReadModelAsync(await Registry.GetVersionAsync("volcast-SPY-5d", 2));
        Assert.True(long_["model.json"].Span.SequenceEqual(short_["model.json"].Span));
        Assert.True(long_["interval.json"].Span.SequenceEqual(short_["interval.json"].Span));
    }

    [Fact]
    public async Task A_history_that_is_too_short_is_refused_with_the_length_that_is_needed()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, First.AddYears(2));
        var error = await Assert.ThrowsAsync<InsufficientDataException>(() => TrainAsync());
        var complete = TradingCalendar.Nyse.Count(First, First.AddYears(2)) - 271; // As `features` prints it.
        Assert.Contains("needs 735 sessions with all of its inputs (23 months for training, a year for scoring), and SPY "
            + $"has {complete}:", error.Message, StringComparison.Ordinal);
        Assert.Empty(await Registry.ListModelsAsync());
    }

    [Fact]
    public async Task Features_that_are_older_than_the_bars_of_a_side_symbol_are_refused()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        await using (var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated))
        {
            var tlt = Symbol.Parse("TLT");
            var table = CuratedMarketTable.FromFrame(tlt, await lake.ReadAsync(CuratedMarketTable.Schema, tlt));
            table.Close[^1] = table.High[^1];
            await lake.CommitAsync(CuratedMarketTable.Schema, tlt, table.ToFrame());
        }
        var error = await Assert.ThrowsAsync<LakeException>(() => TrainAsync());
        Assert.Contains("other bars of TLT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_before_all_data_is_refused()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, First.AddYears(2));
        var error = await Assert.ThrowsAsync<InsufficientDataException>(() => TrainAsync(to: new DateOnly(2000, 1, 3)));
        Assert.Contains("2010-01-04", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Blanks columns of the features, as for a target whose index has no bars.</summary>
    private async Task BlankAsync(string[] columns, int rows)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var (frame, manifest) = await lake.ReadSnapshotAsync(FeatureTable.L1, SimulatedLake.Spy);
        var table = FeatureTable.FromFrame(FeatureCatalog.L1, SimulatedLake.Spy, frame);
        foreach (var column in columns)
            table[column].AsSpan(0, Math.Min(rows, table.Session.Length)).Fill(double.NaN);
        await lake.CommitAsync(FeatureTable.L1, SimulatedLake.Spy, table.ToFrame(), manifest.Inputs);
    }

    private static readonly string[] OfImplied = ["vix", "vix3m", "vix_term", "rv_vix_spread_20d"];

    [Fact]
    public async Task A_target_without_an_implied_volatility_is_backtested_by_the_models_that_need_none()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        await BlankAsync(OfImplied, int.MaxValue);
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var backtest = new BacktestRequest(new TrainingRequest(SimulatedLake.Roles, 5))
        {
            Models = ["volcast", "har", "vix-calibrated", "xgboost-21"],
        };
        var (result, _, _, _, _, _, _) =
            await new BacktestJob(lake, TradingCalendar.Nyse, clock).RunAsync(backtest, null, CancellationToken.None);

        Assert.Empty(result.Model("har").SkippedOrigins);
        foreach (var name in new[] { "volcast", "xgboost-21", "vix-calibrated" })
        {
            var gap = Assert.Single(result.Model(name).SkippedOrigins);
            Assert.Equal((result.Origins[0], result.Origins[^1]), (gap.From, gap.To));
            Assert.Contains($"{name} needs vix, which SPY lacks in every session", gap.Reason, StringComparison.Ordinal);
        }
        var error = await Assert.ThrowsAsync<InsufficientDataException>(() => TrainAsync());
        Assert.Contains("SPY has 0: vix, vix3m, vix_term, rv_vix_spread_20d have no value on any session", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_implied_volatility_that_begins_too_late_is_named()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        await BlankAsync(OfImplied, 800);
        var error = await Assert.ThrowsAsync<InsufficientDataException>(() => TrainAsync());
        var first = TradingCalendar.Nyse.Add(First, 800);
        var left = TradingCalendar.Nyse.Count(first, Last);
        Assert.Contains(
            $"SPY has {left}: the last inputs to start: vix, vix3m, vix_term, rv_vix_spread_20d on {first:yyyy-MM-dd}",
            error.Message, StringComparison.Ordinal);

        // A backtest starts where each of its models has enough rows: the 250th outcome ends 255 sessions after the index begins.
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var request = new BacktestRequest(new TrainingRequest(SimulatedLake.Roles, 5)) { Models = ["har", "vix-calibrated"] };
        var job = new BacktestJob(lake, TradingCalendar.Nyse, clock);
        var result = (await job.RunAsync(request, null, CancellationToken.None)).Result;
        Assert.Equal(TradingCalendar.Nyse.Add(first, 255), result.Origins[0]);
        Assert.All(result.Models, model => Assert.Empty(model.SkippedOrigins));
    }

    private static TrainingRequest With(string model, params (string Name, string Value)[] trees) =>
        new(SimulatedLake.Roles, 5)
        {
            Seed = 7,
            TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                [model] = trees.ToDictionary(tree => tree.Name, tree => tree.Value),
            },
        };

    [Fact]
    public void Only_parameters_of_the_trained_model_that_differ_from_the_shipped_ones_make_another_training()
    {
        var changed = With("volcast", ("max_depth", "2"), ("rounds", "20")).For("volcast");
        Assert.Equal(new Dictionary<string, string> { ["rounds"] = "20" }, Assert.Single(changed.TreeParameters).Value);
        Assert.Empty(With("xgboost-21", ("rounds", "20")).For("volcast").TreeParameters);
    }

    [Fact]
    public async Task A_training_without_a_scored_origin_registers_nothing()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var request = With("volcast", ("rounds", "5")) with { From = TradingCalendar.Nyse.Add(Last, -3) };
        var error = await Assert.ThrowsAsync<InsufficientDataException>(() =>
            new TrainingJob(lake, Registry, TradingCalendar.Nyse, clock).RunAsync(request, null, CancellationToken.None));
        Assert.Contains("None of the 4 origins of SPY", error.Message, StringComparison.Ordinal);
        Assert.Empty(await Registry.ListModelsAsync());
    }

    [Fact]
    public async Task Too_few_origins_for_a_comparison_are_refused_before_anything_is_computed()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var seen = new Steps();
        // Twenty origins, of which five have no outcome; a lag of 15 takes 16.
        var training = new TrainingRequest(SimulatedLake.Roles, 5) { From = TradingCalendar.Nyse.Add(Last, -19) };
        var request = new BacktestRequest(training)
        {
            Models = ["har", "rv-5"],
            IsCompared = true,
        };
        var job = new BacktestJob(lake, TradingCalendar.Nyse, clock);
        var error = await Assert.ThrowsAsync<InsufficientDataException>(
            () => job.RunAsync(request, seen, CancellationToken.None));
        Assert.Contains("SPY has 15 origins with an outcome", error.Message, StringComparison.Ordinal);
        Assert.Contains("at least 16", error.Message, StringComparison.Ordinal);
        Assert.Empty(seen.All);
        await job.RunAsync(request with { IsCompared = false }, seen, CancellationToken.None);
        Assert.NotEmpty(seen.All);
    }

    private sealed class Steps : IProgress<Hosting.JobProgress>
    {
        public List<Hosting.JobProgress> All { get; } = [];

        public void Report(Hosting.JobProgress value) => All.Add(value);
    }

    [Fact]
    public async Task A_backtest_computes_requested_reasons_and_other_trees_make_another_training()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var request = new TrainingRequest(SimulatedLake.Roles, 5)
        {
            Explain = ["har"],
            From = TradingCalendar.Nyse.Add(Last, -40),
            TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                ["volcast"] = new Dictionary<string, string> { ["rounds"] = "20" },
                ["xgboost-21"] = new Dictionary<string, string> { ["rounds"] = "20" },
            },
        };
        var backtest = new BacktestRequest(request) { Models = ["har", "volcast"], IsExplained = true };
        var job = new BacktestJob(lake, TradingCalendar.Nyse, clock);
        var result = (await job.RunAsync(backtest, null, CancellationToken.None)).Result;
        foreach (var (model, reasons) in result.Models.Select(model => (model, model.Reasons!)))
            Assert.Equal(ReasonsByOrigin.Output(reasons.Scale, model.Variance[^1]),
                reasons.Base[^1] + reasons.Amounts.Sum(amounts => amounts[^1]), 1e-6);

        var data = await TargetHistory.ReadAsync(
            lake, SimulatedLake.Roles, TradingCalendar.Nyse, clock.Now, CancellationToken.None);
        Assert.NotEqual(
            TrainingDigest.Of("xgboost-21", request, data),
            TrainingDigest.Of("xgboost-21", new TrainingRequest(SimulatedLake.Roles, 5), data));
    }

    [Fact]
    public async Task A_clock_before_the_newest_session_is_refused_before_anything_is_trained_searched_or_walked()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var (calendar, request) = (TradingCalendar.Nyse, new TrainingRequest(SimulatedLake.Roles, 5));
        Func<Task>[] jobs =
        [
            () => TrainAsync(),
            () => TrainAsync(to: First.AddYears(4)),
            () => new BacktestJob(lake, calendar, clock).RunAsync(
                new BacktestRequest(request) { Models = ["har"] }, null, CancellationToken.None),
            () => new SearchJob(lake, calendar, clock).RunAsync(
                request, "xgboost-21", 1, null, null, CancellationToken.None),
            () => new RecipeWalkForward(lake, calendar, clock, folds: null).RunAsync(
                request, "har", ["har"], null, CancellationToken.None),
        ];
        clock.Now = calendar.SettlesAt(Last).AddTicks(-1);
        foreach (var job in jobs)
        {
            var error = await Assert.ThrowsAsync<UnsettledBarException>(job);
            Assert.Contains(
                "a bar of SPY for 2014-06-30 that settles at 2014-07-01 06:00", error.Message, StringComparison.Ordinal);
            Assert.Contains("If VOLCAST_NOW is set, correct it", error.Message, StringComparison.Ordinal);
        }
        Assert.Empty(await Registry.ListModelsAsync());
        clock.Now = calendar.SettlesAt(Last);
        await jobs[2]();
    }

    [Fact]
    public async Task A_stopped_training_registers_nothing()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        using var stop = new CancellationTokenSource();
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var job = new TrainingJob(lake, Registry, TradingCalendar.Nyse, clock);
        var progress = new StopAtFirstFold(stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => job.RunAsync(new TrainingRequest(SimulatedLake.Roles, 5), progress, stop.Token));
        Assert.Empty(await Registry.ListModelsAsync());
    }

    private sealed class StopAtFirstFold(CancellationTokenSource stop) : IProgress<Hosting.JobProgress>
    {
        public void Report(Hosting.JobProgress value) => stop.Cancel();
    }
}
