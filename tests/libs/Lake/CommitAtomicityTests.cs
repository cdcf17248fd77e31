using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Schemas;

namespace Volcast.Lake.Tests;

/// <summary>Proves that a write is all or nothing: stops a commit at every operation of its store.</summary>
public sealed class CommitAtomicityTests
{
    private static readonly ColumnFrame Old = Sample.Curated(Sample.Spy, new(2018, 11, 1), new(2020, 2, 3));

    /// <summary>What is stored before, what is committed, and from which date on.</summary>
    public static TheoryData<string> Situations =>
        ["first", "append", "new year", "rewrite all", "fewer years", "other years", "inputs only", "from a date on"];

    [Theory]
    [MemberData(nameof(Situations))]
    public async Task After_a_stop_at_any_operation_readers_see_old_or_new_content_and_a_second_run_the_same_bytes(
        string situation)
    {
        var (start, commit, before, after) = await SetUpAsync(situation);
        var undisturbed = start.Copy();
        var counting = new StoppingStore(undisturbed);
        await commit(counting);
        Assert.True(counting.Puts > 0);

        var sawOld = false;
        var sawNew = false;
        for (var stopAt = 1; stopAt <= counting.Operations; stopAt++)
            foreach (var afterwards in new[] { false, true })
            {
                var store = start.Copy();
                await Assert.ThrowsAsync<StoppedException>(() => commit(new StoppingStore(store, stopAt, afterwards)));
                var seen = await ReadAsync(store);
                Assert.True(IsSame(seen, before) || IsSame(seen, after), $"a mixture after stopping at operation {stopAt}");
                sawOld |= IsSame(seen, before);
                sawNew |= IsSame(seen, after);

                var differently = store.Copy();
                await commit(store);
                AssertSameBytes(undisturbed, store, stopAt);

                // A stopped run that is followed by other content also leaves nothing behind.
                await CommitAsync(differently, Old.Slice(0, 3), null, null);
                await CommitAsync(store, Old.Slice(0, 3), null, null);
                AssertSameBytes(store, differently, stopAt);
            }
        Assert.True(sawOld && (sawNew || situation == "inputs only"));
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public Task After_two_stops_even_during_recovery_the_third_run_gives_the_same_bytes(string situation) =>
        StopTwiceAsync(situation, every: 4);

    [Theory]
    [Trait(Category.Name, Category.Proof)]
    [MemberData(nameof(Situations))]
    public Task After_any_two_stops_even_during_recovery_the_third_run_gives_the_same_bytes(string situation) =>
        StopTwiceAsync(situation, every: 1);

    // The second stop begins at another operation after each first one, so that every operation is the second stop of some.
    private async Task StopTwiceAsync(string situation, int every)
    {
        var (start, commit, before, after) = await SetUpAsync(situation);
        var undisturbed = start.Copy();
        var counting = new StoppingStore(undisturbed);
        await commit(counting);
        for (var first = 1; first <= counting.Operations; first++)
            for (var second = 1 + first % every; second <= counting.Operations; second += every)
            {
                var store = start.Copy();
                await Assert.ThrowsAsync<StoppedException>(() => commit(new StoppingStore(store, first, afterwards: true)));
                try
                {
                    await commit(new StoppingStore(store, second));
                }
                catch (StoppedException)
                {
                    var seen = await ReadAsync(store);
                    Assert.True(IsSame(seen, before) || IsSame(seen, after));
                }
                await commit(store);
                AssertSameBytes(undisturbed, store, first);
            }
    }

    [Fact]
    public async Task A_reader_between_any_two_operations_of_a_writer_sees_old_or_new_content()
    {
        var (start, commit, before, after) = await SetUpAsync("rewrite all");
        var looks = 0;
        await commit(new StoppingStore(start)
        {
            Afterwards = async () =>
            {
                var seen = await ReadAsync(start);
                Assert.True(IsSame(seen, before) || IsSame(seen, after));
                looks++;
            },
        });
        Assert.True(looks > 10);
        Assert.True(IsSame(await ReadAsync(start), after));
    }

    [Fact]
    public async Task A_reader_overtaken_at_any_of_its_operations_sees_old_or_new_content()
    {
        var (start, commit, before, after) = await SetUpAsync("rewrite all");
        for (var at = 2; at <= 8; at++)
        {
            var store = start.Copy();
            var operation = 0;
            var overtaken = new StoppingStore(store)
            {
                Afterwards = async () =>
                {
                    if (++operation == at) await commit(store);
                },
            };
            var reader = await DataLake.OpenAsync(overtaken);
            var seen = await reader.ReadAsync(CuratedMarketTable.Schema, Sample.Spy);
            Assert.True(IsSame(seen, before) || IsSame(seen, after), $"a mixture when overtaken at {at}");
        }
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task Readers_of_a_folder_see_complete_contents_while_a_writer_alternates_between_two()
    {
        using var folder = new TemporaryFolder();
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var contents = new[] { Old, Sample.Curated(Sample.Spy, new(2018, 11, 1), new(2020, 2, 4), shift: 3) };
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, contents[0]);
        using var done = new CancellationTokenSource();
        var hasRead = new bool[2];
        var readers = Enumerable.Range(0, hasRead.Length).Select(number => Task.Run(async () =>
        {
            var reads = 0;
            var reader = await DataLake.OpenLocalAsync(folder.Path);
            while (!done.IsCancellationRequested)
            {
                var seen = await reader.ReadAsync(CuratedMarketTable.Schema, Sample.Spy);
                Assert.Contains(contents, content => IsSame(seen, content));
                Volatile.Write(ref hasRead[number], ++reads > 0);
            }
            return reads;
        })).ToArray();
        try
        {
            for (var i = 1; i <= 40 || !hasRead.All(read => read) && !readers.Any(reader => reader.IsCompleted); i++)
                await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, contents[i % 2]);
        }
        finally
        {
            await done.CancelAsync();
        }
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
    }

