using CsCheck;
using Volcast.Files;
using Volcast.Lake.Tables;
using Volcast.Schemas;

namespace Volcast.Lake.Tests;

public sealed class CommitTests
{
    /// <summary>Days of the sample tables, and a few before and after.</summary>
    private static readonly Gen<int> AnyDay = Gen.Int[729_990, 731_510];
    private static readonly DateOnly Start = new(2019, 12, 2);
    private readonly MemoryObjectStore store = new();

    [Fact]
    public async Task A_reader_gets_the_committed_rows_whatever_was_stored_before()
    {
        await Gen.Select(Sample.EverythingOf(Sample.Vix), Sample.EverythingOf(Sample.Vix)).SampleAsync(async (first, second) =>
        {
            var fresh = new MemoryObjectStore();
            var lake = await Sample.OpenAsync(fresh);
            await lake.CommitAsync(Sample.Everything, Sample.Vix, first);
            var firstRead = await lake.ReadAsync(Sample.Everything, Sample.Vix);
            await lake.CommitAsync(Sample.Everything, Sample.Vix, second);
            var years = second.Dates("day").Select(d => d.Year).Distinct().Count();
            return firstRead.ContentEquals(first)
                && (await lake.ReadAsync(Sample.Everything, Sample.Vix)).ContentEquals(second)
                && fresh.Objects.Count == 1 + 1 + years;
        }, iter: 50);
    }

