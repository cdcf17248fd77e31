using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Tests;
using Volcast.Volatility;

namespace Volcast.Services.Forecasts.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class ForecastJobTests : IAsyncLifetime
{
    private static readonly DateOnly First = new(2012, 1, 3);
    private static readonly DateOnly Last = new(2014, 6, 30);
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new() { Now = TradingCalendar.Nyse.SettlesAt(Last) };

    /// <summary>The annualised variance that the registered model forecasts from the last session, computed without lake and
    /// registry.</summary>
    private double fittedVariance;

    public async ValueTask InitializeAsync()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        await RegisterAsync();
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private LocalModelRegistry Registry => new(folder["mlruns"]);

    /// <summary>A model with few trees and no interval; other tests cover training.</summary>
    private async Task RegisterAsync(
        string market = "SIMULATED", char digest = 'a', int horizon = 5, ForecastDistribution? distribution = null)
    {
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var inputs = await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None);
        var recipe = ForecasterCatalog.Create("xgboost-21", new ForecasterSettings { Features = FeatureCatalog.L1.Names });
        var labels = RealizedVariance.Labels(inputs.Known.LogReturns, horizon);
        using var fitted = recipe.Fit(inputs.Known, labels.AsSpan(0, labels.Length - horizon), horizon);
        fittedVariance = fitted.Forecast(inputs.Known);
        await Registry.RegisterAsync(
            SampleModel.Registration(SampleModel.FolderOf(fitted, distribution), horizon, digest, clock.Now, market));
    }

    private async Task<ForecastReport> RunAsync(
        bool isProvisional = false, double? above = null, int horizon = 5, AssetRoles? roles = null)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var job = new ForecastJob(lake, Registry, TradingCalendar.Nyse, clock);
        return await job.RunAsync(
            new ForecastRequest(roles ?? SimulatedLake.Roles, horizon, isProvisional, above), CancellationToken.None);
    }

    [Fact]
    public async Task The_newest_settled_session_is_forecast_live_and_stored()
    {
        var report = await RunAsync();
        Assert.Equal((Last, ForecastKind.Live), (report.Row.ForecastOrigin, report.Row.Kind));
        Assert.Equal((0, true), (report.SessionsBehind, report.IsNew));
        Assert.Equal(TradingCalendar.Nyse.Add(Last, 5), report.Row.TargetEnd);
        Assert.Equal(TradingCalendar.Nyse.SettlesAt(Last), report.Row.AsOf);
        Assert.Equal(report.Row.Volatility, report.Reasons.Base + report.Reasons.Contributions.Sum(part => part.Amount), 1e-5);
        Assert.Equal(fittedVariance, report.Row.Variance);
        Assert.Equal(Math.Sqrt(fittedVariance), report.Row.Volatility);
    }

    [Fact]
    public async Task A_session_that_is_missing_within_the_memory_of_the_features_is_a_warning_that_names_it()
    {
        var lost = TradingCalendar.Nyse.Add(Last, -3);
        await SimulatedLake.FillAsync(folder["lake"], First, Last, lost: lost);
        var notes = (await RunAsync()).Notes;
        var warning = Assert.Single(notes, note => note.StartsWith("SPY has no bar", StringComparison.Ordinal));
        Assert.Equal($"SPY has no bar on {lost:yyyy-MM-dd}: the return across a gap counts as that of one session in every "
            + "realised volatility. Run `volcast ingest` and `volcast features` when the source has them.", warning);
    }

    [Fact]
    public async Task A_late_forecast_is_a_backfill_and_states_how_many_sessions_are_missing()
    {
        clock.Now = TradingCalendar.Nyse.SettlesAt(TradingCalendar.Nyse.Add(Last, 3));
        var report = await RunAsync();
        Assert.Equal((ForecastKind.Backfill, 3), (report.Row.Kind, report.SessionsBehind));
    }

    [Fact]
    public async Task A_session_that_has_not_settled_by_the_clock_is_not_forecast_and_nothing_is_stored()
    {
        var before = FolderBytes.Of(folder["lake"]);
        clock.Now = TradingCalendar.Nyse.SettlesAt(Last).AddTicks(-1);
        var error = await Assert.ThrowsAsync<UnsettledBarException>(() => RunAsync());
        Assert.Contains("a bar of SPY for 2014-06-30 that settles at 2014-07-01 06:00 New York time (2014-07-01 10:00 UTC)",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("the clock's time, 2014-07-01 09:59 UTC", error.Message, StringComparison.Ordinal);
        Assert.Contains("Try again after that time. If VOLCAST_NOW is set, correct it", error.Message,
            StringComparison.Ordinal);
        Assert.Equal(before, FolderBytes.Of(folder["lake"]));
    }

    [Fact]
    public async Task An_origin_that_has_not_settled_is_not_explained_but_an_earlier_one_is()
    {
        clock.Now = TradingCalendar.Nyse.SettlesAt(Last).AddTicks(-1);
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var job = new ExplainJob(lake, Registry, TradingCalendar.Nyse, clock);
        var error = await Assert.ThrowsAsync<UnsettledBarException>(
            () => job.RunAsync(new ExplainRequest(SimulatedLake.Roles, 5), CancellationToken.None));
        Assert.Contains("SPY for 2014-06-30", error.Message, StringComparison.Ordinal);
        var earlier = TradingCalendar.Nyse.Previous(Last);
        var report = await job.RunAsync(new ExplainRequest(SimulatedLake.Roles, 5) { To = earlier }, CancellationToken.None);
        Assert.Equal(earlier, Assert.Single(report.Origins).Origin);
    }

    [Theory]
    [InlineData("2014-07-01T13:29:59Z", ForecastKind.Live)]
    [InlineData("2014-07-01T13:30:00Z", ForecastKind.Backfill)]
    [InlineData("2014-07-01T23:00:00Z", ForecastKind.Backfill)]
    public async Task A_forecast_is_live_only_before_the_first_session_of_its_target_opens(string now, ForecastKind expected)
    {
        await Registry.SetAliasAsync("volcast-SPY-5d", RegistryTags.Champion, 1);
        await RegisterAsync(digest: 'b');
        clock.Now = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);
        var report = await RunAsync();
        Assert.Equal((expected, 0), (report.Row.Kind, report.SessionsBehind));
        Assert.Equal(expected == ForecastKind.Live, report.Shadow is not null);
        Assert.Equal(expected == ForecastKind.Live ? 2 : 1, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task A_challenger_that_cannot_be_loaded_is_a_note_and_the_live_forecast_is_made()
    {
        await Registry.SetAliasAsync("volcast-SPY-5d", RegistryTags.Champion, 1);
        var recipe = ForecasterCatalog.Create("har", new ForecasterSettings { Features = [] });
        await using (var lake = await DataLake.OpenLocalAsync(folder["lake"]))
        {
            var inputs = await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None);
            var labels = RealizedVariance.Labels(inputs.Known.LogReturns, 5);
            using var fitted = recipe.Fit(inputs.Known, labels.AsSpan(0, labels.Length - 5), 5);
            await Registry.RegisterAsync(SampleModel.Registration(
                SampleModel.FolderOf(fitted, distribution: null).With("recipe.json", "{"), 5, 'b', clock.Now, "SIMULATED"));
        }
        var report = await RunAsync();
        Assert.Equal((ForecastKind.Live, true), (report.Row.Kind, report.IsNew));
        Assert.Null(report.Shadow);
        Assert.Single(report.Notes, note =>
            note.StartsWith("No shadow forecast of version 2 is stored: ", StringComparison.Ordinal)
            && note.Contains("recipe.json is damaged", StringComparison.Ordinal));
        Assert.Equal(report.Row, Assert.Single(await StoredAsync()));
    }

    [Fact]
    public async Task A_live_forecast_stays_the_published_one_when_the_job_is_repeated_after_the_open()
    {
        await Registry.SetAliasAsync("volcast-SPY-5d", RegistryTags.Champion, 1);
        var live = await RunAsync();
        await RegisterAsync(digest: 'b');
        clock.Now = TradingCalendar.Nyse.OpensAt(TradingCalendar.Nyse.Next(Last));
        var again = await RunAsync();
        Assert.Equal((ForecastKind.Live, false), (again.Row.Kind, again.IsNew));
        Assert.Null(again.Shadow); // The challenger of version 2 forecasts too late.
        Assert.Equal(live.Row, Assert.Single(await StoredAsync()));
    }

    private async Task<IReadOnlyList<ForecastRow>> StoredAsync()
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return ForecastsTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(ForecastsTable.Schema, SimulatedLake.Spy)).Rows
            .Where(row => row.Kind != ForecastKind.Baseline).ToArray();
    }

    /// <summary>Of the registered versions; <see cref="BaselineForecastsTests"/> has the others.</summary>
    private static async Task<IReadOnlyList<Reproduction>> ReproduceAsync(ForecastJob job) =>
        [.. (await job.ReproduceAsync(SimulatedLake.Roles, Last, CancellationToken.None))
            .Where(one => one.Stored.Kind != ForecastKind.Baseline)];

    /// <summary>A distribution of invented forecasts of 20 % volatility, observed up to the given number of sessions before the
    /// last.</summary>
    private async Task<ForecastDistribution> ObservedAsync(int sessionsBefore)
    {
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var known = (await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None)).Known;
        var distribution = new ForecastDistribution(5);
        for (var row = 0; row < known.Rows - sessionsBefore; row++)
        {
            distribution.Observe(known.Sessions[row], known.TargetReturns[row]);
            distribution.Issue(.04);
        }
        return distribution;
    }

    [Fact]
    public async Task The_distribution_gives_consistent_intervals_probabilities_and_losses()
    {
        await RegisterAsync(digest: 'c', distribution: await ObservedAsync(0));
        var report = await RunAsync(above: .25);

        Assert.True(report.Row.Lower95 <= report.Row.Lower80 && report.Row.Lower80 < report.Row.Upper80
            && report.Row.Upper80 <= report.Row.Upper95);
        Assert.Equal([report.Implied / 100, .20, .25], report.Figures.Probabilities.Select(level => level.Volatility));
        Assert.Equal([true, false, false], report.Figures.Probabilities.Select(level => level.IsImplied));
        Assert.True(report.Figures.Probabilities[1].Probability >= report.Figures.Probabilities[2].Probability);
        Assert.Equal([(1, .95), (1, .975), (1, .99), (5, .95), (5, .975), (5, .99)],
            report.Figures.TailRisks.Select(risk => (risk.Sessions, risk.Confidence)));
        Assert.All(report.Figures.TailRisks,
            risk => Assert.True(risk.ExpectedShortfall >= risk.ValueAtRisk && risk.ValueAtRisk > 0));
        // The stored row has the same figures, and knows how many separate windows they stand on.
        var (day, week) = (report.Figures.TailRisks[1], report.Figures.TailRisks[4]);
        Assert.Equal((new ForecastTailRisk(day.ValueAtRisk, day.ExpectedShortfall), day.SeparateWindows),
            (report.Row.OneDay975, report.Row.OneDayWindows));
        Assert.Equal((new ForecastTailRisk(week.ValueAtRisk, week.ExpectedShortfall), week.SeparateWindows),
            (report.Row.Horizon975, report.Row.HorizonWindows));
        Assert.True(report.Figures.TailRisks[5].IsExtrapolated);
        // The probability of exceeding an interval's upper end is consistent with the interval's level.
        var end = await RunAsync(above: Math.Sqrt(report.Row.Upper80));
        Assert.Equal(.1, end.Figures.Probabilities[2].Probability, 9);
    }

    [Fact]
    public async Task Errors_since_the_training_count_and_the_forecast_is_reproduced_with_them()
    {
        await RegisterAsync(digest: 'c', distribution: await ObservedAsync(sessionsBefore: 0));
        var upToDate = await RunAsync();
        await RegisterAsync(digest: 'd', distribution: await ObservedAsync(sessionsBefore: 60));
        var followed = await RunAsync();

        // The trees are the same, but the last 60 forecasts are their own instead of 20 %, so that the errors differ.
        Assert.Equal(upToDate.Row.Variance, followed.Row.Variance);
        Assert.NotEqual(upToDate.Row.Upper80, followed.Row.Upper80);
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var job = new ForecastJob(lake, Registry, TradingCalendar.Nyse, clock);
        var reproductions = await ReproduceAsync(job);
        Assert.Equal(2, reproductions.Count);
        Assert.All(reproductions, reproduction => Assert.Empty(reproduction.Differences));
    }

    [Fact]
    public async Task A_model_without_a_distribution_has_no_figures()
    {
        var report = await RunAsync();
        Assert.True(double.IsNaN(report.Row.Lower80));
        Assert.Empty(report.Figures.Probabilities);
        Assert.Empty(report.Figures.TailRisks);
    }

    [Fact]
    public async Task The_variance_premium_comes_from_the_22_session_model_or_its_reason_names_the_command()
    {
        var without = await RunAsync();
        Assert.Null(without.Premium.Value);
        Assert.Contains("volcast train --target SPY --horizon 22", without.Premium.Reason!, StringComparison.Ordinal);

        await RegisterAsync(digest: 'e', horizon: 22);
        var fromShort = await RunAsync();
        var fromLong = await RunAsync(horizon: 22);
        Assert.Equal(VariancePremium.Of(fromLong.Implied, fromLong.Row.Variance), fromShort.Premium.Value!.Premium);
        Assert.Equal(fromShort.Premium.Value.Premium, fromLong.Premium.Value!.Premium);
        Assert.Equal("volcast-SPY-22d version 1", fromShort.Premium.Value.Model);
    }

    /// <summary>The S&amp;P 500's implied volatility is an input of any forecast, but not comparable with that of a
    /// share.</summary>
    [Fact]
    public async Task Without_an_implied_volatility_index_of_its_own_a_target_has_no_premium()
    {
        await RegisterAsync(digest: 'e', horizon: 22);
        var report = await RunAsync(roles: SimulatedLake.RolesWithOwn);
        Assert.StartsWith("the forecast of SPY is made with ^VIX in place of its own index ^VXN.", report.Premium.Reason,
            StringComparison.Ordinal);
        Assert.DoesNotContain(report.Figures.Probabilities, level => level.IsImplied);

        var unnamed = await RunAsync(roles: SimulatedLake.RolesWithOwn.Using("^VIX"));
        Assert.Equal("no implied-volatility index of SPY is named, and ^VIX is that of another asset. "
            + "Name one in VOLCAST_IMPLIED_VOLATILITY.", unnamed.Premium.Reason);
    }

    [Fact]
    public async Task A_value_that_the_features_have_with_another_index_says_that_a_training_helps()
    {
        await SimulatedLake.AddOwnIndexAsync(folder["lake"], vixTo: TradingCalendar.Nyse.Add(Last, -1));
        const string hint = "volcast-SPY-5d version 1 learnt from ^VIX, and the features are computed with ^VXN now. Train again, "
            + "and promote the new version.";
        var lost = await Assert.ThrowsAsync<InsufficientDataException>(() => RunAsync(roles: SimulatedLake.RolesWithOwn));
        Assert.Equal($"{lost.InnerException!.Message} {hint}", lost.Message);

        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var explained = await Assert.ThrowsAsync<InsufficientDataException>(
            () => new ExplainJob(lake, Registry, TradingCalendar.Nyse, clock).RunAsync(
                new ExplainRequest(SimulatedLake.RolesWithOwn, 5), CancellationToken.None));
        Assert.Equal(lost.Message, explained.Message);
    }

    [Fact]
    public async Task A_missing_input_of_another_asset_is_named_without_the_advice_to_train()
    {
        await using (var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated))
            await lake.CommitAsync(CuratedMarketTable.Schema, SimulatedLake.Roles.Credit, await lake.ReadAsync(
                CuratedMarketTable.Schema, SimulatedLake.Roles.Credit, to: TradingCalendar.Nyse.Add(Last, -1)));
        await SimulatedLake.AddOwnIndexAsync(folder["lake"]);
        var missing = await Assert.ThrowsAsync<InsufficientDataException>(() => RunAsync(roles: SimulatedLake.RolesWithOwn));
        Assert.Contains("hyg", missing.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Train again", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_model_does_not_forecast_or_feed_the_premium_unmarked()
    {
        await RegisterAsync(digest: 'e', horizon: 22);
        var unjudged = await RunAsync();
        Assert.Equal(["No gate has judged volcast-SPY-5d version 1 in this registry."], unjudged.VersionWarnings);
        Assert.Equal(["No gate has judged volcast-SPY-22d version 1 in this registry."], unjudged.Premium.Value!.Warnings);

        await Registry.SetVersionTagAsync(
            "volcast-SPY-5d", 1, RegistryTags.Verdict, "2014-07-01 passed as first version: 7 checks passed");
        await Registry.SetVersionTagAsync(
            "volcast-SPY-22d", 1, RegistryTags.Verdict, "2014-07-01 refused as first version: The ratio must be below 1.");
        string[] refused = ["volcast-SPY-22d version 1 did not pass its gate. The ratio must be below 1."];
        var marked = await RunAsync();
        Assert.Empty(marked.VersionWarnings);
        Assert.Equal(refused, marked.Premium.Value!.Warnings);
        Assert.Equal(refused, (await RunAsync(horizon: 22)).VersionWarnings);
    }

    [Fact]
    public async Task A_22_session_model_of_the_other_data_kind_gives_no_premium_but_does_not_stop_the_forecast()
    {
        await RegisterAsync("REAL", digest: 'e', horizon: 22);
        var report = await RunAsync();
        Assert.Null(report.Premium.Value);
        Assert.Contains("learnt from REAL data", report.Premium.Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_write_wins()
    {
        await RunAsync();
        var before = FolderBytes.Of(folder["lake"]);
        Assert.False((await RunAsync()).IsNew);
        Assert.Equal(before, FolderBytes.Of(folder["lake"]));
    }

    [Fact]
    public async Task A_later_forecast_from_other_bars_is_shown_but_the_first_stays_published()
    {
        var first = await RunAsync();
        await SimulatedLake.FillAsync(folder["lake"], First, Last, seed: 4);
        var second = await RunAsync();
        Assert.False(second.IsNew);
        Assert.NotEqual(first.Row.Variance, second.Row.Variance);
        Assert.Equal(first.Row.Variance, second.FirstPublished!.Variance);
        Assert.Null(first.FirstPublished);
    }

    [Fact]
    public async Task A_provisional_bar_whose_session_has_settled_since_is_refused()
    {
        var tonight = TradingCalendar.Nyse.Next(Last);
        await SimulatedLake.AddProvisionalAsync(folder["lake"], tonight);
        clock.Now = TradingCalendar.Nyse.SettlesAt(tonight);
        var error = await Assert.ThrowsAsync<LakeException>(() => RunAsync(isProvisional: true));
        Assert.Contains("has settled since", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_champion_forecasts_if_it_exists()
    {
        Assert.Equal(RegistryTags.Challenger, (await RunAsync()).Alias);
        await Registry.SetAliasAsync("volcast-SPY-5d", RegistryTags.Champion, 1);
        Assert.Equal(RegistryTags.Champion, (await RunAsync()).Alias);
    }

    [Fact]
    public async Task An_unsettled_bar_gives_a_provisional_forecast_and_does_not_change_the_settled_bars()
    {
        var tonight = TradingCalendar.Nyse.Next(Last);
        await SimulatedLake.AddProvisionalAsync(folder["lake"], tonight);
        var report = await RunAsync(isProvisional: true);
        Assert.Equal((tonight, ForecastKind.Provisional), (report.Row.ForecastOrigin, report.Row.Kind));
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        Assert.Equal(Last, (await lake.SnapshotAsync(CuratedMarketTable.Schema, SimulatedLake.Spy))!.Last);

        // Once the bar has settled unchanged, the same numbers come from the settled path.
        await SimulatedLake.FillAsync(folder["lake"], First, tonight);
        clock.Now = TradingCalendar.Nyse.SettlesAt(tonight);
        var settled = await RunAsync();
        Assert.Equal(report.Row.Variance, settled.Row.Variance);
        Assert.Equal(report.Row.InputDigest, settled.Row.InputDigest);
    }

    [Fact]
    public async Task A_provisional_return_across_a_missing_session_states_how_many_sessions_it_spans()
    {
        var tonight = TradingCalendar.Nyse.Add(Last, 2);
        await SimulatedLake.AddProvisionalAsync(folder["lake"], tonight, lost: TradingCalendar.Nyse.Next(Last));
        var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var settled = CuratedMarketTable
            .FromFrame(SimulatedLake.Spy, await lake.ReadAsync(CuratedMarketTable.Schema, SimulatedLake.Spy)).ToSeries();
        var series = await ProvisionalBar.AppendAsync(
            lake, SimulatedLake.Spy, settled, TradingCalendar.Nyse, CancellationToken.None);
        Assert.Equal((tonight, 2L), (series.Session[^1], series.SessionsSpanned[^1]));
    }

    [Fact]
    public async Task Without_an_unsettled_bar_there_is_no_provisional_forecast()
    {
        var error = await Assert.ThrowsAsync<LakeException>(() => RunAsync(isProvisional: true));
        Assert.Contains("no provisional bar of SPY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forecast_is_reproduced_bit_for_bit_from_the_bars_and_a_changed_bar_is_detected()
    {
        await RunAsync();
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var job = new ForecastJob(lake, Registry, TradingCalendar.Nyse, clock);
        var reproduction = Assert.Single(await ReproduceAsync(job));
        Assert.Empty(reproduction.Differences);

        var vix = Symbol.Parse("^VIX");
        var table = CuratedMarketTable.FromFrame(vix, await lake.ReadAsync(CuratedMarketTable.Schema, vix));
        table.Close[^1] += 0.01;
        await lake.CommitAsync(CuratedMarketTable.Schema, vix, table.ToFrame());
        var changed = Assert.Single(await ReproduceAsync(job));
        Assert.Contains(changed.Differences, difference => difference.StartsWith("input_digest", StringComparison.Ordinal));
        Assert.True(changed.HasOtherInputs);
        Assert.Empty(changed.Restated); // No download shows what changed the table.
    }

    [Fact]
    public async Task A_forecast_whose_bars_were_restated_names_the_symbol_the_sessions_and_the_download()
    {
        await RunAsync();
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var vix = Symbol.Parse("^VIX");
        var table = CuratedMarketTable.FromFrame(vix, await lake.ReadAsync(CuratedMarketTable.Schema, vix));
        var bars = Volcast.Market.Simulation.SimulatedMarket.Generate(3, Last).Bars(vix).Between(First, Last);
        var original = await lake.AddDownloadAsync(vix, "simulated", clock.Now, bars);
        bars.Close[^1] += 1;
        var correction = await lake.AddDownloadAsync(vix, "simulated", clock.Now.AddDays(1), bars);
        table.Close[^1] += 1;
        Array.Fill(table.Vintage, original.Download.Vintage);
        table.Vintage[^1] = correction.Download.Vintage;
        await lake.CommitAsync(CuratedMarketTable.Schema, vix, table.ToFrame());

        var job = new ForecastJob(lake, Registry, TradingCalendar.Nyse, clock);
        var changed = Assert.Single(await ReproduceAsync(job));
        Assert.Equal(
            [$"^VIX: the download of 2014-07-02 10:00 UTC or an earlier one has changed or added the bar of {Last:yyyy-MM-dd}"],
            changed.Restated);
    }

    [Fact]
    public async Task The_champion_of_the_time_backfills_missed_sessions_and_the_challenger_forecasts_too()
    {
        await RunAsync();
        const string model = "volcast-SPY-5d";
        await Registry.MoveChampionAsync(model, 1, ChampionMoveKind.Promoted, "first", null, clock.Now, CancellationToken.None);
        var calendar = TradingCalendar.Nyse;
        var change = calendar.SettlesAt(calendar.Add(Last, 2)).AddHours(2); // After this session has settled, before the next.
        await RegisterAsync(digest: 'b');
        await Registry.MoveChampionAsync(model, 2, ChampionMoveKind.Promoted, "second", null, change, CancellationToken.None);
        await RegisterAsync(digest: 'c');
        var newest = calendar.Add(Last, 5);
        clock.Now = calendar.SettlesAt(newest);
        await SimulatedLake.FillAsync(folder["lake"], First, newest);

        var report = await RunAsync();
        // A model that is fitted on everything up to Last has learnt from outcomes up to Last.
        Assert.Equal(
            [(calendar.Add(Last, 1), "1"), (calendar.Add(Last, 2), "1"), (calendar.Add(Last, 3), "2"),
                (calendar.Add(Last, 4), "2")],
            report.Backfilled.Select(row => (row.ForecastOrigin, row.ModelVersion)));
        Assert.All(report.Backfilled, row => Assert.Equal(ForecastKind.Backfill, row.Kind));
        Assert.Equal((newest, "2", ForecastKind.Live), (report.Row.ForecastOrigin, report.Row.ModelVersion, report.Row.Kind));
        Assert.Equal(("3", ForecastKind.Shadow), (report.Shadow!.ModelVersion, report.Shadow.Kind));
        Assert.Empty((await RunAsync()).Backfilled);
    }

    [Fact]
    public async Task A_damaged_former_champion_costs_its_own_sessions_only()
    {
        await RunAsync();
        const string model = "volcast-SPY-5d";
        await Registry.MoveChampionAsync(model, 1, ChampionMoveKind.Promoted, "first", null, clock.Now, CancellationToken.None);
        var calendar = TradingCalendar.Nyse;
        var change = calendar.SettlesAt(calendar.Add(Last, 1)).AddHours(2);
        await RegisterAsync(digest: 'b');
        await Registry.MoveChampionAsync(model, 2, ChampionMoveKind.Promoted, "second", null, change, CancellationToken.None);
        var former = await Registry.GetVersionAsync(model, 1, CancellationToken.None);
        var damaged = Directory.EnumerateFiles(folder["mlruns"], FittedModelSpec.FileName, SearchOption.AllDirectories)
            .Single(path => path.Contains(former.RunId, StringComparison.Ordinal));
        await File.AppendAllTextAsync(damaged, "damaged");
        var newest = calendar.Add(Last, 3);
        clock.Now = calendar.SettlesAt(newest);
        await SimulatedLake.FillAsync(folder["lake"], First, newest);

        var report = await RunAsync();
        Assert.Equal((newest, "2"), (report.Row.ForecastOrigin, report.Row.ModelVersion));
        Assert.Equal([calendar.Add(Last, 2)], report.Backfilled.Select(row => row.ForecastOrigin));
        Assert.StartsWith($"{calendar.Add(Last, 1):yyyy-MM-dd} cannot be backfilled: ", Assert.Single(report.Notes),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_version_backfills_a_session_whose_outcome_it_has_learnt_from()
    {
        await SimulatedLake.FillAsync(folder["lake"], First, TradingCalendar.Nyse.Add(Last, -3));
        clock.Now = TradingCalendar.Nyse.SettlesAt(TradingCalendar.Nyse.Add(Last, -3));
        await RunAsync();
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        clock.Now = TradingCalendar.Nyse.SettlesAt(Last);
        var report = await RunAsync();
        Assert.Empty(report.Backfilled);
        Assert.Contains("has learnt from outcomes up to 2014-06-30", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missed_session_that_lacks_an_input_is_left_out_with_a_note_and_the_others_are_backfilled()
    {
        await RunAsync();
        var calendar = TradingCalendar.Nyse;
        var newest = calendar.Add(Last, 4);
        clock.Now = calendar.SettlesAt(newest);
        await SimulatedLake.FillAsync(folder["lake"], First, newest);
        await SetMissingAsync("vix", rowsFromEnd: 3);

        var report = await RunAsync();
        Assert.Equal([calendar.Add(Last, 1), calendar.Add(Last, 3)], report.Backfilled.Select(row => row.ForecastOrigin));
        var note = Assert.Single(report.Notes);
        Assert.StartsWith($"{calendar.Add(Last, 2):yyyy-MM-dd} ", note, StringComparison.Ordinal);
        Assert.Contains("vix", note, StringComparison.Ordinal);
        Assert.Equal(newest, report.Row.ForecastOrigin);
    }

    [Fact]
    public async Task Features_older_than_the_bars_of_any_of_the_five_symbols_are_refused()
    {
        await using (var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated))
        {
            var vix = Symbol.Parse("^VIX");
            var table = CuratedMarketTable.FromFrame(vix, await lake.ReadAsync(CuratedMarketTable.Schema, vix));
            table.Close[^1] += 0.01;
            await lake.CommitAsync(CuratedMarketTable.Schema, vix, table.ToFrame());
        }
        var error = await Assert.ThrowsAsync<LakeException>(() => RunAsync());
        Assert.Contains("other bars of ^VIX", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_input_is_named_instead_of_a_forecast()
    {
        await SetMissingAsync("vix", rowsFromEnd: 1);
        var error = await Assert.ThrowsAsync<InsufficientDataException>(() => RunAsync());
        Assert.Contains("vix", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Takes one value out of the stored features.</summary>
    private async Task SetMissingAsync(string feature, int rowsFromEnd)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var (frame, manifest) = await lake.ReadSnapshotAsync(FeatureTable.L1, SimulatedLake.Spy);
        var table = FeatureTable.FromFrame(FeatureCatalog.L1, SimulatedLake.Spy, frame);
        table[feature][^rowsFromEnd] = double.NaN;
        await lake.CommitAsync(FeatureTable.L1, SimulatedLake.Spy, table.ToFrame(), manifest.Inputs);
    }

    [Fact]
    public async Task A_model_without_a_champion_or_challenger_does_not_forecast_and_the_message_names_its_newest_version()
    {
        await Registry.DeleteAliasAsync("volcast-SPY-5d", RegistryTags.Challenger);
        var error = await Assert.ThrowsAsync<RegistryException>(() => RunAsync());
        Assert.Contains("volcast registry promote volcast-SPY-5d/1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_of_real_data_does_not_forecast_a_simulated_lake()
    {
        await RegisterAsync("REAL", digest: 'b');
        var error = await Assert.ThrowsAsync<LakeException>(() => RunAsync());
        Assert.Contains("version 2 (challenger) learnt from REAL data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_for_a_missing_model_names_the_command()
    {
        Directory.Delete(folder["mlruns"], recursive: true);
        var error = await Assert.ThrowsAsync<RegistryException>(() => RunAsync());
        Assert.Contains("volcast train", error.Message, StringComparison.Ordinal);
    }
}
