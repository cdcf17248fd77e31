namespace Volcast.Schemas;

/// <summary>Checks of keys and of row order.</summary>
internal static class RowOrder
{
    internal static TableCheck UniqueKey(IReadOnlyList<string> columns) =>
        new("key_unique", $"{string.Join(", ", columns)} together are unique", Severity.Error, columns, (frame, findings) =>
        {
            var key = columns.Select(c => frame[c]).ToArray();
            if (IsStrictlyAscending(key, frame.Rows))
                return;
            var seen = new Dictionary<string, int>(frame.Rows, StringComparer.Ordinal);
            for (var row = 0; row < frame.Rows; row++)
            {
                var text = string.Join('\u001f', key.Select(c => c.Format(row)));
                if (!seen.TryAdd(text, row))
                    findings.Row(row, $"repeats row {seen[text]}");
            }
        });

    internal static TableCheck Ascending(IReadOnlyList<string> columns) =>
        new("ascending", $"rows ascend by {string.Join(", ", columns)}", Severity.Error, columns, (frame, findings) =>
        {
            var by = columns.Select(c => frame[c]).ToArray();
            var highest = 0;
            for (var row = 1; row < frame.Rows; row++)
            {
                if (Compare(by, row, highest) < 0)
                    findings.Row(row, $"comes after {string.Join(' ', by.Select(c => c.Format(highest)))}");
                else
                    highest = row;
            }
        });

    private static bool IsStrictlyAscending(Column[] columns, int rows)
    {
        for (var row = 1; row < rows; row++)
            if (Compare(columns, row, row - 1) <= 0)
                return false;
        return true;
    }

    private static int Compare(Column[] columns, int row, int other)
    {
        foreach (var column in columns)
            if (column.Compare(row, other) is not 0 and var order)
                return order;
        return 0;
    }
}
