using System.Xml.Linq;

namespace Volcast.Reports.Charts;

/// <summary>A figure that a page shows large, with the words that it needs.</summary>
/// <param name="Number">As a person reads it.</param>
/// <param name="Meaning">What it measures, a few words.</param>
/// <param name="Detail">Its uncertainty, or what to compare it with.</param>
public sealed record KeyFigure(string Number, string Meaning, string Detail)
{
    /// <summary>The figures beside each other.</summary>
    public static XElement Row(IEnumerable<KeyFigure> figures) => new("div", new XAttribute("class", "figures"),
        figures.Select(figure => new XElement("div", new XAttribute("class", "figure"),
            new XElement("span", new XAttribute("class", "value"), figure.Number),
            new XElement("span", new XAttribute("class", "meaning"), figure.Meaning),
            new XElement("span", new XAttribute("class", "detail"), figure.Detail))));
}
