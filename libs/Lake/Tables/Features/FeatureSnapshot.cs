using Volcast.Features;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Tables;

/// <summary>One target's settled bars and the features that were computed from them, row for row.</summary>
/// <param name="Bars">The target's rows of <c>curated.market</c>.</param>
/// <param name="BarsManifest">The snapshot that <paramref name="Bars"/> were read from.</param>
/// <param name="L1">Its rows of <c>features.L1</c>.</param>
/// <param name="L1Manifest">The snapshot that <paramref name="L1"/> was read from.</param>
/// <param name="L2">Its rows of <c>features.L2</c>.</param>
/// <param name="L2Manifest">The snapshot that <paramref name="L2"/> was read from.</param>
public sealed record FeatureSnapshot(
    CuratedMarketTable Bars, Manifest BarsManifest, FeatureTable L1, Manifest L1Manifest, FeatureTable L2,
    Manifest L2Manifest)
{
    /// <summary>The input digest of a symbol without bars in the lake. As soon as the lake has bars of the symbol, the features
    /// are out of date.</summary>
    public const string NoBars = "no bars";

    /// <summary>The features of both tables by name, in their order.</summary>
    public IReadOnlyDictionary<string, double[]> Columns => ColumnsOf(L1.Values, L2.Values);

    /// <summary>The implied-volatility index that the features were computed with; null if the table does not name one.</summary>
    public Symbol? Implied => L2Manifest.Inputs.Keys.Select(SymbolOf).Where(symbol => symbol != Bars.Symbol)
        .Select(symbol => (Symbol?)symbol).FirstOrDefault();

    /// <summary>The name of a symbol's bars among the inputs of a feature table.</summary>
    public static string InputOf(Symbol symbol) => $"{CuratedMarketTable.Schema.Name}/{symbol}";

    /// <summary>The columns of both tables by name.</summary>
    /// <param name="l1">One for each feature of <see cref="FeatureCatalog.L1"/>.</param>
    /// <param name="l2">One for each feature of <see cref="FeatureCatalog.L2"/>.</param>
    public static IReadOnlyDictionary<string, double[]> ColumnsOf(double[][] l1, double[][] l2) =>
        FeatureCatalog.L1.Names.Zip(l1).Concat(FeatureCatalog.L2.Names.Zip(l2))
            .ToDictionary(column => column.First, column => column.Second);

    /// <summary>Reads the tables and checks that the features were computed from the bars that the lake holds now.</summary>
    /// <param name="lake">The lake.</param>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="sources">The symbols that <c>features.L1</c> may be computed from, each of which it must know if the lake has
    /// bars of it; null takes those that its manifest names.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="MissingTableException">The target has no bars, or one of its feature tables is missing, for example
    /// because an older version wrote the lake.</exception>
    /// <exception cref="LakeException">The features were computed from other bars; the message names the symbol.</exception>
    public static async Task<FeatureSnapshot> ReadAsync(
        DataLake lake, Symbol target, IReadOnlyList<Symbol>? sources = null, CancellationToken cancellationToken = default)
    {
        var (bars, barsManifest) = await ReadAsync(CuratedMarketTable.Schema);
        var (l1, l1Manifest) = await ReadAsync(FeatureTable.L1);
        var (l2, l2Manifest) = await ReadAsync(FeatureTable.L2);
        if (sources is not null && l1Manifest.Inputs.Keys.Select(SymbolOf).Except(sources).ToArray() is [var other, ..])
            throw new LakeException(
                $"The features of {target} were computed with {other}, which the settings do not name for it. "
                + "Run `volcast features` again, or correct VOLCAST_IMPLIED_VOLATILITY.");
        foreach (var symbol in sources ?? [target, .. l1Manifest.Inputs.Keys.Select(SymbolOf).Where(symbol => symbol != target)])
        {
            var current = symbol == target
                ? barsManifest
                : await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, cancellationToken);
            if (!IsComputedFrom(l1Manifest, symbol, current)
                || (symbol == target || l2Manifest.Inputs.ContainsKey(InputOf(symbol)))
                    && !IsComputedFrom(l2Manifest, symbol, current))
                throw new LakeException(
                    $"The features of {target} were computed from other bars of {symbol} than the lake holds now. "
                    + "A daily run that is at work computes them next; otherwise run `volcast features` again.");
        }
        return new(
            CuratedMarketTable.FromFrame(target, bars), barsManifest,
            FeatureTable.FromFrame(FeatureCatalog.L1, target, l1), l1Manifest,
            FeatureTable.FromFrame(FeatureCatalog.L2, target, l2), l2Manifest);

        Task<(ColumnFrame Frame, Manifest Manifest)> ReadAsync(TableSchema schema) =>
            lake.ReadSnapshotAsync(schema, target, cancellationToken: cancellationToken);
    }

    private static bool IsComputedFrom(Manifest features, Symbol symbol, Manifest? bars) =>
        features.Inputs.GetValueOrDefault(InputOf(symbol), NoBars) == (bars?.Digest ?? NoBars);

    private static Symbol SymbolOf(string input) => Symbol.Parse(input[(input.IndexOf('/') + 1)..]);
}
