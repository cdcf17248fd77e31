using System.Text.Json;
using Volcast.ApiContract.Models;
using Volcast.ApiContract.Monitoring;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Monitoring;

/// <summary>The checks of the newest session, and what led to them.</summary>
public sealed record MonitoringModel : PageModel
{
    private const int MostDistributions = 6;

    private const string Har = "har";

    /// <summary>The session of the checks.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>ok, warning or failed: the worst of the checks; null if none came to a conclusion.</summary>
    public required string? Status { get; init; }

    /// <summary>The newest revision of each check of the session.</summary>
    public required IReadOnlyList<CheckDocument> Checks { get; init; }

    /// <summary>Sessions ahead of <see cref="Loss"/>.</summary>
    public required int Horizon { get; init; }

    /// <summary>The loss alarm of the live forecasts over the horizon, ascending.</summary>
    public required IReadOnlyList<CheckDocument> Loss { get; init; }

    /// <summary>The alarm about the distribution of the same forecasts, ascending.</summary>
    public required IReadOnlyList<CheckDocument> Pit { get; init; }

    /// <summary>By how much the losses of the live forecasts are smaller in sum than those of the baseline, ascending.</summary>
    public required IReadOnlyList<(DateOnly Session, double Advantage)> Advantages { get; init; }

    /// <summary>The series whose drift is shown over time; null where none is checked.</summary>
    public required string? DriftOf { get; init; }

    /// <summary>Its drift, ascending.</summary>
    public required IReadOnlyList<CheckDocument> DriftHistory { get; init; }

    /// <summary>The features of the newest session whose drift was checked, the largest loss impact first.</summary>
    public required IReadOnlyList<FeatureDriftDocument> Features { get; init; }

    /// <summary>The features whose distributions are drawn: those of the largest loss impact.</summary>
    public IReadOnlyList<FeatureDriftDocument> Distributed =>
        [.. Features.Where(feature => feature.Distribution is not null).Take(MostDistributions)];

    /// <summary>The versions of the model and when each was champion; null where the API gives none.</summary>
    public required ModelDocument? Registered { get; init; }

    /// <summary>The series whose drift is checked, in the order of the alphabet.</summary>
    public IReadOnlyList<string> DriftSubjects => DriftSubjectsOf(Checks);

    /// <summary>A series in words: the label of a feature, else its name.</summary>
    public string LabelOf(string subject) => Features.FirstOrDefault(feature => feature.Feature == subject)?.Label ?? subject;

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<CheckDocument> Alerts { get; init; }

    /// <summary>The newest revisions of the policy's decisions that changed something and of their results, the newest session
    /// first.</summary>
    public required IReadOnlyList<CheckDocument> Decisions { get; init; }

    /// <summary>The checks that warn or failed, the failed ones first.</summary>
    public IReadOnlyList<CheckDocument> Findings =>
        [.. Current.Where(check => check.Status is "warning" or "failed").OrderBy(check => check.Status != "failed")];

    /// <summary>The checks without alerts and decisions.</summary>
    private CheckDocument[] Current => [.. Checks.Where(check => check.Kind is not ("alert" or "decision"))];

    /// <summary>The verdict as a sentence.</summary>
    public string Verdict => Status switch
    {
        "ok" when Current.Count(check => check.Status == "insufficient") is > 0 and var open =>
            $"{NumberText.Count(Current.Length - open, "check")} {(Current.Length - open == 1 ? "is" : "are")} well; "
                + $"{NumberText.Count(open)} had {MonitoringTables.TooLittle}.",
        "ok" => "All checks are well.",
        "warning" => $"{NumberText.Count(Findings.Count, "check")} {(Findings.Count == 1 ? "warns" : "warn")}; none failed.",
        "failed" => $"{NumberText.Count(Findings.Count(check => check.Status == "failed"), "check")} failed.",
        _ => $"There is {MonitoringTables.TooLittle} for a verdict.",
    };

