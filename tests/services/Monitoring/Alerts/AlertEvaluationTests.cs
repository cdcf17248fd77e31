using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Monitoring.Alerts;

namespace Volcast.Services.Monitoring.Tests.Alerts;

public sealed class AlertEvaluationTests
{
    private static AlertFinding? Of(AlertRule rule, TargetFacts target, IReadOnlyList<string>? failed = null) =>
        AlertEvaluation.OfRun([rule], failed).Concat(AlertEvaluation.OfTargets([rule], new(Facts.Session, [target])))
            .SingleOrDefault();

    private static AlertRule Rule(AlertCondition when, double? above = null, double? below = null) =>
        new() { Name = "a", When = when, Above = above, Below = below, Channels = ["log"] };

    [Theory]
    [InlineData(25.0, null, true, "SPY, 5 sessions from 2026-11-20: the forecast volatility is 27.0 %, above 25 %.")]
    [InlineData(27.0, null, false, "SPY, 5 sessions from 2026-11-20: the forecast volatility is 27.0 %, not above 27 %.")]
    [InlineData(null, 30.0, true, "SPY, 5 sessions from 2026-11-20: the forecast volatility is 27.0 %, below 30 %.")]
    [InlineData(null, 12.5, false, "SPY, 5 sessions from 2026-11-20: the forecast volatility is 27.0 %, not below 12.5 %.")]
    public void A_level_is_compared_in_percent(double? above, double? below, bool isOpen, string text)
    {
        var found = Of(Rule(AlertCondition.Level, above, below), Facts.Spy(.27))!;
        Assert.Equal((isOpen, text, 5), (found.IsOpen, found.Text, found.Horizon));
        Assert.Equal(27, found.Value, 9);
    }

    [Fact]
    public void A_percentile_is_compared()
    {
        var found = Of(Rule(AlertCondition.Percentile, above: 90), Facts.Spy(.27, percentile: 96.25))!;
        Assert.True(found.IsOpen);
        Assert.Equal("SPY, 5 sessions from 2026-11-20: the forecast volatility of 27.0 % has percentile 96.3 in ten years, above "
            + "90.", found.Text);
        Assert.Null(Of(Rule(AlertCondition.Percentile, above: 90), Facts.Spy(.27)));
    }

    [Theory]
    [InlineData(AlertUnit.Points, 5.0, null, true, "by +7.0 points, above 5.")]
    [InlineData(AlertUnit.Points, 7.5, null, false, "by +7.0 points, not above 7.5.")]
    [InlineData(AlertUnit.Percent, 34.0, null, true, "by +35.0 percent, above 34.")]
    [InlineData(AlertUnit.Points, null, -5.0, false, "by +7.0 points, not below -5.")]
    public void A_change_is_against_the_session_before(
        AlertUnit unit, double? above, double? below, bool isOpen, string end)
    {
        var found = Of(Rule(AlertCondition.Change, above, below) with { Unit = unit }, Facts.Spy(.27, former: .20))!;
        Assert.Equal(isOpen, found.IsOpen);
        Assert.Equal(
            $"SPY, 5 sessions from 2026-11-20: the forecast volatility changed from 20.0 % to 27.0 %, {end}", found.Text);
        Assert.Null(Of(Rule(AlertCondition.Change, above, below), Facts.Spy(.27)));
    }

    [Theory]
    [InlineData(AlertUnit.Points, 5.0, null, true, "27.0 % minus the implied volatility of 18.0 % is 9.0 points, above 5.")]
    [InlineData(AlertUnit.Points, null, -3.0, false,
        "27.0 % minus the implied volatility of 18.0 % is 9.0 points, not below -3.")]
    [InlineData(AlertUnit.Ratio, 1.4, null, true, "27.0 % is 1.50 times the implied volatility of 18.0 %, above 1.4.")]
    public void The_forecast_is_compared_with_the_implied_volatility(
        AlertUnit unit, double? above, double? below, bool isOpen, string end)
    {
        var found = Of(Rule(AlertCondition.Implied, above, below) with { Unit = unit }, Facts.Spy(.27, implied: .18))!;
        Assert.Equal(isOpen, found.IsOpen);
        Assert.Equal($"SPY, 5 sessions from 2026-11-20: the forecast volatility of {end}", found.Text);
        Assert.Null(Of(Rule(AlertCondition.Implied, above, below), Facts.Spy(.27)));
    }

    [Fact]
    public void A_regime_is_reported_when_it_changes()
    {
        var rule = Rule(AlertCondition.Regime);
        var changed = Of(rule, Facts.Spy(.27, .20, percentile: 80, formerPercentile: 60))!;
        Assert.Equal((true, "SPY, 5 sessions from 2026-11-20: the regime changed from normal to elevated (percentile 80.0)."),
            (changed.IsOpen, changed.Text));
        var same = Of(rule, Facts.Spy(.27, .26, percentile: 80, formerPercentile: 78))!;
        Assert.Equal(
            (false, "SPY, 5 sessions from 2026-11-20: the regime is elevated, as on the session before (percentile 80.0)."),
            (same.IsOpen, same.Text));
        Assert.False(Of(rule with { Enters = [VolatilityRegime.Stressed] },
            Facts.Spy(.27, .20, percentile: 80, formerPercentile: 60))!.IsOpen);
        Assert.Null(Of(rule, Facts.Spy(.27, .20, percentile: 80)));
    }

