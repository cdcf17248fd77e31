using System.Xml.Linq;
using Volcast.Drift;
using Volcast.Lake;
using Volcast.Reports;

namespace Volcast.Services.Monitoring.Report;

/// <summary>monitoring.html: a self-contained page without scripts or network requests. It is also well-formed XML.</summary>
internal static class TargetReportPage
{
    public static byte[] Of(TargetReport report)
    {
        var sections = report.Sections.Where(s => s.Text.Length + s.Charts.Count + s.Tables.Count > 0).ToArray();
        return HtmlPage.Bytes(HtmlPage.Document($"Monitoring of {report.Title}",
            report.DataKind == DataKind.Simulated
                ? new XElement("p", new XAttribute("class", "simulated"), TargetReport.SimulatedWarning) : null,
            new XElement("header",
                new XElement("p", new XAttribute("class", "kind"), $"Volcast monitoring · {report.DataKind.Name()}"),
                new XElement("h1", report.Title),
                Verdict(report.Verdict),
                report.Verdict.Actions.Count > 1
                    ? new XElement("ol", report.Verdict.Actions.Select(action => new XElement("li", action))) : null,
                HtmlSection.Navigation([.. sections.Select(s => (s.Id, s.Title)), ("method", "How to read it")])),
            new XElement("main", sections.Select(section => HtmlSection.Of(section)), Method()),
            new XElement("footer", "Research, not investment advice. Past results do not guarantee future results.")));
    }

    /// <summary>The sentence in the colour of its status.</summary>
    public static XElement Verdict(Verdict verdict) => new("p",
        new XAttribute("class", $"verdict {Report.Verdict.ColourOf(verdict.Status).ToLowerInvariant()}"), verdict.Sentence);

    private static XElement Method() => new("section", new XAttribute("id", "method"),
        new XElement("h2", "How to read it"),
        new XElement("p", "Red means that a check failed, yellow that it warns. QLIKE is RV/F − ln(RV/F) − 1 with RV the "
            + "realised and F the forecast variance: smaller is better (Patton 2011). The e-process E is a sequential test (Vovk "
            + $"2021): it may be read every day. It turns yellow at {ConformalAlarm.Yellow:0}, which one stationary year of five "
            + $"reaches. The red level is {ConformalAlarm.Red:0}, or five times the largest E of a past year if that is more. The "
            + "rates of false alarms come from simulations; they are evidence, not a theorem. Drift is judged by a break detector on whitened innovations, adjusted over all series "
            + "(Benjamini and Hochberg 1995)."),
        new XElement("p", $"{TargetReport.NumbersFile} in the folder of this page has every number unrounded."));
}
