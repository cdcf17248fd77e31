using Volcast.Market;

namespace Volcast.Lake.Tables;

/// <summary>One target's settled bars and the features that were made from them: one state of the lake, row for row.</summary>
/// <param name="Bars">Of <c>curated.market</c>.</param>
/// <param name="BarsManifest">The snapshot that <paramref name="Bars"/> were read from.</param>
/// <param name="Features">Of <c>features.L1</c>.</param>
/// <param name="FeaturesManifest">The snapshot that <paramref name="Features"/> were read from.</param>
public sealed record FeatureSnapshot(
    CuratedMarketTable Bars, Manifest BarsManifest, FeaturesL1Table Features, Manifest FeaturesManifest)
{
    /// <summary>The name of a symbol's bars among the inputs of <c>features.L1</c>.</summary>
    public static string InputOf(Symbol symbol) => $"{CuratedMarketTable.Schema.Name}/{symbol}";

    /// <summary>Reads both tables and holds the features against the bars that the lake holds now.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="sources">The symbols that the features must be made from; those that they say, where null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MissingTableException">The target has no bars or no features.</exception>
    /// <exception cref="LakeException">The features were made from other bars; the message names whose.</exception>
    public static async Task<FeatureSnapshot> ReadAsync(
        DataLake lake, Symbol target, IReadOnlyList<Symbol>? sources = null, CancellationToken cancellationToken = default)
    {
        var (bars, held) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, target, cancellationToken: cancellationToken);
        var (values, made) = await lake.ReadSnapshotAsync(FeaturesL1Table.Schema, target, cancellationToken: cancellationToken);
        foreach (var symbol in sources ?? [target, .. made.Inputs.Keys.Select(SymbolOf).Where(symbol => symbol != target)])
        {
            var current = symbol == target ? held : await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, cancellationToken);
            if (current is null || made.Inputs.GetValueOrDefault(InputOf(symbol)) != current.Digest)
                throw new LakeException(
                    $"The features of {target} were made from other bars of {symbol} than the lake holds now. "
                    + "Run `volcast features` again.");
        }
        return new(CuratedMarketTable.FromFrame(target, bars), held, FeaturesL1Table.FromFrame(target, values), made);
    }

    private static Symbol SymbolOf(string input) => Symbol.Parse(input[(input.IndexOf('/') + 1)..]);
}
