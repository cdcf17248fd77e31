using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Cli.Output;

/// <summary>A target's forecasts over several horizons as one table. A plus marks a number that was raised above its forecast, a
/// star one that is extrapolated.</summary>
internal static class TermStructureView
{
    private const string Raised = "+";

    /// <param name="terminal">The output.</param>
    /// <param name="targets">The term structures.</param>
    /// <param name="maximumAge">Settled sessions that an origin may be behind.</param>
    /// <param name="withDetail">Whether the page of each forecast follows.</param>
    public static void Write(Terminal terminal, IReadOnlyList<TermReport> targets, int maximumAge, bool withDetail)
    {
        foreach (var target in targets)
        {
            WriteTable(terminal, target, maximumAge);
            if (withDetail)
                ForecastsView.Write(terminal, target.Reports, maximumAge, withDetail);
            else
                foreach (var note in target.Reports.SelectMany(report => report.Notes.Concat(report.BaselineNotes)).Distinct())
                    terminal.Note($"{target.First.Target}: {note}");
        }
    }

    private static void WriteTable(Terminal terminal, TermReport target, int maximumAge)
    {
        var (first, terms) = (target.First, target.Terms);
        AsOfView.WriteTableHeading(terminal, first, maximumAge, $"the bar of {terms.Origin:yyyy-MM-dd}");
        foreach (var report in target.Reports)
            foreach (var warning in report.VersionWarnings)
                terminal.Page.WriteLine($"{Sessions(report.Row.Horizon)}: {warning}");
        var confidences = terms.Points.SelectMany(point => point.TailRisks).Select(risk => risk.Forecast.Confidence)
            .Distinct().Order().ToArray();
        var table = new FittedTable(
            $"{first.Target} from {terms.Origin:yyyy-MM-dd}: annualised volatility, and the losses over the horizon, "
            + $"%{DataKindLabel.Suffix(first.DataKind)}",
            [
                new("sessions", IsNumber: true), new("to", IsOptional: true), new("volatility", IsNumber: true, ToneOf: _ => Tone.Strong),
                new("forward volatility", IsNumber: true),
                .. confidences.SelectMany(confidence => (FittedColumn[])
                [
                    new($"VaR {100 * confidence:0.#}", IsNumber: true), new($"ES {100 * confidence:0.#}", IsNumber: true),
                ]),
                new("version", IsNumber: true, IsOptional: true),
            ]);
        foreach (var point in terms.Points)
            table.Row(
            [
                $"{point.Horizon}", $"{point.Forecast.Row.TargetEnd:yyyy-MM-dd}",
                Percent(point.Volatility, point.Forecast.Row.Volatility),
                Figure.Of(100 * Math.Sqrt(point.ForwardVariance), "F1") + (IsRaisedUpTo(terms, point.Horizon) ? Raised : ""),
                .. confidences.SelectMany(confidence => Losses(point, confidence)), point.Forecast.Row.ModelVersion,
            ]);
        table.Write(terminal);
        WriteImplied(terminal, target);
        WriteRemarks(terminal, target);
    }

    /// <summary>What option prices imply at the origin, and the premium with its place among the past ones.</summary>
    private static void WriteImplied(Terminal terminal, TermReport target)
    {
        var levels = target.First.ImpliedLevels;
        if (levels.Held.Count > 0)
            terminal.Page.WriteLine("Implied: " + string.Join(", ", levels.Held.Select(level =>
                $"{level.Index.FileName} {Figure.Of(100 * level.Volatility, "F1")} % ({level.CalendarDays} calendar days)")));
        terminal.Page.WriteLine(target.Premium.TryGet(out var found, out var reason)
            ? $"Variance premium over 22 sessions: {found.Premium.VolatilityPoints:+0.0;−0.0;0.0} points, " + Place(found.History)
            : $"Variance premium over 22 sessions: {Figure.None} {reason}");
    }

    private static string Place(ValueOrReason<PremiumHistory> history) => history.TryGet(out var known, out var reason)
        ? $"above {100 * known.Percentile:F0} % of those of {known.Sessions:N0} sessions from {known.From:yyyy-MM-dd} to "
            + $"{known.To:yyyy-MM-dd}"
        : $"no percentile: {reason}";

    private static void WriteRemarks(Terminal terminal, TermReport target)
    {
        var page = terminal.Page;
        var requested =
            from report in target.Reports
            from level in report.Figures.Probabilities
            where !level.IsImplied && level.Volatility != ForecastFigures.UsualLevel && !double.IsNaN(level.Probability)
            group $"{Sessions(report.Row.Horizon)} {100 * level.Probability:F0} %" by level.Volatility;
        foreach (var level in requested)
            page.WriteLine($"Probability above {100 * level.Key:0.##} %: {string.Join("; ", level)}");
        if (target.Terms.IsAdjusted)
            page.WriteLine($"{Raised} Raised, so that no total variance and no loss falls as the horizon grows. The stored "
                + "forecasts are unchanged.");
        foreach (var point in target.Terms.Points.Where(point => point.IsAdjusted))
            page.WriteLine($"  {Sessions(point.Horizon)}: {string.Join("; ", point.Adjustments)}.");
        if (target.Terms.Points.SelectMany(point => point.TailRisks).Any(risk => risk.Forecast.IsExtrapolated == true))
            page.WriteLine(ForecastFiguresView.ExtrapolatedNote);
        foreach (var missing in target.Terms.Missing)
            terminal.Page.WriteLine($"{Sessions(missing.Horizon)}: no forecast. {missing.Reason}");
        foreach (var report in target.Reports)
        {
            if (report.AsOfAnswer is not null)
                page.WriteLine($"{Sessions(report.Row.Horizon)}: {string.Join(' ', AsOfView.Agreement(report))}");
            if (report.FirstPublished is { } first)
                page.WriteLine($"NOT STORED for {Sessions(report.Row.Horizon)}: the first forecast of this version from this "
                    + $"session is kept; its inputs differed: {Figure.Of(100 * first.Volatility, "F1")} %.");
            if (report.Backfilled.Count > 0)
                page.WriteLine($"Backfilled {Counted.Of(report.Backfilled.Count, "missed forecast")} over "
                    + $"{Sessions(report.Row.Horizon)} (not in the track record).");
        }
    }

    private static IEnumerable<string> Losses(TermPoint point, double confidence)
    {
        foreach (var risk in point.TailRisks)
            if (risk.Forecast.Confidence == confidence)
                return
                [
                    Percent(risk.ValueAtRisk, risk.Forecast.ValueAtRisk) + ForecastFiguresView.MarkOf(risk.Forecast),
                    Percent(risk.ExpectedShortfall, risk.Forecast.ExpectedShortfall) + ForecastFiguresView.MarkOf(risk.Forecast),
                ];
        return [Figure.None, Figure.None];
    }

    /// <summary>Whether a forward variance follows from a total variance that was raised.</summary>
    private static bool IsRaisedUpTo(TermStructure terms, int horizon) =>
        terms.Points.Any(point => point.Horizon <= horizon && point.Variance != point.Forecast.Row.Variance);

    private static string Percent(double shown, double forecast) =>
        Figure.Of(100 * shown, "0.0") + (shown == forecast ? "" : Raised);

    private static string Sessions(int count) => Counted.Of(count, "session");
}
