namespace Volcast.Schemas.Tests;

public sealed class ColumnTests
{
    [Fact]
    public void A_missing_value_is_null_in_text_NaN_in_numbers_and_masked_elsewhere()
    {
        Assert.True(Column.Text("t", ["a", null]).IsMissing(1));
        Assert.True(Column.Number("n", [1, double.NaN]).IsMissing(1));
        var integers = Column.Integer("i", [1, null]);
        Assert.True(integers.IsMissing(1));
        Assert.False(integers.IsMissing(0));
        Assert.Equal([false, true], integers.Missing!);
        Assert.Null(Column.Date("d", [default], [false]).Missing);
    }

    [Fact]
    public void Formatted_values_can_be_read_back()
    {
        Assert.Equal("2021-12-31", Column.Date("d", [new(2021, 12, 31)]).Format(0));
        var newYork = new DateTimeOffset(2021, 12, 31, 18, 59, 59, 7, TimeSpan.FromHours(-5));
        Assert.Equal("2021-12-31T23:59:59.007Z", Column.Instant("i", [newYork]).Format(0));
        Assert.Equal("0.1", Column.Number("n", [0.1]).Format(0));
        Assert.Equal("-9223372036854775808", Column.Integer("l", [long.MinValue]).Format(0));
        Assert.Equal("true", Column.Flag("f", [true]).Format(0));
        Assert.Equal("", Column.Flag("f", [true], [true]).Format(0));
    }

    [Fact]
    public void An_instant_is_truncated_to_milliseconds_in_UTC()
    {
        var fine = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.FromHours(1)).AddTicks(12_345);
        Assert.Equal(new DateTimeOffset(2019, 12, 31, 23, 0, 0, 1, TimeSpan.Zero), Column.Instant("i", [fine]).Values[0]);
    }

    [Fact]
    public void Taking_and_slicing_keep_the_mask()
    {
        var column = Column.Integer("i", [10, null, 30]);
        Assert.Equal(["30", "", "10"], Formatted(column.Take([2, 1, 0])));
        Assert.Equal(["", "30"], Formatted(column.Slice(1, 2)));
        Assert.Equal("j", column.Named("j").Name);
    }

    [Fact]
    public void Missing_values_are_equal_whatever_lies_under_the_mask()
    {
        Assert.True(Column.Integer("i", [1, 7], [false, true]).ContentEquals(Column.Integer("i", [1, 8], [false, true])));
        Assert.False(Column.Integer("i", [1, 7]).ContentEquals(Column.Integer("i", [1, 7], [false, true])));
        Assert.True(Column.Number("n", [double.NaN]).ContentEquals(Column.Number("n", [double.NaN])));
        Assert.False(Column.Number("n", [1]).ContentEquals(Column.Number("m", [1])));
        Assert.False(Column.Number("n", [1]).ContentEquals(Column.Integer("n", [1L])));
    }

    [Fact]
    public void A_mask_is_refused_for_text_and_numbers_and_when_its_length_differs()
    {
        Assert.Throws<ArgumentException>(() => new Column<double>("n", [1], [true]));
        Assert.Throws<ArgumentException>(() => new Column<string?>("t", ["a"], [true]));
        Assert.Throws<ArgumentException>(() => Column.Flag("f", [true], [true, false]));
        Assert.Throws<NotSupportedException>(() => new Column<decimal>("d", [1m]));
    }

    [Theory]
    [InlineData(ColumnType.Text)]
    [InlineData(ColumnType.Date)]
    [InlineData(ColumnType.Instant)]
    [InlineData(ColumnType.Integer)]
    [InlineData(ColumnType.Number)]
    [InlineData(ColumnType.Flag)]
    public void An_empty_column_has_the_requested_type(ColumnType type)
    {
        Assert.Equal(type, Column.Empty("x", type).Type);
        Assert.Equal(0, Column.Empty("x", type).Length);
    }

    private static string[] Formatted(Column column) => [.. Enumerable.Range(0, column.Length).Select(column.Format)];
}
