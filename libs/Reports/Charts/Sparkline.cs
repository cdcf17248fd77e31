using System.Text;
using System.Xml.Linq;

namespace Volcast.Reports.Charts;

/// <summary>A line without axes, small enough for the cell of a table: a series from its first to its last value, with a dot at the
/// last one.</summary>
/// <param name="Label">What it shows, for screen readers.</param>
/// <param name="Ink">Its colour, one of <see cref="Charts.Ink"/>.</param>
/// <param name="Values">At equal distances; a NaN breaks the line.</param>
/// <param name="Base">A value that a thin line marks, such as 0; null for none.</param>
public sealed record Sparkline(string Label, int Ink, IReadOnlyList<double> Values, double? Base = null)
{
    private const double Width = 140, Height = 28, Margin = 3;

    /// <summary>The <c>svg</c>; it has no path if no value is known.</summary>
    public XElement Drawing()
    {
        double[] known = [.. Values.Where(double.IsFinite), .. Base is { } level ? new[] { level } : []];
        var (low, high) = known.Length == 0 ? (0, 1) : (known.Min(), known.Max());
        var drawing = new XElement("svg", new XAttribute("class", $"sparkline ink{SvgChart.Text(Ink)}"),
            new XAttribute("viewBox", $"0 0 {SvgChart.Text(Width)} {SvgChart.Text(Height)}"),
            new XAttribute("role", "img"), new XAttribute("aria-label", Label));
        if (Base is { } marked)
            drawing.Add(new XElement("line", new XAttribute("class", "zero"), new XAttribute("x1", "0"),
                new XAttribute("x2", SvgChart.Text(Width)), new XAttribute("y1", Y(marked)),
                new XAttribute("y2", Y(marked))));
        var path = new StringBuilder();
        for (var i = 0; i < Values.Count; i++)
            if (double.IsFinite(Values[i]))
                path.Append(i == 0 || !double.IsFinite(Values[i - 1]) ? 'M' : 'L').Append(X(i)).Append(' ').Append(Y(Values[i]));
        if (path.Length > 0)
            drawing.Add(new XElement("path", new XAttribute("d", path.ToString())));
        if (Values.Count > 0 && double.IsFinite(Values[^1]))
            drawing.Add(new XElement("circle", new XAttribute("cx", X(Values.Count - 1)), new XAttribute("cy", Y(Values[^1])),
                new XAttribute("r", "2.5")));
        return drawing;

        string X(int i) =>
            SvgChart.Text(Margin + (Width - 2 * Margin) * (Values.Count > 1 ? (double)i / (Values.Count - 1) : 1));

        string Y(double value) =>
            SvgChart.Text(Height - Margin - (Height - 2 * Margin) * (high > low ? (value - low) / (high - low) : .5));
    }
}
