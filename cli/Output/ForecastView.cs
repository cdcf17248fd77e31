using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>A forecast and its strongest reasons as text, on a screen of 24 lines of 80 columns.</summary>
internal static class ForecastView
{
    private const int ReasonsShown = 3;

    /// <param name="terminal">Where it is written.</param>
    /// <param name="report">The forecast.</param>
    /// <param name="maximumAge">Settled sessions that its origin may be behind.</param>
    public static void Write(Terminal terminal, ForecastReport report, int maximumAge)
    {
        var page = terminal.Page;
        WriteHeading(terminal, report, maximumAge);
        page.WriteLine();
        ForecastFiguresView.Write(terminal, report);
        page.WriteLine();
        WriteReasons(terminal, report.Explained);
        WriteOrigin(terminal, report);
        foreach (var note in report.Notes.Concat(report.BaselineNotes))
            terminal.Note(note);
    }

    private static void WriteHeading(Terminal terminal, ForecastReport report, int maximumAge)
    {
        var (row, page) = (report.Row, terminal.Page);
        AsOfView.WriteHeading(terminal, report, isTable: false);
        if (report.AsOfAnswer is null && report.Age(maximumAge) is { IsBehind: true } age)
            page.WriteLine($"{terminal.Paint("STALE", Tone.Alarm)}: not a forecast of {report.Target} over the coming sessions: "
                + age.Sentence);
        page.WriteLine();
        page.WriteLine(
            $"{terminal.Paint($"{report.Target}", Tone.Strong)}: volatility over the next "
            + $"{(row.Horizon == 1 ? "session" : $"{row.Horizon} sessions")}, {report.TargetStart:yyyy-MM-dd} to "
            + $"{row.TargetEnd:yyyy-MM-dd}{DataKindLabel.Suffix(report.DataKind)}");
        if (report.DataKind == DataKind.Simulated)
            page.WriteLine(DataKindLabel.WarningOn(terminal));
        if (row.Kind == ForecastKind.Provisional)
            page.WriteLine($"{terminal.Paint("PROVISIONAL", Tone.Caution)}: based on the bar of {row.ForecastOrigin:yyyy-MM-dd}, "
                + "which may still change; never scored.");
        foreach (var warning in report.VersionWarnings)
            page.WriteLine(warning);
    }

    private static void WriteReasons(Terminal terminal, ExplainedForecast explained)
    {
        var reasons = explained.InVolatility;
        terminal.Page.WriteLine(
            $"  {terminal.Paint("Why", Tone.Strong)}: the model's average forecast is {Percent(reasons.Base)}, and (in points of "
            + "volatility)");
        var ranked = reasons.Contributions.OrderByDescending(reason => Math.Abs(reason.Amount)).ToArray();
        var largest = ranked.Length > 0 ? Math.Abs(ranked[0].Amount) : 0;
        foreach (var reason in ranked.Take(ReasonsShown))
            ReasonLine.Write(
                terminal, FeatureLabels.Describe(reason), Points(reason.Amount), largest == 0 ? 0 : reason.Amount / largest);
        var rest = ranked.Skip(ReasonsShown).Sum(reason => reason.Amount);
        if (ranked.Length > ReasonsShown)
            ReasonLine.Write(terminal, $"the other {ranked.Length - ReasonsShown} together", Points(rest), 0);
    }

    private static void WriteOrigin(Terminal terminal, ForecastReport report)
    {
        var (row, page) = (report.Row, terminal.Page);
        page.WriteLine("  " + terminal.Paint(
            $"{row.Model} version {row.ModelVersion} ({report.Alias})"
            + $"{(report.Recipe == ForecasterCatalog.Shipped ? "" : $", {report.Recipe}")}, trained to {report.TrainedTo:yyyy-MM-dd}"
            + (report.AsOfAnswer is null ? $"; {row.Kind.ToString().ToLowerInvariant()}" : ""), Tone.Quiet));
        foreach (var sentence in report.AsOfAnswer is null ? [] : AsOfView.Agreement(report))
            page.WriteLine($"  {sentence}");
        if (row.OneSessionModel is { } oneSession)
            page.WriteLine($"  losses over 1 session: from {oneSession} version {row.OneSessionModelVersion}");
        if (report.FirstPublished is { } firstPublished)
            page.WriteLine(
                $"  {terminal.Paint("NOT STORED", Tone.Caution)}: the first forecast of this version from this session is kept; its "
                + $"inputs differed: {Percent(firstPublished.Volatility)}");
        if (report.Shadow is { } shadow)
            page.WriteLine($"  challenger, version {shadow.ModelVersion}: {Percent(shadow.Volatility)} (shadow)");
        if (report.Backfilled is [var first, ..] made)
            page.WriteLine($"  backfilled {Counted.Of(made.Count, "missed session")} from {first.ForecastOrigin:yyyy-MM-dd} "
                + $"to {made[^1].ForecastOrigin:yyyy-MM-dd} (not in the track record)");
    }

    /// <summary>A volatility or a loss in percent; a dash if it is not known.</summary>
    public static string Percent(double number) => double.IsNaN(number) ? Figure.None : $"{100 * number:0.0} %";

    private static string Points(double volatility) => $"{100 * volatility:+0.00;−0.00;0.00}";
}
