using System.Text.RegularExpressions;
using Volcast.Hosting;

namespace Volcast.Cli.Tests;

/// <summary><c>docker-compose.yml</c> compared with the settings of the command line.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ComposeTests
{
    /// <summary>What the client of a bucket reads, and no program of ours.</summary>
    private static readonly string[] Credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

    /// <summary>Where a container sees the folder of csv files.</summary>
    private const string CsvFolder = "/csv";

    private static readonly ComposeFile Compose = ComposeFile.OfRepository();

    /// <summary>The services that run the worker.</summary>
    private static readonly string[] Jobs =
    [
        .. Compose.Services.Where(service =>
            Compose.Value(service, "image")!.Contains("volcast-worker:", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Every_job_has_exactly_the_settings_of_the_command_line() => Assert.All(Jobs, job => Assert.Equal(
        VolcastSettings.All.Select(setting => setting.Name).Concat(Credentials).Order(),
        Compose.Environment(job).Keys.Order()));

    /// <summary>An empty variable counts as not set, so a default stands in one place only.</summary>
    [Fact]
    public void A_setting_is_passed_as_it_is_without_a_default_of_its_own() => Assert.All(
        Compose.Environment("ingest").Where(one => one.Key is not ("VOLCAST_CSV_PATH" or "VOLCAST_DATA")),
        one => Assert.Equal($"${{{one.Key}:-}}", one.Value));

    [Fact]
    public async Task A_csv_folder_of_the_machine_is_mounted_where_the_containers_read_it()
    {
        Assert.Equal($"${{VOLCAST_CONTAINER_CSV:-{CsvFolder}}}", Compose.Environment("ingest")["VOLCAST_CSV_PATH"]);
        var text = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "docker-compose.yml"), TestContext.Current.CancellationToken);
        Assert.Contains($"    - ${{VOLCAST_CSV_PATH:-csv}}:{CsvFolder}:ro\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_job_runs_a_command_that_exists()
    {
        var volcast = new VolcastUnderTest(Path.GetTempPath());
        Assert.Equal(
            [
                "ingest", "features", "training", "promotion", "forecast", "outcomes", "monitoring", "daily", "demo", "keys",
                "scheduler",
            ],
            Jobs);
        foreach (var job in Jobs)
        {
            string[] entry = job == "keys" ? ["keys"] : [];
            string[] command = [.. entry, .. Compose.Value(job, "command")!.Split(' ')];
            Assert.Equal("", (await volcast.RunAsync([.. command, "--help"])).Error);
        }
    }

    /// <summary>The names that only the file itself reads are known too, since they stand in the same <c>.env</c>.</summary>
    [Fact]
    public async Task Every_variable_of_the_file_is_a_known_name()
    {
        var text = await File.ReadAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "docker-compose.yml"), TestContext.Current.CancellationToken);
        var names = Regex.Matches(text, @"\$\{([A-Z0-9_]+)").Select(match => match.Groups[1].Value);
        Assert.Empty(names.Distinct().Except(KnownNames.All));
    }
}
