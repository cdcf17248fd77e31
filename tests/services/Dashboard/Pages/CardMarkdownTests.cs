using System.Xml.Linq;
using Volcast.Services.Dashboard.Pages.Models;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class CardMarkdownTests
{
    [Theory]
    [InlineData("# A\n## B", "<h3>A</h3><h4>B</h4>")]
    [InlineData("one\ntwo\n\nthree", "<p>one two</p><p>three</p>")]
    [InlineData("`x` is **not** &lt;y&gt;", "<p><code>x</code> is <strong>not</strong> &lt;y&gt;</p>")]
    [InlineData("- a\n  b\n- c", "<ul><li>a b</li><li>c</li></ul>")]
    [InlineData("> a\n> b", "<blockquote><p>a b</p></blockquote>")]
    [InlineData("```python\nx | y\n\n# z\n```\nend", "<pre tabindex=\"0\"><code>x | y\n\n# z</code></pre><p>end</p>")]
    [InlineData("```\nnever closed", "<pre tabindex=\"0\"><code>never closed</code></pre>")]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    public void The_parts_of_a_card_are_drawn_and_escaped(string markdown, string html) => Assert.Equal(
        html.ReplaceLineEndings(Environment.NewLine),
        string.Concat(CardMarkdown.Of(markdown).Elements().Select(element => element.ToString(SaveOptions.DisableFormatting)))
            .ReplaceLineEndings(Environment.NewLine));

    [Fact]
    public void A_table_aligns_its_numbers_and_a_heading_of_empty_cells_is_left_out()
    {
        var table = CardMarkdown.Of("| input | smallest |\n|---|---:|\n| `vix` | 9.14 |").Descendants("table").Single();
        Assert.Equal("<thead><tr><th>input</th><th class=\"number\">smallest</th></tr></thead>",
            table.Element("thead")!.ToString(SaveOptions.DisableFormatting));
        Assert.Equal("<tr><td><code>vix</code></td><td class=\"number\">9.14</td></tr>",
            table.Descendants("tr").Last().ToString(SaveOptions.DisableFormatting));
        Assert.Null(CardMarkdown.Of("| | |\n|---|---|\n| seed | 7 |").Descendants("thead").SingleOrDefault());
    }
}
