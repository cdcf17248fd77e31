using System.Text.RegularExpressions;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Schemas.Tests;

public sealed class ValidationTests
{
    private static readonly TableSchema Bars = TableSchema.Named("bars", 1, "Bars for tests.").ProducedBy("nothing")
        .Holding(
            Text("symbol", "Ticker").Matching(new Regex("^[A-Z]+$")),
            Date("session", "Day"),
            Number("high", "Highest").AtLeast(0).Nullable(),
            Number("low", "Lowest").Within(ValueRange.Above(0).Below(1000)),
            Integer("volume", "Shares").Between(0, 100).Nullable(),
            Text("status", "State").OneOf("final", "provisional").Warns())
        .Key("symbol", "session")
        .Ascending("session")
        .EachRow("high_not_below_low", Severity.Error, "high ≥ low where both are there", ["high", "low"], frame =>
        {
            var (high, low) = (frame.Numbers("high"), frame.Numbers("low"));
            return row => !(high[row] < low[row]);
        })
        .Strict();

    private static readonly ColumnFrame Good = new(
        Column.Text("symbol", "SPY", 4), Column.Date("session", [Day(2), Day(3), Day(6), Day(7)]),
        Column.Number("high", [2, 3, double.NaN, 5]), Column.Number("low", [1, 2, 3, 4]),
        Column.Integer("volume", [0, 100, null, 5]), Column.Text("status", ["final", "final", "final", "provisional"]));

    [Fact]
    public void Good_rows_give_an_empty_report()
    {
        var report = Bars.Validate(Good);
        Assert.Empty(report.Failures);
        Assert.True(report.IsValid);
        report.ThrowIfErrors();
        Assert.Equal("bars: no failures", report.ToText());
    }

    [Fact]
    public void A_frame_without_rows_is_good()
    {
        Assert.Empty(Bars.Validate(Bars.Empty()).Failures);
    }

    [Fact]
    public void All_failures_are_reported_at_once_each_with_its_row_and_value()
    {
        var bad = Good
            .With(Column.Text("symbol", ["SPY", "spy", "SPY", "SPY"]))
            .With(Column.Number("high", [2, -3, double.PositiveInfinity, 5]))
            .With(Column.Number("low", [0, 2, double.NaN, 1000]))
            .With(Column.Integer("volume", [-1, 101, null, 5]))
            .With(Column.Text("status", ["final", null, "late", "final"]));
        var failures = Bars.Validate(bad).Failures.Select(f => (f.Column, f.Check, f.Row, f.Severity)).ToArray();
        Assert.Equal(
        [
            ("symbol", "pattern", 1, Severity.Error),
            ("high", "range", 1, Severity.Error),
            ("high", "finite", 2, Severity.Error),
            ("low", "not_null", 2, Severity.Error),
            ("low", "range", 0, Severity.Error),
            ("low", "range", 3, Severity.Error),
            ("volume", "range", 0, Severity.Error),
            ("volume", "range", 1, Severity.Error),
            ("status", "not_null", 1, Severity.Error),
            ("status", "one_of", 2, Severity.Warning),
            ("high, low", "high_not_below_low", 1, Severity.Error),
            ("high, low", "high_not_below_low", 3, Severity.Error),
        ], failures);
    }

    [Fact]
    public void A_failure_names_table_column_row_key_and_value()
    {
        var failure = Assert.Single(Bars.Validate(Good.With(Column.Number("low", [1, 2, -3, 4]))).Failures);
        Assert.Equal(new("bars", "low", "range", "SPY 2020-01-06", "-3, expected 0 < x < 1000", Severity.Error, 2), failure);
        Assert.Equal("range of low at SPY 2020-01-06: -3, expected 0 < x < 1000", failure.ToString());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(double.Epsilon, true)]
    [InlineData(999.9999, true)]
    [InlineData(1000, false)]
    public void An_exclusive_bound_excludes_exactly_the_bound(double low, bool isGood)
    {
        var frame = Good.With(Column.Number("high", [double.NaN, double.NaN, double.NaN, double.NaN]))
            .With(Column.Number("low", [low, 1, 1, 1]));
        Assert.Equal(isGood, Bars.Validate(frame).IsValid);
    }

