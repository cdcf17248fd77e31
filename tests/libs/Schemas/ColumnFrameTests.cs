using CsCheck;

namespace Volcast.Schemas.Tests;

public sealed class ColumnFrameTests
{
    private static readonly ColumnFrame Frame = new(
        Column.Text("symbol", "SPY", 3), Column.Number("close", [1, 2, 3]), Column.Integer("volume", [5, null, 7]),
        Column.Flag("settled", [true, false, true]), Column.Instant("at", [default, default, default]),
        Column.Date("session", [new(2020, 1, 2), new(2020, 1, 3), new(2020, 1, 6)]));

    [Fact]
    public void A_column_is_found_by_name_and_type()
    {
        Assert.Equal([1, 2, 3], Frame.Numbers("close"));
        Assert.Equal([5, null, 7], Frame.NullableIntegers("volume"));
        Assert.Equal(new DateOnly(2020, 1, 6), Frame.Dates("session")[2]);
        Assert.Equal("SPY", Frame.Texts("symbol")[1]);
        Assert.Equal([true, false, true], Frame.Flags("settled"));
        Assert.Equal(3, Frame.Instants("at").Length);
        Assert.Equal(7, Frame.Integers("volume")[2]);
    }

    [Fact]
    public void The_error_for_an_unknown_column_lists_the_columns()
    {
        var error = Assert.Throws<ColumnException>(() => Frame.Numbers("clsoe"));
        Assert.Contains("'clsoe'", error.Message);
        Assert.Contains("symbol, close, volume", error.Message);
    }

    [Fact]
    public void The_error_for_a_wrong_type_names_the_right_one()
    {
        var error = Assert.Throws<ColumnException>(() => Frame.Numbers("volume"));
        Assert.Contains("'volume' holds Integer", error.Message);
    }

    [Fact]
    public void Unequal_lengths_and_repeated_names_are_refused()
    {
        var one = Column.Number("a", [1]);
        var length = Assert.Throws<ArgumentException>(() => new ColumnFrame(one, Column.Number("b", [1, 2])));
        Assert.Contains("b has 2 rows", length.Message);
        var name = Assert.Throws<ArgumentException>(() => new ColumnFrame(one, Column.Text("a", ["x"])));
        Assert.Contains("a occurs twice", name.Message);
    }

    [Fact]
    public void A_column_is_replaced_in_place_added_at_the_end_and_removed()
    {
        Assert.Equal([4, 5, 6], Frame.With(Column.Number("close", [4, 5, 6])).Numbers("close"));
        Assert.Equal("close", Frame.With(Column.Number("close", [4, 5, 6])).Columns[1].Name);
        Assert.Equal("new", Frame.With(Column.Number("new", [4, 5, 6])).Columns[^1].Name);
        Assert.False(Frame.Without("close").Has("close"));
        Assert.Throws<ColumnException>(() => Frame.Without("nothing"));
        Assert.Equal(["session", "symbol"], Frame.Select("session", "symbol").Columns.Select(c => c.Name));
    }

    [Fact]
    public void Frames_with_different_columns_cannot_be_joined()
    {
        Assert.Throws<ColumnException>(() => ColumnFrame.Concat(Frame, Frame.Without("close")));
        Assert.Throws<ColumnException>(() => ColumnFrame.Concat(Frame, Frame.With(Column.Integer("close", [1L, 2, 3]))));
        Assert.Equal(0, ColumnFrame.Concat([]).Rows);
    }

    [Fact]
    public void A_frame_split_anywhere_and_joined_again_is_the_same() =>
        Gen.Select(AnyFrame.Gen, Gen.Int[0, 40]).Sample((frame, cut) =>
        {
            var at = Math.Min(cut, frame.Rows);
            return ColumnFrame.Concat(frame.Slice(0, at), frame.Slice(at, frame.Rows - at)).ContentEquals(frame)
                && frame.Take([.. Enumerable.Range(0, frame.Rows)]).ContentEquals(frame);
        });

    [Fact]
    public void A_changed_cell_is_a_different_content()
    {
        Assert.False(Frame.ContentEquals(Frame.With(Column.Number("close", [1, 2, 4]))));
        Assert.False(Frame.ContentEquals(Frame.Without("close")));
        Assert.False(Frame.ContentEquals(Frame.Slice(0, 2)));
    }
}