    [Fact]
    public async Task The_same_rows_repair_a_damaged_file()
    {
        var lake = await Sample.OpenAsync(store);
        var frame = Sample.Curated(Sample.Spy, Start, new(2020, 1, 6));
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, frame);
        var before = store.Copy();
        const string path = "curated.market/year=2020/symbol=SPY/part-0.parquet";
        byte[] damaged = [.. store.Objects[path]];
        damaged[50] ^= 1;
        await store.PutAsync(path, damaged);
        var result = await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, frame);
        Assert.True(result.HasChanged);
        Assert.Equal(before.Objects, store.Objects);
    }

    [Fact]
    public async Task Another_culture_gives_the_same_bytes_and_reads_the_same_rows()
    {
        var frame = Sample.EverythingOf(Sample.Spy).Single();
        var (expected, other) = (new MemoryObjectStore(), new MemoryObjectStore());
        await (await Sample.OpenAsync(expected)).CommitAsync(Sample.Everything, Sample.Spy, frame);
        var read = await OtherCulture.RunAsync(async () =>
        {
            var lake = await Sample.OpenAsync(other);
            await lake.CommitAsync(Sample.Everything, Sample.Spy, frame);
            return await lake.ReadAsync(Sample.Everything, Sample.Spy);
        });
        Assert.True(Same(expected, other));
        Assert.True(read.ContentEquals(frame));
    }

    [Fact]
    public async Task A_lake_until_a_day_hides_later_rows_and_cannot_be_written() =>
        await Gen.Select(Sample.EverythingOf(Sample.Spy), AnyDay, AnyDay).SampleAsync(async (frame, day, end) =>
        {
            var lake = await Sample.OpenAsync(new MemoryObjectStore());
            await lake.CommitAsync(Sample.Everything, Sample.Spy, frame);
            var (last, to) = (DateOnly.FromDayNumber(day), DateOnly.FromDayNumber(end));
            var past = lake.Until(last);
            var days = frame.Dates("day");
            var expected = frame.Take([.. Enumerable.Range(0, frame.Rows).Where(r => days[r] <= last && days[r] <= to)]);
            var manifest = (await past.SnapshotAsync(Sample.Everything, Sample.Spy))!;
            await Assert.ThrowsAnyAsync<InvalidOperationException>(() =>
                past.CommitAsync(Sample.Everything, Sample.Spy, frame));
            return (await past.ReadAsync(Sample.Everything, Sample.Spy, to: to)).ContentEquals(expected)
                && !(manifest.Last > last)
                && manifest.Digest == (await lake.SnapshotAsync(Sample.Everything, Sample.Spy))!.Digest;
        }, iter: 100);

    [Fact]
    public async Task Any_range_of_dates_is_read_exactly() =>
        await Gen.Select(Sample.EverythingOf(Sample.Spy), AnyDay, AnyDay).SampleAsync(async (frame, a, b) =>
        {
            var lake = await Sample.OpenAsync(new MemoryObjectStore());
            await lake.CommitAsync(Sample.Everything, Sample.Spy, frame);
            var (from, to) = (DateOnly.FromDayNumber(Math.Min(a, b)), DateOnly.FromDayNumber(Math.Max(a, b)));
            var days = frame.Dates("day");
            var expected = frame.Take([.. Enumerable.Range(0, frame.Rows).Where(r => days[r] >= from && days[r] <= to)]);
            return (await lake.ReadAsync(Sample.Everything, Sample.Spy, from, to)).ContentEquals(expected);
        }, iter: 100);

    [Fact]
    public async Task A_change_from_a_date_on_gives_the_same_bytes_as_a_complete_write() =>
        await Gen.Select(Sample.EverythingOf(Sample.Spy), Sample.EverythingOf(Sample.Spy), AnyDay).SampleAsync(async sample =>
        {
            var (old, next, day) = sample;
            var from = DateOnly.FromDayNumber(day);
            var kept = Rows(old, d => d < from);
            var added = Rows(next, d => d >= from);
            var (partly, wholly) = (new MemoryObjectStore(), new MemoryObjectStore());
            var lake = await Sample.OpenAsync(partly);
            await lake.CommitAsync(Sample.Everything, Sample.Spy, old);
            await lake.CommitAsync(Sample.Everything, Sample.Spy, added, from: from);
            var other = await Sample.OpenAsync(wholly);
            await other.CommitAsync(Sample.Everything, Sample.Spy, ColumnFrame.Concat(kept, added));
            return Same(partly, wholly);
        }, iter: 100);

    [Fact]
    public async Task Only_years_that_change_are_written()
    {
        var lake = await Sample.OpenAsync(store);
        var first = await CommitAsync(lake, new(2022, 3, 1));
        Assert.Equal(4, first.Written.Count);
        var second = await CommitAsync(lake, new(2022, 3, 2));
        Assert.Equal(["curated.market/year=2022/symbol=SPY/part-0.parquet"], second.Written);
        Assert.Empty(second.Removed);
        Assert.NotEqual(first.Manifest.Digest, second.Manifest.Digest);
    }

    [Fact]
    public async Task A_read_or_write_of_a_few_sessions_only_touches_their_years()
    {
        await CommitAsync(await Sample.OpenAsync(store), new(2022, 2, 7));
        var counting = new StoppingStore(store);
        var lake = await Sample.OpenAsync(counting);
        var opened = counting.Operations;
        var sixty = await lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy, new(2021, 11, 11));
        Assert.Equal(60, sixty.Rows); // NYSE sessions up to 2022-02-07
        Assert.Equal(3, counting.Operations - opened); // The manifest and two years.

        DateOnly day = new(2022, 2, 8);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, Sample.Curated(Sample.Spy, day, day), from: day);
        Assert.Equal(3, counting.Puts); // Staged file, manifest, published file.
    }

    [Fact]
    public async Task One_more_session_in_a_complete_write_encodes_one_year()
    {
        var lake = await Sample.OpenAsync(store);
        Assert.Equal(4, (await CommitAsync(lake, new(2022, 2, 7))).EncodedYears);
        var appended = await CommitAsync(lake, new(2022, 2, 8));
        Assert.Equal((1, 1), (appended.EncodedYears, appended.Written.Count));
        Assert.Equal(0, (await CommitAsync(lake, new(2022, 2, 8))).EncodedYears);
    }

    [Fact]
    public async Task A_zero_with_a_changed_sign_is_written()
    {
        var lake = await Sample.OpenAsync(store);
        var frame = Sample.Curated(Sample.Spy, Start, new(2020, 3, 2));
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, frame);
        frame.Numbers("dividend")[3] = -0.0;
        Assert.Single((await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, frame)).Written);
    }

    [Fact]
    public async Task The_same_content_again_writes_nothing()
    {
        var lake = await Sample.OpenAsync(store);
        await CommitAsync(lake, new(2020, 3, 2));
        var counting = new StoppingStore(store);
        var again = await CommitAsync(await Sample.OpenAsync(counting), new(2020, 3, 2));
        Assert.False(again.HasChanged);
        Assert.Equal(0, counting.Puts);
    }

    [Fact]
    public async Task The_same_content_from_other_inputs_is_a_new_snapshot()
    {
        var lake = await Sample.OpenAsync(store);
        var frame = Sample.Curated(Sample.Spy, Start, new(2020, 3, 2));
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, frame,
            new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        var manifest = await lake.SnapshotAsync(CuratedMarketTable.Schema, Sample.Spy);
        Assert.Equal(["a", "b"], manifest!.Inputs.Keys);
        var result = await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, frame,
            new Dictionary<string, string> { ["a"] = "2" });
        Assert.True(result.HasChanged);
        Assert.Empty(result.Written);
    }

    [Fact]
    public async Task Years_without_rows_are_removed()
    {
        var lake = await Sample.OpenAsync(store);
        await CommitAsync(lake, new(2022, 3, 1));
        var result = await CommitAsync(lake, new(2020, 3, 2));
        Assert.Equal(
            ["curated.market/year=2021/symbol=SPY/part-0.parquet", "curated.market/year=2022/symbol=SPY/part-0.parquet"],
            result.Removed);
        Assert.DoesNotContain(store.Objects.Keys, key => key.Contains("year=2021", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_manifest_names_files_rows_dates_and_digests()
    {
        var lake = await Sample.OpenAsync(store);
        var manifest = (await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Vix,
            Sample.Curated(Sample.Vix, Start, new(2020, 1, 3)))).Manifest;
        Assert.Equal(
            ["curated.market/year=2019/symbol=%5EVIX/part-0.parquet", "curated.market/year=2020/symbol=%5EVIX/part-0.parquet"],
            manifest.Files.Select(f => f.Path));
        Assert.Equal((23, new(2019, 12, 2), new(2020, 1, 3)),
            (manifest.Rows, manifest.First!.Value, manifest.Last!.Value)); // 21 sessions in December 2019
        Assert.All(manifest.Files, f => Assert.Equal(Digest.Of(store.Objects[f.Path]), f.Sha256));
        Assert.Contains("curated.market/_manifest/%5EVIX.json", store.Objects.Keys);
        Assert.Equal([Sample.Vix], await lake.SymbolsAsync(CuratedMarketTable.Schema));
    }

    [Fact]
    public async Task An_invalid_row_stops_the_commit_before_anything_is_written()
    {
        var lake = await Sample.OpenAsync(store);
        await CommitAsync(lake, new(2020, 3, 2));
        var before = store.Copy();
        var bad = Sample.Curated(Sample.Spy, Start, new(2020, 3, 3));
        bad.Numbers("close")[5] = -1;
        var error = await Assert.ThrowsAsync<SchemaException>(() => lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, bad));
        Assert.Contains("SPY 2019-12-09", error.Message);
        Assert.True(Same(before, store));
    }

    [Fact]
    public async Task A_missing_session_is_a_warning_that_does_not_stop_the_commit()
    {
        var lake = await Sample.OpenAsync(store);
        var frame = Sample.Curated(Sample.Spy, Start, new(2019, 12, 31));
        var result = await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
            ColumnFrame.Concat(frame.Slice(0, 3), frame.Slice(4, frame.Rows - 4)));
        Assert.True(result.HasChanged);
        Assert.Equal("SPY 2019-12-05 is missing", Assert.Single(result.Report.Warnings).Value);
    }

    [Fact]
    public async Task Rows_of_another_symbol_and_rows_before_the_date_are_refused()
    {
        var lake = await Sample.OpenAsync(store);
        var frame = Sample.Curated(Sample.Spy, Start, new(2019, 12, 31));
        await Assert.ThrowsAsync<ArgumentException>(() => lake.CommitAsync(CuratedMarketTable.Schema, Sample.Vix, frame));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, frame, from: new(2019, 12, 3)));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            lake.CommitAsync(RawMarketTable.Schema, Sample.Spy, RawMarketTable.Schema.Empty()));
    }

    [Fact]
    public async Task A_manifest_changed_by_another_writer_stops_the_commit()
    {
        var lake = await Sample.OpenAsync(store);
        await CommitAsync(lake, new(2020, 3, 2));
        var intruder = await Sample.OpenAsync(store);
        var hasIntruded = false;
        var watched = new StoppingStore(store)
        {
            Afterwards = async () =>
            {
                if (hasIntruded || !store.Objects.Keys.Any(k => k.Contains("_staged", StringComparison.Ordinal))) return;
                hasIntruded = true;
                await intruder.CommitAsync(CuratedMarketTable.Schema, Sample.Spy,
                    Sample.Curated(Sample.Spy, Start, new(2020, 3, 9), shift: 7));
            },
        };
        await Assert.ThrowsAsync<CommitConflictException>(async () =>
            await CommitAsync(await Sample.OpenAsync(watched), new(2020, 3, 3)));
        var expected = Sample.Curated(Sample.Spy, Start, new(2020, 3, 9), shift: 7);
        Assert.True((await lake.ReadAsync(CuratedMarketTable.Schema, Sample.Spy)).ContentEquals(expected));
    }

    [Fact]
    public async Task The_error_for_a_table_never_written_names_the_command_that_writes_it()
    {
        var lake = await Sample.OpenAsync(store);
        Assert.Null(await lake.SnapshotAsync(FeatureTable.L1, Sample.Spy));
        var error = await Assert.ThrowsAsync<MissingTableException>(() => lake.ReadAsync(FeatureTable.L1, Sample.Spy));
        Assert.Contains("nothing of SPY in features.L1", error.Message);
        Assert.Contains("volcast features", error.Message);
        Assert.Equal(("features.L1", "SPY"), (error.Table, error.Symbol));
    }

    [Fact]
    public async Task A_table_without_rows_reads_back_empty()
    {
        var lake = await Sample.OpenAsync(store);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, CuratedMarketTable.Schema.Empty());
        var (frame, manifest) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, Sample.Spy);
        Assert.Equal(0, frame.Rows);
        Assert.Null(manifest.First);
        Assert.Null(manifest.Last);
    }

    private static Task<CommitResult> CommitAsync(DataLake lake, DateOnly to) =>
        lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, Sample.Curated(Sample.Spy, Start, to));

    private static ColumnFrame Rows(ColumnFrame frame, Func<DateOnly, bool> keep)
    {
        var days = frame.Dates("day");
        return frame.Take([.. Enumerable.Range(0, frame.Rows).Where(r => keep(days[r]))]);
    }

    private static bool Same(MemoryObjectStore a, MemoryObjectStore b) =>
        a.Objects.Keys.Order().SequenceEqual(b.Objects.Keys.Order())
            && a.Objects.All(o => o.Value.AsSpan().SequenceEqual(b.Objects[o.Key]));
}
