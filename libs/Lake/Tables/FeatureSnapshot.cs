using Volcast.Market;

namespace Volcast.Lake.Tables;

/// <summary>One target's settled bars and the features that were made from them: one state of the lake, row for row.</summary>
/// <param name="Bars">Of <c>curated.market</c>.</param>
/// <param name="BarsManifest">The snapshot that <paramref name="Bars"/> were read from.</param>
/// <param name="L1">Of <c>features.L1</c>.</param>
/// <param name="L1Manifest">The snapshot that <paramref name="L1"/> was read from.</param>
/// <param name="L2">Of <c>features.L2</c>.</param>
/// <param name="L2Manifest">The snapshot that <paramref name="L2"/> was read from.</param>
public sealed record FeatureSnapshot(
    CuratedMarketTable Bars, Manifest BarsManifest, FeaturesL1Table L1, Manifest L1Manifest, FeaturesL2Table L2,
    Manifest L2Manifest)
{
    /// <summary>Stands in the place of a digest among the inputs of a table of features that was made without a symbol's bars, as
    /// the lake held none: once it holds some, the features are out of date.</summary>
    public const string NoBars = "no bars";

    /// <summary>The features of both tables by name, in their order.</summary>
    public IReadOnlyDictionary<string, double[]> Columns => ColumnsOf(L1.Values, L2.Values);

    /// <summary>The name of a symbol's bars among the inputs of a table of features.</summary>
    public static string InputOf(Symbol symbol) => $"{CuratedMarketTable.Schema.Name}/{symbol}";

    /// <summary>The columns of both tables by name.</summary>
    /// <param name="l1">One for each of <see cref="FeaturesL1Table.FeatureNames"/>.</param>
    /// <param name="l2">One for each of <see cref="FeaturesL2Table.FeatureNames"/>.</param>
    public static IReadOnlyDictionary<string, double[]> ColumnsOf(double[][] l1, double[][] l2) =>
        FeaturesL1Table.FeatureNames.Zip(l1).Concat(FeaturesL2Table.FeatureNames.Zip(l2))
            .ToDictionary(column => column.First, column => column.Second);

    /// <summary>Reads the tables and holds the features against the bars that the lake holds now.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="sources">The symbols that <c>features.L1</c> must be made from; those that it says, where null.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MissingTableException">The target has no bars or no features, as where an older version made
    /// them.</exception>
    /// <exception cref="LakeException">The features were made from other bars; the message names whose.</exception>
    public static async Task<FeatureSnapshot> ReadAsync(
        DataLake lake, Symbol target, IReadOnlyList<Symbol>? sources = null, CancellationToken cancellationToken = default)
    {
        var (bars, held) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, target, cancellationToken: cancellationToken);
        var (l1, l1Made) = await lake.ReadSnapshotAsync(FeaturesL1Table.Schema, target, cancellationToken: cancellationToken);
        var (l2, l2Made) = await lake.ReadSnapshotAsync(FeaturesL2Table.Schema, target, cancellationToken: cancellationToken);
        foreach (var symbol in sources ?? [target, .. l1Made.Inputs.Keys.Select(SymbolOf).Where(symbol => symbol != target)])
        {
            var current = symbol == target ? held : await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, cancellationToken);
            if (!IsMadeFrom(l1Made, symbol, current)
                || (symbol == target || l2Made.Inputs.ContainsKey(InputOf(symbol))) && !IsMadeFrom(l2Made, symbol, current))
                throw new LakeException(
                    $"The features of {target} were made from other bars of {symbol} than the lake holds now. "
                    + "Run `volcast features` again.");
        }
        return new(CuratedMarketTable.FromFrame(target, bars), held, FeaturesL1Table.FromFrame(target, l1), l1Made,
            FeaturesL2Table.FromFrame(target, l2), l2Made);
    }

    private static bool IsMadeFrom(Manifest features, Symbol symbol, Manifest? bars) =>
        features.Inputs.GetValueOrDefault(InputOf(symbol)) == (bars?.Digest ?? NoBars);

    private static Symbol SymbolOf(string input) => Symbol.Parse(input[(input.IndexOf('/') + 1)..]);
}
