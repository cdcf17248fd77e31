using Volcast.Features;
using Volcast.Lake.Tables;
using Volcast.Schemas;

namespace Volcast.Lake.Tests.Tables;

[Trait(Category.Name, Category.Integration)]
public sealed class FeatureSnapshotTests : IDisposable
{
    private static readonly DateOnly First = new(2021, 12, 1);
    private static readonly DateOnly Last = new(2021, 12, 31);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Bars_and_both_feature_tables_are_read_row_for_row()
    {
        await using var lake = await LakeAsync();
        await CommitFeaturesAsync(lake, FeatureTable.L1);
        await CommitFeaturesAsync(lake, FeatureTable.L2);
        var held = await FeatureSnapshot.ReadAsync(lake, Sample.Spy);

        Assert.Equal(held.Bars.Session, held.L1.Session);
        Assert.Equal(held.Bars.Session, held.L2.Session);
        Assert.Equal([.. FeatureCatalog.L1.Names, .. FeatureCatalog.L2.Names], held.Columns.Keys);
        Assert.Same(held.L2.Values[3], held.Columns["range_vol_22d"]);
        Assert.Equal("features.L2", held.L2Manifest.Table);
    }

    [Fact]
    public async Task A_lake_without_the_second_feature_table_asks_for_the_features_command()
    {
        await using var lake = await LakeAsync();
        await CommitFeaturesAsync(lake, FeatureTable.L1);
        var error = await Assert.ThrowsAsync<MissingTableException>(() => FeatureSnapshot.ReadAsync(lake, Sample.Spy));
        Assert.Contains("nothing of SPY in features.L2. Run `volcast features`", error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_feature_table_computed_from_other_bars_is_refused(bool firstIsStale)
    {
        await using var lake = await LakeAsync();
        var (stale, fresh) = firstIsStale
            ? (FeatureTable.L1, FeatureTable.L2)
            : (FeatureTable.L2, FeatureTable.L1);
        await CommitFeaturesAsync(lake, stale);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, Sample.Curated(Sample.Spy, First, Last, shift: 1));
        await CommitFeaturesAsync(lake, fresh);
        var error = await Assert.ThrowsAsync<LakeException>(() => FeatureSnapshot.ReadAsync(lake, Sample.Spy));
        Assert.Contains("computed from other bars of SPY", error.Message);
        Assert.Contains("`volcast features` again", error.Message);
    }

    private async Task<DataLake> LakeAsync()
    {
        var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, Sample.Curated(Sample.Spy, First, Last));
        return lake;
    }

    /// <summary>Features that are missing on every session, with the digest of the bars that the lake holds now.</summary>
    private static async Task CommitFeaturesAsync(DataLake lake, TableSchema schema)
    {
        var (bars, manifest) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, Sample.Spy);
        var sessions = bars.Dates("session");
        var catalog = schema == FeatureTable.L1 ? FeatureCatalog.L1 : FeatureCatalog.L2;
        var frame = new FeatureTable
        {
            Catalog = catalog,
            Symbol = Sample.Spy,
            Session = sessions,
            Values = [.. catalog.Names.Select(_ => sessions.Select(_ => double.NaN).ToArray())],
        }.ToFrame();
        await lake.CommitAsync(schema, Sample.Spy, frame,
            new Dictionary<string, string> { [FeatureSnapshot.InputOf(Sample.Spy)] = manifest.Digest });
    }
}
