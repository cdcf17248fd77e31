namespace Volcast.Hosting.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class SuggestedCommandTests
{
    [Theory]
    [InlineData("data/spy")]
    [InlineData("my data")]
    [InlineData("it's")]
    [InlineData("$HOME `id` \"x\" \\ !")]
    [InlineData("~/data")]
    [InlineData("^VIX")]
    [InlineData("a*b?[c]{d}<e>|f&g;h(i)#")]
    [InlineData("two\nlines")]
    [InlineData("größe")]
    [InlineData("")]
    public async Task A_shell_reads_a_quoted_word_back(string word)
    {
        var read = await ProgramRun.OfAsync("sh", "-c", $"printf %s {SuggestedCommand.Quote(word)}");
        Assert.Equal(word, read.Output);
    }

    [Fact]
    public void Flags_follow_the_command_except_those_that_it_has() => Assert.Equal(
        "./volcast train --horizon 22 --data 'my data' --target=-x",
        SuggestedCommand.With(
            "./volcast train --horizon 22", [("--data", "my data"), ("--horizon", "5"), ("--target", "-x")]));

    [Fact]
    public void Paths_to_remove_get_the_folder_of_the_lake() => Assert.Equal(
        "Run `rm -r '/my data/lake'/a/_manifest/SPY.json '/my data/lake'/a/year=*/symbol=SPY` and then `volcast ingest`.",
        SuggestedCommand.CompletePaths(
            "Run `rm -r a/_manifest/SPY.json a/year=*/symbol=SPY` and then `volcast ingest`.", "/my data/lake"));

    [Fact]
    public void Objects_to_remove_from_a_bucket_are_named_for_the_AWS_command_line() => Assert.Equal(
        "Run `aws s3 rm s3://prices/desk/lake/a/_manifest/SPY.json && aws s3 rm s3://prices/desk/lake/a/ --recursive "
        + "--exclude '*' --include 'year=*/symbol=SPY/*'` and then `volcast ingest`.",
        SuggestedCommand.CompletePaths(
            "Run `rm -r a/_manifest/SPY.json a/year=*/symbol=SPY` and then `volcast ingest`.", "s3://prices/desk/lake"));

    [Fact]
    public void Objects_of_another_server_are_removed_there() => Assert.Equal(
        "`aws s3 rm s3://prices/lake/a.json --endpoint-url 'http://localhost:9000/?a'`",
        SuggestedCommand.CompletePaths("`rm a.json`", "s3://prices/lake", "http://localhost:9000/?a"));

    [Fact]
    public void The_program_has_the_name_under_which_it_was_started()
    {
        Assert.Equal("./volcast", SuggestedCommand.Program(_ => null));
        Assert.Equal("'/opt/my tools/volcast'",
            SuggestedCommand.Program(name => name == "VOLCAST_LAUNCHER" ? "/opt/my tools/volcast" : null));
    }
}
