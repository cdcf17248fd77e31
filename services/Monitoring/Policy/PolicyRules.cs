using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Monitoring.Policy;

/// <summary>Decides about one model. A pure function of the policy and the facts.</summary>
public static class PolicyRules
{
    private const int SessionsOfBudget = 252;

    /// <summary>An interrupted decision comes first. Then a challenger waits for its shadow sessions or is judged; beside a champion
    /// that cannot forecast any more it does not wait, and one that cannot forecast itself is not judged. Only without one do a lost index, the schedule and the findings ask for a
    /// new version, within cooldown and budget. No finding promotes. If the policy
    /// requires approval, a person promotes every version, also the first of a model.</summary>
    public static PolicyDecision Decide(MonitoringPolicy policy, PolicyFacts facts)
    {
        if (policy.Mode == PolicyMode.Paused)
            return new(PolicyAction.Keep, ["The policy is paused."]) { Version = facts.Champion };
        var decision = PolicyDecision.Interrupted(facts) ?? Wanted(policy, facts);
        if (policy.RequiresApproval && decision is { Action: PolicyAction.Promote, Version: { } ready })
            decision = Withhold(decision, PolicyAction.Notify,
                $"A person has to approve it: run `volcast registry promote {facts.Model}/{ready}`.") with
            {
                Version = facts.Champion,
                Challenger = ready,
            };
        return policy.Mode == PolicyMode.DryRun && decision.IsCarriedOut
            ? Withhold(decision, PolicyAction.Notify, "The policy is in dry-run mode, so nothing is carried out.")
            : decision;
    }

    private static PolicyDecision Wanted(MonitoringPolicy policy, PolicyFacts facts)
    {
        if (facts.SessionsSinceFit is null)
            return facts.Published is { } published
                ? new(PolicyAction.Notify,
                    [$"The registry has no version of {facts.Model}, but the lake holds a forecast of version {published.ModelVersion} "
                        + $"from {published.ForecastOrigin:yyyy-MM-dd}: the registry may be missing. Put it back. If it is lost, run "
                        + "`volcast train`: the new version 1 is another model than the one of the stored forecasts."])
                : new(PolicyAction.Train, [$"{facts.Model} has no version yet."]);
        if (facts.Champion is null)
            return UntriedFirst(facts)
                ?? new(PolicyAction.Notify, [$"{facts.Model} has no champion, and its challenger did not pass its gate."])
                {
                    Challenger = facts.Challenger,
                };
        if (facts is { Challenger: { } challenger, LostIndexOfChallenger: null } && !WasJudged(facts, challenger))
            return OfChallenger(policy, facts, challenger);
        return NewVersion(policy, facts);
    }

    private static PolicyDecision OfChallenger(MonitoringPolicy policy, PolicyFacts facts, int challenger)
    {
        if (facts.LostIndex is { } lost)
            return new(PolicyAction.Promote,
                [$"{Lost(lost)} So version {challenger} does not wait for sessions as a shadow, and its gate is that of a first "
                    + "version."])
            {
                Version = challenger,
            };
        // It forecasts from this session after it was made. A second run of the day finds that forecast, and must decide as the first.
        if (policy.ShadowSessions > 0 && WasMadeNow(facts, challenger))
            return new(PolicyAction.Keep,
                [$"Version {challenger} was made on this session, and waits for {Counted.Of(policy.ShadowSessions, "session")} as a "
                    + "shadow."])
            {
                Version = facts.Champion,
            };
        if (facts.ShadowSessions < policy.ShadowSessions)
            return new(PolicyAction.Keep,
                [$"Version {challenger} has forecast as a shadow on {facts.ShadowSessions} of "
                    + $"{Counted.Of(policy.ShadowSessions, "session")}."])
            {
                Version = facts.Champion,
            };
        return new(PolicyAction.Promote,
            [$"Version {challenger} has forecast as a shadow on {Counted.Of(facts.ShadowSessions, "session")}."])
        {
            Version = challenger,
        };
    }

    private static PolicyDecision NewVersion(MonitoringPolicy policy, PolicyFacts facts)
    {
        var found = policy.Rules
            .SelectMany(rule => facts.Checks.Where(rule.AppliesTo).Select(row => (Row: row, Response: Response(rule, facts))))
            .ToArray();
        var isDue = policy.RetrainEvery > 0 && facts.SessionsSinceFit >= policy.RetrainEvery;
        var lost = facts.LostIndex is { } ended ? Lost(ended) : null;
        var response = isDue || lost is not null ? PolicyResponse.Retrain : found.Select(one => one.Response).DefaultIfEmpty().Max();
        if (found.Length == 0 && !isDue && lost is null)
            return WithoutFinding(facts);
        var decision = new PolicyDecision(response switch
        {
            PolicyResponse.Retrain => PolicyAction.Retrain,
            PolicyResponse.Recalibrate => PolicyAction.Recalibrate,
            _ => PolicyAction.Notify,
        },
        [
            .. lost is null ? Array.Empty<string>() : [lost],
            .. isDue ? (string[])[Age(facts.SessionsSinceFit!.Value) + $"the schedule is every {policy.RetrainEvery}."] : [],
            // Of several rules the strongest response counts: what asks for less is no reason, but it was read.
            .. found.Where(one => one.Response == response).Select(one => $"{Name(one.Row)} is {Status(one.Row)}.").Distinct(),
        ])
        {
            Version = facts.Champion,
            Read = [.. found.Select(one => $"{Name(one.Row)}: {Status(one.Row)}")],
        };
        return decision.IsCarriedOut ? WithinLimits(policy, facts, decision, isDue) : decision;
    }