    [Fact]
    public void Checks_are_reported_from_a_status_on_and_by_horizon()
    {
        MonitoringRow[] rows =
        [
            Check("vix", "ks", MonitoringStatus.Warning) with { Value = .31, Threshold = .2 },
            Check("rv_5", "ks", MonitoringStatus.Ok),
            Check("hyg", "ks", MonitoringStatus.Insufficient),
            Check("outcome", "ks", MonitoringStatus.Failed) with { Horizon = 22, Model = "m", ModelVersion = "3" },
        ];
        var target = new TargetFacts(Facts.SpySymbol) { Checks = rows };
        var rule = Rule(AlertCondition.Drift);
        var found = AlertEvaluation.OfTargets([rule with { Status = MonitoringStatus.Warning }], new(Facts.Session, [target]));
        Assert.Equal([(0, true), (22, true)], found.Select(one => (one.Horizon, one.IsOpen)));
        Assert.Equal("SPY: 1 of 2 checks of drift is yellow: vix ks (0.31, limit 0.2).", found[0].Text);
        Assert.Equal("SPY, 22 sessions: the check of drift is red: outcome ks of m 3.", found[1].Text);

        var red = AlertEvaluation.OfTargets([rule with { Horizons = [5] }], new(Facts.Session, [target])).Single();
        Assert.Equal((0, false, "SPY: none of 2 checks of drift is red."), (red.Horizon, red.IsOpen, red.Text));
        Assert.Empty(AlertEvaluation.OfTargets([Rule(AlertCondition.Loss)], new(Facts.Session, [target])));
    }

    [Fact]
    public void A_check_with_too_few_data_says_nothing() => Assert.Null(Of(
        Rule(AlertCondition.Drift),
        new(Facts.SpySymbol) { Checks = [Check("vix", "ks", MonitoringStatus.Insufficient)] }));

    [Fact]
    public void A_decision_that_notifies_a_person_is_reported_with_its_reasons()
    {
        var decision = Check("model", "notify", MonitoringStatus.Warning) with
        {
            Kind = MonitoringKind.Decision,
            Horizon = 5,
            Detail = """{"reasons":["vix drift is red."]}""",
        };
        var rule = Rule(AlertCondition.Decision);
        var told = Of(rule, new(Facts.SpySymbol) { Checks = [decision] })!;
        Assert.Equal((5, true, "SPY, 5 sessions: vix drift is red."), (told.Horizon, told.IsOpen, told.Text));
        var kept = Of(rule, new(Facts.SpySymbol)
        {
            Checks = [decision with { Check = "keep", Status = MonitoringStatus.Ok }],
        })!;
        Assert.Equal((false, "SPY, 5 sessions: the policy has nothing to report."), (kept.IsOpen, kept.Text));
        Assert.Null(Of(rule, new(Facts.SpySymbol)));
    }

    [Fact]
    public void Freshness_counts_sessions()
    {
        var rule = Rule(AlertCondition.Freshness) with { Sessions = 1 };
        Assert.False(Of(rule, new(Facts.SpySymbol) { SessionsBehind = 1 })!.IsOpen);
        var late = Of(rule, new(Facts.SpySymbol) { SessionsBehind = 2 })!;
        Assert.Equal((true, "SPY: 2 sessions have settled since the newest bar; the limit is 1."), (late.IsOpen, late.Text));
        Assert.Null(Of(rule, new(Facts.SpySymbol)));
    }

    [Fact]
    public void A_failed_run_reports_the_sentences_of_its_steps()
    {
        var rule = Rule(AlertCondition.FailedRun);
        var failed = Of(rule, new(Facts.SpySymbol), ["SPY could not be downloaded.", "The registry is away."])!;
        Assert.Equal((true, (Symbol?)null, "A step of the run failed: SPY could not be downloaded. The registry is away."),
            (failed.IsOpen, failed.Target, failed.Text));
        Assert.False(Of(rule, new(Facts.SpySymbol), [])!.IsOpen);
        Assert.Null(Of(rule, new(Facts.SpySymbol)));
    }

    [Fact]
    public void An_alert_watches_its_targets_and_horizons_only()
    {
        var rule = Rule(AlertCondition.Level, above: 1);
        Assert.NotNull(Of(rule with { Targets = ["spy"], Horizons = [5] }, Facts.Spy(.27)));
        Assert.Null(Of(rule with { Targets = ["QQQ"] }, Facts.Spy(.27)));
        Assert.Null(Of(rule with { Horizons = [1, 22] }, Facts.Spy(.27)));
    }

    /// <summary>The text is stored and hashed by receivers.</summary>
    [Fact]
    public Task The_text_is_the_same_in_every_culture() => OtherCulture.RunAsync(() =>
    {
        var found = Of(Rule(AlertCondition.Change, above: 5.5), Facts.Spy(.27, former: .20))!;
        Assert.Equal("SPY, 5 sessions from 2026-11-20: the forecast volatility changed from 20.0 % to 27.0 %, by +7.0 points, above "
            + "5.5.", found.Text);
        return found;
    });

    private static MonitoringRow Check(string subject, string check, MonitoringStatus status) => new()
    {
        Horizon = 0,
        Session = Facts.Session,
        Subject = subject,
        Check = check,
        Kind = MonitoringKind.Drift,
        Status = status,
    };
}
