namespace Volcast.Schemas;

/// <summary>The checks of one column. Each makes one fast pass and looks for rows only if something fails.</summary>
internal static class ColumnChecks
{
    internal static void Run(ColumnSchema schema, Column column, Validation validation)
    {
        var unconverted = validation.ReportCoercion(schema);
        if (!schema.IsNullable)
            NotNull(schema, column, validation, unconverted);
        switch (column)
        {
            case Column<double> numbers:
                Numbers(schema, numbers, validation);
                break;
            case Column<long> integers when schema.Range != ValueRange.Any:
                Integers(schema, integers, validation);
                break;
            case Column<string?> texts when schema.Allowed.Count > 0 || schema.Pattern is not null:
                Texts(schema, texts, validation);
                break;
        }
        if (schema.IsUnique)
            Unique(schema, column, validation);
    }

    private static void NotNull(ColumnSchema schema, Column column, Validation validation, HashSet<int> unconverted)
    {
        if (column is Column<double> numbers && !numbers.Values.AsSpan().ContainsNaN()) return;
        if (column is Column<string?> texts && Array.IndexOf(texts.Values, null) < 0) return;
        if (column is not (Column<double> or Column<string?>) && !HasMask(column)) return;
        for (var row = 0; row < column.Length; row++)
            if (column.IsMissing(row) && !unconverted.Contains(row))
                validation.Fail(schema.Name, "not_null", row, "is missing");
    }

    private static void Numbers(ColumnSchema schema, Column<double> column, Validation validation)
    {
        // Exclusive bounds become inclusive bounds at the next number; infinities lie outside all bounds.
        var low = schema.Range.Minimum switch
        {
            null => double.MinValue,
            { IsInclusive: true, Value: var minimum } => minimum,
            { Value: var minimum } => double.BitIncrement(minimum),
        };
        var high = schema.Range.Maximum switch
        {
            null => double.MaxValue,
            { IsInclusive: true, Value: var maximum } => maximum,
            { Value: var maximum } => double.BitDecrement(maximum),
        };
        var values = column.Values;
        for (var row = 0; row < values.Length; row++)
        {
            var value = values[row];
            if (value >= low && value <= high || double.IsNaN(value))
                continue;
            if (double.IsInfinity(value))
                validation.Fail(schema.Name, "finite", row, column.Format(row));
            else if (validation.Wants(schema.Severity))
                OutOfRange(schema, column, row, validation);
        }
    }

    private static void Integers(ColumnSchema schema, Column<long> column, Validation validation)
    {
        if (!validation.Wants(schema.Severity)) return;
        for (var row = 0; row < column.Length; row++)
        {
            var value = column.Values[row];
            if (!schema.Range.Contains(value) && !column.IsMissing(row))
                OutOfRange(schema, column, row, validation);
        }
    }

    private static void OutOfRange(ColumnSchema schema, Column column, int row, Validation validation) =>
        validation.Fail(schema.Name, "range", row, $"{column.Format(row)}, expected {schema.AllowedText}", schema.Severity);

    private static void Texts(ColumnSchema schema, Column<string?> column, Validation validation)
    {
        if (!validation.Wants(schema.Severity)) return;
        string? good = null; // The last text that passed: columns often repeat the same object.
        for (var row = 0; row < column.Length; row++)
        {
            var text = column.Values[row];
            if (text is null || ReferenceEquals(text, good))
                continue;
            if (schema.Allowed.Count > 0 && !schema.Allowed.Contains(text))
                validation.Fail(schema.Name, "one_of", row, $"'{text}', expected {schema.AllowedText}", schema.Severity);
            else if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
                validation.Fail(schema.Name, "pattern", row, $"'{text}', expected {pattern}", schema.Severity);
            else
                good = text;
        }
    }

    private static void Unique(ColumnSchema schema, Column column, Validation validation)
    {
        var seen = new Dictionary<string, int>(column.Length, StringComparer.Ordinal);
        for (var row = 0; row < column.Length; row++)
            if (!column.IsMissing(row) && !seen.TryAdd(column.Format(row), row))
                validation.Fail(schema.Name, "unique", row, $"{column.Format(row)} repeats row {seen[column.Format(row)]}");
    }

    private static bool HasMask(Column column) => column switch
    {
        Column<DateOnly> dates => dates.Missing is not null,
        Column<DateTimeOffset> instants => instants.Missing is not null,
        Column<long> integers => integers.Missing is not null,
        Column<bool> flags => flags.Missing is not null,
        _ => true,
    };

    private static bool ContainsNaN(this Span<double> values)
    {
        foreach (var value in values)
            if (double.IsNaN(value))
                return true;
        return false;
    }
}
