using System.Globalization;

namespace Volcast.Schemas;

/// <summary>A <see cref="Column"/> with its values.</summary>
/// <typeparam name="T">The type that belongs to the column's <see cref="ColumnType"/>.</typeparam>
public sealed class Column<T> : Column
{
    /// <param name="name">The column's name.</param>
    /// <param name="values">One for each row; kept, not copied.</param>
    /// <param name="absent">True where a row has no value; null where all have one. Text and Number take none, since null and
    /// NaN say it there.</param>
    /// <exception cref="ArgumentException">The mask does not fit.</exception>
    public Column(string name, T[] values, bool[]? absent = null) : base(name, values.Length, TypeOf())
    {
        if (absent is not null && Type is (ColumnType.Text or ColumnType.Number))
            throw new ArgumentException($"Column {name} tells absence by null or NaN and takes no mask.", nameof(absent));
        if (absent is not null && absent.Length != values.Length)
            throw new ArgumentException(
                $"Column {name} has {values.Length} values but a mask of {absent.Length}.", nameof(absent));
        Values = values;
        Absent = absent is not null && Array.IndexOf(absent, true) >= 0 ? absent : null;
    }

    /// <summary>One value for each row; at a masked row it means nothing.</summary>
    public T[] Values { get; }

    /// <summary>True where a row has no value; null where all rows have one, and always for Text and Number.</summary>
    public bool[]? Absent { get; }

    public override bool IsAbsent(int row) =>
        typeof(T) == typeof(double)
            ? double.IsNaN((double)(object)Values[row]!)
            : Values[row] is null || Absent is not null && Absent[row];

    public override string Format(int row) => IsAbsent(row) ? "" : Values[row] switch
    {
        string text => text,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        var integer => Convert.ToString(integer, CultureInfo.InvariantCulture)!,
    };

    public override Column<T> Take(ReadOnlySpan<int> rows)
    {
        var values = new T[rows.Length];
        var absent = Absent is null ? null : new bool[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            values[i] = Values[rows[i]];
            if (absent is not null) absent[i] = Absent![rows[i]];
        }
        return new(Name, values, absent);
    }

    public override Column<T> Slice(int start, int count) => start == 0 && count == Length
        ? this
        : new(Name, Values.AsSpan(start, count).ToArray(), Absent?.AsSpan(start, count).ToArray());

    public override Column<T> Named(string name) => new(name, Values, Absent);

    public override bool ContentEquals(Column other)
    {
        if (other is not Column<T> same || same.Name != Name || same.Length != Length)
            return false;
        if (Absent is null && same.Absent is null)
            return Values.AsSpan().SequenceEqual(same.Values, EqualityComparer<T>.Default);
        for (var row = 0; row < Length; row++)
            if (IsAbsent(row) != same.IsAbsent(row)
                || !IsAbsent(row) && !EqualityComparer<T>.Default.Equals(Values[row], same.Values[row]))
                return false;
        return true;
    }

    internal override Column<T> Concat(IReadOnlyList<Column> all)
    {
        var columns = all.Cast<Column<T>>().ToArray();
        var values = new T[columns.Sum(c => c.Length)];
        var absent = Array.Exists(columns, c => c.Absent is not null) ? new bool[values.Length] : null;
        var start = 0;
        foreach (var column in columns)
        {
            column.Values.CopyTo(values, start);
            if (absent is not null) column.Absent?.CopyTo(absent, start);
            start += column.Length;
        }
        return new(Name, values, absent);
    }

    internal override int Compare(int row, int other)
    {
        var left = IsAbsent(row);
        var right = IsAbsent(other);
        if (left || right)
            return right.CompareTo(left);
        return Values is string?[] texts
            ? ReferenceEquals(texts[row], texts[other]) ? 0 : string.CompareOrdinal(texts[row], texts[other])
            : Comparer<T>.Default.Compare(Values[row], Values[other]);
    }

    private static ColumnType TypeOf() =>
        typeof(T) == typeof(string) ? ColumnType.Text
        : typeof(T) == typeof(DateOnly) ? ColumnType.Date
        : typeof(T) == typeof(DateTimeOffset) ? ColumnType.Instant
        : typeof(T) == typeof(long) ? ColumnType.Integer
        : typeof(T) == typeof(double) ? ColumnType.Number
        : typeof(T) == typeof(bool) ? ColumnType.Flag
        : throw new NotSupportedException($"A column cannot hold {typeof(T).Name}.");
}
