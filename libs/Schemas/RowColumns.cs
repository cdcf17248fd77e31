using System.Runtime.CompilerServices;

namespace Volcast.Schemas;

/// <summary>The columns of a table that holds rows, each declared once: its schema, how to read it from a row, and how to set it.
/// So the schema, the frame and the rows cannot differ.</summary>
/// <typeparam name="TRow">An immutable record. A setter returns a changed copy of it.</typeparam>
public sealed class RowColumns<TRow> where TRow : class
{
    private readonly List<Binding> bindings = [];

    private sealed record Binding(
        ColumnSchema Schema, Func<IReadOnlyList<TRow>, Column> Get, Action<TRow[], ColumnFrame> Set);

    /// <summary>In the order of declaration.</summary>
    public IReadOnlyList<ColumnSchema> Schemas => [.. bindings.Select(binding => binding.Schema)];

    public RowColumns<TRow> Text(ColumnSchema schema, Func<TRow, string> get, Func<TRow, string, TRow> set) =>
        OptionalText(schema, get, (row, value) => set(row, value!));

    /// <summary>A text that is null where it is missing.</summary>
    public RowColumns<TRow> OptionalText(ColumnSchema schema, Func<TRow, string?> get, Func<TRow, string?, TRow> set) =>
        Add(schema, get, set, values => Column.Text(schema.Name, values), frame => frame.Texts(schema.Name));

    /// <summary>One of the names of an enumeration, stored in lower case.</summary>
    public RowColumns<TRow> Name<TEnum>(ColumnSchema schema, Func<TRow, TEnum> get, Func<TRow, TEnum, TRow> set)
        where TEnum : struct, Enum =>
        Text(schema.OneOf(StoredName.All<TEnum>()), row => StoredName.Of(get(row)),
            (row, value) => set(row, StoredName.Parse<TEnum>(value)));

    public RowColumns<TRow> Date(ColumnSchema schema, Func<TRow, DateOnly> get, Func<TRow, DateOnly, TRow> set) =>
        Add(schema, get, set, values => Column.Date(schema.Name, values), frame => frame.Dates(schema.Name));

    public RowColumns<TRow> Instant(ColumnSchema schema, Func<TRow, DateTimeOffset> get, Func<TRow, DateTimeOffset, TRow> set) =>
        Add(schema, get, set, values => Column.Instant(schema.Name, values), frame => frame.Instants(schema.Name));

    public RowColumns<TRow> Integer(ColumnSchema schema, Func<TRow, long> get, Func<TRow, long, TRow> set) =>
        Add(schema, get, set, values => Column.Integer(schema.Name, values), frame => frame.Integers(schema.Name));

    public RowColumns<TRow> Number(ColumnSchema schema, Func<TRow, double> get, Func<TRow, double, TRow> set) =>
        Add(schema, get, set, values => Column.Number(schema.Name, values), frame => frame.Numbers(schema.Name));

    public RowColumns<TRow> Flag(ColumnSchema schema, Func<TRow, bool> get, Func<TRow, bool, TRow> set) =>
        Add(schema, get, set, values => Column.Flag(schema.Name, values), frame => frame.Flags(schema.Name));

    /// <summary>A column that is computed from the row: it is stored and not read back.</summary>
    public RowColumns<TRow> Computed(ColumnSchema schema, Func<TRow, double> get) => Number(schema, get, (row, _) => row);

    /// <summary>The columns of the rows, in the order of declaration.</summary>
    public IEnumerable<Column> ToColumns(IReadOnlyList<TRow> rows) => bindings.Select(binding => binding.Get(rows));

    /// <summary>The frame's rows.</summary>
    /// <exception cref="ColumnException">A declared column is missing from the frame or has another type there.</exception>
    public TRow[] FromFrame(ColumnFrame frame)
    {
        var rows = new TRow[frame.Rows];
        // Required properties keep a row from being made without its columns; here the columns set them one by one.
        Array.Fill(rows, (TRow)RuntimeHelpers.GetUninitializedObject(typeof(TRow)));
        foreach (var binding in bindings)
            binding.Set(rows, frame);
        return rows;
    }

    private RowColumns<TRow> Add<TValue, TColumn>(
        ColumnSchema schema, Func<TRow, TValue> get, Func<TRow, TValue, TRow> set, Func<TValue[], TColumn> toColumn,
        Func<ColumnFrame, TValue[]> values) where TColumn : Column
    {
        bindings.Add(new(
            schema.Requiring<TColumn>(),
            rows => toColumn([.. rows.Select(get)]),
            (rows, frame) =>
            {
                var column = values(frame);
                for (var row = 0; row < rows.Length; row++)
                    rows[row] = set(rows[row], column[row]);
            }));
        return this;
    }
}
