using System.Globalization;

namespace Volcast.Schemas;

/// <summary>A <see cref="Column"/> with its values.</summary>
/// <typeparam name="T">The type of the values, which determines the <see cref="ColumnType"/>.</typeparam>
public sealed class Column<T> : Column
{
    /// <param name="name">The column's name.</param>
    /// <param name="values">One for each row; kept, not copied.</param>
    /// <param name="missing">True where a row's value is missing; null where no value is. Text and Number take no mask: null and
    /// NaN mark a missing value there.</param>
    /// <exception cref="ArgumentException">The mask has another length, or the type takes none.</exception>
    public Column(string name, T[] values, bool[]? missing = null) : base(name, values.Length, TypeOf())
    {
        if (missing is not null && Type is (ColumnType.Text or ColumnType.Number))
            throw new ArgumentException($"Column {name} marks missing values by null or NaN and takes no mask.", nameof(missing));
        if (missing is not null && missing.Length != values.Length)
            throw new ArgumentException(
                $"Column {name} has {values.Length} values but a mask of {missing.Length}.", nameof(missing));
        Values = values;
        Missing = missing is not null && Array.IndexOf(missing, true) >= 0 ? missing : null;
    }

    /// <summary>One value for each row; the value of a masked row is meaningless.</summary>
    public T[] Values { get; }

    /// <summary>True where a row's value is missing; null where no value is, and always for Text and Number.</summary>
    public bool[]? Missing { get; }

    public override bool IsMissing(int row) =>
        typeof(T) == typeof(double)
            ? double.IsNaN((double)(object)Values[row]!)
            : Values[row] is null || Missing is not null && Missing[row];

    public override string Format(int row) => IsMissing(row) ? "" : Values[row] switch
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
        var missing = Missing is null ? null : new bool[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            values[i] = Values[rows[i]];
            if (missing is not null) missing[i] = Missing![rows[i]];
        }
        return new(Name, values, missing);
    }

    public override Column<T> Slice(int start, int count) => start == 0 && count == Length
        ? this
        : new(Name, Values.AsSpan(start, count).ToArray(), Missing?.AsSpan(start, count).ToArray());

    public override Column<T> Named(string name) => new(name, Values, Missing);

    public override bool ContentEquals(Column other)
    {
        if (other is not Column<T> same || same.Name != Name || same.Length != Length)
            return false;
        if (Missing is null && same.Missing is null)
            return Values.AsSpan().SequenceEqual(same.Values, EqualityComparer<T>.Default);
        for (var row = 0; row < Length; row++)
            if (IsMissing(row) != same.IsMissing(row)
                || !IsMissing(row) && !EqualityComparer<T>.Default.Equals(Values[row], same.Values[row]))
                return false;
        return true;
    }

    internal override Column<T> Concat(IReadOnlyList<Column> all)
    {
        var columns = all.Cast<Column<T>>().ToArray();
        var values = new T[columns.Sum(c => c.Length)];
        var missing = Array.Exists(columns, c => c.Missing is not null) ? new bool[values.Length] : null;
        var start = 0;
        foreach (var column in columns)
        {
            column.Values.CopyTo(values, start);
            if (missing is not null) column.Missing?.CopyTo(missing, start);
            start += column.Length;
        }
        return new(Name, values, missing);
    }

    internal override int Compare(int row, int other)
    {
        var left = IsMissing(row);
        var right = IsMissing(other);
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
