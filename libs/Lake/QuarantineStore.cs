using Volcast.Files;
using Volcast.Lake.Parquet;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>
/// Rows that a table refused, at <c>quarantine/table=T/symbol=S/&lt;sha256&gt;.parquet</c>. Each refusal has one file, named by
/// the digest of its bytes, so refusing the same rows again changes nothing.
/// </summary>
internal sealed class QuarantineStore(IObjectStore store)
{
    /// <returns>The file's path; null if there was no row.</returns>
    internal async Task<string?> AddAsync(
        TableSchema table, Symbol symbol, ColumnFrame rows, IReadOnlyList<string> reasons, CancellationToken cancellationToken)
    {
        if (rows.Rows == 0) return null;
        var frame = QuarantineTable.From(table, symbol, rows, reasons).ToFrame();
        var content = await ParquetEncoder.EncodeAsync(QuarantineTable.Schema, frame, cancellationToken);
        var path = $"{Prefix(table.Name, symbol)}{Digest.Of(content)}.parquet";
        if (await store.GetAsync(path, cancellationToken) is null)
            await ImmutableObject.PutAsync(store, path, content, cancellationToken);
        return path;
    }

    /// <summary>All rows of a table and symbol that were ever refused, file by file.</summary>
    internal async Task<QuarantineTable> ReadAsync(TableSchema table, Symbol symbol, CancellationToken cancellationToken)
    {
        var frames = new List<ColumnFrame> { QuarantineTable.Schema.Empty() };
        foreach (var path in await store.ListAsync(Prefix(table.Name, symbol), cancellationToken))
            frames.Add(await ReadAsync(path, cancellationToken));
        return QuarantineTable.FromFrame(ColumnFrame.Concat(frames));
    }

    /// <exception cref="LakeException">The file is missing or corrupt, or its content does not match its name.</exception>
    internal async Task<ColumnFrame> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var schema = QuarantineTable.Schema;
        var stored = await store.GetAsync(path, cancellationToken)
            ?? throw new LakeException($"{path} is missing. {LakeAdvice.WhenLost(schema, path)}");
        if (Digest.Of(stored.Content) != Path.GetFileNameWithoutExtension(path))
            throw new LakeException(
                $"{path} is corrupt: it does not have the digest that is its name. {LakeAdvice.WhenLost(schema, path)}");
        var frame = await ParquetDecoder.DecodeAsync(schema, path, stored.Content, cancellationToken);
        return frame
            .With(Column.Text("table", LakePaths.PartitionValue(path, "table"), frame.Rows))
            .With(Column.Text("symbol", LakePaths.PartitionValue(path, "symbol"), frame.Rows))
            .Select(schema.Columns.Select(c => c.Name));
    }

    private static string Prefix(string table, Symbol symbol) => $"{LakePaths.Quarantine(table, symbol)}/";
}
