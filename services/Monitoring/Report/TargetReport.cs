using System.Globalization;
using Volcast.Drift;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Reports;
using Volcast.Reports.Charts;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Services.Monitoring.Report;

/// <summary>The report on the monitoring of one target: a page, and the same as JSON. Equal lakes give equal bytes.</summary>
public sealed class TargetReport
{
    public const string PageFile = "monitoring.html";
    public const string NumbersFile = "monitoring.json";

    /// <summary>The warning on a report of the simulated market.</summary>
    public const string SimulatedWarning =
        "SIMULATED market: this report shows that monitoring works. It says nothing about a real market.";

    /// <summary>Tables of decisions and alerts show so many, the newest first.</summary>
    internal const int MostEvents = 30;

    /// <summary>The number of features whose distributions are drawn.</summary>
    private const int MostDistributions = 6;

    private TargetReport(MonitoringReport run, MonitoredTarget target, DataKind kind)
    {
        (Run, DataKind, Verdict) = (run, kind, Verdict.Of(run));
        var kept = PolicyDecision.NameOf(PolicyAction.Keep);
        Decisions = Events(MonitoringKind.Decision, row => row.Check != kept || row.Session == run.Session);
        Alerts = Events(MonitoringKind.Alert, _ => true);
        Sections = [.. Build(target, LossImpact.Rank(target.Roles.Target, run.Checks, target.Forecasts))];

        MonitoringRow[] Events(MonitoringKind of, Func<MonitoringRow, bool> isShown) =>
        [
            .. target.Rows.Where(row => row.Kind == of && row.Session <= run.Session && isShown(row)).Reverse().Take(MostEvents),
        ];
    }

    public Verdict Verdict { get; }

    public Symbol Target => Run.Roles.Target;

    public DataKind DataKind { get; }

    /// <summary>Such as "SPY, session 2026-11-20".</summary>
    public string Title => string.Create(CultureInfo.InvariantCulture, $"{Target}, session {Run.Session:yyyy-MM-dd}");

    internal MonitoringReport Run { get; }

    /// <summary>Decisions of the policy and their results, the newest first. Those of earlier sessions that changed nothing are
    /// left out.</summary>
    internal IReadOnlyList<MonitoringRow> Decisions { get; }

    /// <summary>The newest first.</summary>
    internal IReadOnlyList<MonitoringRow> Alerts { get; }

    /// <summary>In the order of the page.</summary>
    internal IReadOnlyList<ReportSection> Sections { get; }

    /// <summary>Makes the report of a run.</summary>
    /// <param name="run">What the checks found.</param>
    /// <param name="lake">Holds the history, the stored forecasts and the rows of earlier runs.</param>
    /// <param name="calendar">The sessions of the exchange.</param>
    /// <param name="now">The time of the run.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="LakeException">The lake cannot be read, or the contributions of a stored forecast are
    /// damaged.</exception>
    public static async Task<TargetReport> ReadAsync(
        MonitoringReport run, DataLake lake, TradingCalendar calendar, DateTimeOffset now, CancellationToken stop)
    {
        var target = await MonitoredTarget.ReadAsync(lake, run.Roles, run.Roles.Implied.Value, calendar, now, stop);
        try
        {
            return Of(run, target, lake.Kind);
        }
        catch (InvalidDataException damaged)
        {
            throw new LakeException($"forecasts of {run.Roles.Target}: {damaged.Message}");
        }
    }

    internal static TargetReport Of(MonitoringReport run, MonitoredTarget target, DataKind kind) => new(run, target, kind);

    /// <summary>The two files; the page is the last.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Files() =>
        [new(NumbersFile, TargetReportJson.Of(this)), new(PageFile, TargetReportPage.Of(this))];

    private IEnumerable<ReportSection> Build(MonitoredTarget target, IReadOnlyList<LossImpact> impacts)
    {
        yield return new("findings", "Findings", "", [], Filled(MonitoringTables.Findings(Run.Checks)));
        yield return new("loss", "Loss against HAR",
            "The first chart adds up by how much each live forecast lost less than HAR on the same outcome. The second one shows "
            + "the e-process: the evidence that the loss has grown against HAR, compared with the walk-forward.",
            [.. MonitoringCharts.Loss(Run, target)], Filled(MonitoringTables.Loss(Run.Checks)));
        yield return new("calibration", "Coverage and calibration",
            "The share of outcomes inside their interval, over the newest 252 outcomes at most.",
            [.. MonitoringCharts.Coverage(Run, target)], Filled(MonitoringTables.Calibration(Run.Checks)));
        yield return new("drift", "Drift, ranked by loss impact", "", [],
            Filled(MonitoringTables.Drift(impacts), MonitoringTables.OtherDrift(Run.Checks)));
        yield return new("distributions", "Distributions then and now",
            $"The {ComparedWindows.Window} newest sessions against those before them, at most {ComparedWindows.Reference:N0}, for the "
            + "features of the largest loss impact.",
            [
                .. impacts.Take(MostDistributions).Select(impact => MonitoringCharts.Distribution(impact.Feature, target))
                    .OfType<ReportChart>(),
            ],
            []);
        yield return new("decisions", "Decisions of the policy", Decisions.Count == 0 ? "No decision is stored yet."
            : "What the policy did in the last two years, and what it decided on the newest session.", [],
            Filled(MonitoringTables.Decisions(Decisions)));
        yield return new("alerts", "Alerts", Alerts.Count == 0 ? "No alert was sent in the last two years." : "", [],
            Filled(MonitoringTables.Alerts(Alerts)));
        yield return new("data", "Data and systems", "", [], Filled(MonitoringTables.Data(Run.Checks)));
    }

    private static ReportTable[] Filled(params ReadOnlySpan<ReportTable> tables) =>
        [.. tables.ToArray().Where(table => table.Rows.Count > 0)];
}
