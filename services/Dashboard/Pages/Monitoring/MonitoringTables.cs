using System.Text.Json;
using Volcast.ApiContract.Models;
using Volcast.ApiContract.Monitoring;
using Volcast.Reports;
using Volcast.Services.Dashboard.Pages.Models;

namespace Volcast.Services.Dashboard.Pages.Monitoring;

/// <summary>The tables of Monitoring.</summary>
internal static class MonitoringTables
{
    /// <summary>What a check without a conclusion has.</summary>
    public const string TooLittle = "too little data";

    public static ReportTable Findings(MonitoringModel model) => Of("findings", "Findings", model.Findings);

    public static ReportTable Models(MonitoringModel model) => Of("models",
        $"Loss and calibration of the live forecasts over {NumberText.Count(model.Horizon, "session")}",
        model.Checks.Where(check =>
            check.Kind is ("loss" or "calibration") && check.Subject == "live" && check.Horizon == model.Horizon));

    public static ReportTable Data(MonitoringModel model) => Of("data", "Data and systems",
        model.Checks.Where(check => check.Kind is "data" or "system"));

    /// <summary>Inputs, forecasts and outcomes, those of the largest loss impact first.</summary>
    public static ReportTable Drift(MonitoringModel model)
    {
        var impacts = model.Features.ToDictionary(feature => feature.Feature, StringComparer.Ordinal);
        return new()
        {
            Name = "drift",
            Title = "Drift: how far the newest window lies from the history before it, and what that can mean for the loss",
            Columns =
            [
                new("label", "of"), new("status", "verdict"),
                new("impact", "loss impact", "0.000", HasBar: true),
                new("wasserstein", "distance, in standard deviations", "0.00"),
                new("contribution", "mean |contribution|", "0.000"),
                new("mean_shift", "shift of the mean", "+0.00;-0.00;0.00"), new("value", "adjusted p", TableColumn.PValue),
            ],
            Rows =
            [
                .. model.Checks.Where(check => check.Kind == "drift")
                    .Select(check => (Check: check, Impact: check.Horizon == 0 ? impacts.GetValueOrDefault(check.Subject) : null))
                    .OrderByDescending(one => one.Impact?.LossImpact ?? -1)
                    .ThenByDescending(one => MonitoringModel.Fact(one.Check, "wasserstein"))
                    .Select(one => (Cell[])
                    [
                        one.Check.Horizon == 0 ? model.LabelOf(one.Check.Subject) : $"{one.Check.Subject} over {Horizon(one.Check)}",
                        Status(one.Check.Status), one.Impact?.LossImpact,
                        MonitoringModel.Fact(one.Check, "wasserstein"), one.Impact?.MeanAbsoluteContribution,
                        MonitoringModel.Fact(one.Check, "mean_shift"), one.Check.Value,
                    ]),
            ],
            Note = "The distance is Wasserstein's, normed. The contribution is that to the newest forecasts, in log variance. The "
                + "loss impact is their product: it ranks which change can have touched the loss, and is no measured loss. A small "
                + "adjusted p says that then and now differ. Drift alone is no reason to retrain.",
        };
    }

    /// <summary>The alerts and the decisions that the page shows, at most; a download has all.</summary>
    public const int MostRows = 30;

    public static ReportTable Alerts(MonitoringModel model) => new()
    {
        Name = "alerts",
        Title = "Alerts",
        Columns =
        [
            new("session", "session"), new("horizon", "horizon"), new("check", "alert"), new("state", "state"),
            new("text", "text"),
        ],
        Rows =
        [
            .. model.Alerts.Select(one => (Cell[])
                [
                    NumberText.Day(one.Session), Horizon(one), Name(one.Check), one.Status == "failed" ? "✕ raised" : "✓ cleared",
                    Text(one, "text"),
                ]),
        ],
    };

    /// <summary>A row for each decision, with what came of it. The status is that of the result where there is one.</summary>
    public static ReportTable Decisions(MonitoringModel model)
    {
        var decided = model.Decisions.Where(one => one.ResultOf is null).Select(one => Key(one, one.Check)).ToHashSet();
        var results = model.Decisions.Where(one => one.ResultOf is not null).ToDictionary(one => Key(one, one.ResultOf!));
        return new()
        {
            Name = "decisions",
            Title = "Decisions",
            Columns =
            [
                new("session", "session"), new("horizon", "horizon"), new("check", "what"), new("status", "status"),
                new("reasons", "why"), new("result", "result"),
            ],
            Rows =
            [
                .. model.Decisions.Where(one => one.ResultOf is not { } decision || !decided.Contains(Key(one, decision)))
                    .Select(one => Row(one, results.GetValueOrDefault(Key(one, one.Check)) ?? one)),
            ],
        };

        static (DateOnly, int, string, int?, string) Key(CheckDocument one, string check) =>
            (one.Session, one.Horizon, one.Subject, one.ModelVersion, check);

        static Cell[] Row(CheckDocument decision, CheckDocument result) =>
        [
            NumberText.Day(decision.Session), Horizon(decision), Name(decision.Check), Status(result.Status), Reasons(decision),
            Text(result, "result"),
        ];
    }

