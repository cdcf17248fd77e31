using CsCheck;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Schemas.Tests;

public sealed class SplitTests
{
    private static readonly TableSchema Table = TableSchema.Named("t", 1, "")
        .Holding(Integer("id", ""), Number("x", "").Between(0, 1))
        .Key("id").Ascending("id").Strict();

    private static readonly Gen<ColumnFrame> Frames =
        from rows in Gen.Int[0, 20]
        from id in Gen.Long[0, 15].Array[rows]
        from x in Gen.OneOf(Gen.Double[-0.2, 1.2], Gen.Const(double.NaN)).Array[rows]
        select new ColumnFrame(Column.Integer("id", id), Column.Number("x", x));

    [Fact]
    public void Accepted_rows_are_valid_and_no_row_is_lost() => Frames.Sample(frame =>
    {
        var split = Table.Split(frame);
        return Table.Validate(split.Accepted).IsValid
            && split.Accepted.Rows + split.Quarantined.Rows == frame.Rows
            && split.Reasons.Count == split.Quarantined.Rows
            && split.Reasons.All(reason => reason.Length > 0);
    });

    [Fact]
    public void A_quarantined_row_has_all_its_reasons()
    {
        var split = Table.Split(new(Column.Integer("id", [1L, 2, 2]), Column.Number("x", [0.5, 0.5, 7])));
        Assert.Equal([1, 2], split.Accepted.Integers("id"));
        Assert.Equal([7], split.Quarantined.Numbers("x"));
        Assert.Equal("range of x: 7, expected 0 ≤ x ≤ 1; key_unique of id: repeats row 1", Assert.Single(split.Reasons));
    }

    [Fact]
    public void A_value_that_cannot_be_converted_goes_to_quarantine_unchanged()
    {
        var schema = Table.Coercing();
        var split = schema.Split(new(Column.Integer("id", [1L, 2, 3]), Column.Text("x", ["0.25", "n/a", "1"])));
        Assert.Equal([0.25, 1], split.Accepted.Numbers("x"));
        Assert.Equal(["n/a"], split.Quarantined.Texts("x"));
        Assert.Equal(["coerce of x: 'n/a' is not a valid Number"], split.Reasons);
    }
}