    private static async Task<(MemoryObjectStore Start, Func<IObjectStore, Task> Commit, ColumnFrame? Before, ColumnFrame After)>
        SetUpAsync(string situation)
    {
        var start = new MemoryObjectStore();
        await Sample.OpenAsync(start);
        if (situation != "first")
            await CommitAsync(start, Old, null, null);
        DateOnly first = new(2018, 11, 1);
        var (after, from) = situation switch
        {
            "append" => (Sample.Curated(Sample.Spy, first, new(2020, 2, 4)), default(DateOnly?)),
            "new year" => (Sample.Curated(Sample.Spy, first, new(2021, 1, 5)), null),
            "rewrite all" => (Sample.Curated(Sample.Spy, first, new(2020, 2, 3), shift: 1), null),
            "fewer years" => (Sample.Curated(Sample.Spy, new(2019, 6, 3), new(2019, 9, 3)), null),
            "other years" => (Sample.Curated(Sample.Spy, new(2019, 6, 3), new(2021, 2, 3)), null),
            "from a date on" => (Sample.Curated(Sample.Spy, first, new(2021, 1, 5)), new DateOnly(2020, 1, 15)),
            _ => (Old, null),
        };
        var inputs = situation == "inputs only" ? new Dictionary<string, string> { ["a"] = "1" } : null;
        var sessions = after.Dates("session");
        var given = after.Take([.. Enumerable.Range(0, after.Rows).Where(row => !(sessions[row] < from))]);
        return (start, store => CommitAsync(store, given, inputs, from), situation == "first" ? null : Old, after);
    }

    private static async Task CommitAsync(
        IObjectStore store, ColumnFrame frame, IReadOnlyDictionary<string, string>? inputs, DateOnly? from)
    {
        var lake = await Sample.OpenAsync(store);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, frame, inputs, from);
    }

    /// <summary>Null while there is no table, or no lake, because its first write was stopped.</summary>
    private static async Task<ColumnFrame?> ReadAsync(MemoryObjectStore store)
    {
        if (!store.Objects.ContainsKey(LakePaths.Description))
            return null;
        try
        {
            return await (await DataLake.OpenAsync(store)).ReadAsync(CuratedMarketTable.Schema, Sample.Spy);
        }
        catch (MissingTableException)
        {
            return null;
        }
    }

    private static bool IsSame(ColumnFrame? seen, ColumnFrame? expected) =>
        seen is null ? expected is null : expected is not null && seen.ContentEquals(expected);

    private static void AssertSameBytes(MemoryObjectStore expected, MemoryObjectStore actual, int stoppedAt)
    {
        Assert.Equal(expected.Objects.Keys.Order(StringComparer.Ordinal), actual.Objects.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, content) in expected.Objects)
            Assert.True(content.AsSpan().SequenceEqual(actual.Objects[key]),
                $"{key} differs after stopping at operation {stoppedAt}");
    }
}
