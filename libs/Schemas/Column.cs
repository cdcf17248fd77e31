namespace Volcast.Schemas;

/// <summary>
/// A named series of values of one <see cref="ColumnType"/>. A column keeps the arrays that it is given and returns them without
/// copying. Nothing may change them afterwards.
/// </summary>
public abstract class Column
{
    private protected Column(string name, int length, ColumnType type)
    {
        Name = name;
        Length = length;
        Type = type;
    }

    public string Name { get; }
    public int Length { get; }
    public ColumnType Type { get; }

    /// <summary>Whether the row's value is missing: null in Text, NaN in Number, masked in the others.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>The value as invariant text, from which the same value can be read; empty where it is missing. Dates are
    /// <c>yyyy-MM-dd</c>, instants <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>, flags <c>true</c> and <c>false</c>.</summary>
    public abstract string Format(int row);

    /// <summary>The given rows, in the given order.</summary>
    public abstract Column Take(ReadOnlySpan<int> rows);

    public abstract Column Slice(int start, int count);

    /// <summary>The same values under another name.</summary>
    public abstract Column Named(string name);

    /// <summary>Whether name, type and every value agree. A missing value equals a missing value, and NaN equals NaN.</summary>
    public abstract bool ContentEquals(Column other);

    internal abstract Column Concat(IReadOnlyList<Column> all);

    internal abstract int Compare(int row, int other);

    public static Column<string?> Text(string name, string?[] values) => new(name, values);

    /// <summary>A column in which every row holds the same text.</summary>
    public static Column<string?> Text(string name, string? value, int length)
    {
        var values = new string?[length];
        Array.Fill(values, value);
        return new(name, values);
    }

    public static Column<DateOnly> Date(string name, DateOnly[] values, bool[]? missing = null) => new(name, values, missing);

    /// <summary>Converts instants to UTC and truncates them to milliseconds.</summary>
    public static Column<DateTimeOffset> Instant(string name, DateTimeOffset[] values, bool[]? missing = null) =>
        new(name, Array.ConvertAll(values, ToUtcMilliseconds), missing);

    public static Column<long> Integer(string name, long[] values, bool[]? missing = null) => new(name, values, missing);

    /// <summary>Integers; null where the value is missing.</summary>
    public static Column<long> Integer(string name, long?[] values) =>
        new(name, Array.ConvertAll(values, v => v ?? 0), Array.ConvertAll(values, v => v is null));

    public static Column<double> Number(string name, double[] values) => new(name, values);

    public static Column<bool> Flag(string name, bool[] values, bool[]? missing = null) => new(name, values, missing);

    /// <summary>A column with no rows.</summary>
    public static Column Empty(string name, ColumnType type) => type switch
    {
        ColumnType.Text => Text(name, []),
        ColumnType.Date => Date(name, []),
        ColumnType.Instant => Instant(name, []),
        ColumnType.Integer => Integer(name, Array.Empty<long>()),
        ColumnType.Number => Number(name, []),
        ColumnType.Flag => Flag(name, []),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such column type."),
    };

    internal static DateTimeOffset ToUtcMilliseconds(DateTimeOffset instant)
    {
        var utc = instant.ToUniversalTime();
        return new DateTimeOffset(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }
}