    [Fact]
    public void A_missing_column_a_wrong_type_and_an_unknown_column_fail_the_table()
    {
        var bad = Good.Without("symbol").With(Column.Text("low", ["1", "2", "3", "4"]))
            .With(Column.Flag("odd", [true, true, true, true]));
        var report = Bars.Validate(bad);
        Assert.Equal(
            [("symbol", "present"), ("low", "type"), ("odd", "known")], report.Failures.Select(f => (f.Column, f.Check)));
        Assert.All(report.Failures, f => Assert.Null(f.Row));
        Assert.Contains("is Text, expected Number", report.ToText());
        Assert.Same(report, Assert.Throws<SchemaException>(report.ThrowIfErrors).Report);
        Assert.Throws<SchemaException>(() => Bars.Split(bad));
    }

    [Fact]
    public void Without_its_key_a_row_is_named_by_its_number()
    {
        var report = Bars.Validate(Good.Without("symbol").With(Column.Number("low", [1, 2, -3, 4])));
        Assert.Equal("row 2", Assert.Single(report.Failures, f => f.Check == "range").RowKey);
    }

    [Fact]
    public void An_unknown_column_passes_if_the_table_is_not_strict()
    {
        var loose = TableSchema.Named("loose", 1, "").Holding(Number("x", ""));
        Assert.True(loose.Validate(new(Column.Number("x", [1]), Column.Flag("odd", [true]))).IsValid);
    }

    [Fact]
    public void A_repeated_key_fails_at_its_second_row_and_a_descending_row_fails()
    {
        var frame = Good.With(Column.Date("session", [Day(2), Day(7), Day(3), Day(2)]));
        Assert.Equal(
            [("key_unique", 3), ("ascending", 2), ("ascending", 3)],
            Bars.Validate(frame).Failures.Select(f => (f.Check, f.Row!.Value)));
    }

    [Fact]
    public void A_unique_column_fails_at_each_repetition_and_missing_values_do_not_count()
    {
        var schema = TableSchema.Named("u", 1, "").Holding(Text("id", "").Unique().Nullable());
        var report = schema.Validate(new(Column.Text("id", ["a", null, "a", "a", null])));
        Assert.Equal([2, 3], report.Failures.Select(f => f.Row!.Value));
    }

    [Fact]
    public void Asking_for_errors_omits_warnings()
    {
        var frame = Good.With(Column.Text("status", "late", 4));
        Assert.Equal(4, Bars.Validate(frame).Warnings.Count);
        Assert.Empty(Bars.Validate(frame, Severity.Error).Failures);
        Assert.True(Bars.Validate(frame).IsValid);
    }

    [Fact]
    public void The_calendar_reports_missing_dates_by_group_and_dates_that_are_no_sessions()
    {
        static IReadOnlyList<DateOnly> Weekdays(DateOnly from, DateOnly to) =>
            [.. Enumerable.Range(from.DayNumber, to.DayNumber - from.DayNumber + 1).Select(DateOnly.FromDayNumber)
                .Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];
        var schema = TableSchema.Named("days", 1, "").Holding(Text("symbol", ""), Date("session", "").Nullable())
            .Complete("session", per: "symbol", Weekdays, since: Day(3));
        var frame = new ColumnFrame(
            Column.Text("symbol", ["A", "A", "A", "A", "B", "B", "B"]),
            Column.Date(
                "session", [Day(1), Day(3), Day(4), Day(7), Day(6), Day(8), default],
                [false, false, false, false, false, false, true]));
        Assert.Equal(
            [
                ("calendar_complete", "A 2020-01-06 is missing", null, Severity.Warning),
                ("calendar_complete", "B 2020-01-07 is missing", null, Severity.Warning),
                ("calendar_expects", "is not in the calendar", (int?)2, Severity.Error),
            ],
            schema.Validate(frame).Failures.Select(f => (f.Check, f.Value, f.Row, f.Severity)));
    }

    [Fact]
    public void A_long_report_is_shortened_and_counts_the_rest()
    {
        var rows = 100;
        var schema = TableSchema.Named("t", 1, "").Holding(Number("x", "").AtLeast(0));
        var text = schema.Validate(new(Column.Number("x", [.. Enumerable.Repeat(-1.0, rows)]))).ToText(5);
        Assert.Contains("… and 95 more", text);
        Assert.EndsWith("100 errors, 0 warnings", text);
        Assert.Equal(1 + 5 + 1 + 1, text.Split('\n').Length);
    }

    [Fact]
    public void Ranges_belong_to_numbers_and_patterns_to_texts()
    {
        Assert.Throws<ArgumentException>(() => Text("t", "").AtLeast(1));
        Assert.Throws<ArgumentException>(() => Number("n", "").OneOf("a"));
        Assert.Throws<ColumnException>(() => Bars["nothing"]);
        Assert.Equal("Lowest", Bars["low"].Description);
    }

    private static DateOnly Day(int day) => new(2020, 1, day);
}
