using System.Diagnostics;

namespace Volcast.Schemas.Tests;

public sealed class ValidationSpeedTests
{
    [Fact]
    public void Ten_years_of_25_good_columns_are_validated_in_a_few_milliseconds_at_most()
    {
        const int Rows = 2600;
        var names = Enumerable.Range(0, 24).Select(i => $"x{i}").ToArray();
        var schema = TableSchema.Named("t", 1, "")
            .Holding(ColumnSchema.Date("session", ""))
            .Holding([.. names.Select(n => ColumnSchema.Number(n, "").Between(0, 1).Nullable())])
            .Key("session").Ascending("session").Strict();
        var frame = new ColumnFrame([
            Column.Date("session", [.. Enumerable.Range(700_000, Rows).Select(DateOnly.FromDayNumber)]),
            .. names.Select(n => Column.Number(n, [.. Enumerable.Range(0, Rows).Select(i => i / (double)Rows)]))]);

        var best = Enumerable.Range(0, 200).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            Assert.True(schema.Validate(frame).IsValid);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"best of 200: {best:0.000} ms");
        Assert.True(best < 5, $"{best:0.000} ms");
    }
}
