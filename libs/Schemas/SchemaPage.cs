using System.Text;

namespace Volcast.Schemas;

/// <summary>The documentation of a table, made from its declaration.</summary>
public static class SchemaPage
{
    /// <summary>A Markdown page: what the table holds, key, partition, producer, version, columns and checks.</summary>
    public static string Render(TableSchema schema)
    {
        var page = new StringBuilder();
        page.Append($"# {schema.Name}\n\n{schema.Description}\n\n| | |\n|---|---|\n");
        page.Append($"| version | {schema.Version} |\n");
        page.Append($"| key | {Names(schema.KeyColumns)} |\n");
        page.Append($"| partition | {Partition(schema)} |\n");
        page.Append($"| produced by | `volcast {schema.Producer}` |\n");
        if (schema.WhenLost.Length > 0)
            page.Append($"| when a file is lost | {schema.WhenLost} |\n");

        page.Append("\n## Columns\n\n| column | type | unit | allowed | null | holds |\n|---|---|---|---|---|---|\n");
        foreach (var column in schema.Columns)
            page.Append(
                $"| `{column.Name}` | {column.Type.ToString().ToLowerInvariant()} | {column.Unit} | {Allowed(column)} | "
                + $"{(column.IsNullable ? "yes" : "no")} | {Escape(column.Description)} |\n");

        if (schema.Checks.Count > 0)
            page.Append("\n## Checks\n\n| check | severity | what has to hold |\n|---|---|---|\n");
        foreach (var check in schema.Checks)
            page.Append($"| `{check.Name}` | {check.Severity.ToString().ToLowerInvariant()} | {Escape(check.Description)} |\n");

        page.Append($"\n{(schema.IsStrict ? "A column that is not listed is refused." : "Further columns are let pass.")}");
        page.Append(schema.Coerces ? " Values of another type are converted where nothing is lost by it.\n" : "\n");
        return page.ToString();
    }

    private static string Partition(TableSchema schema) => schema.PartitionColumns.Count == 0
        ? "none"
        : string.Join(", ", schema.PartitionColumns.Select(c => c == "year" ? $"`year` of `{schema.YearOf}`" : $"`{c}`"))
            + "; part of the path, not inside the files";

    private static string Allowed(ColumnSchema column)
    {
        var text = column.Pattern is null ? Escape(column.AllowedText) : $"`{Escape(column.AllowedText)}`";
        var unique = column.IsUnique ? text.Length > 0 ? $"{text}, unique" : "unique" : text;
        return column.Severity == Severity.Warning ? $"{unique} (warning)" : unique;
    }

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(c => $"`{c}`"));

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
