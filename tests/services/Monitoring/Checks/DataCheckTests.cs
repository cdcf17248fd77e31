using System.Text.Json;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Tests;

namespace Volcast.Services.Monitoring.Tests.Checks;

[Trait(Category.Name, Category.Integration)]
public sealed class DataCheckTests : IAsyncLifetime
{
    private static readonly DateOnly First = new(2022, 1, 3), Last = new(2024, 1, 31);
    private readonly string folder = TemporaryFolder.Create();

    public async ValueTask InitializeAsync() => await SimulatedLake.FillAsync(folder, First, Last);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return default;
    }

    /// <summary>31 January is the newest bar. Each later session that has settled is one behind; one is allowed.</summary>
    [Theory]
    [InlineData(0, MonitoringStatus.Ok)]
    [InlineData(1, MonitoringStatus.Warning)]
    [InlineData(2, MonitoringStatus.Failed)]
    public async Task Freshness_counts_trading_sessions(int sessions, MonitoringStatus status)
    {
        var row = await RunAsync(CheckNames.Freshness, sessions);
        Assert.Equal((sessions, 1, status), (row.Value, row.Threshold, row.Status));
    }

    [Fact]
    public async Task The_newest_refused_row_is_named_whatever_the_order_in_which_they_were_refused()
    {
        await QuarantineAsync(new(2024, 1, 30), "the newest");
        await QuarantineAsync(new(2024, 1, 29), "an earlier one");
        await QuarantineAsync(new(2023, 1, 30), "one of last year");
        var row = await RunAsync(CheckNames.Quarantine, 0);
        Assert.Equal((1, MonitoringStatus.Warning), (row.Value, row.Status));
        Assert.Equal("2 rows of SPY were refused, the newest: the newest",
            JsonDocument.Parse(row.Detail!).RootElement.GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task A_row_with_a_harmless_defect_is_not_refused()
    {
        await QuarantineAsync(new(2024, 1, 30), QuarantineTable.ReasonOf(Severity.Warning, "open 41.6 is outside the range"));
        var row = await RunAsync(CheckNames.Quarantine, 0);
        Assert.Equal((0, MonitoringStatus.Ok), (row.Value, row.Status));
    }

    [Fact]
    public async Task A_lake_without_a_fault_is_ok() => Assert.All(
        await RunAsync(0), row => Assert.Equal((MonitoringStatus.Ok, 0), (row.Status, row.Value)));

    private async Task QuarantineAsync(DateOnly session, string reason)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder, DataKind.Simulated);
        await lake.QuarantineAsync(RawMarketTable.Schema, SimulatedLake.Spy,
            new ColumnFrame(Column.Text("session", [$"{session:yyyy-MM-dd}"]), Column.Text("row", ["as delivered"])), [reason]);
    }

    private async Task<MonitoringRow> RunAsync(string check, int sessionsLate) =>
        (await RunAsync(sessionsLate)).Single(row => row.Check == check);

    private async Task<IReadOnlyList<MonitoringRow>> RunAsync(int sessionsLate)
    {
        var now = TradingCalendar.Nyse.SettlesAt(TradingCalendar.Nyse.Add(Last, sessionsLate)).AddHours(1);
        var lake = await DataLake.OpenLocalAsync(folder);
        var target = await MonitoredTarget.ReadAsync(
            lake, SimulatedLake.Roles, index: null, TradingCalendar.Nyse, now, CancellationToken.None);
        return await new DataCheck(lake, TradingCalendar.Nyse, maximumAge: 1).RunAsync(target, [], now, CancellationToken.None);
    }
}
