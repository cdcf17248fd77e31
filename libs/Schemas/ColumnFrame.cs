namespace Volcast.Schemas;

/// <summary>
/// A table, or a part of one, in memory: columns of equal length, in order. Immutable; every change returns a new frame that
/// shares the unchanged columns.
/// </summary>
public sealed class ColumnFrame
{
    private readonly Dictionary<string, Column> byName;

    /// <exception cref="ArgumentException">Lengths differ, or two columns have the same name.</exception>
    public ColumnFrame(params IReadOnlyList<Column> columns)
    {
        Columns = columns;
        Rows = columns.Count == 0 ? 0 : columns[0].Length;
        byName = new(columns.Count, StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (column.Length != Rows)
                throw new ArgumentException(
                    $"Column {column.Name} has {column.Length} rows, {columns[0].Name} has {Rows}.", nameof(columns));
            if (!byName.TryAdd(column.Name, column))
                throw new ArgumentException($"Column {column.Name} occurs twice.", nameof(columns));
        }
    }

    public IReadOnlyList<Column> Columns { get; }
    public int Rows { get; }

    /// <exception cref="ColumnException">There is no such column.</exception>
    public Column this[string name] => byName.TryGetValue(name, out var column)
        ? column
        : throw new ColumnException(
            $"There is no column '{name}'. The columns are {string.Join(", ", Columns.Select(c => c.Name))}.");

    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>The column with its values and mask.</summary>
    /// <exception cref="ColumnException">There is no such column, or it holds another type.</exception>
    public Column<T> Of<T>(string name) => this[name] as Column<T>
        ?? throw new ColumnException($"Column '{name}' holds {this[name].Type}, not {typeof(T).Name}.");

    public string?[] Texts(string name) => Of<string?>(name).Values;
    public DateOnly[] Dates(string name) => Of<DateOnly>(name).Values;
    public DateTimeOffset[] Instants(string name) => Of<DateTimeOffset>(name).Values;
    public long[] Integers(string name) => Of<long>(name).Values;
    public double[] Numbers(string name) => Of<double>(name).Values;
    public bool[] Flags(string name) => Of<bool>(name).Values;

    /// <summary>Integers with null where missing.</summary>
    public long?[] NullableIntegers(string name)
    {
        var column = Of<long>(name);
        var values = new long?[Rows];
        for (var row = 0; row < Rows; row++)
            values[row] = column.IsMissing(row) ? null : column.Values[row];
        return values;
    }

    public ColumnFrame Slice(int start, int count) => Map(c => c.Slice(start, count));

    /// <summary>The given rows, in the given order.</summary>
    public ColumnFrame Take(params int[] rows) => Map(c => c.Take(rows));

    /// <summary>The given columns, in the given order.</summary>
    public ColumnFrame Select(params IEnumerable<string> names) => new([.. names.Select(name => this[name])]);

    /// <summary>With the column in place of the one with its name, or as the last column.</summary>
    public ColumnFrame With(Column column) => Has(column.Name)
        ? new([.. Columns.Select(c => c.Name == column.Name ? column : c)])
        : new([.. Columns, column]);

    /// <exception cref="ColumnException">There is no such column.</exception>
    public ColumnFrame Without(string name)
    {
        var removed = this[name];
        return new([.. Columns.Where(c => c != removed)]);
    }

    /// <summary>The rows of all frames, one frame after the other. Every frame has the columns of the first, in any
    /// order.</summary>
    /// <exception cref="ColumnException">A frame has different columns from the first.</exception>
    public static ColumnFrame Concat(params IReadOnlyList<ColumnFrame> frames)
    {
        if (frames.Count == 0) return new([]);
        var first = frames[0];
        foreach (var frame in frames)
            if (frame.Columns.Count != first.Columns.Count || first.Columns.Any(c => frame[c.Name].Type != c.Type))
                throw new ColumnException($"Cannot join frames with the columns {Names(first)} and {Names(frame)}.");
        return frames.Count == 1 ? first : first.Map(c => c.Concat([.. frames.Select(f => f[c.Name])]));
    }

    /// <summary>Whether both have the same columns in the same order with the same values.</summary>
    public bool ContentEquals(ColumnFrame other) =>
        Rows == other.Rows && Columns.Count == other.Columns.Count
            && Columns.Zip(other.Columns).All(p => p.First.ContentEquals(p.Second));

    private ColumnFrame Map(Func<Column, Column> change) => new([.. Columns.Select(change)]);

    private static string Names(ColumnFrame frame) => string.Join(", ", frame.Columns.Select(c => $"{c.Name} ({c.Type})"));
}

/// <summary>A column does not exist or has another type; the message names it.</summary>
public sealed class ColumnException(string message) : Exception(message);
