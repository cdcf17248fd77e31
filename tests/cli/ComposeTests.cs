using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests;

/// <summary><c>docker-compose.yml</c> compared with the settings of the command line.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ComposeTests
{
    /// <summary>The image sets it, to the volume of the containers.</summary>
    private static readonly string[] SetByTheImage = ["VOLCAST_DATA"];

    private static readonly string File = System.IO.File.ReadAllText(
        Path.Combine(SharedData.RepositoryRoot, "docker-compose.yml"));

    private static Dictionary<string, string> Environment => Regex
        .Matches(File.Split("  environment:\n")[1].Split("  volumes:\n")[0], "^    ([A-Z0-9_]+): (.*)$", RegexOptions.Multiline)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    [Fact]
    public void Every_setting_is_passed_to_the_containers() => Assert.Empty(
        VolcastSettings.All.Select(setting => setting.Name).Except(SetByTheImage).Except(Environment.Keys));

    [Fact]
    public void Nothing_is_passed_that_is_not_a_setting() => Assert.All(
        Environment.Keys.Except(VolcastSettings.All.Select(setting => setting.Name)),
        name => Assert.Matches("^(VOLCAST_API|VOLCAST_DASHBOARD|OTEL)_", name));

    /// <summary>An empty variable counts as not set, so a default stands in one place only.</summary>
    [Fact]
    public void A_setting_is_passed_as_it_is_without_a_default_of_its_own() => Assert.All(
        Environment.Where(one => one.Key is not ("VOLCAST_CSV_PATH" or "VOLCAST_API_ADDRESS" or "VOLCAST_DASHBOARD_ADDRESS"
            or "VOLCAST_DASHBOARD_API")),
        one => Assert.Equal($"${{{one.Key}:-}}", one.Value));

    [Fact]
    public void A_csv_folder_of_the_machine_is_mounted_where_the_containers_read_it()
    {
        Assert.Equal("/csv", Environment["VOLCAST_CSV_PATH"]);
        Assert.Contains("    - ${VOLCAST_CSV_PATH:-csv}:/csv:ro\n", File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_service_runs_a_command_that_exists()
    {
        var volcast = new VolcastUnderTest(Path.GetTempPath());
        var commands = Regex.Matches(File, "^    command: ([a-z].*)$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(["ingest", "features", "train --promote-first", "forecast"], commands);
        foreach (var command in commands)
            Assert.Equal("", (await volcast.RunAsync([.. command.Split(' '), "--help"])).Error);
    }
}
