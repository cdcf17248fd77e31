using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Services.Monitoring.Policy;
using Volcast.Services.Tests;

namespace Volcast.Services.Monitoring.Tests.Policy;

public sealed class PolicyRulesTests
{
    private const string Model = "volcast-SPY-5d";
    private static readonly DateOnly Today = new(2024, 3, 28);

    private static PolicyFacts Facts { get; } = new()
    {
        Model = Model,
        Horizon = 5,
        Session = Today,
        Champion = 3,
        SessionsSinceFit = 10,
        Checks = [],
        Decisions = [],
        SessionsBetween = (from, to) => to.DayNumber - from.DayNumber,
    };

    /// <summary>It has had no value for 28 sessions, and counted as ended from the sixth on.</summary>
    private static LostIndex Vxn { get; } = new("^VXN", Today.AddDays(-28));

    private static MonitoringRow Check(string check, MonitoringStatus status = MonitoringStatus.Failed, string subject = "live") =>
        new()
        {
            Horizon = 5,
            Session = Today,
            Subject = subject,
            Check = check,
            Kind = MonitoringKind.Loss,
            Status = status,
        };

    /// <summary>The rows that a decision and its result leave.</summary>
    private static IEnumerable<MonitoringRow> Made(PolicyAction action, int sessionsAgo, int? version = 3, bool isDone = true)
    {
        var facts = Facts with { Session = Today.AddDays(-sessionsAgo) };
        var decision = new PolicyDecision(action, ["test"]) { Version = version };
        return [decision.ToRow(facts), decision.ResultRow(facts, isDone, 4, "test")];
    }

    /// <summary>Version 4 was promoted, then its registry was lost, and a new registry counts its versions from 1 again.</summary>
    [Fact]
    public void The_verdict_on_a_lost_version_does_not_count_for_a_new_one_with_its_number()
    {
        MonitoringRow[] lost = [.. Made(PolicyAction.Train, 9, version: null), .. Made(PolicyAction.Promote, 8, version: 4, isDone: false)];
        var facts = Facts with { Champion = null, Challenger = 4, Decisions = lost };
        Assert.Equal(PolicyAction.Notify, PolicyRules.Decide(new(), facts).Action);
        facts = facts with { Decisions = [.. lost, .. Made(PolicyAction.Train, 1, version: null)] };
        Assert.Equal((PolicyAction.Promote, 4), (PolicyRules.Decide(new(), facts).Action, PolicyRules.Decide(new(), facts).Version));
    }

    [Fact]
    public void A_champion_whose_index_has_ended_is_trained_anew_and_its_successor_does_not_wait_as_a_shadow()
    {
        var facts = Facts with { LostIndex = Vxn };
        const string Lost = "The champion learnt from ^VXN, which has no value on the newest sessions, so it cannot forecast.";
        var retrain = PolicyRules.Decide(new(), facts);
        Assert.Equal((PolicyAction.Retrain, 3), (retrain.Action, retrain.Version));
        Assert.Equal(Lost, Assert.Single(retrain.Reasons));

        // The version of this session has no shadow session yet.
        MonitoringRow[] made = [.. Made(PolicyAction.Retrain, 0)];
        var promote = PolicyRules.Decide(new(), facts with { Challenger = 4, Decisions = made });
        Assert.Equal((PolicyAction.Promote, 4), (promote.Action, promote.Version));
        Assert.Equal($"{Lost} So version 4 does not wait for sessions as a shadow, and its gate is that of a first version.",
            Assert.Single(promote.Reasons));
        Assert.Equal(PolicyAction.Keep, PolicyRules.Decide(new(), Facts with { Challenger = 4, Decisions = made }).Action);
    }

    [Fact]
    public void A_training_for_a_lost_index_that_failed_is_not_repeated_within_the_cooldown()
    {
        var facts = Facts with { LostIndex = Vxn, Decisions = [.. Made(PolicyAction.Retrain, 1, isDone: false)] };
        Assert.Equal(PolicyAction.Keep, PolicyRules.Decide(new(), facts).Action);
        Assert.Equal(PolicyAction.Notify,
            PolicyRules.Decide(new() { Mode = PolicyMode.DryRun }, Facts with { LostIndex = Vxn }).Action);
    }

