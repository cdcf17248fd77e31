namespace Volcast.Registry.Tests;

public sealed class VerdictTagTests
{
    private static ModelVersion With(string line) => new()
    {
        Model = "volcast-SPY-5d",
        Number = 2,
        CreatedAt = default,
        RunId = "r",
        Source = "",
        Tags = new Dictionary<string, string> { [RegistryTags.Verdict] = line },
        Aliases = [],
    };

    [Theory]
    [InlineData(true, "refit of version 1's recipe", "8 checks passed")]
    [InlineData(false, "first version", "The ratio must be below 1: it is 1.2.\nToo few origins.")]
    public void A_verdict_is_read_as_it_was_written(bool isPassed, string gate, string detail)
    {
        var tag = new VerdictTag(new DateOnly(2026, 1, 2), isPassed, gate, detail);
        Assert.Equal($"2026-01-02 {(isPassed ? "passed" : "refused")} as {gate}: {detail}", $"{tag}");
        Assert.Equal(tag, VerdictTag.Of(With($"{tag}")));
    }

    [Theory]
    [InlineData("approved by the team")]
    [InlineData("2026-13-02 passed as first version: 7 checks passed")]
    [InlineData("2026-01-02 passed")]
    [InlineData("")]
    public void A_line_of_another_tool_is_no_verdict(string line) => Assert.Null(VerdictTag.Of(With(line)));

    [Fact]
    public void A_long_line_is_cut() => Assert.Equal(
        2000, $"{new VerdictTag(new DateOnly(2026, 1, 2), false, "first version", new string('x', 3000))}".Length);
}
