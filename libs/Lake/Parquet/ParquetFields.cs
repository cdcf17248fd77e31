using Parquet;
using Parquet.Schema;
using Volcast.Schemas;

namespace Volcast.Lake.Parquet;

/// <summary>The Parquet types of columns: Date as DATE, Instant as TIMESTAMP in UTC milliseconds, missing as null.</summary>
internal static class ParquetFields
{
    internal static ParquetOptions Options { get; } = new()
    {
        UseDateOnlyTypeForDates = true,
        CompressionMethod = CompressionMethod.Snappy,
    };

    /// <summary>The columns that are inside a file: all but those that its path states.</summary>
    internal static IReadOnlyList<ColumnSchema> Stored(TableSchema schema) =>
        [.. schema.Columns.Where(c => !schema.PartitionColumns.Contains(c.Name))];

    internal static ParquetSchema Schema(IEnumerable<ColumnSchema> columns) => new(columns.Select(Field));

    internal static ColumnType? TypeOf(DataField field) => field switch
    {
        DateTimeDataField { DateTimeFormat: DateTimeFormat.Timestamp } => ColumnType.Instant,
        { ClrType: var type } when type == typeof(DateOnly) => ColumnType.Date,
        { ClrType: var type } when type == typeof(long) => ColumnType.Integer,
        { ClrType: var type } when type == typeof(double) => ColumnType.Number,
        { ClrType: var type } when type == typeof(bool) => ColumnType.Flag,
        { ClrType: var type } when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => ColumnType.Text,
        _ => null,
    };

    private static DataField Field(ColumnSchema column) => column.Type switch
    {
        ColumnType.Text => new DataField(column.Name, typeof(string), column.IsNullable),
        ColumnType.Date => new DataField(column.Name, typeof(DateOnly), column.IsNullable),
        ColumnType.Instant => new DateTimeDataField(
            column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Millis, column.IsNullable),
        ColumnType.Integer => new DataField(column.Name, typeof(long), column.IsNullable),
        ColumnType.Number => new DataField(column.Name, typeof(double), column.IsNullable),
        ColumnType.Flag => new DataField(column.Name, typeof(bool), column.IsNullable),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "There is no such column type."),
    };
}
