using CsCheck;
using Volcast.Lake.Parquet;
using Volcast.Schemas;

namespace Volcast.Lake.Tests;

public sealed class ParquetTests
{
    private static readonly string[] Inside = [.. ParquetFields.Stored(Sample.Everything).Select(c => c.Name)];

    [Fact]
    public async Task Every_frame_reads_back_unchanged() => await Sample.EverythingOf(Sample.Spy).SampleAsync(async frame =>
    {
        var bytes = await ParquetEncoder.EncodeAsync(Sample.Everything, frame, default);
        return (await ParquetDecoder.DecodeAsync(Sample.Everything, "x", bytes, default)).ContentEquals(frame.Select(Inside));
    }, iter: 200);

    [Fact]
    public async Task The_same_frame_gives_the_same_bytes() => await Sample.EverythingOf(Sample.Spy).SampleAsync(async frame =>
    {
        var rows = Enumerable.Range(0, frame.Rows).ToArray();
        var once = await ParquetEncoder.EncodeAsync(Sample.Everything, frame, default);
        var again = await ParquetEncoder.EncodeAsync(Sample.Everything, frame.Take(rows), default);
        return once.AsSpan().SequenceEqual(again);
    }, iter: 100);

    [Fact]
    public async Task A_file_that_is_older_than_a_column_is_read_without_it()
    {
        var older = Of(1, ColumnSchema.Number("close", "Price"));
        var younger = Of(2, ColumnSchema.Number("close", "Price"), ColumnSchema.Number("bid", "Price").Nullable().Since(2),
            ColumnSchema.Text("venue", "Exchange").Nullable().Since(2));
        var frame = new ColumnFrame(Column.Date("session", [new(2024, 1, 2)]), Column.Number("close", [7]));
        var bytes = await ParquetEncoder.EncodeAsync(older, frame, default);
        var read = await ParquetDecoder.DecodeAsync(younger, "x", bytes, default);
        Assert.Equal(7, read.Numbers("close")[0]);
        Assert.True(double.IsNaN(read.Numbers("bid")[0]));
        Assert.Null(read.Texts("venue")[0]);

        var strict = Of(2, ColumnSchema.Number("close", "Price"), ColumnSchema.Number("bid", "Price").Nullable());
        var error = await Assert.ThrowsAsync<LakeException>(() => ParquetDecoder.DecodeAsync(strict, "x", bytes, default));
        Assert.Contains("bid is missing", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ColumnSchema.Number("bid", "Price").Since(2));
        Assert.Throws<ArgumentException>(() => ColumnSchema.Date("bid", "Price").Nullable().Since(2));

        static TableSchema Of(int version, params ColumnSchema[] columns) => TableSchema.Named("testing", version, "A table")
            .Holding([ColumnSchema.Date("session", "Day"), .. columns]).Key("session");
    }

    [Fact]
    public void Columns_that_the_path_states_are_not_inside_the_file() => Assert.DoesNotContain("symbol", Inside);

    [Fact]
    public async Task Damaged_bytes_are_reported_as_corrupt_wherever_the_damage_is()
    {
        var frame = Sample.EverythingOf(Sample.Spy).Where(f => f.Rows > 10).Single();
        var bytes = await ParquetEncoder.EncodeAsync(Sample.Everything, frame, default);
        foreach (var damaged in new[] { [], [1, 2, 3], bytes[..(bytes.Length / 2)], new byte[bytes.Length] })
        {
            var error = await Assert.ThrowsAsync<LakeException>(() =>
                ParquetDecoder.DecodeAsync(Sample.Everything, "a/b.parquet", damaged, default));
            Assert.Contains("a/b.parquet is corrupt", error.Message);
            Assert.Contains("run `volcast testing` again", error.Message);
        }
    }

    [Fact]
    public async Task A_file_with_other_columns_is_refused_and_each_difference_is_named()
    {
        var bytes = await ParquetEncoder.EncodeAsync(Sample.Everything, Sample.Everything.Empty(), default);
        var other = Schemas.TableSchema.Named("other", 4, "").ProducedBy("testing").PartitionedBy("year", "symbol").Holding(
        [
            .. Sample.Everything.Columns.Where(c => c.Name is not ("flag" or "text")),
            Schemas.ColumnSchema.Integer("text", ""),
            Schemas.ColumnSchema.Flag("new", ""),
        ]);
        var error = await Assert.ThrowsAsync<LakeException>(() => ParquetDecoder.DecodeAsync(other, "f.parquet", bytes, default));
        Assert.Contains("other version 4: text is not Integer, new is missing, flag is unknown", error.Message);
    }
}
