using System.Text.Json;
using System.Xml.Linq;

namespace Volcast.Reports.Tests;

public sealed class TableTests
{
    private static readonly ReportTable Table = new()
    {
        Name = "some",
        Title = "Some <numbers>",
        Note = "Made up.",
        Columns =
        [
            new("name", "name"), new("value", "a value", "0.00"), new("share", "share", "0 %", HasBar: true), new("word", "word"),
        ],
        Rows = [["a|b", 1.234, .5, "<x>"], ["c", double.NaN, -1, "y|z"]],
    };

    [Fact]
    public void Markdown_escapes_bars_and_angle_brackets_and_aligns_numbers_to_the_right() => Assert.Equal(
        [
            "| name | a value | share | word |",
            "|---|---:|---:|---|",
            @"| `a\|b` | 1.23 | 50 % | &lt;x> |",
            @"| `c` | – | −100 % | y\|z |",
        ],
        MarkdownTable.Lines(Table));

    [Fact]
    public void A_line_of_Markdown_is_split_into_as_many_cells_as_it_was_made_of() =>
        Assert.Equal(["`c`", "–", "−100 %", @"y\|z"], MarkdownTable.Cells(MarkdownTable.Lines(Table)[^1]));

    [Fact]
    public void Html_has_a_caption_a_scope_for_each_heading_and_the_note()
    {
        var html = HtmlTable.Of(Table, "c");
        Assert.Equal("table-some", (string?)html.Attribute("id"));
        Assert.Equal("Some <numbers>", html.Descendants("caption").Single().Value);
        Assert.Equal(["col", "col", "col", "col", "row", "row"],
            html.Descendants("th").Select(th => (string?)th.Attribute("scope")));
        var subject = html.Descendants("tr").Single(row => (string?)row.Attribute("class") == "subject");
        Assert.Equal("c", subject.Element("th")!.Value);
        Assert.Equal("Made up.", html.Elements("p").Single().Value);
    }

    [Fact]
    public void The_longest_bar_fills_its_place_and_the_others_are_in_proportion() => Assert.Equal(
        ["50", "100"], HtmlTable.Of(Table).Descendants("rect").Attributes("width").Select(width => width.Value));

    /// <summary>A policy such as <c>style-src 'self'</c> refuses them.</summary>
    [Fact]
    public void Html_has_no_inline_style() => Assert.Empty(HtmlTable.Of(Table).DescendantsAndSelf().Attributes("style"));

    [Fact]
    public void A_number_that_does_not_exist_has_a_bar_without_length() => Assert.Equal(
        ["50", "0"],
        HtmlTable.Of(Table with { Rows = [["a", 1, -2, "x"], ["b", 1, double.NaN, "y"], ["c", 1, 4, "z"]] })
            .Descendants("rect").Attributes("width").Select(width => width.Value).Take(2));

    [Fact]
    public void A_table_without_rows_has_headings_only() =>
        Assert.Empty(HtmlTable.Of(Table with { Rows = [] }).Descendants("td"));

    [Fact]
    public void Json_has_unrounded_numbers_and_null_for_a_number_that_does_not_exist()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonExhibits.Options))
        {
            json.WriteStartObject();
            JsonExhibits.Write(json, Table);
            json.WriteEndObject();
        }
        var rows = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("some");
        Assert.Equal((1.234, JsonValueKind.Null, "y|z"), (rows[0].GetProperty("value").GetDouble(),
            rows[1].GetProperty("value").ValueKind, rows[1].GetProperty("word").GetString()));
    }

    [Fact]
    public void Columns_and_rows_are_selected_in_the_requested_order()
    {
        var some = Table.Only(["share", "name"], ["c", "a|b"]);
        Assert.Equal(["share", "name"], some.Columns.Select(column => column.Name));
        Assert.Equal([-1, .5], some.Rows.Select(row => row[0].Number));
        Assert.Equal(["c", "a|b"], some.Rows.Select(row => row[1].Text));
    }

    [Theory]
    [InlineData("no", null, "Table some has no column 'no', only name, value, share, word.")]
    [InlineData(null, "d", "Table some has no row 'd', only a|b, c.")]
    public void A_column_or_row_that_does_not_exist_is_refused_by_name(string? column, string? row, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Table.Only(
            column is null ? null : [column], row is null ? null : [row])).Message);

    [Fact]
    public void A_bar_is_as_long_as_its_part_of_the_number_whose_bar_is_full()
    {
        Assert.Equal(["49", "24.5"], Widths(new("percentile", "percentile", "0", HasBar: true) { FullBar = 100 }));
        Assert.Equal(["100", "50"], Widths(new("percentile", "percentile", "0", HasBar: true)));

        static IEnumerable<string> Widths(TableColumn column) => HtmlTable.Of(new()
        {
            Name = "bars",
            Title = "Bars",
            Columns = [new("symbol", "symbol"), column],
            Rows = [["SPY", 49], ["QQQ", 24.5]],
        }).Descendants("rect").Select(bar => bar.Attribute("width")!.Value);
    }
}
