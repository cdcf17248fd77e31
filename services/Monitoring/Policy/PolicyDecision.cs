using System.Globalization;
using System.Text.Json.Nodes;
using Volcast.Lake.Tables;

namespace Volcast.Services.Monitoring.Policy;

/// <summary>What the policy decided about one model.</summary>
public enum PolicyAction
{
    /// <summary>Nothing changes.</summary>
    Keep,

    /// <summary>The alert <c>decision</c> reports the reasons to a person; nothing else changes.</summary>
    Notify,

    /// <summary>The first version of a model is trained and judged.</summary>
    Train,

    /// <summary>The level of the forecasts and the state of the intervals are corrected in a new version.</summary>
    Recalibrate,

    /// <summary>The recipe is fitted again in a new version.</summary>
    Retrain,

    /// <summary>The challenger is judged by its gate, and promoted if it passes.</summary>
    Promote,
}

/// <summary>A decision about one model, with its reasons and what it read.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="Reasons">Why, in sentences.</param>
public sealed record PolicyDecision(PolicyAction Action, IReadOnlyList<string> Reasons)
{
    private const string ChallengerName = "challenger";
    private const string VersionName = "version";

    /// <summary>The version that is to be promoted; otherwise the champion; null if there is none.</summary>
    public int? Version { get; init; }

    /// <summary>The challenger that a person is notified of: one that its gate refused, or that waits for approval; otherwise
    /// null.</summary>
    public int? Challenger { get; init; }

    /// <summary>The action that the policy would have taken if its mode, cooldown or budget allowed it; null if nothing was
    /// withheld.</summary>
    public PolicyAction? Withheld { get; init; }

    /// <summary>The rows of <c>monitoring</c> that it was based on: subject and check, with their status.</summary>
    public IReadOnlyList<string> Read { get; init; } = [];

    /// <summary>Whether something has to be carried out.</summary>
    public bool IsCarriedOut => Action is not (PolicyAction.Keep or PolicyAction.Notify);

    /// <summary>The name of an action as a check of the table <c>monitoring</c>.</summary>
    public static string NameOf(PolicyAction action) => action.ToString().ToLowerInvariant();

    /// <summary>The row of the table <c>monitoring</c>.</summary>
    public MonitoringRow ToRow(PolicyFacts facts) => Row(facts, NameOf(Action),
        Action == PolicyAction.Notify || Withheld is not null ? MonitoringStatus.Warning : MonitoringStatus.Ok,
        new JsonObject
        {
            ["reasons"] = CheckDetail.Sentences(Reasons),
            ["read"] = CheckDetail.Sentences(Read),
            ["withheld"] = Withheld is { } action ? NameOf(action) : null,
            [ChallengerName] = Challenger,
        });

    /// <summary>The row with the result of the action.</summary>
    /// <param name="facts">What the decision was based on.</param>
    /// <param name="isDone">Whether the action was carried out; false if it failed or was refused.</param>
    /// <param name="made">The version that it made or promoted; null if there is none.</param>
    /// <param name="sentence">What happened.</param>
    public MonitoringRow ResultRow(PolicyFacts facts, bool isDone, int? made, string sentence) => Row(
        facts, NameOf(Action) + MonitoringRow.ResultSuffix, isDone ? MonitoringStatus.Ok : MonitoringStatus.Failed,
        new JsonObject { [VersionName] = made, ["result"] = sentence });

    /// <summary>The decision of this session that was stored and whose result was not; null if there is none. It was interrupted,
    /// and is carried out again. A promotion is not, if its version is neither challenger nor champion any more: a person has
    /// moved the aliases since.</summary>
    public static PolicyDecision? Interrupted(PolicyFacts facts)
    {
        foreach (var row in facts.Decisions.Where(row => row.Session == facts.Session))
        {
            int? version = int.TryParse(row.ModelVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number : null;
            if (Enum.TryParse<PolicyAction>(row.Check, ignoreCase: true, out var action)
                && new PolicyDecision(action, CheckDetail.Reasons(row)) { Version = version } is { IsCarriedOut: true } decision
                && (action != PolicyAction.Promote || version == facts.Challenger || version == facts.Champion)
                && !facts.Decisions.Any(other => other.IsResultOf(row)))
                return decision;
        }
        return null;
    }

    /// <summary>What a row of a decision or of its result reports about a challenger, the same on each session on which it is
    /// reported: that its gate refused it, or that it waits for approval; empty if it reports something else.</summary>
    public static string EventOf(MonitoringRow row)
    {
        if (IsResult(row, PolicyAction.Promote) && row.Status == MonitoringStatus.Failed)
            return $"{row.ModelVersion} refused";
        var challenger = CheckDetail.Number(row, ChallengerName);
        return !double.IsFinite(challenger) ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{challenger:0} ")
                + (CheckDetail.Text(row, "withheld") == NameOf(PolicyAction.Promote) ? "waits for approval" : "refused");
    }

    /// <summary>Whether a row is the result of an action. Its status is <see cref="MonitoringStatus.Ok"/> if the action was
    /// carried out.</summary>
    public static bool IsResult(MonitoringRow row, PolicyAction action) => row.ResultOf == NameOf(action);

    /// <summary>Whether a row is the result of a training or refit that made a version.</summary>
    public static bool HasMade(MonitoringRow row, int version) => row.Status == MonitoringStatus.Ok
        && (IsResult(row, PolicyAction.Train) || IsResult(row, PolicyAction.Retrain) || IsResult(row, PolicyAction.Recalibrate))
        && CheckDetail.Number(row, VersionName) == version;

    private MonitoringRow Row(PolicyFacts facts, string check, MonitoringStatus status, JsonObject detail) => new()
    {
        Horizon = facts.Horizon,
        Session = facts.Session,
        Subject = CheckSubjects.Model,
        Model = Version is null ? "" : facts.Model,
        ModelVersion = Version is { } version ? $"{version}" : "",
        Check = check,
        Kind = MonitoringKind.Decision,
        Status = status,
        Detail = detail.ToJsonString(),
    };
}
