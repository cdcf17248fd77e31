using System.Runtime.CompilerServices;

namespace Volcast.Schemas;

/// <summary>
/// The columns of a table that holds whole columns, each declared once: its schema, how to read it from the table, and how to set
/// it. So the schema, the frame and the table cannot differ. Arrays are passed on, not copied.
/// </summary>
/// <typeparam name="TTable">An immutable record. A setter returns a changed copy of it.</typeparam>
public sealed class TableColumns<TTable> where TTable : class
{
    private readonly List<Binding> bindings = [];

    private sealed record Binding(
        IReadOnlyList<ColumnSchema> Schemas, Func<TTable, IEnumerable<Column>> Get, Func<TTable, ColumnFrame, TTable> Set);

    /// <summary>In the order of declaration.</summary>
    public IReadOnlyList<ColumnSchema> Schemas => [.. bindings.SelectMany(binding => binding.Schemas)];

    /// <summary>A text that is the same in every row, because the file's path states it. <see cref="FromFrame"/> does not set
    /// it; its caller does.</summary>
    /// <param name="schema">The column.</param>
    /// <param name="get">The text.</param>
    /// <param name="rows">The number of rows.</param>
    public TableColumns<TTable> Constant(ColumnSchema schema, Func<TTable, string> get, Func<TTable, int> rows) =>
        Add(schema, table => Column.Text(schema.Name, get(table), rows(table)), (table, _) => table);

    /// <summary>An instant that is the same in every row; otherwise as a constant text.</summary>
    /// <param name="schema">The column.</param>
    /// <param name="get">The instant.</param>
    /// <param name="rows">The number of rows.</param>
    public TableColumns<TTable> Constant(ColumnSchema schema, Func<TTable, DateTimeOffset> get, Func<TTable, int> rows) => Add(
        schema, table => Column.Instant(schema.Name, [.. Enumerable.Repeat(get(table), rows(table))]), (table, _) => table);

    public TableColumns<TTable> Text(ColumnSchema schema, Func<TTable, string[]> get, Func<TTable, string[], TTable> set) =>
        Add(schema, table => Column.Text(schema.Name, get(table)), (table, frame) => set(table, frame.Texts(schema.Name)!));

    public TableColumns<TTable> Date(ColumnSchema schema, Func<TTable, DateOnly[]> get, Func<TTable, DateOnly[], TTable> set) =>
        Add(schema, table => Column.Date(schema.Name, get(table)), (table, frame) => set(table, frame.Dates(schema.Name)));

    public TableColumns<TTable> Instant(
        ColumnSchema schema, Func<TTable, DateTimeOffset[]> get, Func<TTable, DateTimeOffset[], TTable> set) =>
        Add(schema, table => Column.Instant(schema.Name, get(table)), (table, frame) => set(table, frame.Instants(schema.Name)));

    public TableColumns<TTable> Integer(ColumnSchema schema, Func<TTable, long[]> get, Func<TTable, long[], TTable> set) =>
        Add(schema, table => Column.Integer(schema.Name, get(table)), (table, frame) => set(table, frame.Integers(schema.Name)));

    /// <summary>Integers; null where the value is missing.</summary>
    public TableColumns<TTable> Integer(ColumnSchema schema, Func<TTable, long?[]> get, Func<TTable, long?[], TTable> set) =>
        Add(schema, table => Column.Integer(schema.Name, get(table)),
            (table, frame) => set(table, frame.NullableIntegers(schema.Name)));

    public TableColumns<TTable> Number(ColumnSchema schema, Func<TTable, double[]> get, Func<TTable, double[], TTable> set) =>
        Add(schema, table => Column.Number(schema.Name, get(table)), (table, frame) => set(table, frame.Numbers(schema.Name)));

    public TableColumns<TTable> Flag(ColumnSchema schema, Func<TTable, bool[]> get, Func<TTable, bool[], TTable> set) =>
        Add(schema, table => Column.Flag(schema.Name, get(table)), (table, frame) => set(table, frame.Flags(schema.Name)));

    /// <summary>Several columns of numbers that the table holds as one array of columns.</summary>
    public TableColumns<TTable> Numbers(
        IReadOnlyList<ColumnSchema> schemas, Func<TTable, double[][]> get, Func<TTable, double[][], TTable> set)
    {
        bindings.Add(new(
            schemas, table => schemas.Zip(get(table), (schema, values) => Column.Number(schema.Name, values)),
            (table, frame) => set(table, [.. schemas.Select(schema => frame.Numbers(schema.Name))])));
        return this;
    }

    /// <summary>The columns of a part of the table that holds whole columns itself.</summary>
    public TableColumns<TTable> Part<TPart>(
        Func<TTable, TPart> get, Func<TTable, TPart, TTable> set, TableColumns<TPart> columns) where TPart : class
    {
        bindings.Add(new(
            columns.Schemas, table => columns.ToFrame(get(table)).Columns,
            (table, frame) => set(table, columns.FromFrame(frame))));
        return this;
    }

    /// <summary>The columns of the table's rows.</summary>
    public TableColumns<TTable> Rows<TRow>(
        Func<TTable, IReadOnlyList<TRow>> get, Func<TTable, IReadOnlyList<TRow>, TTable> set, RowColumns<TRow> columns)
        where TRow : class
    {
        bindings.Add(new(
            columns.Schemas, table => columns.ToColumns(get(table)), (table, frame) => set(table, columns.FromFrame(frame))));
        return this;
    }

    /// <summary>The table as a frame.</summary>
    public ColumnFrame ToFrame(TTable table) => new([.. bindings.SelectMany(binding => binding.Get(table))]);

    /// <summary>A table with every column set from the frame. Constants are unset: its caller sets them.</summary>
    /// <exception cref="ColumnException">A declared column is missing from the frame or has another type there.</exception>
    public TTable FromFrame(ColumnFrame frame) =>
        bindings.Aggregate(Unset, (table, binding) => binding.Set(table, frame));

    /// <summary>Required properties keep a table from being made without its columns; here the columns set them one by
    /// one.</summary>
    private static TTable Unset => (TTable)RuntimeHelpers.GetUninitializedObject(typeof(TTable));

    private TableColumns<TTable> Add<TColumn>(
        ColumnSchema schema, Func<TTable, TColumn> get, Func<TTable, ColumnFrame, TTable> set) where TColumn : Column
    {
        bindings.Add(new([schema.Requiring<TColumn>()], table => [get(table)], set));
        return this;
    }
}
