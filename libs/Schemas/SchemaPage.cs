using System.Globalization;
using System.Text;

namespace Volcast.Schemas;

/// <summary>The documentation page of a table, written from its declaration.</summary>
public static class SchemaPage
{
    private const int Columns = 120;

    /// <summary>A Markdown page with the table's content, key, partition, producer, version, columns and checks.</summary>
    public static string Render(TableSchema schema)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {schema.Name}\n\n{Wrap(schema.Description)}\n\n| | |\n|---|---|\n");
        page.Append(CultureInfo.InvariantCulture, $"| version | {schema.Version} |\n");
        page.Append(CultureInfo.InvariantCulture, $"| key | {Names(schema.KeyColumns)} |\n");
        page.Append(CultureInfo.InvariantCulture, $"| partition | {Partition(schema)} |\n");
        var producer = schema.ProducerNote.Length > 0 ? schema.ProducerNote : $"`volcast {schema.Producer}`";
        page.Append(CultureInfo.InvariantCulture, $"| produced by | {producer} |\n");
        if (schema.WhenLost.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"| when a file is lost | {schema.WhenLost} |\n");

        page.Append("\n## Columns\n\n| column | type | unit | allowed | may be missing | content |\n|---|---|---|---|---|---|\n");
        foreach (var column in schema.Columns)
            page.Append(CultureInfo.InvariantCulture,
                $"| `{column.Name}` | {column.Type.ToString().ToLowerInvariant()} | {column.Unit} | {Allowed(column)} | "
                + $"{(column.IsNullable ? "yes" : "no")} | {Escape(column.Description)} |\n");

        if (schema.Checks.Count > 0)
            page.Append("\n## Checks\n\n| check | severity | condition |\n|---|---|---|\n");
        foreach (var check in schema.Checks)
            page.Append(CultureInfo.InvariantCulture,
                $"| `{check.Name}` | {check.Severity.ToString().ToLowerInvariant()} | {Escape(check.Description)} |\n");

        page.Append(schema.IsStrict
            ? "\nThe table refuses columns that are not listed."
            : "\nThe table accepts columns that are not listed.");
        page.Append(schema.Coerces ? " It converts values of another type where the conversion loses nothing.\n" : "\n");
        return page.ToString();
    }

    /// <summary>The text in lines of at most 120 columns.</summary>
    private static string Wrap(string text)
    {
        var wrapped = new StringBuilder();
        var column = 0;
        foreach (var word in text.Split(' '))
        {
            var separator = column == 0 ? "" : column + 1 + word.Length > Columns ? "\n" : " ";
            column = separator == " " ? column + 1 + word.Length : word.Length;
            wrapped.Append(separator).Append(word);
        }
        return wrapped.ToString();
    }

    private static string Partition(TableSchema schema) => schema.PartitionColumns.Count == 0
        ? "none"
        : string.Join(", ", schema.PartitionColumns.Select(c => c == "year" ? $"`year` of `{schema.YearOf}`" : $"`{c}`"))
            + "; in the path, not inside the files";

    private static string Allowed(ColumnSchema column)
    {
        var text = column.Pattern is null ? Escape(column.AllowedText) : $"`{Escape(column.AllowedText)}`";
        var unique = column.IsUnique ? text.Length > 0 ? $"{text}, unique" : "unique" : text;
        return column.Severity == Severity.Warning ? $"{unique} (warning)" : unique;
    }

    private static string Names(IEnumerable<string> columns) => string.Join(", ", columns.Select(c => $"`{c}`"));

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
