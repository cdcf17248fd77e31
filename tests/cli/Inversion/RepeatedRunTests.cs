namespace Volcast.Cli.Tests.Inversion;

/// <summary><c>volcast evidence verify --path</c>.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(typeof(SharedSimulatedEvidence))]
public sealed class RepeatedRunTests(SimulatedEvidence simulated)
{
    private Task<VolcastUnderTest.Result> VerifyAsync(string bars)
    {
        var volcast = new VolcastUnderTest(simulated[""]);
        volcast.Environment["VOLCAST_HORIZON"] = "22"; // The user's settings take no part.
        return volcast.RunAsync(
            "evidence", "verify", "--root", simulated.Root, "--path", bars, "--folder", "simulated/SPY-1d");
    }

    [Fact]
    public async Task On_the_same_bars_every_file_is_the_same_bit_for_bit()
    {
        var verified = await VerifyAsync(simulated.Bars);
        Assert.Equal((ExitCode.Done, ""), (verified.ExitCode, verified.ExitCode == 0 ? "" : verified.Out + verified.Error));
        Assert.Contains("1 run repeated: every file is the same bit for bit.", verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_other_bars_each_file_that_differs_is_named()
    {
        using var other = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(simulated.Bars))
            File.Copy(file, other[Path.GetFileName(file)]);
        SimulatedCsv.Edit(other.Path, "VIX.csv", "2008-06-16", row =>
        {
            var cells = row.Split(',');
            return string.Join(',', [cells[0], .. cells[1..6].Select(cell => $"{decimal.Parse(cell) + .01m}"), cells[6]]);
        });
        var verified = await VerifyAsync(other.Path);
        Assert.Equal(ExitCode.NeedsAttention, verified.ExitCode);
        foreach (var file in new[] { "forecasts.csv", "tables.json", "manifest.json" })
            Assert.Contains($"docs/evidence/simulated/SPY-1d/{file}: the repeated run: published SHA-256 ", verified.Out,
                StringComparison.Ordinal);
        Assert.DoesNotContain("bit for bit", verified.Out, StringComparison.Ordinal);
    }
}
