using Volcast.ApiContract.Monitoring;
using Volcast.Reports;
using Volcast.Services.Dashboard.Pages.Monitoring;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class MonitoringModelTests
{
    private static MonitoringModel Model(
        string status, IReadOnlyList<CheckDocument> checks, IReadOnlyList<CheckDocument>? loss = null,
        IReadOnlyList<CheckDocument>? decisions = null) => MonitoringModel.Of(
            SampleDocuments.Monitoring(checks) with { Status = status }, new() { Loss = loss ?? [], Decisions = decisions ?? [] }, 5, null);

    [Fact]
    public void Failed_checks_come_before_warnings_and_give_the_verdict()
    {
        var model = Model("failed",
        [
            SampleDocuments.Check("coverage_80", "calibration", "warning"), SampleDocuments.Check("freshness", "data"),
            SampleDocuments.Check("loss_alarm", "loss", "failed", 31),
        ]);
        Assert.Equal(["loss_alarm", "coverage_80"], model.Findings.Select(check => check.Check));
        Assert.Equal("1 check failed.", model.Verdict);
    }

    [Theory]
    [InlineData("ok", "All checks are well.")]
    [InlineData("insufficient", "1 check is well; 1 had too little data.")]
    public void A_check_with_too_few_data_is_not_called_well(string second, string verdict) => Assert.Equal(verdict,
        Model("ok",
        [
            SampleDocuments.Check("freshness", "data"), SampleDocuments.Check("freshness", "data", revision: 1),
            SampleDocuments.Check("loss_alarm", "loss", second), SampleDocuments.Check("keep", "decision"),
            SampleDocuments.Check("high", "alert"),
        ]).Verdict);

    [Fact]
    public void A_check_that_was_made_again_counts_with_its_last_revision_in_every_table()
    {
        string[] kinds = ["loss", "drift", "data", "alert"];
        var model = Model("ok",
        [
            .. kinds.Select(kind =>
                SampleDocuments.Check("again", kind, "failed", subject: Subject(kind), facts: """{"wasserstein":9}""")),
            SampleDocuments.Check("drift", "drift", subject: "vix", facts: """{"wasserstein":2}"""),
            .. kinds.Select(kind => SampleDocuments.Check("again", kind, subject: Subject(kind), revision: 1)),
        ], decisions:
        [
            SampleDocuments.Check("promote", "decision", "failed"), SampleDocuments.Check("promote", "decision", revision: 1),
        ]);
        Assert.Empty(model.Findings);
        Assert.Equal("All checks are well.", model.Verdict);
        Assert.All(
            [MonitoringTables.Models(model), MonitoringTables.Data(model)],
            table => Assert.Equal(["✓ ok"], table.Rows.Select(row => row[1].Text)));
        Assert.Equal(["vix over 5 sessions|✓ ok", "drift over 5 sessions|✓ ok"],
            MonitoringTables.Drift(model).Rows.Select(row => $"{row[0].Text}|{row[1].Text}"));
        Assert.Equal([1], model.Decisions.Select(one => one.Revision));
        Assert.Equal("vix", MonitoringModel.DriftSubject(SampleDocuments.Monitoring(
            SampleDocuments.Check("drift", "drift", subject: "ret_1d", facts: """{"wasserstein":9}"""),
            SampleDocuments.Check("drift", "drift", subject: "ret_1d", revision: 1, facts: """{"wasserstein":1}"""),
            SampleDocuments.Check("drift", "drift", subject: "vix", facts: """{"wasserstein":2}""")), HistoryModelTests.Request()));

        static string Subject(string kind) => kind == "loss" ? "live" : kind;
    }

    [Fact]
    public void A_share_is_shown_in_percent_and_downloads_as_a_number()
    {
        var row = MonitoringTables.Models(Model("ok", [SampleDocuments.Check("coverage_80", "calibration", "ok", .636) with
        {
            Subject = "live",
            Threshold = .8,
        }])).Rows.Single();
        Assert.Equal([(NumberText.Percent(.636), .636), (NumberText.Percent(.8), .8)], row[^2..].Select(cell => (cell.Label!, cell.Number)));
    }

    /// <summary>Two versions of one check are two checks, of which none takes the other's place.</summary>
    [Fact]
    public void Of_two_versions_on_the_day_of_a_promotion_both_are_listed_and_the_newer_one_is_drawn()
    {
        CheckDocument[] both =
        [
            SampleDocuments.Check("loss_alarm", "loss", "warning", 3, revision: 1) with { ModelVersion = 2 },
            SampleDocuments.Check("loss_alarm", "loss", value: .9),
        ];
        var model = Model("warning", both, both);
        Assert.Equal(2, MonitoringTables.Models(model).Rows.Count);
        Assert.Equal([.9], model.Loss.Select(check => check.Value));
    }

    [Fact]
    public void The_drift_of_forecasts_is_that_of_the_horizon_of_the_page() => Assert.Equal([5],
        MonitoringModel.Of(SampleDocuments.Monitoring(SampleDocuments.Check("freshness", "data")), new()
        {
            Drift =
            [
                .. new[] { 1, 5, 22 }.Select(horizon =>
                    SampleDocuments.Check("drift", "drift", subject: "forecast", horizon: horizon)),
            ],
        }, 5, "forecast").DriftHistory.Select(check => check.Horizon));

    [Fact]
    public void A_single_warning_is_in_the_singular() => Assert.Equal(
        "1 check warns; none failed.", Model("warning", [SampleDocuments.Check("coverage_80", "calibration", "warning")]).Verdict);

    [Fact]
    public void A_session_that_was_checked_again_counts_with_its_last_revision() => Assert.Equal(
        [(new(2021, 12, 29), .5), (new DateOnly(2021, 12, 30), (double?).9)],
        Model("ok", [SampleDocuments.Check("freshness", "data")],
        [
            SampleDocuments.Check("loss_alarm", "loss", value: .3), SampleDocuments.Check("loss_alarm", "loss", value: .9, revision: 1),
            SampleDocuments.Check("loss_alarm", "loss", value: .5, session: new(2021, 12, 29)),
        ]).Loss.Select(check => (check.Session, check.Value)));

    /// <summary>The first sessions, which had too little data, can have another limit.</summary>
    [Fact]
    public void The_red_line_stands_at_the_limit_of_the_newest_session()
    {
        var figure = MonitoringCharts.Loss(Model("ok", [SampleDocuments.Check("freshness", "data")],
        [
            SampleDocuments.Check("loss_alarm", "loss", "insufficient", session: new(2021, 12, 28)),
            SampleDocuments.Check("loss_alarm", "loss", value: 3, session: new(2021, 12, 29)) with { Threshold = 24.239 },
            SampleDocuments.Check("loss_alarm", "loss", "insufficient") with { Threshold = null },
        ])).ToString();
        Assert.Contains("red from 24", figure, StringComparison.Ordinal);
        Assert.DoesNotContain("red from 20", figure, StringComparison.Ordinal);
    }

    [Fact]
    public void Decisions_to_keep_a_champion_are_left_out() => Assert.Equal(["retrain"],
        Model("ok", [SampleDocuments.Check("freshness", "data")],
            decisions: [SampleDocuments.Check("keep", "decision"), SampleDocuments.Check("retrain", "decision")])
            .Decisions.Select(check => check.Check));

    [Fact]
    public void A_decision_and_its_result_share_a_row()
    {
        const string result = """{"version":4,"result":"Version 4 is champion."}""";
        var table = MonitoringTables.Decisions(Model("ok", [SampleDocuments.Check("freshness", "data")], decisions:
        [
            SampleDocuments.Check("promotion", "decision", "failed", facts: result, resultOf: "promote"),
            SampleDocuments.Check("promote", "decision", facts: """{"reasons":["Its shadow passed."]}"""),
            SampleDocuments.Check("promote", "decision", horizon: 22, facts: """{"reasons":["Its shadow passed too."]}"""),
            SampleDocuments.Check("retrain_result", "decision", session: new(2021, 12, 29), facts: result, resultOf: "retrain"),
        ]));
        Assert.Equal(
            [
                "5 sessions|promote|✕ failed|Its shadow passed.|Version 4 is champion.",
                "22 sessions|promote|✓ ok|Its shadow passed too.|–", "5 sessions|retrain result|✓ ok|–|Version 4 is champion.",
            ],
            table.Rows.Select(row => string.Join('|', row.Skip(1).Select(cell => cell.Text))));
    }

    /// <summary>The impact decides, and the distance only where there is none.</summary>
    [Fact]
    public void Drift_is_ranked_by_loss_impact()
    {
        CheckDocument[] checks = [Drift("rsi_14", 2), Drift("outcome", 3) with { Horizon = 5 }, Drift("vix", 1.5), Drift("ret_1d", 9)];
        var model = MonitoringModel.Of(
            SampleDocuments.Monitoring(checks), new() { Features = SampleDocuments.Drift.Features }, 5, null);
        Assert.Equal(["the feature vix", "the feature rsi_14", "ret_1d", "outcome over 5 sessions"],
            MonitoringTables.Drift(model).Rows.Select(row => row[0].Text));
        Assert.Equal(["vix"], model.Distributed.Select(feature => feature.Feature));

        static CheckDocument Drift(string subject, double distance) => SampleDocuments.Check("drift", "drift", subject: subject,
            horizon: 0, facts: FormattableString.Invariant($$"""{"wasserstein":{{distance}}}"""));
    }

    [Fact]
    public void Losses_are_summed_on_the_sessions_that_both_have()
    {
        static CheckDocument Qlike(string subject, int day, double value) =>
            SampleDocuments.Check("qlike", "score", value: value, subject: subject, session: new(2021, 12, day)) with
            {
                Model = subject == "baseline" ? "har" : "volcast-SPY-5d",
            };
        var model = MonitoringModel.Of(SampleDocuments.Monitoring(SampleDocuments.Check("freshness", "data")), new()
        {
            Scores =
            [
                Qlike("live", 30, .5), Qlike("live", 28, .2), Qlike("live", 29, 9), Qlike("baseline", 28, .5), Qlike("baseline", 30, .25),
                Qlike("baseline", 28, 7) with { Model = "vix-calibrated", Revision = 1 },
            ],
        }, 5, null);
        Assert.Equal([(new(2021, 12, 28), .3), (new DateOnly(2021, 12, 30), .05)],
            model.Advantages.Select(one => (one.Session, Math.Round(one.Advantage, 12))));
    }

    [Fact]
    public void The_drift_of_the_series_that_moved_most_is_shown_unless_another_is_chosen()
    {
        var newest = SampleDocuments.Monitoring(
            SampleDocuments.Check("drift", "drift", subject: "vix", facts: """{"wasserstein":0.2}"""),
            SampleDocuments.Check("drift", "drift", subject: "ret_1d", facts: """{"wasserstein":0.9}"""));
        Assert.Equal("ret_1d", MonitoringModel.DriftSubject(newest, HistoryModelTests.Request()));
        Assert.Equal("vix", MonitoringModel.DriftSubject(newest, HistoryModelTests.Request("subject=vix")));
        Assert.Null(MonitoringModel.DriftSubject(
            SampleDocuments.Monitoring(SampleDocuments.Check("freshness", "data")), HistoryModelTests.Request()));
    }

    [Fact]
    public void A_version_that_was_champion_twice_has_a_row_for_each_time()
    {
        DateTimeOffset first = new(2021, 11, 16, 12, 0, 0, TimeSpan.Zero), second = first.AddDays(10), third = first.AddDays(20);
        var model = SampleDocuments.Models.Models[0] with
        {
            ChampionTenures = [new(3, first, second, "ann", "gate passed"), new(4, second, third, null, null), new(3, third, null, null, null)],
        };
        Assert.Equal(
            [
                "4|2021-11-26 12:00 UTC|2021-12-06 12:00 UTC|–", "3|2021-12-06 12:00 UTC|now|–",
                "3|2021-11-16 12:00 UTC|2021-11-26 12:00 UTC|ann",
            ],
            MonitoringTables.Versions(model).Rows.Select(row => $"{row[0].Number}|{row[4].Text}|{row[5].Text}|{row[6].Text}"));
    }

    [Fact]
    public void Drift_is_ranked_by_distance_and_an_alert_states_its_reasons()
    {
        var drift = MonitoringTables.Drift(Model("ok",
        [
            SampleDocuments.Check("drift", "drift", subject: "vix", facts: """{"wasserstein":0.2}"""),
            SampleDocuments.Check("drift", "drift", subject: "ret_1d", facts: """{"wasserstein":0.9}"""),
            SampleDocuments.Check("drift", "drift", "insufficient", subject: "outcome"),
        ]));
        Assert.Equal(["ret_1d over 5 sessions", "vix over 5 sessions", "outcome over 5 sessions"], drift.Rows.Select(row => row[0].Text));
        Assert.Equal("verdict", drift.Columns[1].Heading);
        Assert.Equal(["✓ ok", "✓ ok", "… too little data"], drift.Rows.Select(row => row[1].Text));
        var events = MonitoringTables.Alerts(Model("ok", [SampleDocuments.Check("freshness", "data")]) with
        {
            Alerts = [SampleDocuments.Check("stale_data", "alert", "failed", facts: """{"text":"One. Two."}""")],
        });
        Assert.Equal(["2021-12-30", "5 sessions", "stale data", "✕ raised", "One. Two."], events.Rows[0].Select(cell => cell.Text));
    }
}
