using Volcast.Forecasting.Distribution;
using Volcast.Market;
using Volcast.Reports;
using Volcast.Services.Forecasts;

namespace Volcast.Cli.Output;

/// <summary>The numbers of a forecast: first the forecast itself, then its intervals and what to compare it with, all on one scale,
/// then probabilities and losses.</summary>
internal static class ForecastFiguresView
{
    /// <summary>Explains the mark of <see cref="MarkOf"/> at length.</summary>
    public const string ExtrapolatedNote = $"{Extrapolated}: fewer than five separate windows of past returns lie beyond this level";

    private const string Extrapolated = "* extrapolated";

    private const int LabelWidth = 18;
    private const int NumberWidth = 8;
    private const int SpanWidth = LabelWidth - 2;
    private const int LossWidth = 14;

    /// <summary>The columns before the scale.</summary>
    private const int Head = 2 + LabelWidth + NumberWidth + 1;

    /// <summary>The scale of a page that is not on a terminal, and the longest on a terminal.</summary>
    private const int WidestScale = 51;

    public static void Write(Terminal terminal, ForecastReport report)
    {
        var row = report.Row;
        var hasInterval = !double.IsNaN(row.Lower80);
        terminal.Page.WriteLine(
            $"  {terminal.Paint($"{"FORECAST",-LabelWidth}{ForecastView.Percent(row.Volatility),NumberWidth}", Tone.Strong)}"
            + $"   annualised{(hasInterval ? "" : "; no interval: too few past errors")}");
        terminal.Page.WriteLine();
        WriteScale(terminal, report, hasInterval);
        WriteProbabilities(terminal, report);
        WriteLosses(terminal, report.Figures.TailRisks);
        WritePremium(terminal, report);
    }

    /// <summary>A star behind an extrapolated figure; otherwise empty.</summary>
    public static string MarkOf(TailRisk risk) => risk.IsExtrapolated == true ? "*" : "";

    private static void WriteScale(Terminal terminal, ForecastReport report, bool hasInterval)
    {
        var row = report.Row;
        (double Lower, double Upper)[] bounds =
            hasInterval ? [Volatilities(row.Lower80, row.Upper80), Volatilities(row.Lower95, row.Upper95)] : [];
        var implied = report.Implied / 100;
        var scale = new VolatilityScale(
            row.Volatility, [implied, report.Realized5, report.Realized20, .. bounds.SelectMany(b => new[] { b.Lower, b.Upper })],
            Math.Min(WidestScale, terminal.LineWidth - Head));
        foreach (var (name, (lower, upper)) in Names.Zip(bounds).Where(one => !double.IsNaN(one.Second.Lower)))
            Line(terminal, name, "", scale.Interval(lower, upper));
        Line(terminal, $"implied ({report.ImpliedIndex.FileName})", ForecastView.Percent(implied), scale.Mark(implied, '◆'));
        Line(terminal, "realised, 5 days", ForecastView.Percent(report.Realized5), scale.Mark(report.Realized5, '○'));
        Line(terminal, "realised, 20 days", ForecastView.Percent(report.Realized20), scale.Mark(report.Realized20, '○'));
    }

    private static readonly string[] Names = ["80 % interval", "95 % interval"];

    private static (double Lower, double Upper) Volatilities(double lower, double upper) => (Math.Sqrt(lower), Math.Sqrt(upper));

    private static void Line(Terminal terminal, string label, string number, string drawn) =>
        terminal.Out.WriteLine($"  {label.PadRight(LabelWidth)}{number,NumberWidth} {drawn}".TrimEnd());

    private static void WriteProbabilities(Terminal terminal, ForecastReport report)
    {
        var probabilities = report.Figures.Probabilities.Where(level => !double.IsNaN(level.Probability)).Select(level =>
            (level.IsImplied ? report.ImpliedIndex.FileName : $"{100 * level.Volatility:0.#} %")
            + $": {100 * level.Probability:F0} %").ToArray();
        if (probabilities.Length > 0)
            terminal.Page.WriteLine($"  {"probability above",-LabelWidth}  {string.Join("; ", probabilities)}");
    }

    /// <summary>A line for each span and a column for each confidence.</summary>
    private static void WriteLosses(Terminal terminal, IReadOnlyList<TailRisk> all)
    {
        var risks = all.Where(risk => !double.IsNaN(risk.ValueAtRisk)).ToArray();
        if (risks.Length == 0)
            return;
        var confidences = risks.Select(risk => risk.Confidence).Distinct().Order().ToArray();
        var note = risks.Any(risk => risk.IsExtrapolated == true) ? Extrapolated : "";
        var isWide = terminal.LineWidth > 2 + SpanWidth + confidences.Length * LossWidth + 2 + note.Length;
        terminal.Out.WriteLine($"  {"loss: VaR / ES",-SpanWidth}"
            + (string.Concat(confidences.Select(confidence => $"{$"{100 * confidence:0.#} %",LossWidth - 1} "))
                + (isWide && note.Length > 0 ? $"  {note}" : "")).TrimEnd());
        foreach (var span in risks.GroupBy(risk => risk.Sessions))
            terminal.Out.WriteLine($"  {$"  {Counted.Of(span.Key, "session")}",-SpanWidth}"
                + string.Concat(confidences.Select(confidence =>
                    $"{Loss(span.FirstOrDefault(risk => risk.Confidence == confidence)),LossWidth}")).TrimEnd());
        if (!isWide && note.Length > 0)
            terminal.Out.WriteLine($"  {note}");
    }

    /// <summary>The value at risk and the expected shortfall, with a column for the mark.</summary>
    private static string Loss(TailRisk risk) => risk.Sessions == 0
        ? $"{Figure.None} "
        : $"{100 * risk.ValueAtRisk:F1} / {100 * risk.ExpectedShortfall:F1} %{MarkOf(risk),1}";

    private static void WritePremium(Terminal terminal, ForecastReport report)
    {
        terminal.Page.WriteLine(report.Premium.TryGet(out var found, out var reason)
            ? $"  {"variance premium",-LabelWidth}  {found.Premium.VolatilityPoints:+0.0;−0.0;0.0} points: "
                + $"{report.ImpliedIndex.FileName} minus the forecast over 22 sessions, "
                + ForecastView.Percent(Math.Sqrt(found.ForecastVariance))
            : $"  {"variance premium",-LabelWidth}  {Figure.None} {reason}");
        if (report.Premium.Value is { Warnings.Count: > 0 } premium && !premium.Warnings.SequenceEqual(report.VersionWarnings))
            terminal.Page.WriteLine($"  {"",LabelWidth}  {string.Join(' ', premium.Warnings.Select(warning => Prose.AtFirstSentence(warning).First))} "
                + "`volcast forecast --horizon 22` says more.");
    }
}
