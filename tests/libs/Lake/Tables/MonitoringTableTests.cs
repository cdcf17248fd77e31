using Volcast.Lake.Tables;
using Volcast.Schemas;

namespace Volcast.Lake.Tests.Tables;

public sealed class MonitoringTableTests
{
    [Fact]
    public async Task Checks_of_models_and_of_features_are_stored_and_read()
    {
        var lake = await Sample.OpenAsync(new MemoryObjectStore());
        MonitoringRow[] rows =
        [
            Row(3, "qlike_60d") with
            {
                Model = "volcast-spy-5d",
                ModelVersion = "2",
                Value = .39,
                Threshold = .5,
                Detail = "{\"n\":60}",
            },
            Row(4, "psi") with { Subject = "vix", Kind = MonitoringKind.Drift, Status = MonitoringStatus.Insufficient },
            Row(5, "retrain") with { Kind = MonitoringKind.Decision },
        ];
        await lake.CommitAsync(MonitoringTable.Schema, Sample.Spy, Frame(rows));
        var read = MonitoringTable.FromFrame(Sample.Spy, await lake.ReadAsync(MonitoringTable.Schema, Sample.Spy));
        Assert.Equal(Sample.Spy, read.Symbol);
        Assert.Equal(rows, read.Rows);
    }

    [Fact]
    public void An_invalid_row_is_refused_with_the_name_of_the_failed_check()
    {
        var errors = MonitoringTable.Schema.Validate(Frame(
            Row(3, "qlike"),
            Row(4, "QLIKE"),
            Row(5, "qlike") with { Subject = "two words" },
            Row(6, "qlike") with { Model = "volcast-spy-5d" },
            Row(7, "qlike") with { Value = double.PositiveInfinity },
            Row(8, "qlike") with { Horizon = -1 },
            Row(9, "qlike"),
            Row(9, "qlike"))).Errors;
        Assert.Equal(
            [
                (1, "pattern"), (2, "pattern"), (3, "version_of_a_model"), (4, "finite"), (5, "range"), (7, "key_unique"),
            ],
            errors.Select(e => (e.Row!.Value, e.Check)).Order());
    }

    [Fact]
    public void Added_rows_are_sorted_by_their_key_and_replace_no_stored_row()
    {
        var stored = new MonitoringTable { Symbol = Sample.Spy, Rows = [Row(4, "qlike") with { Value = .5 }] };
        var (merged, added) = MonitoringTable.MergeFirstWins(stored,
        [
            Row(4, "qlike") with { Value = .6 }, Row(4, "qlike") with { Value = .7, Revision = 1 },
            Row(4, "bias") with { Value = .1 }, Row(3, "qlike") with { Value = .2 },
        ]);
        Assert.Equal(3, added);
        Assert.Equal([.2, .1, .5, .7], merged.Rows.Select(row => row.Value));
        Assert.Empty(MonitoringTable.Schema.Validate(merged.ToFrame()).Errors);
    }

    [Fact]
    public void An_unknown_status_or_kind_is_refused()
    {
        var frame = Frame(Row(3, "qlike")).With(Column.Text("status", ["fine"])).With(Column.Text("kind", ["guess"]));
        Assert.Equal(["kind", "status"], MonitoringTable.Schema.Validate(frame).Errors.Select(e => e.Column).Order());
    }

    [Fact]
    public void Added_rows_replace_no_stored_one_and_all_are_in_the_order_of_the_schema()
    {
        var stored = new MonitoringTable { Symbol = Sample.Spy, Rows = [Row(4, "qlike") with { Value = 1 }] };
        var (merged, _) = MonitoringTable.MergeFirstWins(stored,
        [
            Row(5, "bias"),
            Row(4, "qlike") with { Value = 2 },
            Row(4, "qlike") with { Value = 3, Revision = 1 },
            Row(4, "bias"),
            Row(4, "bias") with { Horizon = 1, Subject = "shadow" },
            Row(3, "qlike"),
        ]);
        Assert.Equal(
            [
                (3, 5, "qlike", 0, double.NaN), (4, 1, "bias", 0, double.NaN), (4, 5, "bias", 0, double.NaN),
                (4, 5, "qlike", 0, 1), (4, 5, "qlike", 1, 3), (5, 5, "bias", 0, double.NaN),
            ],
            merged.Rows.Select(row => (row.Session.Day, row.Horizon, row.Check, row.Revision, row.Value)));
        Assert.Empty(MonitoringTable.Schema.Validate(merged.ToFrame()).Errors);
    }

    [Fact]
    public void The_newest_revision_of_each_row_counts() => Assert.Equal(
        [(4, 2, "qlike"), (5, 0, "qlike"), (4, 0, "bias")],
        MonitoringTable.Latest(
        [
            Row(4, "qlike") with { Revision = 1 }, Row(5, "qlike"), Row(4, "qlike") with { Revision = 2 }, Row(4, "bias"),
            Row(4, "qlike"),
        ]).Select(row => (row.Session.Day, row.Revision, row.Check)));

    [Fact]
    public void A_result_is_that_of_the_decision_of_its_session_and_version()
    {
        var decision = Row(4, "retrain") with { Kind = MonitoringKind.Decision };
        var result = decision with { Check = "retrain_result", Status = MonitoringStatus.Failed };
        Assert.Equal(("retrain", null, null),
            (result.ResultOf, decision.ResultOf, (result with { Kind = MonitoringKind.Loss }).ResultOf));
        Assert.True(result.IsResultOf(decision));
        Assert.All(
            [result, decision with { Check = "promote" }, decision with { ModelVersion = "2" }, decision with { Horizon = 1 }],
            other => Assert.False(result.IsResultOf(other)));
    }

    private static ColumnFrame Frame(params MonitoringRow[] rows) =>
        new MonitoringTable { Symbol = Sample.Spy, Rows = rows }.ToFrame();

    private static MonitoringRow Row(int day, string check) => new()
    {
        Horizon = 5,
        Session = new(2022, 1, day),
        Subject = "live",
        Check = check,
        Kind = MonitoringKind.Loss,
        Status = MonitoringStatus.Ok,
    };
}
