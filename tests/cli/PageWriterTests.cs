using Volcast.Cli.Output;

namespace Volcast.Cli.Tests;

public sealed class PageWriterTests
{
    private static string[] Written(string text, int width)
    {
        using var output = new StringWriter();
        using var page = new PageWriter(() => output, width, text => text);
        page.WriteLine(text);
        return output.ToString().Split(output.NewLine)[..^1];
    }

    [Fact]
    public void A_line_that_fits_is_unchanged() => Assert.Equal(["  a   b  c"], Written("  a   b  c", 10));

    [Fact]
    public void A_sentence_is_broken_between_words_and_continues_indented() =>
        Assert.Equal(["The first", "  version", "  serves."], Written("The first version serves.", 12));

    [Fact]
    public void A_line_with_a_label_continues_below_its_text() => Assert.Equal(
        ["  forecast  20.0 % a year", "            or more"], Written("  forecast  20.0 % a year or more", 26));

    [Fact]
    public void A_path_is_not_broken() =>
        Assert.Equal(["in", "  /home/ana/volcast/data"], Written("in /home/ana/volcast/data", 12));

    [Fact]
    public void Text_without_a_line_end_appears_when_it_is_flushed()
    {
        using var output = new StringWriter();
        using var page = new PageWriter(() => output, 20, text => text);
        page.Write("no end");
        page.Flush();
        Assert.Equal("no end", output.ToString());
    }
}
