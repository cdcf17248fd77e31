using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Volcast.Reports.Charts;

namespace Volcast.Reports.Tests;

public sealed class PageTests
{
    private static readonly ReportSection Section = new("first", "First", "A paragraph.",
        [
            new()
            {
                Name = "line",
                Title = "A line.",
                X = AxisKind.Date,
                Y = AxisKind.Number,
                Series = [new("a", "a", SeriesKind.Line, 1, [new(738000, 1), new(738001, 2)])],
            },
        ],
        [new() { Name = "table", Title = "A table", Columns = [new("name", "name")], Rows = [["a"]] }]);

    private static byte[] Page() => HtmlPage.Bytes(HtmlPage.Document("A & B",
        HtmlSection.Navigation([("first", "First"), ("second", "Second")]), HtmlSection.Of(Section)));

    private static XElement Parsed()
    {
        using var reader = XmlReader.Create(
            new MemoryStream(Page()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    [Fact]
    public void The_file_is_html_and_well_formed_xml_in_utf8_without_a_byte_order_mark()
    {
        Assert.StartsWith("<!DOCTYPE html>\n<html", Encoding.UTF8.GetString(Page()));
        Assert.Equal(("en-GB", "A & B"), ((string?)Parsed().Attribute("lang"), Parsed().Descendants("title").Single().Value));
        Assert.DoesNotContain((byte)'\r', Page());
    }

    [Fact]
    public void The_page_loads_nothing_and_runs_nothing()
    {
        Assert.DoesNotMatch(@"https?:|url\(|@import", Encoding.UTF8.GetString(Page()));
        string[] loading = ["script", "link", "iframe", "img", "object"]; // The script is added by pages of files.
        Assert.DoesNotContain(Parsed().Descendants(), e => loading.Contains(e.Name.LocalName));
    }

    [Fact]
    public void Equal_documents_give_equal_bytes() => Assert.Equal(Page(), Page());

    [Fact]
    public void A_section_has_its_heading_its_paragraph_its_charts_and_then_its_tables() => Assert.Equal(
        ["h2", "p", "chart-line", "table-table"],
        Parsed().Descendants("section").Single().Elements()
            .SelectMany(e => e.Name == "div" ? e.Elements().Select(x => (string?)x.Attribute("id")) : [e.Name.LocalName]));

    [Fact]
    public void Navigation_links_to_anchors_of_the_page() => Assert.Equal(
        ["#first", "#second"], Parsed().Descendants("nav").Single().Elements("a").Select(a => (string?)a.Attribute("href")));

    /// <summary>The classes that the generated elements use and the style sheet has no rule for would have no effect.</summary>
    [Fact]
    public void The_style_sheet_has_a_rule_for_every_ink_of_a_series() =>
        Assert.All(Enumerable.Range(0, 7), ink => Assert.Matches(new Regex($@"\.ink{ink}\b"), HtmlPage.Style));
}
