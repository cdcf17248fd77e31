using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>The advice about a lost or damaged file. It concerns one symbol, so that the other symbols keep their data.</summary>
internal static class LakeAdvice
{
    /// <param name="path">The manifest of a symbol in a table.</param>
    internal static string WhenLost(string path) =>
        LakeTables.All.FirstOrDefault(table => path.StartsWith(LakePaths.ManifestPrefix(table.Name), StringComparison.Ordinal))
            is { } schema
            ? WhenLost(schema, path)
            : "Restore it from a backup.";

    /// <param name="schema">The table.</param>
    /// <param name="path">A file of the table: data of a symbol, or the symbol's manifest.</param>
    internal static string WhenLost(TableSchema schema, string path)
    {
        var isManifest = path.StartsWith(LakePaths.ManifestPrefix(schema.Name), StringComparison.Ordinal);
        var name = isManifest
            ? LakePaths.Decode(Path.GetFileNameWithoutExtension(path))
            : LakePaths.PartitionValue(path, "symbol");
        if (schema.YearOf is null || !Symbol.TryParse(name, out var symbol))
            return schema.WhenLost.Length > 0
                ? schema.WhenLost
                : $"Restore it from a backup, or delete it and run `volcast {schema.Producer}` again.";
        var files = $"{LakePaths.Manifest(schema.Name, symbol)} and the folders {schema.Name}/year=*/symbol="
            + LakePaths.Encode(symbol.Value);
        return schema.WhenLost.Length > 0
            ? $"{schema.WhenLost} The files of {symbol} are {files}."
            : $"Restore it from a backup, or delete {files}, and run `volcast {schema.Producer}{Target(symbol)}` again.";
    }

    /// <summary>The flag with which a command works on a symbol. An index is no target, but every target needs one.</summary>
    internal static string Target(Symbol symbol) => symbol.IsIndex ? "" : $" --target {symbol}";
}
