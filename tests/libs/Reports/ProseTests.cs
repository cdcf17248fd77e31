namespace Volcast.Reports.Tests;

public sealed class ProseTests
{
    [Theory]
    [InlineData("Run `volcast train` first.", "Run |[volcast train]| first.")]
    [InlineData("`a` or `b`", "[a]| or |[b]")]
    [InlineData("no command", "no command")]
    [InlineData("a lone ` stays", "a lone ` stays")]
    [InlineData("`a` and `b", "[a]| and `b")]
    [InlineData("", "")]
    public void Commands_stand_between_back_ticks(string text, string parts) =>
        Assert.Equal(parts, string.Join('|', Prose.Parts(text).Select(part => part.IsCode ? $"[{part.Text}]" : part.Text)));

    [Theory]
    [InlineData("It is old. The vendor lacks 1.5 sessions. Wait.", "It is old.", "The vendor lacks 1.5 sessions. Wait.")]
    [InlineData("It is 1.5 days old.", "It is 1.5 days old.", "")]
    [InlineData("", "", "")]
    public void The_first_sentence_stands_alone(string text, string first, string rest) =>
        Assert.Equal((first, rest), Prose.AtFirstSentence(text));
}