    /// <summary>While the challenger is a version that its gate refused, each decision reports that to a person. One that cannot
    /// forecast waits for the next version to take its place.</summary>
    private static PolicyDecision WithoutFinding(PolicyFacts facts)
    {
        if (facts.Challenger is not { } refused)
            return new(PolicyAction.Keep, ["No finding asks for a change."]) { Version = facts.Champion };
        if (facts.LostIndexOfChallenger is { } lost && !WasJudged(facts, refused))
            return new(PolicyAction.Keep,
                [$"Version {refused} learnt from {lost.Index}, which has no value on the newest sessions, so it cannot forecast and is "
                    + "not judged. No finding asks for a change of the champion."])
            {
                Version = facts.Champion,
            };
        var sentence = $"Version {refused} was refused by its gate and is still the challenger: `volcast registry show "
            + $"{facts.Model} {refused}` says why.";
        return new(PolicyAction.Notify, [sentence]) { Version = facts.Champion, Challenger = refused };
    }

    private static PolicyDecision WithinLimits(
        MonitoringPolicy policy, PolicyFacts facts, PolicyDecision decision, bool isDue)
    {
        // An attempt that failed counts for the cooldown, so that it is not repeated every day, but spends no budget.
        var attempts = facts.Decisions
            .Where(row => PolicyDecision.IsResult(row, PolicyAction.Retrain)
                || PolicyDecision.IsResult(row, PolicyAction.Recalibrate))
            .Select(row => (row.Status, Ago: facts.SessionsBetween(row.Session, facts.Session))).ToArray();
        var spent = attempts.Count(one => one.Status == MonitoringStatus.Ok && one.Ago < SessionsOfBudget);
        if (spent >= policy.Budget)
            return Withhold(decision, PolicyAction.Notify,
                $"{Counted.Of(spent, "version")} {(spent == 1 ? "was" : "were")} made by retraining or recalibration within "
                + $"{SessionsOfBudget} sessions, which is the budget.");
        // A version from before the index ended is no reason to wait for one that can forecast.
        var mostAgo = facts.LostIndex?.Last is { } last
            ? facts.SessionsBetween(last, facts.Session) - IndexChoice.MostSessionsBehind : int.MaxValue;
        var recent = attempts.Where(one => one.Ago < mostAgo).ToArray();
        return !isDue && recent.Length > 0 && recent.Min(one => one.Ago) is var ago && ago < policy.Cooldown
            ? Withhold(decision, PolicyAction.Keep,
                $"The last attempt was {Counted.Of(ago, "session")} ago; the cooldown is {policy.Cooldown}.")
            : decision;
    }

    private static PolicyDecision Withhold(PolicyDecision decision, PolicyAction instead, string reason) => decision with
    {
        Action = instead,
        Reasons = [.. decision.Reasons, reason],
        Withheld = decision.Action,
    };

    private static PolicyResponse Response(PolicyRule rule, PolicyFacts facts)
    {
        if (rule.Response != PolicyResponse.ByCause)
            return rule.Response;
        return Has(CheckNames.Miscalibration) && !Has(CheckNames.Discrimination)
            ? PolicyResponse.Recalibrate
            : PolicyResponse.Retrain;

        bool Has(string check) => facts.Checks.Any(row =>
            row.Check == check && row.Status is MonitoringStatus.Warning or MonitoringStatus.Failed);
    }

    private static bool WasMadeNow(PolicyFacts facts, int version) => facts.Decisions.Any(row =>
        row.Session == facts.Session && PolicyDecision.HasMade(row, version));

    /// <summary>Whether the gate has judged this version before. A refused version is not judged again. The verdict on an earlier
    /// version with this number, of a registry that was lost, does not count.</summary>
    private static bool WasJudged(PolicyFacts facts, int version)
    {
        var made = facts.Decisions.Where(row => PolicyDecision.HasMade(row, version)).Select(row => row.Session)
            .DefaultIfEmpty().Max();
        return facts.Decisions.Any(row => PolicyDecision.IsResult(row, PolicyAction.Promote)
            && row.ModelVersion == $"{version}" && row.Session >= made);
    }

    private static PolicyDecision? UntriedFirst(PolicyFacts facts) =>
        facts.Challenger is { } challenger && !WasJudged(facts, challenger)
            ? new(PolicyAction.Promote, [$"{facts.Model} has no champion yet."]) { Version = challenger }
            : null;

    private static string Lost(LostIndex lost) =>
        $"The champion learnt from {lost.Index}, which has no value on the newest sessions, so it cannot forecast.";

    private static string Age(int sessions) => sessions == PolicyFacts.UnknownAge
        ? "The versions do not say when they were fitted; "
        : $"The newest fit is {Counted.Of(sessions, "session")} old; ";

    private static string Name(MonitoringRow row) => $"{row.Subject} {row.Check}";

    private static string Status(MonitoringRow row) => row.Status == MonitoringStatus.Failed ? "red" : "yellow";
}
