using System.Text;
using Volcast.Lake.Leases;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Lake.Tests.Upgrades;

/// <summary>Opening a lake of version 1 for writing: its late forecasts become backfills.</summary>
public sealed class LateForecastsTests
{
    private const string Version1 = "{\n  \"version\": 1,\n  \"kind\": \"REAL\"\n}\n";
    private const string Version2 = "{\n  \"version\": 2,\n  \"kind\": \"REAL\"\n}\n";

    /// <summary>Monday to Thursday, all sessions; New York is at UTC−5, so trading opens at 14:30 UTC.</summary>
    private static readonly DateOnly Monday = new(2022, 1, 3);
    private static readonly DateOnly Tuesday = new(2022, 1, 4);
    private static readonly DateOnly Wednesday = new(2022, 1, 5);
    private static readonly Symbol Qqq = Symbol.Parse("QQQ");
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task A_row_whose_bar_was_settled_in_a_download_before_the_open_stays_live()
    {
        await FillAsync(Sample.Spy, "yahoo", [(At(Tuesday, 14, 29), Monday, true)],
            Row(Monday), Row(Monday, ForecastKind.Shadow, "2"));
        var upgrade = await UpgradeAsync();
        Assert.Equal((1, 2), (upgrade.From, upgrade.To));
        Assert.Empty(upgrade.Changes);
        Assert.Equal([ForecastKind.Live, ForecastKind.Shadow], (await RowsAsync(Sample.Spy)).Select(row => row.Kind));
        Assert.Equal(Version2, Description);
    }

    [Theory]
    [InlineData("yahoo", 14, 30, true)] // The session had opened.
    [InlineData("yahoo", 10, 0, false)] // The bar had not settled.
    [InlineData("csv", 10, 0, true)] // A file has no time of retrieval.
    public async Task A_row_whose_bar_is_not_shown_in_time_becomes_a_backfill(string source, int hour, int minute, bool settled)
    {
        await FillAsync(Sample.Spy, source, [(At(Tuesday, hour, minute), Monday, settled)],
            Row(Monday), Row(Monday, ForecastKind.Shadow, "2"), Row(Monday, ForecastKind.Provisional, "3"));
        var change = Assert.Single((await UpgradeAsync()).Changes);
        Assert.Contains("SPY: 2 stored forecasts, from 2022-01-03 to 2022-01-03, are now labelled backfill", change,
            StringComparison.Ordinal);
        Assert.Equal([(ForecastKind.Backfill, "1"), (ForecastKind.Backfill, "2"), (ForecastKind.Provisional, "3")],
            (await RowsAsync(Sample.Spy)).Select(row => (row.Kind, row.ModelVersion)));
    }

    [Fact]
    public async Task A_later_download_in_time_shows_what_the_first_did_not()
    {
        await FillAsync(Sample.Spy, "yahoo",
            [(At(Monday, 21, 30), Monday, false), (At(Tuesday, 11, 0), Monday, true), (At(Wednesday, 16, 0), Tuesday, true)],
            Row(Monday), Row(Tuesday));
        await UpgradeAsync();
        Assert.Equal([(Monday, ForecastKind.Live), (Tuesday, ForecastKind.Backfill)],
            (await RowsAsync(Sample.Spy)).Select(row => (row.ForecastOrigin, row.Kind)));
    }

    [Fact]
    public async Task Of_two_rows_that_get_the_same_key_the_first_stored_one_is_kept()
    {
        // A live row could only be stored before the session on which a backfill of the same origin became possible.
        await FillAsync(Sample.Spy, "csv", [(At(Monday, 23, 59), Monday, true)],
            Row(Monday, ForecastKind.Backfill) with { Variance = .09 }, Row(Monday) with { Variance = .04 });
        await UpgradeAsync();
        var row = Assert.Single(await RowsAsync(Sample.Spy));
        Assert.Equal((ForecastKind.Backfill, .04), (row.Kind, row.Variance));
    }

