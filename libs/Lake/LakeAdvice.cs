using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>The advice about a lost or damaged file. It concerns one symbol, so that the other symbols keep their data. Commands
/// are in backquotes, and the paths in <c>rm</c> are relative to the lake; the command line completes both.</summary>
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
        if (SymbolOf(schema, path) is not { } symbol)
            return schema.WhenLost.Length > 0
                ? schema.WhenLost
                : $"Restore it from a backup, or delete it and run `volcast {schema.Producer}` again.";
        var advice = schema.WhenLost.Replace(
            $"`volcast {schema.Producer}", $"`volcast {schema.Producer}{Target(symbol)}", StringComparison.Ordinal);
        if (schema == RawMarketTable.Schema)
            return $"{advice} To delete them, run `rm -rf {path} {Files(CuratedMarketTable.Schema, symbol)}`.";
        if (schema == QuarantineTable.Schema)
            return $"{advice} To delete it, run `rm {path}`.";
        return schema.WhenLost.Length > 0
            ? $"{advice} The files of {symbol} are {LakePaths.Manifest(schema.Name, symbol)} and the folders "
                + $"{Folders(schema, symbol)}."
            : $"Restore it from a backup, or run `rm -r {Files(schema, symbol)}` and then "
                + $"`volcast {schema.Producer}{Target(symbol)}`.";
    }

    /// <summary>The advice where the manifest of a symbol is lost, and its files are not.</summary>
    internal static string WhenManifestIsLost(TableSchema schema, Symbol symbol) => schema.IsIrreplaceable
        ? WhenLost(schema, LakePaths.Manifest(schema.Name, symbol))
        : $"Run `volcast {schema.Producer}{Target(symbol)}`, which makes the files and their manifest again.";

    /// <summary>The advice where a download is lost from which bars were made.</summary>
    internal static string WhenDownloadIsLost(Symbol symbol) =>
        "Restore it from a backup: a download cannot be repeated as it was. Without one, run "
        + $"`rm -r {Files(CuratedMarketTable.Schema, symbol)}` and then `volcast ingest{Target(symbol)}`, which stores what the "
        + "vendor delivers today.";

    /// <summary>The flag with which a command works on a symbol. An index is no target, but every target needs one.</summary>
    internal static string Target(Symbol symbol) => symbol.IsIndex ? "" : $" --target {symbol}";

    /// <summary>The symbol of a file or manifest; null if the path names none.</summary>
    internal static Symbol? SymbolOf(TableSchema schema, string path) =>
        Symbol.TryParse(
            path.StartsWith(LakePaths.ManifestPrefix(schema.Name), StringComparison.Ordinal)
                ? LakePaths.Decode(Path.GetFileNameWithoutExtension(path))
                : LakePaths.PartitionValue(path, "symbol"),
            out var symbol)
            ? symbol
            : null;

    private static string Files(TableSchema schema, Symbol symbol) =>
        $"{LakePaths.Manifest(schema.Name, symbol)} {Folders(schema, symbol)}";

    private static string Folders(TableSchema schema, Symbol symbol) =>
        $"{schema.Name}/year=*/symbol={LakePaths.Encode(symbol.Value)}";
}