    [Fact]
    public void A_fit_from_before_the_index_ended_does_not_hold_back_the_training()
    {
        var policy = new MonitoringPolicy();
        Assert.True(policy.Cooldown > 6);
        var soon = Facts with { LostIndex = new("^VXN", Today.AddDays(-6)), Decisions = [.. Made(PolicyAction.Retrain, 3)] };
        Assert.Equal(PolicyAction.Retrain, PolicyRules.Decide(policy, soon).Action);
        // The same fit is after the end of an index that ended earlier.
        Assert.Equal(PolicyAction.Keep, PolicyRules.Decide(policy, soon with { LostIndex = Vxn }).Action);
    }

    [Fact]
    public void A_challenger_that_cannot_forecast_either_is_not_judged_and_makes_room_for_the_next_version()
    {
        var facts = Facts with { Challenger = 4, LostIndexOfChallenger = Vxn, ShadowSessions = 5 };
        var alone = PolicyRules.Decide(new(), facts);
        Assert.Equal((PolicyAction.Keep, 3), (alone.Action, alone.Version));
        Assert.StartsWith("Version 4 learnt from ^VXN, which has no value on the newest sessions", Assert.Single(alone.Reasons),
            StringComparison.Ordinal);
        Assert.Equal(PolicyAction.Retrain, PolicyRules.Decide(new(), facts with { SessionsSinceFit = 1000 }).Action);
        Assert.Equal(PolicyAction.Retrain, PolicyRules.Decide(new(), facts with { LostIndex = Vxn }).Action);
    }

    [Fact]
    public void Without_a_finding_nothing_changes()
    {
        var decision = PolicyRules.Decide(new(), Facts);
        Assert.Equal((PolicyAction.Keep, 3), (decision.Action, decision.Version));
        Assert.Equal("keep", decision.ToRow(Facts).Check);
        Assert.Equal((Model, "3"), (decision.ToRow(Facts).Model, decision.ToRow(Facts).ModelVersion));
    }

    [Fact]
    public void The_first_version_is_trained_and_then_judged()
    {
        var none = Facts with { Champion = null, SessionsSinceFit = null };
        Assert.Equal(PolicyAction.Train, PolicyRules.Decide(new(), none).Action);
        var away = PolicyRules.Decide(new(), none with { Published = SampleForecast.Of(Today.AddDays(-1)) });
        Assert.Equal(PolicyAction.Notify, away.Action);
        Assert.StartsWith("The registry has no version of volcast-SPY-5d, but the lake holds a forecast of version 1 from 2024-03-27: the "
            + "registry may be missing.", away.Reasons.Single(), StringComparison.Ordinal);
        var untried = Facts with { Champion = null, Challenger = 1 };
        var decision = PolicyRules.Decide(new(), untried);
        Assert.Equal((PolicyAction.Promote, 1), (decision.Action, decision.Version));
        Assert.Equal(PolicyAction.Notify, PolicyRules.Decide(
            new(), untried with { Decisions = [.. Made(PolicyAction.Promote, 1, version: 1, isDone: false)] }).Action);
    }

    [Theory]
    [InlineData(62, PolicyAction.Keep)]
    [InlineData(63, PolicyAction.Retrain)]
    public void The_schedule_counts_sessions_since_the_newest_fit(int sessions, PolicyAction expected) =>
        Assert.Equal(expected, PolicyRules.Decide(new(), Facts with { SessionsSinceFit = sessions }).Action);

    [Theory]
    [InlineData(1, "The newest fit is 1 session old; the schedule is every 1.")]
    [InlineData(63, "The newest fit is 63 sessions old; the schedule is every 1.")]
    [InlineData(PolicyFacts.UnknownAge, "The versions do not say when they were fitted; the schedule is every 1.")]
    public void A_scheduled_fit_states_the_age_of_the_newest(int sessions, string reason) => Assert.Equal(
        [reason], PolicyRules.Decide(new() { RetrainEvery = 1 }, Facts with { SessionsSinceFit = sessions }).Reasons);

