using Volcast.Files;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Workspace;

namespace Volcast.Cli.Plans;

/// <summary>The inputs of units by name, each with the first digits of its digest. A plan records them, and a worker compares
/// them, so that all units are computed from the data for which the plan was made.</summary>
/// <param name="stage">The stage of the units.</param>
/// <param name="context">Its settings.</param>
internal sealed class PlanInputs(PlannedStage stage, CommandContext context) : IAsyncDisposable
{
    /// <summary>Stands for the digest of an input that does not exist.</summary>
    private const string None = "none";

    /// <summary>The digests of the symbols that many targets share.</summary>
    private readonly Dictionary<(string Table, Symbol Symbol), string> known = [];
    private DataLake? lake;

    /// <summary>The inputs of the unit of some symbols that are downloaded: their csv files. Other sources have none before
    /// the download.</summary>
    /// <exception cref="LakeException">A file cannot be read.</exception>
    public async Task<IReadOnlyDictionary<string, string>> OfSymbolsAsync(IEnumerable<Symbol> symbols, CancellationToken stop)
    {
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!context.IsCsv)
            return inputs;
        var folder = ObjectStores.Open(MarketDataSources.CsvFolder(context), context.Settings);
        using var disposable = folder as IDisposable;
        foreach (var symbol in symbols)
            inputs[CsvName(symbol.Value)] = await folder.GetAsync($"{symbol.FileName}.csv", stop) is { } file
                ? Short(Digest.Of(file.Content)) : None;
        return inputs;
    }

    /// <summary>The inputs of the unit of a target: the snapshots of the lake that it is computed from.</summary>
    /// <exception cref="LakeException">There is no lake.</exception>
    public async Task<IReadOnlyDictionary<string, string>> OfTargetAsync(AssetRoles roles, CancellationToken stop)
    {
        lake ??= await context.OpenLakeAsync(stop);
        var inputs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (table, symbol) in stage.Inputs(roles))
        {
            if (!known.TryGetValue((table.Name, symbol), out var digest))
            {
                digest = await lake.SnapshotAsync(table, symbol, stop) is { } manifest ? Short(manifest.Digest) : None;
                if (symbol != roles.Target)
                    known[(table.Name, symbol)] = digest;
            }
            inputs[NameOf(table, symbol.Value)] = digest;
        }
        return inputs;
    }

    /// <summary>The symbols whose bars did not exist when the plan was made.</summary>
    public static IEnumerable<string> WithoutBars(WorkPlan plan) =>
        from unit in plan.Units
        from symbol in unit.Symbols
        where new[] { CsvName(symbol), NameOf(CuratedMarketTable.Schema, symbol) }
            .Any(name => unit.Inputs.GetValueOrDefault(name) == None)
        select symbol;

    /// <summary>The names of the inputs that differ.</summary>
    public static IReadOnlyList<string> Differing(
        IReadOnlyDictionary<string, string> planned, IReadOnlyDictionary<string, string> present) =>
    [
        .. planned.Keys.Union(present.Keys)
            .Where(name => planned.GetValueOrDefault(name) != present.GetValueOrDefault(name)).Order(StringComparer.Ordinal),
    ];

    public ValueTask DisposeAsync() => lake?.DisposeAsync() ?? default;

    private static string CsvName(string symbol) => $"csv {symbol}";

    private static string NameOf(TableSchema table, string symbol) => $"{table.Name} {symbol}";

    private static string Short(string digest) => digest[..16];
}
