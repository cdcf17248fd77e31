using System.Globalization;
using Parquet;
using Parquet.Schema;
using Volcast.Schemas;

namespace Volcast.Lake.Parquet;

/// <summary>Encodes frames as Parquet: one row group; the same frame always gives the same bytes.</summary>
internal static class ParquetEncoder
{
    /// <param name="schema">The columns, their types and their order.</param>
    /// <param name="frame">Holds these columns. Further columns, and columns that the path states, are left out.</param>
    /// <param name="cancellationToken">Stops between columns.</param>
    internal static async Task<byte[]> EncodeAsync(TableSchema schema, ColumnFrame frame, CancellationToken cancellationToken)
    {
        var fields = ParquetFields.Schema(ParquetFields.Stored(schema));
        using var buffer = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(
            fields, buffer, ParquetFields.Options, cancellationToken: cancellationToken))
        {
            writer.CustomMetadata = new Dictionary<string, string>
            {
                ["volcast.table"] = schema.Name,
                ["volcast.schema_version"] = schema.Version.ToString(CultureInfo.InvariantCulture),
            };
            using var group = writer.CreateRowGroup();
            foreach (var field in fields.DataFields)
                await WriteAsync(group, field, frame[field.Name], cancellationToken);
        }
        return buffer.ToArray();
    }

    private static Task WriteAsync(
        ParquetRowGroupWriter group, DataField field, Column column, CancellationToken cancellationToken) =>
        column switch
        {
            Column<string?> texts => group.WriteAsync(field, texts.Values!),
            Column<DateTimeOffset> instants => WriteAsync(
                group, field, instants, Array.ConvertAll(instants.Values, i => i.UtcDateTime), cancellationToken),
            Column<DateOnly> dates => WriteAsync(group, field, dates, dates.Values, cancellationToken),
            Column<long> integers => WriteAsync(group, field, integers, integers.Values, cancellationToken),
            Column<double> numbers => WriteAsync(group, field, numbers, numbers.Values, cancellationToken),
            Column<bool> flags => WriteAsync(group, field, flags, flags.Values, cancellationToken),
            _ => throw new NotSupportedException($"Column {column.Name} is {column.Type}."),
        };

    // A nullable column is written as its present values, packed, and a level for each row: 1 present, 0 missing.
    private static Task WriteAsync<T>(
        ParquetRowGroupWriter group, DataField field, Column column, T[] values, CancellationToken cancellationToken)
        where T : struct
    {
        if (!field.IsNullable)
            return group.WriteAsync<T>(field, values, cancellationToken: cancellationToken);
        var present = new T[values.Length];
        var levels = new int[values.Length];
        var count = 0;
        for (var row = 0; row < values.Length; row++)
        {
            if (column.IsMissing(row)) continue;
            levels[row] = 1;
            present[count++] = values[row];
        }
        return group.WriteAllPartsAsync<T>(field, present.AsMemory(0, count), levels, null, cancellationToken);
    }
}
