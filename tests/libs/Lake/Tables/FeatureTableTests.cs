using Volcast.Features;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Lake.Tests.Tables;

public sealed class FeatureTableTests
{
    private static readonly DateOnly[] Sessions = [.. TradingCalendar.Nyse.Sessions(new(2021, 12, 30), new(2021, 12, 31))];

    public static TheoryData<string> Tables => [FeatureCatalog.L1.Table, FeatureCatalog.L2.Table];

    public static TheoryData<string, string> Features
    {
        get
        {
            var features = new TheoryData<string, string>();
            foreach (var catalog in new[] { FeatureCatalog.L1, FeatureCatalog.L2 })
                foreach (var name in catalog.Names)
                    features.Add(catalog.Table, name);
            return features;
        }
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void The_columns_are_the_declared_features_in_their_order(string table)
    {
        var catalog = Catalog(table);
        var schema = LakeTables.All.Single(schema => schema.Name == table);
        Assert.Equal([.. schema.KeyColumns, .. catalog.Names], schema.Columns.Select(column => column.Name));
        Assert.Equal(catalog.Features.Select(feature => feature.Range), schema.Columns.Skip(2).Select(column => column.Range));
    }

    [Theory]
    [MemberData(nameof(Features))]
    public void A_missing_value_passes_but_an_infinite_or_out_of_range_value_does_not(string table, string name)
    {
        var catalog = Catalog(table);
        var range = catalog[name].Range;
        var schema = FeatureTable.SchemaOf(catalog);
        Assert.Empty(schema.Validate(WithLast(catalog, name, double.NaN).ToFrame()).Failures);
        double?[] wrong =
        [
            double.PositiveInfinity, double.NegativeInfinity,
            range.Minimum is { } low ? low.IsInclusive ? double.BitDecrement(low.Value) : low.Value : null,
            range.Maximum is { } high ? high.IsInclusive ? double.BitIncrement(high.Value) : high.Value : null,
        ];
        Assert.All(wrong.OfType<double>(), value => Assert.Equal(
            (name, 1),
            schema.Validate(WithLast(catalog, name, value).ToFrame()).Errors.Select(e => (e.Column, e.Row!.Value)).Single()));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_survives_conversion_to_a_frame_and_back(string table)
    {
        var catalog = Catalog(table);
        var original = WithLast(catalog, catalog.Names[3], .25);
        var read = FeatureTable.FromFrame(catalog, Sample.Spy, original.ToFrame());
        Assert.Equal(original.Values, read.Values);
        Assert.Equal(original.Session, read.Session);
        Assert.Equal([double.NaN, .25], read[catalog.Names[3]]);
        Assert.Throws<ArgumentException>(() => read["no_such_feature"]);
    }

    private static FeatureCatalog Catalog(string table) =>
        new[] { FeatureCatalog.L1, FeatureCatalog.L2 }.Single(catalog => catalog.Table == table);

    /// <summary>Two sessions of missing values, except for one feature on the last session.</summary>
    private static FeatureTable WithLast(FeatureCatalog catalog, string feature, double value)
    {
        var table = new FeatureTable
        {
            Catalog = catalog,
            Symbol = Sample.Spy,
            Session = Sessions,
            Values = [.. catalog.Names.Select(_ => new[] { double.NaN, double.NaN })],
        };
        table[feature][^1] = value;
        return table;
    }
}