    [Fact]
    public void The_cause_of_a_red_loss_decides_between_recalibration_and_retraining()
    {
        var red = Check(CheckNames.LossAlarm);
        Assert.Equal(PolicyAction.Retrain, Decide(red));
        Assert.Equal(PolicyAction.Recalibrate, Decide(red, Check(CheckNames.Miscalibration)));
        Assert.Equal(PolicyAction.Retrain, Decide(red, Check(CheckNames.Miscalibration), Check(CheckNames.Discrimination)));
        Assert.Equal(PolicyAction.Keep, Decide(Check(CheckNames.LossAlarm, MonitoringStatus.Warning)));
        Assert.Equal(PolicyAction.Keep, Decide(Check(CheckNames.LossAlarm, MonitoringStatus.Insufficient)));

        static PolicyAction Decide(params MonitoringRow[] checks) =>
            PolicyRules.Decide(new(), Facts with { Checks = checks }).Action;
    }

    [Fact]
    public void Drift_alone_notifies_a_person_and_changes_nothing()
    {
        var decision = PolicyRules.Decide(new(), Facts with { Checks = [Check(CheckNames.Drift, subject: "vix")] });
        Assert.Equal(PolicyAction.Notify, decision.Action);
        Assert.Equal(["vix drift: red"], decision.Read);
        Assert.Equal(MonitoringStatus.Warning, decision.ToRow(Facts).Status);
    }

    [Fact]
    public void A_challenger_waits_for_its_shadow_sessions_and_is_judged_once()
    {
        var challenged = Facts with { Challenger = 4, ShadowSessions = 4, Checks = [Check(CheckNames.LossAlarm)] };
        Assert.Equal(PolicyAction.Keep, PolicyRules.Decide(new(), challenged).Action);
        var ready = challenged with { ShadowSessions = 5 };
        var decision = PolicyRules.Decide(new(), ready);
        Assert.Equal((PolicyAction.Promote, 4), (decision.Action, decision.Version));
        // Refused, so the finding may ask for another version.
        Assert.Equal(PolicyAction.Retrain, PolicyRules.Decide(
            new(), ready with { Decisions = [.. Made(PolicyAction.Promote, 1, version: 4, isDone: false)] }).Action);
    }

    [Fact]
    public void A_refused_challenger_is_reported_until_another_version_takes_its_place()
    {
        var refused = Facts with
        {
            Challenger = 4,
            ShadowSessions = 9,
            Decisions = [.. Made(PolicyAction.Promote, 1, version: 4, isDone: false)],
        };
        Assert.Equal(PolicyAction.Notify, PolicyRules.Decide(new(), refused).Action);
        Assert.Equal(PolicyAction.Retrain, PolicyRules.Decide(new(), refused with { SessionsSinceFit = 63 }).Action);
    }

    [Fact]
    public void With_approval_a_ready_challenger_waits_for_a_person()
    {
        var decision = PolicyRules.Decide(
            new() { RequiresApproval = true }, Facts with { Challenger = 4, ShadowSessions = 9 });
        Assert.Equal((PolicyAction.Notify, PolicyAction.Promote), (decision.Action, decision.Withheld));
        Assert.Equal(
            [
                "Version 4 has forecast as a shadow on 9 sessions.",
                "A person has to approve it: run `volcast registry promote volcast-SPY-5d/4`.",
            ],
            decision.Reasons);
        Assert.Equal((3, 4), (decision.Version, decision.Challenger));
    }

    [Fact]
    public void With_approval_the_first_version_of_a_model_waits_for_a_person()
    {
        var policy = new MonitoringPolicy { RequiresApproval = true };
        var none = Facts with { Champion = null, SessionsSinceFit = null };
        Assert.Equal(PolicyAction.Train, PolicyRules.Decide(policy, none).Action);
        var decision = PolicyRules.Decide(policy, Facts with { Champion = null, Challenger = 1 });
        Assert.Equal((PolicyAction.Notify, PolicyAction.Promote), (decision.Action, decision.Withheld));
        Assert.Equal("A person has to approve it: run `volcast registry promote volcast-SPY-5d/1`.", decision.Reasons[^1]);
        Assert.Equal((null, 1), (decision.Version, decision.Challenger));
    }