    public override IReadOnlyList<ReportTable> Tables =>
    [
        MonitoringTables.Findings(this), MonitoringTables.Models(this), MonitoringTables.Drift(this), MonitoringTables.Data(this),
        MonitoringTables.Alerts(this), MonitoringTables.Decisions(this),
        .. Registered is null ? Array.Empty<ReportTable>() : [MonitoringTables.Versions(Registered)],
    ];

    /// <summary>The series whose drift is shown: the requested one, or the one that has moved most.</summary>
    internal static string? DriftSubject(MonitoringDocument newest, PageRequest request)
    {
        var checks = Latest(newest.Checks);
        return request.Choice("subject", DriftSubjectsOf(checks))
            ?? checks.Where(check => check.Kind == "drift").MaxBy(check => Fact(check, "wasserstein"))?.Subject;
    }

    /// <summary>A number among the facts of a check; NaN where it has none of this name.</summary>
    public static double Fact(CheckDocument check, string name) =>
        check.Facts is { ValueKind: JsonValueKind.Object } facts && facts.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : double.NaN;

    /// <param name="newest">The checks of the newest session.</param>
    /// <param name="history">What led to them.</param>
    /// <param name="horizon">Sessions ahead of the history.</param>
    /// <param name="driftOf">The series whose drift the history has; null for none.</param>
    public static MonitoringModel Of(
        MonitoringDocument newest, MonitoringHistory history, int horizon, string? driftOf) => new()
        {
            Symbol = newest.Symbol,
            DataKind = newest.DataKind,
            Session = newest.Session!.Value,
            Status = newest.Status,
            Checks = Latest(newest.Checks),
            Horizon = horizon,
            Loss = Ascending(history.Loss),
            Pit = Ascending(history.Pit),
            Advantages = AdvantagesOf(history.Scores),
            DriftOf = driftOf,
            DriftHistory = Ascending(history.Drift.Where(check => check.Horizon == 0 || check.Horizon == horizon)),
            Features = history.Features,
            Registered = history.Model,
            Alerts = history.Alerts,
            Decisions = Latest(history.Decisions.Where(check => check.Check != "keep")),
        };

    /// <summary>The newest revision of each check, in the given order. It alone counts: what it was made again for was wrong
    /// before.</summary>
    private static IReadOnlyList<CheckDocument> Latest(IEnumerable<CheckDocument> checks) =>
    [
        .. checks.GroupBy(check => (check.Session, check.Horizon, check.Subject, check.Model, check.ModelVersion, check.TrainedTo,
            check.Check)).Select(same => same.MaxBy(check => check.Revision)!),
    ];

    /// <summary>The newest revision of one check, a row for each session. Where two versions have one, as on the day of a
    /// promotion, the newer version counts.</summary>
    private static IReadOnlyList<CheckDocument> Ascending(IEnumerable<CheckDocument> checks) =>
    [
        .. Latest(checks).GroupBy(check => check.Session)
            .Select(same => same.MaxBy(check => (check.ModelVersion, check.TrainedTo))!).OrderBy(check => check.Session),
    ];

    /// <summary>On the sessions that both have a score of.</summary>
    private static List<(DateOnly, double)> AdvantagesOf(IReadOnlyList<CheckDocument> scores)
    {
        var known = scores.Where(score => score.Value is not null).ToArray();
        var baseline = Ascending(known.Where(score => score is { Subject: "baseline", Model: Har }))
            .ToDictionary(score => score.Session, score => score.Value!.Value);
        var (sum, all) = (0.0, new List<(DateOnly, double)>());
        foreach (var score in Ascending(known.Where(score => score.Subject == "live")))
            if (baseline.TryGetValue(score.Session, out var loss))
                all.Add((score.Session, sum += loss - score.Value!.Value));
        return all;
    }

    private static IReadOnlyList<string> DriftSubjectsOf(IReadOnlyList<CheckDocument> checks) =>
        [.. checks.Where(check => check.Kind == "drift").Select(check => check.Subject).Distinct().Order(StringComparer.Ordinal)];
}
