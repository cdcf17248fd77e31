using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>
/// Digests of the yearly files of some tables of one symbol. A job that stores them as the inputs of what it writes recognises
/// in its next run which years it has to read again.
/// </summary>
public sealed class YearDigests
{
    private readonly SortedDictionary<(string Table, int Year), string> digests;
    private readonly Symbol symbol;

    private YearDigests(Symbol symbol, SortedDictionary<(string, int), string> digests) =>
        (this.symbol, this.digests) = (symbol, digests);

    /// <summary>Reads the manifests, and no table. A table that was never written has no years.</summary>
    public static async Task<YearDigests> ReadAsync(
        DataLake lake, Symbol symbol, IEnumerable<TableSchema> tables, CancellationToken cancellationToken)
    {
        var digests = new SortedDictionary<(string, int), string>();
        foreach (var table in tables)
            foreach (var file in (await lake.SnapshotAsync(table, symbol, cancellationToken))?.Files ?? [])
                digests[(table.Name, file.First.Year)] = file.Sha256;
        return new(symbol, digests);
    }

    /// <summary>The years of a table whose file differs from the recorded one, or of which only one of both exists;
    /// ascending.</summary>
    /// <param name="table">One of the tables.</param>
    /// <param name="recorded">The inputs in the manifest of an earlier run; null if there was none.</param>
    public IReadOnlyList<int> Changed(TableSchema table, Manifest? recorded)
    {
        var prefix = NameOf(table.Name, "");
        var before = (recorded?.Inputs ?? new Dictionary<string, string>())
            .Where(input => input.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(input => int.Parse(input.Key[prefix.Length..], System.Globalization.CultureInfo.InvariantCulture),
                input => input.Value);
        var now = digests.Where(one => one.Key.Table == table.Name).ToDictionary(one => one.Key.Year, one => one.Value);
        return
        [
            .. before.Keys.Union(now.Keys).Where(year => before.GetValueOrDefault(year) != now.GetValueOrDefault(year)).Order(),
        ];
    }

    /// <summary>The digests as inputs of a commit: name → digest.</summary>
    /// <param name="isRead">Whether the job is done with a year; a year that is left out counts as changed in the next
    /// run.</param>
    public IReadOnlyDictionary<string, string> AsInputs(Func<int, bool> isRead) =>
        digests.Where(one => isRead(one.Key.Year)).ToDictionary(
            one => NameOf(one.Key.Table, $"{one.Key.Year:0000}"), one => one.Value);

    private string NameOf(string table, string year) => $"{table}/{symbol}/year={year}";
}
