namespace Volcast.Cli.Tests;

/// <summary>Published forecasts whose manifest is lost stay as they are, and messages about stored forecasts say which there
/// are.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class LostRecordTests : IClassFixture<TrainedOnCsv>, IDisposable
{
    private readonly TrainedOnCsv trained;
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public LostRecordTests(TrainedOnCsv trained)
    {
        this.trained = trained;
        volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_NOW"] = "2009-01-01T12:00:00Z";
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_forecast_does_not_replace_published_ones_without_a_manifest()
    {
        await trained.CopyToAsync(folder["data"]);
        File.Delete(folder["data/lake/forecasts/_manifest/SPY.json"]);
        var before = FolderBytes.Of(folder["data/lake"]);

        var run = await volcast.RunAsync("forecast", "--source", "csv");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("forecasts/_manifest/SPY.json is missing, but forecasts holds 1 file of SPY. This run has not changed them. "
            + "Restore it from a backup: a published forecast cannot be made again as live.", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, FolderBytes.Of(folder["data/lake"]));

        var verified = await volcast.RunAsync("verify", "--source", "csv");
        Assert.Equal(ExitCode.NeedsAttention, verified.ExitCode);
        Assert.Contains("Restore it from a backup", verified.Out, StringComparison.Ordinal);
        Assert.Contains("`./volcast forecast --target SPY --source csv`", verified.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("elete", verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_origin_without_a_forecast_is_answered_with_the_newest_stored_ones()
    {
        await trained.CopyToAsync(folder["data"]);
        var run = await volcast.RunAsync("reproduce", "SPY", "2008-12-24");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("No forecast of SPY from 2008-12-24 is stored. The newest stored forecasts are from 2008-12-31.", run.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("forecast", "--target", "@data", "is a folder, and the tickers are in a file")]
    [InlineData("train", "--parameters", "data", "is a folder: give the file that `./volcast search` wrote")]
    public async Task A_folder_in_place_of_a_file_is_named(string command, string flag, string value, string expected)
    {
        await trained.CopyToAsync(folder["data"]);
        var run = await volcast.RunAsync(command, flag, value);
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Findings_of_a_symbol_that_the_lake_does_not_have_are_an_error()
    {
        await trained.CopyToAsync(folder["data"]);
        var run = await volcast.RunAsync("data", "list", "FOO");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("The lake holds nothing of FOO in curated.market.", run.Error, StringComparison.Ordinal);
    }
}
