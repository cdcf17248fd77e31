namespace Volcast.Hosting.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private IReadOnlyDictionary<string, SettingsLine> Read(string text)
    {
        File.WriteAllText(folder[".env"], text);
        return SettingsFile.Read(folder[".env"]).Lines;
    }

    [Theory]
    [InlineData("A=10y    # How much history", "10y")]
    [InlineData("A = 10y", "10y")]
    [InlineData("export A=10y", "10y")]
    [InlineData("A=\"a # b\"", "a # b")]
    [InlineData("A='x'", "x")]
    [InlineData("A=a#b", "a#b")]
    [InlineData("A=", "")]
    [InlineData("A=   # nothing", "")]
    [InlineData("\uFEFFA=1", "1")]
    [InlineData("A=x=y", "x=y")]
    [InlineData("A=it's", "it's")]
    [InlineData("A=\"unclosed", "\"unclosed")]
    [InlineData(@"A=pass\nword", @"pass\nword")]
    public void A_line_gives_its_value(string line, string expected) => Assert.Equal(expected, Read(line)["A"].Value);

    [Theory]
    [InlineData("A=pa$HOME$$word", "pa$HOME$$word")]
    [InlineData("A=pa${HOME}x", "pa${HOME}x")]
    [InlineData("A=\"pa$HOME\"", "pa$HOME")]
    [InlineData("A='pa$HOME'", "pa$HOME")]
    public void A_dollar_sign_in_a_password_stays(string line, string expected) => Assert.Equal(expected, Read(line)["A"].Value);

    [Fact]
    public void Comments_and_blank_lines_are_skipped_and_the_last_of_two_lines_wins() =>
        Assert.Equal(new Dictionary<string, SettingsLine> { ["A"] = new("2", 4) }, Read("# A=0\n\nA=1\r\nA=2\n"));

    [Fact]
    public void Without_a_file_nothing_is_set() => Assert.Empty(SettingsFile.Read(folder["none"]).Lines);

    [Fact]
    public void A_line_that_is_not_an_assignment_is_reported_by_file_and_number_without_its_text()
    {
        var error = Assert.Throws<SettingException>(() => Read("A=1\ns3cret\n"));
        Assert.Equal($"{folder[".env"]}, line 2: expected NAME=value.", error.Message);
    }

    [Fact]
    public void A_file_above_1_MiB_is_rejected()
    {
        var error = Assert.Throws<SettingException>(() => Read(new string('x', 1 << 21)));
        Assert.Contains("1 MiB", error.Message, StringComparison.Ordinal);
    }
}