    /// <summary>A promotion that was decided and interrupted before the policy required approval.</summary>
    [Fact]
    public void With_approval_an_interrupted_promotion_waits_for_a_person()
    {
        var ready = Facts with { Challenger = 4, ShadowSessions = 9 };
        var decided = PolicyRules.Decide(new(), ready).ToRow(ready);
        Assert.Equal("promote", decided.Check);
        Assert.Equal(PolicyAction.Notify,
            PolicyRules.Decide(new() { RequiresApproval = true }, ready with { Decisions = [decided] }).Action);
    }

    [Theory]
    [InlineData(20, PolicyAction.Keep)]
    [InlineData(21, PolicyAction.Retrain)]
    public void A_finding_waits_for_the_cooldown(int sessionsAgo, PolicyAction expected) => Assert.Equal(expected,
        PolicyRules.Decide(new(), Facts with
        {
            Checks = [Check(CheckNames.LossAlarm)],
            Decisions = [.. Made(PolicyAction.Recalibrate, sessionsAgo)],
        }).Action);

    [Fact]
    public void Only_what_asks_for_the_action_is_a_reason()
    {
        var due = Facts with
        {
            SessionsSinceFit = 100,
            Checks = [Check(CheckNames.Drift, subject: "ret_20d"), Check(CheckNames.PitAlarm), Check(CheckNames.LossAlarm)],
        };
        var decision = PolicyRules.Decide(new(), due);
        Assert.Equal(PolicyAction.Retrain, decision.Action);
        Assert.Equal(["The newest fit is 100 sessions old; the schedule is every 63.", "live loss_alarm is red."], decision.Reasons);
        Assert.Equal(["live loss_alarm: red", "live pit_alarm: red", "ret_20d drift: red"], decision.Read.Order());
        Assert.Equal(["ret_20d drift is red."], PolicyRules.Decide(
            new(), due with { SessionsSinceFit = 1, Checks = [Check(CheckNames.Drift, subject: "ret_20d")] }).Reasons);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# all are defaults\n")]
    [InlineData("---\n")]
    public void A_file_without_keys_is_the_default_policy(string yaml)
    {
        var (parsed, usual) = (PolicyFile.Parse(System.Text.Encoding.UTF8.GetBytes(yaml), "policy.yaml"), new MonitoringPolicy());
        Assert.Equal(usual.Rules, parsed.Rules);
        Assert.Equal(usual with { Rules = [] }, parsed with { Rules = [] });
    }

    [Fact]
    public void A_failed_attempt_is_not_repeated_within_the_cooldown() => Assert.Equal(PolicyAction.Keep,
        PolicyRules.Decide(new(), Facts with
        {
            Checks = [Check(CheckNames.PitAlarm)],
            Decisions = [.. Made(PolicyAction.Recalibrate, 1, isDone: false)],
        }).Action);

    [Fact]
    public void A_spent_budget_notifies_a_person_and_a_failed_attempt_does_not_count()
    {
        var policy = new MonitoringPolicy { Budget = 2, Cooldown = 0 };
        var due = Facts with { SessionsSinceFit = 100 };
        MonitoringRow[] spent = [.. Made(PolicyAction.Retrain, 251), .. Made(PolicyAction.Recalibrate, 30)];
        var decision = PolicyRules.Decide(policy, due with { Decisions = spent });
        Assert.Equal((PolicyAction.Notify, PolicyAction.Retrain), (decision.Action, decision.Withheld));
        MonitoringRow[] failed = [.. Made(PolicyAction.Retrain, 251), .. Made(PolicyAction.Retrain, 30, isDone: false)];
        Assert.Equal(PolicyAction.Retrain, PolicyRules.Decide(policy, due with { Decisions = failed }).Action);
        MonitoringRow[] old = [.. Made(PolicyAction.Retrain, 252), .. Made(PolicyAction.Recalibrate, 30)];
        Assert.Equal(PolicyAction.Retrain, PolicyRules.Decide(policy, due with { Decisions = old }).Action);
    }

    [Fact]
    public void A_dry_run_says_what_it_would_do_and_a_pause_decides_nothing()
    {
        var due = Facts with { SessionsSinceFit = 100 };
        var dry = PolicyRules.Decide(new() { Mode = PolicyMode.DryRun }, due);
        Assert.Equal((PolicyAction.Notify, PolicyAction.Retrain), (dry.Action, dry.Withheld));
        Assert.Equal(PolicyAction.Keep, PolicyRules.Decide(new() { Mode = PolicyMode.Paused }, due).Action);
    }

    [Fact]
    public void An_interrupted_decision_is_carried_out_again_and_a_finished_one_is_not()
    {
        var decision = PolicyRules.Decide(new(), Facts with { SessionsSinceFit = 63 });
        var interrupted = Facts with { Decisions = [decision.ToRow(Facts)] };
        var again = PolicyRules.Decide(new(), interrupted);
        Assert.Equal((PolicyAction.Retrain, 3), (again.Action, again.Version));
        Assert.Equal(decision.Reasons, again.Reasons);
        var finished = interrupted with
        {
            Decisions = [decision.ToRow(Facts), decision.ResultRow(Facts, isDone: true, 4, "Version 4 was registered.")],
        };
        Assert.Equal(PolicyAction.Keep, PolicyRules.Decide(new(), finished).Action);
    }

    [Theory]
    [InlineData(3, 4, true)] // Interrupted before the alias moved,
    [InlineData(4, null, true)] // after it moved,
    [InlineData(5, null, false)] // or a person has promoted version 5 since.
    public void An_interrupted_promotion_is_carried_out_again_unless_a_person_moved_the_aliases(
        int champion, int? challenger, bool isCarriedOut)
    {
        var ready = Facts with { Challenger = 4, ShadowSessions = 9 };
        var decided = PolicyRules.Decide(new(), ready).ToRow(ready);
        var again = PolicyRules.Decide(new(), Facts with { Champion = champion, Challenger = challenger, Decisions = [decided] });
        Assert.Equal(isCarriedOut ? (PolicyAction.Promote, 4) : (PolicyAction.Keep, champion), (again.Action, again.Version!.Value));
    }

    /// <summary>The shadow forecast of the day on which a version is made comes after the decision, so a second run of the day finds
    /// one more than the first.</summary>
    [Theory]
    [InlineData(1, 0, PolicyAction.Keep)]
    [InlineData(1, 1, PolicyAction.Promote)]
    [InlineData(0, 0, PolicyAction.Promote)]
    public void A_second_run_on_the_day_on_which_a_challenger_is_made_decides_as_the_first(
        int shadowSessions, int sessionsAgo, PolicyAction expected)
    {
        var policy = new MonitoringPolicy { ShadowSessions = shadowSessions };
        var made = Facts with { Challenger = 4, Decisions = [.. Made(PolicyAction.Retrain, sessionsAgo)] };
        var (first, second) = (PolicyRules.Decide(policy, made), PolicyRules.Decide(policy, made with { ShadowSessions = 1 }));
        Assert.Equal(expected, second.Action);
        if (sessionsAgo == 0 && shadowSessions > 0)
            Assert.Equal(first.Reasons, second.Reasons);
    }

    [Fact]
    public void Rows_of_decisions_satisfy_the_table()
    {
        var decision = PolicyRules.Decide(new(), Facts with { SessionsSinceFit = 63 });
        var rows = new MonitoringTable
        {
            Symbol = Volcast.Services.Tests.SimulatedLake.Spy,
            Rows = [decision.ToRow(Facts), decision.ResultRow(Facts, isDone: true, 4, "done")],
        };
        Assert.Empty(MonitoringTable.Schema.Validate(rows.ToFrame()).Errors);
    }
}
