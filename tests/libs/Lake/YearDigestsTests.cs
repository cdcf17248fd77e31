using Volcast.Lake.Tables;

namespace Volcast.Lake.Tests;

public sealed class YearDigestsTests
{
    private static OutcomeRow Row(int year, double variance = .04) => new()
    {
        Horizon = 5,
        ForecastOrigin = new(year, 3, 1),
        DataDigest = "ab",
        TargetEnd = new(year, 3, 8),
        KnownAt = new(year, 3, 9, 11, 0, 0, TimeSpan.Zero),
        RealizedVariance = variance,
    };

    private static Task<CommitResult> CommitAsync(
        DataLake lake, IReadOnlyDictionary<string, string> inputs, params OutcomeRow[] rows) =>
        lake.CommitAsync(
            OutcomesTable.Schema, Sample.Spy, new OutcomesTable { Symbol = Sample.Spy, Rows = rows }.ToFrame(), inputs);

    private static Task<YearDigests> ReadAsync(DataLake lake) =>
        YearDigests.ReadAsync(lake, Sample.Spy, [OutcomesTable.Schema, MonitoringTable.Schema], CancellationToken.None);

    [Fact]
    public async Task The_years_whose_rows_were_added_changed_or_removed_since_are_found()
    {
        var lake = await Sample.OpenAsync(new MemoryObjectStore());
        var none = new Dictionary<string, string>();
        Assert.Empty((await ReadAsync(lake)).Changed(OutcomesTable.Schema, null));

        await CommitAsync(lake, none, Row(2020), Row(2021), Row(2022));
        var years = await ReadAsync(lake);
        Assert.Equal([2020, 2021, 2022], years.Changed(OutcomesTable.Schema, null));
        Assert.Equal(["outcomes/SPY/year=2020", "outcomes/SPY/year=2021", "outcomes/SPY/year=2022"],
            years.AsInputs(_ => true).Keys.Order(StringComparer.Ordinal));

        await CommitAsync(lake, years.AsInputs(year => year != 2022), Row(2020), Row(2021, variance: .05), Row(2022), Row(2023));
        var recorded = await lake.SnapshotAsync(OutcomesTable.Schema, Sample.Spy);
        years = await ReadAsync(lake);
        // 2022 was left out of the record.
        Assert.Equal([2021, 2022, 2023], years.Changed(OutcomesTable.Schema, recorded));
        Assert.Empty(years.Changed(MonitoringTable.Schema, recorded));

        await CommitAsync(lake, years.AsInputs(_ => true), Row(2021, variance: .05));
        recorded = await lake.SnapshotAsync(OutcomesTable.Schema, Sample.Spy);
        Assert.Equal([2020, 2022, 2023], (await ReadAsync(lake)).Changed(OutcomesTable.Schema, recorded));
    }
}
