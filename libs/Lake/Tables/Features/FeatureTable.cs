using Volcast.Features;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Tables;

/// <summary>The features of one target, column-wise and ascending by session: the table <c>features.L1</c> or
/// <c>features.L2</c>. A value is <see cref="double.NaN"/> until its window is full.</summary>
public sealed record FeatureTable
{
    /// <summary>The table <c>features.L1</c>.</summary>
    public static TableSchema L1 { get; } = SchemaOf(FeatureCatalog.L1);

    /// <summary>The table <c>features.L2</c>.</summary>
    public static TableSchema L2 { get; } = SchemaOf(FeatureCatalog.L2);

    /// <summary>The features of the table.</summary>
    public required FeatureCatalog Catalog { get; init; }

    public required Symbol Symbol { get; init; }
    public required DateOnly[] Session { get; init; }

    /// <summary>A column for each feature of the catalogue, in its order.</summary>
    public required double[][] Values { get; init; }

    public int Count => Session.Length;

    /// <summary>The column of a feature.</summary>
    /// <exception cref="ArgumentException">The table has no such feature.</exception>
    public double[] this[string feature] => Values[Catalog.IndexOf(feature)];

    /// <summary>The schema of a table of features. Each column follows from its feature's declaration.</summary>
    public static TableSchema SchemaOf(FeatureCatalog catalog) => TableSchema
        .Named(catalog.Table, catalog.Version, catalog.Description)
        .ProducedBy("features")
        .PartitionedBy("year", "symbol").ByYearOf("session")
        .Holding(ColumnsOf(catalog).Schemas)
        .Key("symbol", "session")
        .Ascending("session")
        .Complete("session", per: "symbol", NyseSessions.Between, NyseSessions.Since)
        .Strict();

    public ColumnFrame ToFrame() => ColumnsOf(Catalog).ToFrame(this);

    /// <param name="catalog">The features of the table.</param>
    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies the table's schema.</param>
    public static FeatureTable FromFrame(FeatureCatalog catalog, Symbol symbol, ColumnFrame frame) =>
        ColumnsOf(catalog).FromFrame(frame) with { Catalog = catalog, Symbol = symbol };

    private static TableColumns<FeatureTable> ColumnsOf(FeatureCatalog catalog) => new TableColumns<FeatureTable>()
        .Constant(ColumnSchema.Text("symbol", "The target's ticker"), table => table.Symbol.Value, table => table.Count)
        .Date(ColumnSchema.Date("session", "Trading day of the New York Stock Exchange"),
            table => table.Session, (table, values) => table with { Session = values })
        .Numbers([.. catalog.Features.Select(feature => feature.Column)],
            table => table.Values, (table, values) => table with { Values = values });
}