    /// <summary>Every version, the newest first, and when it was champion.</summary>
    public static ReportTable Versions(ModelDocument model) => new()
    {
        Name = "versions",
        Title = $"Fits of {model.Model}, and which of them was champion when",
        Columns =
        [
            new("model_version", "version", "0"), new("created_at", "fitted"), new("trained_to", "trained to"),
            new("gate_status", "gate"), new("champion_from", "champion from"), new("champion_to", "to"),
            new("promoted_by", "promoted by"), new("champion_reason", "why"),
        ],
        Rows =
        [
            .. model.Versions.OrderByDescending(version => version.ModelVersion).SelectMany(version =>
                model.ChampionTenures.Where(tenure => tenure.ModelVersion == version.ModelVersion)
                    .Cast<ChampionTenureDocument?>().DefaultIfEmpty().Reverse().Select(tenure => (Cell[])
                    [
                        version.ModelVersion, NumberText.Moment(version.CreatedAt), NumberText.Day(version.TrainedTo),
                        ModelsTables.Gate(version.GateStatus),
                        tenure is null ? NumberText.Missing : NumberText.Moment(tenure.From),
                        tenure is null ? NumberText.Missing : tenure.To is { } end ? NumberText.Moment(end) : "now",
                        tenure?.PromotedBy ?? NumberText.Missing, tenure?.ChampionReason ?? NumberText.Missing,
                    ])),
        ],
    };

    /// <summary>A state with a sign that does not depend on colour.</summary>
    public static string Status(string status) => status switch
    {
        "ok" => "✓ ok",
        "warning" => "! warning",
        "failed" => "✕ failed",
        _ => $"… {TooLittle}",
    };

    private static ReportTable Of(string name, string title, IEnumerable<CheckDocument> checks) => new()
    {
        Name = name,
        Title = title,
        Columns =
        [
            new("check", "check"), new("status", "verdict"), new("subject", "of"), new("horizon", "horizon"),
            new("value", "value", "0.###"), new("threshold", "limit", "0.###"),
        ],
        Rows =
        [
            .. checks.Select(check => (Cell[])
            [
                Name(check.Check), Status(check.Status), check.Subject, Horizon(check),
                Number(check, check.Value), Number(check, check.Threshold),
            ]),
        ],
    };

    private static string Name(string check) => check switch
    {
        "loss_alarm" => "loss has grown against HAR (E)",
        "pit_alarm" => "distribution is wrong (E)",
        "coverage_80" => "share inside the 80 % interval",
        "coverage_95" => "share inside the 95 % interval",
        "miscalibration" => "miscalibration (p)",
        "discrimination" => "discrimination (p)",
        "drift" => "drift (adjusted p)",
        "freshness" => "sessions behind",
        "missing_sessions" => "missing sessions",
        "quarantine" => "refused rows of 21 sessions",
        "out_of_range" => "values out of range",
        "notify" => "ask a person",
        _ => check.Replace('_', ' '),
    };

    private static Cell Number(CheckDocument check, double? value) =>
        value is { } share && check.Check is ("coverage_80" or "coverage_95") ? Cell.Shown(share, NumberText.Percent(share)) : value;

    private static string Horizon(CheckDocument check) =>
        check.Horizon == 0 ? NumberText.Missing : NumberText.Count(check.Horizon, "session");

    private static string Reasons(CheckDocument check) => Fact(check, "reasons") is { ValueKind: JsonValueKind.Array } reasons
        ? string.Join(' ', reasons.EnumerateArray().Select(reason => reason.ToString()))
        : NumberText.Missing;

    private static string Text(CheckDocument check, string fact) =>
        Fact(check, fact) is { ValueKind: JsonValueKind.String } text ? text.ToString() : NumberText.Missing;

    private static JsonElement? Fact(CheckDocument check, string name) =>
        check.Facts is { ValueKind: JsonValueKind.Object } facts && facts.TryGetProperty(name, out var value) ? value : null;
}
