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
    public async Task Bars_and_both_tables_of_features_are_read_row_for_row()
    {
        await using var lake = await LakeAsync();
        await CommitFeaturesAsync(lake, FeaturesL1Table.Schema);
        await CommitFeaturesAsync(lake, FeaturesL2Table.Schema);
        var held = await FeatureSnapshot.ReadAsync(lake, Sample.Spy);

        Assert.Equal(held.Bars.Session, held.L1.Session);
        Assert.Equal(held.Bars.Session, held.L2.Session);
        Assert.Equal([.. FeaturesL1Table.FeatureNames, .. FeaturesL2Table.FeatureNames], held.Columns.Keys);
        Assert.Same(held.L2.Values[3], held.Columns["range_vol_22d"]);
        Assert.Equal("features.L2", held.L2Manifest.Table);
    }

    [Fact]
    public async Task A_lake_of_a_version_before_the_second_table_says_to_make_the_features()
    {
        await using var lake = await LakeAsync();
        await CommitFeaturesAsync(lake, FeaturesL1Table.Schema);
        var error = await Assert.ThrowsAsync<MissingTableException>(() => FeatureSnapshot.ReadAsync(lake, Sample.Spy));
        Assert.Contains("nothing of SPY in features.L2. Run `volcast features`", error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_table_of_other_bars_is_refused(bool firstIsStale)
    {
        await using var lake = await LakeAsync();
        var (stale, fresh) = firstIsStale
            ? (FeaturesL1Table.Schema, FeaturesL2Table.Schema)
            : (FeaturesL2Table.Schema, FeaturesL1Table.Schema);
        await CommitFeaturesAsync(lake, stale);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, Sample.Curated(Sample.Spy, First, Last, shift: 1));
        await CommitFeaturesAsync(lake, fresh);
        var error = await Assert.ThrowsAsync<LakeException>(() => FeatureSnapshot.ReadAsync(lake, Sample.Spy));
        Assert.Contains("made from other bars of SPY", error.Message);
        Assert.Contains("`volcast features` again", error.Message);
    }

    private async Task<DataLake> LakeAsync()
    {
        var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Simulated);
        await lake.CommitAsync(CuratedMarketTable.Schema, Sample.Spy, Sample.Curated(Sample.Spy, First, Last));
        return lake;
    }

    /// <summary>Features that are absent on every session, of the bars that the lake holds now.</summary>
    private static async Task CommitFeaturesAsync(DataLake lake, TableSchema schema)
    {
        var (bars, manifest) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, Sample.Spy);
        var sessions = bars.Dates("session");
        double[][] Absent(int count) => [.. Enumerable.Range(0, count).Select(_ => sessions.Select(_ => double.NaN).ToArray())];
        var frame = schema == FeaturesL1Table.Schema
            ? new FeaturesL1Table { Symbol = Sample.Spy, Session = sessions, Values = Absent(21) }.ToFrame()
            : new FeaturesL2Table { Symbol = Sample.Spy, Session = sessions, Values = Absent(11) }.ToFrame();
        await lake.CommitAsync(schema, Sample.Spy, frame,
            new Dictionary<string, string> { [FeatureSnapshot.InputOf(Sample.Spy)] = manifest.Digest });
    }
}
