using Volcast.Cli.Output;

namespace Volcast.Cli.Tests;

public sealed class TerminalStylesTests
{
    [Theory]
    [InlineData("xterm-256color", null, true)]
    [InlineData("xterm-256color", "", true)]
    [InlineData("xterm-256color", "1", false)]
    [InlineData("dumb", null, false)]
    [InlineData("", null, false)]
    [InlineData(null, null, false)]
    public void No_color_and_a_dumb_terminal_decline_styles(string? term, string? noColor, bool accepts) =>
        Assert.Equal(accepts, TerminalStyles.Accepts(name => name == "TERM" ? term : name == "NO_COLOR" ? noColor : null));

    [Theory]
    [InlineData("volcast: it failed.", "\u001b[1;97;41mvolcast:\u001b[0m it failed.")]
    [InlineData("warning: take care.", "\u001b[1;30;43mwarning:\u001b[0m take care.")]
    [InlineData("a note", "a note")]
    public void A_failure_and_a_warning_stand_out_on_a_terminal_only(string message, string expected)
    {
        Assert.Equal(message, Written(showsStyles: false));
        Assert.Equal(expected, Written(showsStyles: true));

        string Written(bool showsStyles)
        {
            using var error = new StringWriter();
            new Shell(TextWriter.Null, error, _ => null, "/") { ErrorShowsStyles = showsStyles }.WriteError(message);
            return error.ToString().TrimEnd();
        }
    }

    [Fact]
    public void A_painted_word_takes_no_more_columns_than_the_word() =>
        Assert.Equal(["\u001b[1mab\u001b[0m cd", "ef"], WrappedText.Lines($"{Tones.Paint("ab", Tone.Strong)} cd ef", 5));
}
