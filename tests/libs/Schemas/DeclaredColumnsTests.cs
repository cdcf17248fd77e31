using CsCheck;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Schemas.Tests;

/// <summary>Columns that are declared once with getter and setter, for tables of columns and for tables of rows.</summary>
public sealed class DeclaredColumnsTests
{
    private enum Colour
    {
        Red,
        DeepBlue,
    }

    private sealed record Row
    {
        public required long Id { get; init; }
        public required string Name { get; init; }
        public string? Note { get; init; }
        public required Colour Colour { get; init; }
        public required DateOnly Day { get; init; }
        public required DateTimeOffset At { get; init; }
        public double Value { get; init; } = double.NaN;
        public double Double => 2 * Value;
    }

    private sealed record Table
    {
        public required string Place { get; init; }
        public required DateTimeOffset Time { get; init; }
        public required bool[] Flags { get; init; }
        public required long?[] Counts { get; init; }
        public required double[][] Pair { get; init; }
        public required IReadOnlyList<Row> Rows { get; init; }
    }

    private static readonly RowColumns<Row> OfRow = new RowColumns<Row>()
        .Integer(Integer("id", ""), row => row.Id, (row, value) => row with { Id = value })
        .Text(Text("name", ""), row => row.Name, (row, value) => row with { Name = value })
        .OptionalText(Text("note", "").Nullable(), row => row.Note, (row, value) => row with { Note = value })
        .Name(Text("colour", ""), row => row.Colour, (row, value) => row with { Colour = value })
        .Date(Date("day", ""), row => row.Day, (row, value) => row with { Day = value })
        .Instant(Instant("at", ""), row => row.At, (row, value) => row with { At = value })
        .Number(Number("value", "").Nullable(), row => row.Value, (row, value) => row with { Value = value })
        .Computed(Number("double", "").Nullable(), row => row.Double);

    private static readonly TableColumns<Table> OfTable = new TableColumns<Table>()
        .Constant(Text("place", ""), table => table.Place, table => table.Rows.Count)
        .Constant(Instant("time", ""), table => table.Time, table => table.Rows.Count)
        .Flag(Flag("flag", ""), table => table.Flags, (table, values) => table with { Flags = values })
        .Integer(Integer("count", "").Nullable(), table => table.Counts, (table, values) => table with { Counts = values })
        .Numbers([Number("left", ""), Number("right", "")], table => table.Pair, (table, values) => table with { Pair = values })
        .Rows(table => table.Rows, (table, rows) => table with { Rows = rows }, OfRow);

    private static readonly Gen<Table> Tables =
        from rows in
            (from id in Gen.Long
             from name in Gen.String
             from note in Gen.OneOf(Gen.String, Gen.Const((string)null!))
             from colour in Gen.Enum<Colour>()
             from day in Gen.Int[0, 3_000_000]
             from milliseconds in Gen.Long[0, 4_000_000_000_000]
             from value in Gen.Double
             select new Row
             {
                 Id = id,
                 Name = name,
                 Note = note,
                 Colour = colour,
                 Day = DateOnly.FromDayNumber(day),
                 At = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
                 Value = value,
             }).Array[0, 20]
        from flags in Gen.Bool.Array[rows.Length]
        from counts in Gen.OneOf(Gen.Long.Select(x => (long?)x), Gen.Const((long?)null)).Array[rows.Length]
        from left in Gen.Double.Array[rows.Length]
        from right in Gen.Double.Array[rows.Length]
        select new Table
        {
            Place = "here",
            Time = DateTimeOffset.UnixEpoch,
            Flags = flags,
            Counts = counts,
            Pair = [left, right],
            Rows = rows,
        };

    [Fact]
    public void A_table_becomes_a_frame_and_the_same_table_again() => Tables.Sample(table =>
    {
        var read = OfTable.FromFrame(OfTable.ToFrame(table)) with { Place = table.Place, Time = table.Time };
        return read.Rows.SequenceEqual(table.Rows) && OfTable.ToFrame(read).ContentEquals(OfTable.ToFrame(table));
    });

    [Fact]
    public void The_frame_has_the_declared_columns_in_their_order_and_satisfies_the_schema() => Tables.Sample(table =>
    {
        var frame = OfTable.ToFrame(table);
        var schema = TableSchema.Named("t", 1, "").Holding(OfTable.Schemas).Strict();
        return frame.Columns.Select(column => (column.Name, column.Type))
                .SequenceEqual(OfTable.Schemas.Select(column => (column.Name, column.Type)))
            && schema.Validate(frame).Failures.All(failure => failure.Check is "finite" or "not_null");
    });

    [Fact]
    public void Arrays_are_passed_on_and_not_copied()
    {
        var table = new Table
        {
            Place = "here",
            Time = default,
            Flags = [],
            Counts = [],
            Pair = [[], []],
            Rows = [],
        } with
        { Flags = new bool[1], Counts = [1], Pair = [[1], [2]], Rows = [Of(Colour.Red)] };
        var frame = OfTable.ToFrame(table);
        Assert.Same(table.Flags, frame.Flags("flag"));
        Assert.Same(table.Pair[1], OfTable.FromFrame(frame).Pair[1]);
    }

    [Fact]
    public void An_enumeration_is_stored_in_snake_case_and_allows_its_members_only()
    {
        var colour = OfRow.Schemas.Single(column => column.Name == "colour");
        Assert.Equal("red, deep_blue", colour.AllowedText);
        Assert.Equal(["deep_blue"], new ColumnFrame([.. OfRow.ToColumns([Of(Colour.DeepBlue)])]).Texts("colour"));
        Assert.Equal(Colour.DeepBlue, StoredName.Parse<Colour>("deep_blue"));
        Assert.Throws<ArgumentException>(() => StoredName.Parse<Colour>("green"));
    }

    [Fact]
    public void A_column_that_is_missing_from_the_frame_is_named()
    {
        var frame = new ColumnFrame([.. OfRow.ToColumns([Of(Colour.Red)])]).Without("day");
        Assert.Contains("'day'", Assert.Throws<ColumnException>(() => OfRow.FromFrame(frame)).Message);
    }

    [Fact]
    public void A_schema_of_another_type_than_its_values_is_refused()
    {
        Assert.Contains("Column x is declared as Text", Assert.Throws<ArgumentException>(
            () => new RowColumns<Row>().Number(Text("x", ""), row => row.Value, (row, _) => row)).Message);
        Assert.Throws<ArgumentException>(
            () => new TableColumns<Table>().Flag(Number("x", ""), table => table.Flags, (table, _) => table));
    }

    private static Row Of(Colour colour) => new() { Id = 1, Name = "one", Colour = colour, Day = default, At = default };
}
