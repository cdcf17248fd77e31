using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Schemas.Tests;

public sealed class CoercionTests
{
    [Fact]
    public void Integers_become_numbers_where_a_double_holds_them_exactly()
    {
        var report = Coerce(Number("x", "").Nullable(), Column.Integer("x", [1, 1L << 53, (1L << 53) + 1, null]));
        Assert.Equal([1, 9007199254740992, double.NaN, double.NaN], report.Frame.Numbers("x"));
        Assert.Equal(("coerce", 2), (report.Failures.Single().Check, report.Failures.Single().Row!.Value));
    }

    [Fact]
    public void Numbers_become_integers_where_they_are_whole()
    {
        var report = Coerce(Integer("x", "").Nullable(), Column.Number("x", [1, 1.5, double.NaN, -0.0, 1e300]));
        Assert.Equal([1, null, null, 0, null], report.Frame.NullableIntegers("x"));
        Assert.Equal([1, 4], report.Failures.Select(f => f.Row!.Value));
    }

    [Fact]
    public void Text_becomes_a_date_in_ISO_form_only_and_a_blank_is_missing()
    {
        var report = Coerce(Date("x", "").Nullable(), Column.Text("x", ["2021-12-31", "31.12.2021", " ", "2021-02-29", null]));
        Assert.Equal(new DateOnly(2021, 12, 31), report.Frame.Dates("x")[0]);
        Assert.Equal([1, 3], report.Failures.Select(f => f.Row!.Value));
        Assert.All([1, 2, 3, 4], row => Assert.True(report.Frame["x"].IsMissing(row)));
    }

    [Fact]
    public void Text_becomes_a_finite_number()
    {
        var report = Coerce(Number("x", "").Nullable(), Column.Text("x", ["1e-3", "1,5", "Infinity", "1e999", "", "-0.5"]));
        Assert.Equal([0.001, double.NaN, double.NaN, double.NaN, double.NaN, -0.5], report.Frame.Numbers("x"));
        Assert.Equal([1, 2, 3], report.Failures.Select(f => f.Row!.Value));
    }

    [Fact]
    public void Text_becomes_an_integer_a_flag_and_an_instant()
    {
        Assert.Equal([7, null], Coerce(Integer("x", "").Nullable(), Column.Text("x", ["7", "7.5"])).Frame.NullableIntegers("x"));
        Assert.Equal([true, false], Coerce(Flag("x", ""), Column.Text("x", ["true", "False"])).Frame.Flags("x"));
        Assert.Equal(
            new DateTimeOffset(2021, 12, 31, 23, 59, 59, 500, TimeSpan.Zero),
            Coerce(Instant("x", ""), Column.Text("x", ["2021-12-31T23:59:59.5Z"])).Frame.Instants("x")[0]);
    }

    [Fact]
    public void A_row_that_cannot_be_converted_fails_once_in_a_column_that_allows_no_missing_value()
    {
        var report = Coerce(Number("x", ""), Column.Text("x", ["abc", null]));
        Assert.Equal([("coerce", 0), ("not_null", 1)], report.Failures.Select(f => (f.Check, f.Row!.Value)));
    }

    [Fact]
    public void A_type_without_a_lossless_conversion_stays_a_failure()
    {
        Assert.Equal("type", Coerce(Date("x", ""), Column.Number("x", [1])).Failures.Single().Check);
    }

    [Fact]
    public void Nothing_is_converted_unless_the_table_asks_for_it()
    {
        var schema = TableSchema.Named("t", 1, "").Holding(Number("x", ""));
        Assert.Equal("type", schema.Validate(new(Column.Text("x", ["1"]))).Failures.Single().Check);
    }

    private static ValidationReport Coerce(ColumnSchema column, Column given) =>
        TableSchema.Named("t", 1, "").Holding(column).Coercing().Validate(new(given));
}
