namespace Volcast.Schemas;

/// <summary>One validation of a frame: first its shape, then each column, then the checks of the table.</summary>
internal sealed class Validation(TableSchema schema, ColumnFrame given, Severity minimum)
{
    private readonly List<ValidationFailure> failures = [];
    private readonly HashSet<string> unusable = [];
    private Column[]? key;

    internal ValidationReport Run()
    {
        var frame = Shape();
        if (schema.KeyColumns.Count > 0 && schema.KeyColumns.All(frame.Has))
            key = [.. schema.KeyColumns.Select(c => frame[c])];
        foreach (var column in schema.Columns)
            if (!unusable.Contains(column.Name))
                ColumnChecks.Run(column, frame[column.Name], this);
        foreach (var check in schema.Checks)
            if (check.Severity >= minimum && check.Columns.All(c => frame.Has(c) && !unusable.Contains(c)))
                Run(check, frame);
        return new(schema.Name, frame, failures);
    }

    internal bool Wants(Severity severity) => severity >= minimum;

    internal void Fail(string column, string check, int? row, string value, Severity severity = Severity.Error) =>
        failures.Add(new(schema.Name, column, check, row is { } r ? RowKey(r) : "", value, severity, row));

    private ColumnFrame Shape()
    {
        var columns = new List<Column>(schema.Columns.Count);
        foreach (var declared in schema.Columns)
        {
            if (!given.Has(declared.Name))
            {
                unusable.Add(declared.Name);
                Fail(declared.Name, "present", null, "the column is missing");
                continue;
            }
            var column = given[declared.Name];
            if (column.Type != declared.Type && schema.Coerces && Coercion.Convert(column, declared.Type) is { } converted)
            {
                foreach (var row in converted.Failed)
                    coercionFailures.Add((declared, row, column.Format(row)));
                column = converted.Column;
            }
            if (column.Type != declared.Type)
            {
                unusable.Add(declared.Name);
                Fail(declared.Name, "type", null, $"is {column.Type}, expected {declared.Type}");
            }
            columns.Add(column);
        }
        foreach (var extra in given.Columns.Where(c => !schema.Has(c.Name)))
        {
            if (schema.IsStrict) Fail(extra.Name, "known", null, "the table has no such column");
            columns.Add(extra);
        }
        return new(columns);
    }

    private readonly List<(ColumnSchema Column, int Row, string Value)> coercionFailures = [];

    internal HashSet<int> ReportCoercion(ColumnSchema column)
    {
        var rows = new HashSet<int>();
        foreach (var (_, row, value) in coercionFailures.Where(f => f.Column == column))
        {
            rows.Add(row);
            Fail(column.Name, "coerce", row, $"'{value}' is not a valid {column.Type}");
        }
        return rows;
    }

    private void Run(TableCheck check, ColumnFrame frame)
    {
        var findings = new CheckFindings();
        check.Find(frame, findings);
        foreach (var (row, value) in findings.Found)
            Fail(string.Join(", ", check.Columns), check.Name, row, value, check.Severity);
    }

    private string RowKey(int row) => key is null ? $"row {row}" : string.Join(' ', key.Select(c => c.Format(row)));
}