    [Fact]
    public async Task Reading_changes_nothing_and_the_second_opening_for_writing_finds_nothing_to_upgrade()
    {
        await FillAsync(Sample.Spy, "csv", [(At(Monday, 23, 59), Monday, true)], Row(Monday));
        var before = store.Copy();
        await using (var reader = await DataLake.OpenAsync(store))
            Assert.Equal(ForecastKind.Live, Assert.Single(await RowsAsync(Sample.Spy, reader)).Kind);
        AssertSame(before, store);
        await UpgradeAsync();
        var after = store.Copy();
        await using var again = await Sample.OpenAsync(store);
        Assert.Null(again.Upgrade);
        AssertSame(after, store);
    }

    [Fact]
    public async Task A_kill_at_any_operation_leaves_a_lake_that_both_versions_can_use_and_the_next_opening_finishes()
    {
        foreach (var symbol in new[] { Sample.Spy, Qqq })
            await FillAsync(symbol, "yahoo", [(At(Tuesday, 11, 0), Monday, true), (At(Wednesday, 16, 0), Tuesday, true)],
                Row(Monday), Row(Tuesday), Row(Tuesday, ForecastKind.Shadow, "2"));
        var undisturbed = store.Copy();
        var counting = new StoppingStore(undisturbed);
        await using (await Sample.OpenAsync(counting))
            Assert.True(counting.Puts >= 5, "two tables in two steps each, and the description");

        for (var stopAt = 1; stopAt <= counting.Operations; stopAt++)
            foreach (var afterwards in new[] { false, true })
            {
                var killed = store.Copy();
                await Assert.ThrowsAsync<StoppedException>(
                    () => Sample.OpenAsync(new StoppingStore(killed, stopAt, afterwards)));
                var isUpgraded = Encoding.UTF8.GetString(killed.Objects["lake.json"]) == Version2;
                await using (var reader = await DataLake.OpenAsync(killed))
                    foreach (var symbol in new[] { Sample.Spy, Qqq })
                    {
                        var kinds = string.Join(' ', (await RowsAsync(symbol, reader)).Select(row => row.Kind));
                        Assert.Contains(kinds, isUpgraded
                            ? (string[])["Live Backfill Backfill"]
                            : ["Live Live Shadow", "Live Backfill Backfill"]);
                    }
                await using (await DataLake.OpenForWritingAsync(killed, DataKind.Real, new OneWriter(wasAbandoned: true)))
                    AssertSame(undisturbed, killed);
            }
    }

    [Fact]
    public async Task A_damaged_download_keeps_the_lake_at_its_version_and_does_not_stop_the_other_symbols()
    {
        await FillAsync(Qqq, "csv", [(At(Monday, 23, 59), Monday, true)], Row(Monday));
        await FillAsync(Sample.Spy, "yahoo", [(At(Tuesday, 11, 0), Monday, true)], Row(Monday));
        await FillAsync(Symbol.Parse("XLE"), "csv", [(At(Monday, 23, 59), Monday, true)], Row(Monday));
        var path = store.Objects.Keys.Single(key => key.StartsWith("raw.market/symbol=SPY/", StringComparison.Ordinal));
        var sound = store.Objects[path];
        await store.PutAsync(path, new byte[] { 1 });

        var error = await Assert.ThrowsAsync<LakeException>(() => Sample.OpenAsync(store));
        Assert.Contains($"SPY: {path} is corrupt", error.Message, StringComparison.Ordinal);
        Assert.Equal(Version1, Description);
        Assert.Equal(ForecastKind.Backfill, Assert.Single(await RowsAsync(Symbol.Parse("XLE"))).Kind);

        await store.PutAsync(path, sound);
        Assert.Empty((await UpgradeAsync()).Changes);
        Assert.Equal(ForecastKind.Live, Assert.Single(await RowsAsync(Sample.Spy)).Kind);
    }

