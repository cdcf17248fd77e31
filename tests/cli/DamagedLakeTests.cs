using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests;

/// <summary>A damaged file of one symbol: its message names the narrowest repair, and the repair restores every byte.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed partial class DamagedLakeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public DamagedLakeTests() => volcast = new VolcastUnderTest(folder.Path);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("curated.market", "symbol=QQQ", "ingest --target QQQ")]
    [InlineData("curated.market", "symbol=%5EVIX", "ingest")]
    [InlineData("features.L1", "symbol=QQQ", "features --target QQQ")]
    public async Task The_advice_restores_a_damaged_file_and_keeps_the_other_symbols(
        string table, string partition, string command)
    {
        await FillAsync();
        var before = FolderBytes.Of(folder["my data/lake"]);
        await DamageAsync(table, partition);

        var verified = await volcast.RunAsync("verify", "--source", "simulated", "--data", "my data");
        Assert.Equal(ExitCode.NeedsAttention, verified.ExitCode);
        var advice = Assert.Single(Advice().Matches(verified.Out)).Groups;
        var lake = $"'{folder["my data/lake"]}'";
        Assert.Equal($"rm -r {lake}/{table}/_manifest/{partition["symbol=".Length..]}.json {lake}/{table}/year=*/{partition}",
            advice["delete"].Value);
        Assert.Equal($"./volcast {command} --source simulated --data 'my data'", advice["command"].Value);

        await FollowAsync(advice);
        Assert.Equal(before, FolderBytes.Of(folder["my data/lake"]));
    }

    [Fact]
    public async Task Verify_notices_a_symbol_with_downloads_and_without_bars()
    {
        await FillAsync();
        var before = FolderBytes.Of(folder["my data/lake"]);
        File.Delete(folder["my data/lake/curated.market/_manifest/QQQ.json"]);
        foreach (var year in Directory.GetDirectories(folder["my data/lake/curated.market"], "year=*"))
            Directory.Delete(Path.Combine(year, "symbol=QQQ"), recursive: true);

        var verified = await volcast.RunAsync("verify", "--source", "simulated", "--data", "my data");
        Assert.Equal(ExitCode.NeedsAttention, verified.ExitCode);
        Assert.Contains("raw.market holds downloads of QQQ, and curated.market holds nothing of it. Run `./volcast ingest --target "
            + "QQQ --source simulated --data 'my data'`", verified.Out, StringComparison.Ordinal);
        Assert.Contains("1 error, 0 warnings", verified.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await volcast.RunAsync(
            "ingest", "--target", "QQQ", "--source", "simulated", "--data", "my data", "--lookback", "1y")).ExitCode);
        Assert.Equal(before, FolderBytes.Of(folder["my data/lake"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_advice_about_a_lost_download_restores_it(bool isDeleted)
    {
        await FillAsync();
        var before = FolderBytes.Of(folder["my data/lake"]);
        var path = Assert.Single(Directory.GetFiles(
            folder["my data/lake/raw.market/symbol=QQQ"], "*.parquet", SearchOption.AllDirectories));
        if (isDeleted)
            File.Delete(path);
        else
            await DamageFileAsync(path);

        var verified = await volcast.RunAsync("verify", "--source", "simulated", "--data", "my data");
        Assert.Equal(ExitCode.NeedsAttention, verified.ExitCode);
        Assert.Contains("1 error, 0 warnings", verified.Out, StringComparison.Ordinal);
        var command = Assert.Single(Backquoted().Matches(verified.Out), match => match.Value.Contains("ingest")).Groups[1].Value;
        Assert.Equal("./volcast ingest --target QQQ --source simulated --data 'my data'", command);
        var removal = Assert.Single(Backquoted().Matches(verified.Out), match => match.Value.Contains("rm -r")).Groups[1].Value;
        Assert.Equal(0, (await ProgramRun.OfAsync("sh", "-c", removal)).Code);
        Assert.Equal(0, (await volcast.RunAsync(
            "ingest", "--target", "QQQ", "--source", "simulated", "--data", "my data")).ExitCode);
        Assert.Equal(before, FolderBytes.Of(folder["my data/lake"]));
    }

    [Fact]
    public async Task An_ingest_does_not_shorten_the_history_of_which_a_download_is_lost()
    {
        await FillAsync();
        var before = FolderBytes.Of(folder["my data/lake/curated.market"]);
        File.Delete(Assert.Single(Directory.GetFiles(
            folder["my data/lake/raw.market/symbol=QQQ"], "*.parquet", SearchOption.AllDirectories)));
        var run = await volcast.RunAsync("ingest", "--target", "QQQ", "--source", "simulated", "--data", "my data");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("raw.market lacks the download of QQQ with the vintage ", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, FolderBytes.Of(folder["my data/lake/curated.market"]));
    }

    [Fact]
    public async Task Features_are_repaired_where_they_are_damaged_or_have_lost_their_manifest()
    {
        await FillAsync();
        var before = FolderBytes.Of(folder["my data/lake"]);
        string[] data = ["--source", "simulated", "--data", "my data"];
        await DamageAsync("features.L1", "symbol=SPY");
        var run = await volcast.RunAsync(["features", .. data]);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("unchanged", run.Out, StringComparison.Ordinal);
        Assert.Equal(before, FolderBytes.Of(folder["my data/lake"]));

        File.Delete(folder["my data/lake/features.L1/_manifest/SPY.json"]);
        var verified = await volcast.RunAsync(["verify", .. data]);
        Assert.Contains("1 error, 0 warnings", verified.Out, StringComparison.Ordinal);
        Assert.Contains("Run `./volcast features --target SPY --source simulated --data 'my data'`", verified.Out,
            StringComparison.Ordinal);
        Assert.Equal(0, (await volcast.RunAsync(["features", "--target", "SPY", .. data])).ExitCode);
        Assert.Equal(before, FolderBytes.Of(folder["my data/lake"]));
    }

    private async Task FillAsync()
    {
        volcast.Environment["LOOKBACK_PERIOD"] = "1y";
        foreach (var stage in new[] { "ingest", "features" })
        {
            var run = await volcast.RunAsync(stage, "--source", "simulated", "--data", "my data", "--target", "SPY,QQQ");
            Assert.True(run.ExitCode == 0, run.Error);
        }
    }

    private async Task DamageAsync(string table, string partition)
    {
        var file = Directory.GetFiles(folder[$"my data/lake/{table}"], "part-0.parquet", SearchOption.AllDirectories)
            .First(path => path.Contains($"/{partition}/", StringComparison.Ordinal));
        await DamageFileAsync(file);
    }

    private static async Task DamageFileAsync(string file)
    {
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
    }

    private async Task FollowAsync(GroupCollection advice)
    {
        var deleted = await ProgramRun.OfAsync("sh", "-c", $"{advice["delete"]}");
        Assert.True(deleted.Code == 0, deleted.Error);
        var words = await ProgramRun.OfAsync("sh", "-c", $"set -- {advice["command"]}; printf '%s\\0' \"$@\"");
        var run = await volcast.RunAsync(words.Output.TrimEnd('\0').Split('\0')[1..]);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    [GeneratedRegex("run `(?<delete>rm [^`]+)` and then `(?<command>[^`]+)`")]
    private static partial Regex Advice();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backquoted();
}
