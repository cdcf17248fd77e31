using System.Globalization;

namespace Volcast.Schemas;

/// <summary>Conversions between column types that lose nothing.</summary>
internal static class Coercion
{
    private const long LargestExactInteger = 1L << 53;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <param name="Column">The converted column. A value is missing where it could not be converted.</param>
    /// <param name="Failed">The rows that could not be converted.</param>
    internal sealed record Result(Column Column, IReadOnlyList<int> Failed);

    /// <summary>The converted column; null where no conversion exists between the types.</summary>
    internal static Result? Convert(Column column, ColumnType to) => (column, to) switch
    {
        (Column<long> c, ColumnType.Number) =>
            Each<double>(c, row => Math.Abs(c.Values[row]) <= LargestExactInteger ? c.Values[row] : null, Number),
        (Column<double> c, ColumnType.Integer) =>
            Each<long>(c, row => IsInteger(c.Values[row]) ? (long)c.Values[row] : null, Column.Integer),
        (Column<string?> c, ColumnType.Number) => Each(c, row => ToNumber(c.Values[row]!), Number),
        (Column<string?> c, ColumnType.Integer) => Each<long>(c, row => ToInteger(c.Values[row]!), Column.Integer),
        (Column<string?> c, ColumnType.Date) => Each<DateOnly>(c, row => ToDate(c.Values[row]!), Column.Date),
        (Column<string?> c, ColumnType.Instant) => Each<DateTimeOffset>(c, row => ToInstant(c.Values[row]!), Column.Instant),
        (Column<string?> c, ColumnType.Flag) =>
            Each<bool>(c, row => bool.TryParse(c.Values[row], out var flag) ? flag : null, Column.Flag),
        _ => null,
    };

    private static Result Each<T>(Column column, Func<int, T?> convert, Func<string, T[], bool[], Column> build) where T : struct
    {
        var values = new T[column.Length];
        var missing = new bool[column.Length];
        var failed = new List<int>();
        for (var row = 0; row < values.Length; row++)
        {
            if (column.IsMissing(row) || column is Column<string?> texts && string.IsNullOrWhiteSpace(texts.Values[row]))
                missing[row] = true;
            else if (convert(row) is { } value)
                values[row] = value;
            else
            {
                missing[row] = true;
                failed.Add(row);
            }
        }
        return new(build(column.Name, values, missing), failed);
    }

    private static bool IsInteger(double value) => Math.Abs(value) <= LargestExactInteger && Math.Truncate(value) == value;

    private static double? ToNumber(string text) =>
        double.TryParse(text, NumberStyles.Float, Invariant, out var value) && double.IsFinite(value) ? value : null;

    private static long? ToInteger(string text) =>
        long.TryParse(text, NumberStyles.Integer, Invariant, out var value) ? value : null;

    private static DateOnly? ToDate(string text) =>
        DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", Invariant, DateTimeStyles.None, out var value) ? value : null;

    private static DateTimeOffset? ToInstant(string text) =>
        DateTimeOffset.TryParseExact(text.Trim(), "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", Invariant, DateTimeStyles.AssumeUniversal,
            out var value)
            ? value
            : null;

    private static Column<double> Number(string name, double[] values, bool[] missing)
    {
        for (var row = 0; row < values.Length; row++)
            if (missing[row]) values[row] = double.NaN;
        return Column.Number(name, values);
    }
}
