using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>A forecast and its explanation as text.</summary>
internal static class ForecastView
{
    /// <summary>Explains the mark of <see cref="MarkOf"/>.</summary>
    public const string ExtrapolatedNote =
        "* extrapolated: fewer than five separate windows of past returns lie beyond this level";

    private const int ReasonsShown = 8;

    /// <param name="terminal">Where it is written.</param>
    /// <param name="report">The forecast.</param>
    /// <param name="maximumAge">Settled sessions that its origin may be behind.</param>
    public static void Write(Terminal terminal, ForecastReport report, int maximumAge)
    {
        var row = report.Row;
        var page = terminal.Page;
        AsOfView.WriteHeading(page, report, isTable: false);
        if (report.AsOfAnswer is null && report.Age(maximumAge) is { IsBehind: true } age)
            page.WriteLine($"STALE: not a forecast of {report.Target} over the coming sessions: {age.Sentence}");
        page.WriteLine();
        page.WriteLine(
            $"{report.Target}: volatility over the next {(row.Horizon == 1 ? "session" : $"{row.Horizon} sessions")}, "
            + $"{report.TargetStart:yyyy-MM-dd} to {row.TargetEnd:yyyy-MM-dd}{DataKindLabel.Suffix(report.DataKind)}");
        if (report.DataKind == DataKind.Simulated)
            page.WriteLine(DataKindLabel.Warning);
        if (row.Kind == ForecastKind.Provisional)
            page.WriteLine(
                $"PROVISIONAL: based on the bar of {row.ForecastOrigin:yyyy-MM-dd}, which may still change; never scored.");
        foreach (var warning in report.VersionWarnings)
            page.WriteLine(warning);
        page.WriteLine();
        page.WriteLine($"  {"forecast",-20}{Percent(row.Volatility)}   {Interval(row)}");
        page.WriteLine($"  {$"implied ({report.ImpliedIndex.FileName})",-20}{Percent(report.Implied / 100)}");
        page.WriteLine($"  {"realised, 5 days",-20}{Percent(report.Realized5)}");
        page.WriteLine($"  {"realised, 20 days",-20}{Percent(report.Realized20)}");
        WriteFigures(terminal, report);
        page.WriteLine();
        WriteReasons(terminal, report.Explained);
        page.WriteLine();
        page.WriteLine(
            $"  {row.Model} version {row.ModelVersion} ({report.Alias}), {report.Recipe}, "
            + $"trained to {report.TrainedTo:yyyy-MM-dd}; "
            + $"as of {row.AsOf.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            + (report.AsOfAnswer is null ? $", {row.Kind.ToString().ToLowerInvariant()}" : ""));
        foreach (var sentence in report.AsOfAnswer is null ? [] : AsOfView.Agreement(report))
            page.WriteLine($"  {sentence}");
        if (row.OneSessionModel is { } oneSession)
            page.WriteLine($"  value at risk, 1 day: from {oneSession} version {row.OneSessionModelVersion}");
        if (report.FirstPublished is { } firstPublished)
            page.WriteLine(
                "  NOT STORED: the first forecast of this version from this session is kept; its inputs differed: "
                + $"{Percent(firstPublished.Volatility).Trim()}");
        if (report.Shadow is { } shadow)
            page.WriteLine($"  challenger, version {shadow.ModelVersion}: {Percent(shadow.Volatility).Trim()} (shadow)");
        if (report.Backfilled is [var first, ..] made)
            page.WriteLine($"  backfilled {Counted.Of(made.Count, "missed session")} from {first.ForecastOrigin:yyyy-MM-dd} "
                + $"to {made[^1].ForecastOrigin:yyyy-MM-dd} (not in the track record)");
        foreach (var note in report.Notes.Concat(report.BaselineNotes))
            terminal.Note(note);
    }

    private static void WriteFigures(Terminal terminal, ForecastReport report)
    {
        var page = terminal.Page;
        var probabilities = report.Figures.Probabilities.Where(level => !double.IsNaN(level.Probability)).Select(level =>
            (level.IsImplied ? $"{report.ImpliedIndex.FileName} " : $"{100 * level.Volatility:0.#} % ")
            + $"{100 * level.Probability:F0} %").ToArray();
        if (probabilities.Length > 0)
            page.WriteLine($"  {"probability above",-20}  {string.Join("; ", probabilities)}");
        foreach (var span in report.Figures.TailRisks.Where(risk => !double.IsNaN(risk.ValueAtRisk)).GroupBy(r => r.Sessions))
        {
            page.WriteLine($"  {$"value at risk, {(span.Key == 1 ? "1 day" : $"{span.Key} d")}",-20}  "
                + Levels(span, risk => risk.ValueAtRisk));
            page.WriteLine($"    {"expected shortfall",-18}  {Levels(span, risk => risk.ExpectedShortfall)}");
        }
        if (report.Figures.TailRisks.Any(risk => risk.IsExtrapolated == true && !double.IsNaN(risk.ValueAtRisk)))
            page.WriteLine($"  {"",-20}  {ExtrapolatedNote}");
        terminal.Page.WriteLine(report.Premium.TryGet(out var found, out var reason)
            ? $"  {"variance premium",-20}{found.Premium.VolatilityPoints,6:+0.0;−0.0;0.0}     points: "
                + $"{report.ImpliedIndex.FileName} minus the forecast over 22 sessions, "
                + Percent(Math.Sqrt(found.ForecastVariance)).Trim()
            : $"  {"variance premium",-20}{"–",8}   {reason}");
        foreach (var warning in report.Premium.Value is { } premium && !premium.Warnings.SequenceEqual(report.VersionWarnings)
            ? premium.Warnings : [])
            terminal.Page.WriteLine($"  {"",-20}  {warning}");
    }

    /// <summary>A star behind an extrapolated figure; otherwise empty.</summary>
    public static string MarkOf(TailRisk risk) => risk.IsExtrapolated == true ? "*" : "";

    private static string Levels(IEnumerable<TailRisk> risks, Func<TailRisk, double> loss) =>
        string.Join("; ", risks.Select(risk =>
            $"{100 * risk.Confidence:0.#} %: {Percent(loss(risk)).Trim()}{MarkOf(risk)}"));

    private static string Interval(ForecastRow row) => double.IsNaN(row.Lower80)
        ? "annualised; no interval: too few past errors"
        : $"annualised; 80 % interval {Percent(Math.Sqrt(row.Lower80)).Trim()} to {Percent(Math.Sqrt(row.Upper80)).Trim()}";

    private static void WriteReasons(Terminal terminal, ExplainedForecast explained)
    {
        var page = terminal.Page;
        var reasons = explained.InVolatility;
        page.WriteLine($"  Why: the model's average forecast is {Percent(reasons.Base).Trim()}, and (in points of volatility)");
        var ranked = reasons.Contributions.OrderByDescending(reason => Math.Abs(reason.Amount)).ToArray();
        var largest = ranked.Length > 0 ? Math.Abs(ranked[0].Amount) : 0;
        foreach (var reason in ranked.Take(ReasonsShown))
            ReasonLine.Write(
                terminal, FeatureLabels.Describe(reason), Points(reason.Amount), largest == 0 ? 0 : reason.Amount / largest);
        var rest = ranked.Skip(ReasonsShown).Sum(reason => reason.Amount);
        if (ranked.Length > ReasonsShown)
            ReasonLine.Write(terminal, $"the other {ranked.Length - ReasonsShown} together", Points(rest), 0);
        var families = explained.Families().OrderByDescending(family => Math.Abs(family.Points));
        page.WriteLine($"  By family: {string.Join(", ", families.Select(f => $"{f.Name} {Points(f.Points).Trim()}"))}");
    }

    private static string Percent(double volatility) => double.IsNaN(volatility) ? $"{"–",8}" : $"{100 * volatility,6:F1} %";

    private static string Points(double volatility) => $"{100 * volatility,7:+0.00;−0.00;0.00}";
}
