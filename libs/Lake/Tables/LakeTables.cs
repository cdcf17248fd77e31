using Volcast.Schemas;

namespace Volcast.Lake.Tables;

/// <summary>The catalogue of every table in the lake, in the order in which data flows.</summary>
public static class LakeTables
{
    public static IReadOnlyList<TableSchema> All { get; } =
    [
        RawMarketTable.Schema,
        CuratedMarketTable.Schema,
        FeaturesL1Table.Schema,
        FeaturesL2Table.Schema,
        ForecastsTable.Schema,
        QuarantineTable.Schema,
    ];
}
