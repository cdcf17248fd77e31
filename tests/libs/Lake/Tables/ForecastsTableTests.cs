using CsCheck;
using Volcast.Lake.Tables;
using Volcast.Schemas;

namespace Volcast.Lake.Tests.Tables;

public sealed class ForecastsTableTests
{
    [Fact]
    public void Rows_survive_conversion_to_a_frame_and_back()
    {
        var rows = new[]
        {
            Row(3) with { Lower80 = 0.01, Upper80 = 0.09 }, Row(4, ForecastKind.Shadow), FromOneSessionModel(5), WithTail(6),
        };
        var frame = Frame(rows);
        Assert.Equal(rows, ForecastsTable.FromFrame(Sample.Spy, frame).Rows);
        Assert.Empty(ForecastsTable.Schema.Validate(frame).Failures);
        Assert.Equal(0.2, frame.Numbers("volatility")[0], 15); // √0.04
    }

    [Fact]
    public void The_first_write_wins()
    {
        var (merged, added) = ForecastsTable.MergeFirstWins(
            Table(Row(3)), Table(Row(3) with { Variance = 0.5 }, Row(2), Row(3, ForecastKind.Backfill)));
        Assert.Equal(2, added);
        Assert.Equal([Row(2), Row(3, ForecastKind.Backfill), Row(3)], merged.Rows);
    }

    [Fact]
    public void Merging_in_any_order_gives_a_valid_table_in_the_order_of_its_key() =>
        (from day in Gen.Int[2, 20]
         from kind in Gen.Enum<ForecastKind>()
         from horizon in Gen.OneOf(Gen.Const(1), Gen.Const(5))
         from version in Gen.OneOf(Gen.Const("1"), Gen.Const("2"), Gen.Const("10"))
         from variance in Gen.Double[0.01, 1]
         select Row(day, kind) with { Horizon = horizon, ModelVersion = version, Variance = variance }).List[0, 30].Sample(rows =>
        {
            var (existing, _) = ForecastsTable.MergeFirstWins(Table(), Table([.. rows]));
            var (again, added) = ForecastsTable.MergeFirstWins(existing, Table([.. rows]));
            return added == 0 && again.Rows.SequenceEqual(existing.Rows)
                && ForecastsTable.Schema.Validate(existing.ToFrame()).IsValid;
        });

    [Fact]
    public void A_target_before_its_origin_a_crossed_interval_a_zero_variance_and_half_a_source_are_errors()
    {
        var frame = Frame([
            Row(3) with { TargetEnd = new(2022, 1, 3) },
            Row(4) with { Lower80 = 0.09, Upper80 = 0.01 },
            Row(5) with { Lower95 = 0.09, Upper95 = 0.01 },
            Row(6) with { Variance = 0 },
            Row(7) with { ContributionScale = "points" },
            FromOneSessionModel(8) with { OneSessionInputDigest = null },
            FromOneSessionModel(9) with { OneSessionModel = null },
        ]);
        Assert.Equal(
            [
                ("target_after_origin", 0), ("interval_in_order", 1), ("interval_in_order", 2), ("range", 3), ("range", 3),
                ("one_of", 4), ("one_session_complete", 5), ("one_session_complete", 6),
            ],
            ForecastsTable.Schema.Validate(frame).Errors.Select(e => (e.Check, e.Row!.Value)).OrderBy(e => e.Value));
    }

    [Fact]
    public async Task Each_year_of_origins_has_one_file()
    {
        var lake = await Sample.OpenAsync(new MemoryObjectStore(), DataKind.Real);
        var rows = new[] { Row(3) with { ForecastOrigin = new(2021, 12, 30), TargetEnd = new(2022, 1, 6) }, Row(3) };
        var result = await lake.CommitAsync(ForecastsTable.Schema, Sample.Spy, Frame(rows));
        Assert.Equal(
            ["forecasts/year=2021/symbol=SPY/part-0.parquet", "forecasts/year=2022/symbol=SPY/part-0.parquet"], result.Written);
        Assert.Equal(rows, ForecastsTable.FromFrame(Sample.Spy, await lake.ReadAsync(ForecastsTable.Schema, Sample.Spy)).Rows);
    }

    [Fact]
    public void Forecasts_of_different_symbols_cannot_be_merged() => Assert.Throws<ArgumentException>(() =>
        ForecastsTable.MergeFirstWins(Table(), new ForecastsTable { Symbol = Sample.Vix, Rows = [] }));

    private static ForecastsTable Table(params ForecastRow[] rows) => new() { Symbol = Sample.Spy, Rows = rows };

    private static ColumnFrame Frame(params ForecastRow[] rows) => Table(rows).ToFrame();

    private static ForecastRow FromOneSessionModel(int day) => Row(day) with
    {
        OneSessionModel = "volcast-spy-1d",
        OneSessionModelVersion = "3",
        OneSessionInputDigest = "def",
    };

    private static ForecastRow WithTail(int day) => Row(day) with
    {
        OneDay975 = new(.02, .03),
        Horizon975 = new(.04, .05),
        OneDayWindows = 1000,
        HorizonWindows = 199.2,
    };

    private static ForecastRow Row(int day, ForecastKind kind = ForecastKind.Live) => new()
    {
        Horizon = 5,
        ForecastOrigin = new(2022, 1, day),
        Model = "volcast-spy-5d",
        ModelVersion = "1",
        Kind = kind,
        TargetEnd = new DateOnly(2022, 1, day).AddDays(7),
        AsOf = new(2022, 1, day, 11, 0, 0, TimeSpan.Zero),
        Variance = 0.04,
        Contributions = "[]",
        Base = 0.15,
        ContributionScale = "volatility",
        InputDigest = "abc",
    };
}
