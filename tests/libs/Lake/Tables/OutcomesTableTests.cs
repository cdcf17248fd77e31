using Volcast.Lake.Tables;
using Volcast.Schemas;

namespace Volcast.Lake.Tests.Tables;

public sealed class OutcomesTableTests
{
    [Fact]
    public async Task Outcomes_and_their_revisions_are_stored_and_read()
    {
        var lake = await Sample.OpenAsync(new MemoryObjectStore());
        OutcomeRow[] rows =
        [
            Row(new(2021, 12, 30)),
            Row(new(2022, 1, 3)) with { RangeVariance = .031, FirstLogReturn = -.01, LogReturn = .02 },
            Row(new(2022, 1, 3)) with
            {
                DataDigest = "0d",
                KnownAt = new(2022, 2, 1, 12, 0, 0, TimeSpan.Zero),
                RealizedVariance = .05,
            },
        ];
        var result = await lake.CommitAsync(OutcomesTable.Schema, Sample.Spy, Frame(rows));
        Assert.Equal(
            ["outcomes/year=2021/symbol=SPY/part-0.parquet", "outcomes/year=2022/symbol=SPY/part-0.parquet"], result.Written);
        var read = OutcomesTable.FromFrame(Sample.Spy, await lake.ReadAsync(OutcomesTable.Schema, Sample.Spy));
        Assert.Equal(Sample.Spy, read.Symbol);
        Assert.Equal(rows, read.Rows);
    }

    [Fact]
    public void An_invalid_row_is_refused_with_the_name_of_the_failed_check()
    {
        var day = new DateOnly(2022, 1, 3);
        var errors = OutcomesTable.Schema.Validate(Frame(
            Row(day),
            Row(day.AddDays(1)) with { TargetEnd = day.AddDays(1) },
            Row(day.AddDays(2)) with { KnownAt = new(day.AddDays(9), new(23, 59), TimeSpan.Zero) },
            Row(day.AddDays(3)) with { RealizedVariance = 0 },
            Row(day.AddDays(4)) with { RangeVariance = -1 },
            Row(day.AddDays(5)) with { Horizon = 0 },
            Row(day.AddDays(6)),
            Row(day.AddDays(6)))).Errors;
        Assert.Equal(
            [
                (1, "target_after_origin"), (2, "known_after_target"),
                (3, "range"), (4, "range"), (5, "range"), (7, "key_unique"),
            ],
            errors.Select(e => (e.Row!.Value, e.Check)).Order());
    }

    private static ColumnFrame Frame(params OutcomeRow[] rows) =>
        new OutcomesTable { Symbol = Sample.Spy, Rows = rows }.ToFrame();

    private static OutcomeRow Row(DateOnly origin) => new()
    {
        Horizon = 5,
        ForecastOrigin = origin,
        DataDigest = "ab",
        TargetEnd = origin.AddDays(7),
        KnownAt = new(origin.AddDays(8), new(11, 0), TimeSpan.Zero),
        RealizedVariance = .04,
    };
}
