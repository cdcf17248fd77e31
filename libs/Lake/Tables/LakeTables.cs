using Volcast.Schemas;

namespace Volcast.Lake.Tables;

/// <summary>The catalogue of every table in the lake, in the order in which data flows.</summary>
public static class LakeTables
{
    public static IReadOnlyList<TableSchema> All { get; } =
    [
        RawMarketTable.Schema,
        CuratedMarketTable.Schema,
        FeatureTable.L1,
        FeatureTable.L2,
        ForecastsTable.Schema,
        QuarantineTable.Schema,
    ];
}
