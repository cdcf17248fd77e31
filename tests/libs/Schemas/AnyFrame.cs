using CsCheck;

namespace Volcast.Schemas.Tests;

/// <summary>Frames of all column types with values of every kind, missing ones included.</summary>
internal static class AnyFrame
{
    internal static Gen<ColumnFrame> Gen { get; } =
        from rows in CsCheck.Gen.Int[0, 30]
        from texts in CsCheck.Gen.OneOf(CsCheck.Gen.String, CsCheck.Gen.Const((string)null!)).Array[rows]
        from dates in CsCheck.Gen.Int[0, 3_000_000].Array[rows]
        from ticks in CsCheck.Gen.Long[0, DateTimeOffset.MaxValue.Ticks].Array[rows]
        from integers in CsCheck.Gen.Long.Array[rows]
        from numbers in CsCheck.Gen.Double.Array[rows]
        from flags in CsCheck.Gen.Bool.Array[rows]
        from missing in CsCheck.Gen.Bool.Array[rows]
        select new ColumnFrame(
            Column.Text("text", texts), Column.Date("date", Array.ConvertAll(dates, DateOnly.FromDayNumber), missing),
            Column.Instant("instant", Array.ConvertAll(ticks, t => new DateTimeOffset(t, TimeSpan.Zero)), missing),
            Column.Integer("integer", integers, missing), Column.Number("number", numbers), Column.Flag("flag", flags, missing));
}
