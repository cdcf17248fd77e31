using Volcast.Schemas;

namespace Volcast.Lake.Tables;

/// <summary>Every table of the lake, in the order in which data flows.</summary>
public static class LakeTables
{
    public static IReadOnlyList<TableSchema> All { get; } =
    [
        RawMarketTable.Schema,
        CuratedMarketTable.Schema,
        FindingsTable.Schema,
        FeatureTable.L1,
        FeatureTable.L2,
        ForecastsTable.Schema,
        OutcomesTable.Schema,
        MonitoringTable.Schema,
        QuarantineTable.Schema,
    ];
}
