namespace Volcast.Hosting.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private IReadOnlyDictionary<string, string> Read(string text)
    {
        File.WriteAllText(folder[".env"], text);
        return SettingsFile.Read(folder[".env"]);
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
    public void A_line_gives_its_value(string line, string expected) => Assert.Equal(expected, Read(line)["A"]);

    [Fact]
    public void Comments_and_blank_lines_are_skipped_and_the_last_of_two_lines_holds() =>
        Assert.Equal(new Dictionary<string, string> { ["A"] = "2" }, Read("# A=0\n\nA=1\r\nA=2\n"));

    [Fact]
    public void Without_a_file_nothing_is_set() => Assert.Empty(SettingsFile.Read(folder["none"]));

    [Fact]
    public void A_line_that_is_no_assignment_is_named() =>
        Assert.Contains("line 2", Assert.Throws<SettingException>(() => Read("A=1\nwhat\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_far_too_large_is_refused()
    {
        var error = Assert.Throws<SettingException>(() => Read(new string('x', 1 << 21)));
        Assert.Contains("1 MiB", error.Message, StringComparison.Ordinal);
    }
}
