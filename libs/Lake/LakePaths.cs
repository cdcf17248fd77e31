using System.Globalization;
using System.Text;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Lake;

/// <summary>
/// The grammar of the lake's paths. Committed files: <c>&lt;table&gt;/year=YYYY/symbol=SPY/part-0.parquet</c>. Manifests:
/// <c>&lt;table&gt;/_manifest/SPY.json</c>. Contents that are not published yet, or that a fencing token protects:
/// <c>&lt;table&gt;/_staged/SPY/[&lt;token&gt;/]&lt;sha256&gt;.parquet</c>. Leases of a store without locks:
/// <c>_leases/SPY.json</c>. Values in a path are percent-encoded as Hive does it: <c>^VIX</c> is <c>%5EVIX</c>. Readers of Hive
/// partitions skip names that begin with an underscore.
/// </summary>
public static class LakePaths
{
    public const string Description = "lake.json";
    internal const string PendingFile = "pending.json";
    private const string HiveEscaped = "\"#%'*/:=?\\{[]^\u007f";

    public static string Partition(string table, int year, Symbol symbol) =>
        $"{table}/year={year.ToString("0000", CultureInfo.InvariantCulture)}/symbol={Encode(symbol.Value)}/part-0.parquet";

    public static string Manifest(string table, Symbol symbol) => $"{ManifestPrefix(table)}{Encode(symbol.Value)}.json";

    internal static string ManifestPrefix(string table) => $"{table}/_manifest/";
    internal static string Staged(string table, Symbol symbol) => $"{StagedPrefix(table)}{Encode(symbol.Value)}/";
    internal static string StagedPrefix(string table) => $"{table}/_staged/";
    internal static bool IsStaged(string key) => key.Contains("/_staged/", StringComparison.Ordinal);

    /// <summary>The staging folder of a writer with this token; without a token, the symbol's staging folder.</summary>
    internal static string Staged(string table, Symbol symbol, long? token) => token is { } number
        ? $"{Staged(table, symbol)}{number.ToString(CultureInfo.InvariantCulture)}/"
        : Staged(table, symbol);

    /// <summary>The key of a staged content, by its digest.</summary>
    internal static string Staged(string table, Symbol symbol, long? token, string sha256) =>
        $"{Staged(table, symbol, token)}{sha256}.parquet";

    /// <summary>The token in a staged key; null if it has none.</summary>
    internal static long? TokenOf(string table, Symbol symbol, string stagedKey) =>
        stagedKey[Staged(table, symbol).Length..].Split('/') is [var first, _]
        && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var token) ? token : null;

    /// <summary>The folder of the rows of a symbol that a table refused.</summary>
    public static string Quarantine(string table, Symbol symbol) =>
        $"{QuarantineTable.Schema.Name}/table={Encode(table)}/symbol={Encode(symbol.Value)}";

    internal const string LeasePrefix = "_leases/";
    internal static string Lease(string name) => $"{LeasePrefix}{Encode(name)}.json";

    /// <summary>The value as paths write it.</summary>
    public static string Encode(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var c in value)
            if (c < ' ' || HiveEscaped.Contains(c, StringComparison.Ordinal))
                text.Append('%').Append(((int)c).ToString("X2", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        return text.ToString();
    }

    /// <summary>The value of a path segment.</summary>
    public static string Decode(string segment) => Uri.UnescapeDataString(segment);

    /// <summary>The value of a Hive partition in a path; null if the path has no partition of that name.</summary>
    public static string? PartitionValue(string path, string name)
    {
        foreach (var segment in path.Split('/'))
            if (segment.StartsWith($"{name}=", StringComparison.Ordinal))
                return Decode(segment[(name.Length + 1)..]);
        return null;
    }
}