    [Fact]
    public async Task Two_writers_that_open_the_lake_at_once_upgrade_it_once()
    {
        await FillAsync(Sample.Spy, "csv", [(At(Monday, 23, 59), Monday, true)], Row(Monday));
        var leases = new ConditionalLeaseStore(store);
        var lakes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            Task.Run(() => DataLake.OpenForWritingAsync(store, DataKind.Real, leases))));
        Assert.Single(lakes, lake => lake.Upgrade is not null);
        Assert.Equal(Version2, Description);
        foreach (var lake in lakes)
            await lake.DisposeAsync();
    }

    [Fact]
    public async Task A_put_of_the_description_whose_response_was_lost_counts()
    {
        await FillAsync(Sample.Spy, "csv", [(At(Monday, 23, 59), Monday, true)], Row(Monday));
        await using var lake = await Sample.OpenAsync(new ForgetfulStore(store));
        Assert.Equal(2, lake.Upgrade!.To);
        Assert.Equal(Version2, Description);
    }

    private string Description => Encoding.UTF8.GetString(store.Objects["lake.json"]);

    private async Task<LakeUpgradeReport> UpgradeAsync()
    {
        await using var lake = await Sample.OpenAsync(store);
        return lake.Upgrade!;
    }

    private Task<IReadOnlyList<ForecastRow>> RowsAsync(Symbol symbol) => RowsAsync(symbol, null);

    private async Task<IReadOnlyList<ForecastRow>> RowsAsync(Symbol symbol, DataLake? lake)
    {
        lake ??= await DataLake.OpenAsync(store);
        return ForecastsTable.FromFrame(symbol, await lake.ReadAsync(ForecastsTable.Schema, symbol)).Rows;
    }

    /// <summary>Writes a symbol as version 1 did, and leaves the lake at version 1.</summary>
    private async Task FillAsync(
        Symbol symbol, string source, (DateTimeOffset At, DateOnly Session, bool IsSettled)[] downloads,
        params ForecastRow[] rows)
    {
        await store.DeleteAsync("lake.json");
        var others = store.Copy();
        foreach (var key in others.Objects.Keys)
            await store.DeleteAsync(key);
        await using (var lake = await Sample.OpenAsync(store))
        {
            foreach (var (at, session, isSettled) in downloads)
                await lake.AddDownloadAsync(symbol, source, at, Bar(session, isSettled));
            await lake.CommitAsync(ForecastsTable.Schema, symbol, ForecastsTable.MergeFirstWins(
                new() { Symbol = symbol, Rows = [] }, new() { Symbol = symbol, Rows = rows }).Table.ToFrame());
        }
        foreach (var (key, content) in others.Objects)
            await store.PutAsync(key, content);
        await store.PutAsync("lake.json", Encoding.UTF8.GetBytes(Version1));
    }

    private static DailyBars Bar(DateOnly session, bool isSettled) => new()
    {
        Session = [session],
        Open = [100],
        High = [101],
        Low = [99],
        Close = [100 + session.Day],
        AdjustedClose = [100],
        Volume = [1000],
        Dividend = [0],
        SplitRatio = [1],
        Settled = [isSettled],
        HasEvents = true,
    };

    private static ForecastRow Row(DateOnly origin, ForecastKind kind = ForecastKind.Live, string version = "1") => new()
    {
        Horizon = 1,
        ForecastOrigin = origin,
        Model = "volcast-SPY-1d",
        ModelVersion = version,
        Kind = kind,
        TargetEnd = TradingCalendar.Nyse.Next(origin),
        AsOf = TradingCalendar.Nyse.SettlesAt(origin).ToUniversalTime(),
        Variance = .04,
        Contributions = "[]",
        Base = .15,
        ContributionScale = "volatility",
        InputDigest = "abc",
    };

    private static DateTimeOffset At(DateOnly day, int hour, int minute) => new(day, new(hour, minute), TimeSpan.Zero);

    private static void AssertSame(MemoryObjectStore expected, MemoryObjectStore actual)
    {
        Assert.Equal(expected.Objects.Keys.Order(), actual.Objects.Keys.Order());
        Assert.All(expected.Objects, one => Assert.Equal(one.Value, actual.Objects[one.Key]));
    }

    /// <summary>Puts the description, and answers as if another writer had been faster.</summary>
    private sealed class ForgetfulStore(IObjectStore inner) : IObjectStore
    {
        public string Description => inner.Description;

        public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default) =>
            inner.GetAsync(key, cancellationToken);

        public async Task<string> PutAsync(
            string key, ReadOnlyMemory<byte> content, PutCondition condition = default,
            CancellationToken cancellationToken = default)
        {
            var etag = await inner.PutAsync(key, content, condition, cancellationToken);
            return key == "lake.json" ? throw new PutConditionException(key) : etag;
        }

        public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
            inner.ListAsync(prefix, cancellationToken);

        public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
            inner.DeleteAsync(key, cancellationToken);
    }
}
