using Parquet;
using Parquet.Schema;
using Volcast.Schemas;

namespace Volcast.Lake.Parquet;

/// <summary>Decodes Parquet bytes to frames.</summary>
internal static class ParquetDecoder
{
    /// <returns>The stored columns in the schema's order. The caller adds the columns that the path states.</returns>
    /// <exception cref="LakeException">The bytes are not a Parquet file, or have other columns.</exception>
    internal static async Task<ColumnFrame> DecodeAsync(
        TableSchema schema, string path, byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await ParquetReader.CreateAsync(
                new MemoryStream(content), ParquetFields.Options, cancellationToken: cancellationToken);
            var stored = ParquetFields.Stored(schema);
            var fields = Match(schema, stored, reader.Schema, path);
            var groups = new List<ColumnFrame>(reader.RowGroupCount);
            for (var g = 0; g < reader.RowGroupCount; g++)
            {
                using var group = reader.OpenRowGroupReader(g);
                var columns = new Column[stored.Count];
                for (var c = 0; c < columns.Length; c++)
                    columns[c] = fields[c] is { } field
                        ? await ReadAsync(group, field, stored[c], cancellationToken)
                        : Absent(stored[c], (int)group.RowCount);
                groups.Add(new(columns));
            }
            return groups.Count == 0 ? schema.Empty().Select(stored.Select(c => c.Name)) : ColumnFrame.Concat(groups);
        }
        catch (Exception e) when (e is not (LakeException or OperationCanceledException))
        {
            // The library throws many types of exception for damaged bytes; all mean the same here.
            throw new LakeException(
                $"{path} is corrupt, it cannot be read as Parquet: {e.Message} {LakeAdvice.WhenLost(schema, path)}", e);
        }
    }

    /// <summary>The values of a column that was added after the file was written.</summary>
    private static Column Absent(ColumnSchema column, int rows)
    {
        if (column.Type == ColumnType.Text)
            return Column.Text(column.Name, new string?[rows]);
        var values = new double[rows];
        Array.Fill(values, double.NaN);
        return Column.Number(column.Name, values);
    }

    /// <summary>The file's field of each stored column; null if the column was added after the file was written.</summary>
    private static DataField?[] Match(TableSchema schema, IReadOnlyList<ColumnSchema> stored, ParquetSchema file, string path)
    {
        var byName = file.DataFields.ToDictionary(f => f.Name, StringComparer.Ordinal);
        var wrong = stored
            .Where(c => byName.TryGetValue(c.Name, out var field) ? ParquetFields.TypeOf(field) != c.Type : c.SinceVersion == 1)
            .Select(c => byName.ContainsKey(c.Name) ? $"{c.Name} is not {c.Type}" : $"{c.Name} is missing")
            .Concat(byName.Keys.Except(stored.Select(c => c.Name)).Select(name => $"{name} is unknown"))
            .ToArray();
        return wrong.Length == 0
            ? [.. stored.Select(c => byName.GetValueOrDefault(c.Name))]
            : throw new LakeException(
                $"{path} does not have the columns of {schema.Name} version {schema.Version}: {string.Join(", ", wrong)}. "
                + LakeAdvice.WhenLost(schema, path));
    }

    private static async ValueTask<Column> ReadAsync(
        ParquetRowGroupReader group, DataField field, ColumnSchema column, CancellationToken cancellationToken)
    {
        var name = column.Name;
        switch (column.Type)
        {
            case ColumnType.Text:
                var texts = new string?[group.RowCount];
                await group.ReadAsync(field, texts.AsMemory()!, cancellationToken: cancellationToken);
                return Column.Text(name, texts);
            case ColumnType.Date:
                var (dates, noDate) = await ReadAsync<DateOnly>(group, field, cancellationToken);
                return Column.Date(name, dates, noDate);
            case ColumnType.Instant:
                var (instants, noInstant) = await ReadAsync<DateTime>(group, field, cancellationToken);
                return Column.Instant(
                    name, Array.ConvertAll(instants, i => new DateTimeOffset(i.Ticks, TimeSpan.Zero)), noInstant);
            case ColumnType.Integer:
                var (integers, noInteger) = await ReadAsync<long>(group, field, cancellationToken);
                return Column.Integer(name, integers, noInteger);
            case ColumnType.Flag:
                var (flags, noFlag) = await ReadAsync<bool>(group, field, cancellationToken);
                return Column.Flag(name, flags, noFlag);
            default:
                var (numbers, noNumber) = await ReadAsync<double>(group, field, cancellationToken);
                for (var row = 0; row < noNumber?.Length; row++)
                    if (noNumber[row]) numbers[row] = double.NaN;
                return Column.Number(name, numbers);
        }
    }

    // Present values arrive packed; this moves them to their rows in place, from the last to the first.
    private static async ValueTask<(T[] Values, bool[]? Absent)> ReadAsync<T>(
        ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken) where T : struct
    {
        var values = new T[group.RowCount];
        if (!field.IsNullable)
        {
            await group.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellationToken);
            return (values, null);
        }
        var levels = new int[values.Length];
        await group.ReadRawAsync<T>(field, values, levels, null, cancellationToken);
        var present = levels.Count(level => level == 1);
        if (present == values.Length)
            return (values, null);
        var absent = new bool[values.Length];
        for (var row = values.Length - 1; row >= 0; row--)
        {
            absent[row] = levels[row] == 0;
            values[row] = absent[row] ? default : values[--present];
        }
        return (values, absent);
    }
}
