using System.Text.RegularExpressions;
using Volcast.Hosting;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Cli.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public SettingsTests() => volcast = new VolcastUnderTest(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Status_shows_the_origin_of_each_setting()
    {
        await File.WriteAllTextAsync(
            folder[".env"], "LOOKBACK_PERIOD=5y    # Options: 1y, 2y\nVOLCAST_HORIZON=10\nVOLCAST_SOURCE=csv\n");
        volcast.Environment["VOLCAST_HORIZON"] = "22";
        volcast.Environment["VOLCAST_SOURCE"] = "yahoo";
        var result = await volcast.RunAsync("status", "--source", "simulated");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"LOOKBACK_PERIOD\s+5y\s+file", result.Out);
        Assert.Matches(@"VOLCAST_HORIZON\s+22\s+environment", result.Out);
        Assert.Matches(@"VOLCAST_SOURCE\s+simulated\s+flag", result.Out);
        Assert.Matches(@"VOLCAST_TARGETS\s+SPY\s+default", result.Out);
    }

    [Theory]
    [InlineData("LOOKBACK_PERIOD", "ten years", "expected a whole number of years from 1y to 50y, or max")]
    [InlineData("VOLCAST_HORIZON", "7", "1, 5, 10, 22")]
    [InlineData("VOLCAST_TARGETS", "SPY,../etc", "'../ETC'")]
    [InlineData("VOLCAST_NOW", "yesterday", "expected a time")]
    [InlineData("VOLCAST_NOW", "1970-01-01", "after 1990")]
    [InlineData("VOLCAST_NOW", "11/23/2026", "ISO 8601")]
    [InlineData("VOLCAST_TARGETS", "SPY,^VIX", "'^VIX' is an index")]
    [InlineData("VOLCAST_SEED", "1,000", "whole number")]
    [InlineData("VOLCAST_SOURCE", "bloomberg", "one of yahoo, cboe, tiingo, csv, simulated, or an order")]
    [InlineData("VOLCAST_SEED", "-1", "whole number")]
    [InlineData("VOLCAST_MAX_AGE", "-1", "whole number from 0")]
    [InlineData("VOLCAST_SOURCE", "yahoo,bloomberg", "'bloomberg' is not a source: expected one of yahoo, cboe, tiingo")]
    [InlineData("VOLCAST_SOURCE", "yahoo,csv", "csv cannot be combined with other sources: its files are read as they are")]
    [InlineData("VOLCAST_SOURCE", "simulated, cboe", "simulated cannot be combined with other sources: its market does not exist")]
    [InlineData("VOLCAST_SOURCE", "yahoo,cboe,Yahoo", "each source once")]
    [InlineData("VOLCAST_SOURCE", "yahoo,", "'' is not a source")]
    [InlineData("VOLCAST_YAHOO_URL", "http://example.com", "https")]
    [InlineData("VOLCAST_CBOE_URL", "http://example.com", "https")]
    [InlineData("VOLCAST_TIINGO_URL", "ftp://127.0.0.1", "https")]
    [InlineData("VOLCAST_USER_AGENT", "one\nX-Other: two", "ASCII characters on one line")]
    [InlineData("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db", "give a folder")]
    [InlineData("MLFLOW_TRACKING_URI", "127.0.0.1:5000", "Write http://127.0.0.1:5000")]
    [InlineData("VOLCAST_CREDENTIALS_OVER_HTTP", "perhaps", "yes, no")]
    public async Task An_invalid_value_is_reported_with_its_origin(string name, string value, string expected)
    {
        volcast.Environment[name] = value;
        var result = await volcast.RunAsync("status");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains($"environment variable {name}", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_token_is_never_shown_and_not_even_a_wrong_one()
    {
        volcast.Environment["VOLCAST_TIINGO_TOKEN"] = "s3cret";
        var status = await volcast.RunAsync("status", "--source", "simulated");
        Assert.Matches(@"VOLCAST_TIINGO_TOKEN\s+\(hidden\)\s+environment", status.Out);
        Assert.DoesNotContain("s3cret", status.Out + status.Error, StringComparison.Ordinal);
        volcast.Environment["VOLCAST_TIINGO_TOKEN"] = "s3 cret";
        var wrong = await volcast.RunAsync("status");
        Assert.Equal(ExitCode.Usage, wrong.ExitCode);
        Assert.Contains("expected a token of ASCII characters without spaces", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3 cret", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_source_tiingo_needs_a_token()
    {
        var result = await volcast.RunAsync("ingest", "--source", "tiingo");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(
            "The source tiingo needs the token of an account: set VOLCAST_TIINGO_TOKEN, or leave tiingo out of VOLCAST_SOURCE.",
            result.Error, StringComparison.Ordinal);
    }

    /// <summary>In an order it is a source that refuses, and the others deliver.</summary>
    [Fact]
    public async Task Without_a_token_tiingo_is_passed_over_in_an_order()
    {
        var shell = new Shell(TextWriter.Null, TextWriter.Null, _ => null, Path.GetTempPath());
        var context = new CommandContext(
            shell, shell.Resolve(new Dictionary<string, string> { ["VOLCAST_SOURCE"] = "yahoo,cboe,tiingo" }));
        var sources = MarketDataSources.Open(context, new HttpClientHandler());
        Assert.Equal(["yahoo", "cboe", "tiingo"], sources.Select(source => source.Name));
        var refused = await Assert.ThrowsAsync<MarketDataException>(() => sources[2].DownloadAsync(
            Symbol.Parse("SPY"), null, null, TestContext.Current.CancellationToken));
        Assert.Equal((MarketDataFailure.Refused, "SPY: The source tiingo needs the token of an account: set "
            + "VOLCAST_TIINGO_TOKEN, or leave tiingo out of VOLCAST_SOURCE."), (refused.Kind, refused.Message));
        foreach (var source in sources)
            (source as IDisposable)?.Dispose();
    }

    [Fact]
    public async Task Status_shows_no_secret()
    {
        volcast.Environment["MLFLOW_TRACKING_URI"] = "https://mlflow.example/team?key=s3cret";
        volcast.Environment["MLFLOW_TRACKING_TOKEN"] = "s3cret";
        volcast.Environment["MLFLOW_TRACKING_USERNAME"] = "ana";
        volcast.Environment["MLFLOW_TRACKING_PASSWORD"] = "s3cret";

        var result = await volcast.RunAsync("status");

        Assert.Matches(@"MLFLOW_TRACKING_URI\s+https://mlflow.example/team\s+environment", result.Out);
        Assert.Matches(@"MLFLOW_TRACKING_TOKEN\s+\(hidden\)\s+environment", result.Out);
        Assert.Matches(@"MLFLOW_TRACKING_PASSWORD\s+\(hidden\)\s+environment", result.Out);
        Assert.DoesNotContain("s3cret", result.Out + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_the_registry_address_is_rejected_and_not_shown()
    {
        volcast.Environment["MLFLOW_TRACKING_URI"] = "https://ana:s3c/r@et@mlflow.example";

        var result = await volcast.RunAsync("status");

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(
            "'https://mlflow.example' given by the environment variable MLFLOW_TRACKING_URI", result.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("s3c", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_before_a_server_without_a_scheme_is_not_shown()
    {
        volcast.Environment["MLFLOW_TRACKING_URI"] = "ana:s3c/r@et@mlflow.example:5000";

        var result = await volcast.RunAsync("status");

        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("'mlflow.example:5000' given by", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3c", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_name_is_reported_once_with_the_nearest_known_one()
    {
        await File.WriteAllTextAsync(
            folder[".env"], "LOOKBACK_PEROID=5y\nVOLCAST_API_RATE=5\nCOMPOSE_PROJECT_NAME=volcast\nXGBOOST_LIBRARY=\n");
        volcast.Environment["VOLCAST_HORISON"] = "22";
        volcast.Environment["VOLCAST_NO_BUILD"] = "1";
        volcast.Environment["VOLCAST_PORT_8080_TCP"] = "tcp://10.0.0.1:8080";
        volcast.Environment["HORIZON"] = "22";

        var result = await volcast.RunAsync("status", "--json");

        Assert.Equal(
            [
                "warning: the environment variable VOLCAST_HORISON is not a setting and has no effect; the nearest setting is "
                    + "VOLCAST_HORIZON.",
                $"warning: LOOKBACK_PEROID in {folder[".env"]}, line 1, is not a setting and has no effect; the nearest setting "
                    + "is LOOKBACK_PERIOD.",
            ],
            result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task An_unknown_name_that_resembles_no_setting_gets_no_suggestion()
    {
        await File.WriteAllTextAsync(folder[".env"], "FOO=1\nTARGETS=SPY\n");
        volcast.Environment["VOLCAST_XYZ"] = "1";
        Assert.Equal(
            [
                "warning: the environment variable VOLCAST_XYZ is not a setting and has no effect.",
                $"warning: FOO in {folder[".env"]}, line 1, is not a setting and has no effect.",
                $"warning: TARGETS in {folder[".env"]}, line 2, is not a setting and has no effect; the nearest setting is "
                    + "VOLCAST_TARGETS.",
            ],
            (await volcast.RunAsync("status", "--json")).Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_refused_with_what_gave_it()
    {
        await File.WriteAllTextAsync(folder["README.md"], "");
        foreach (var command in new[] { "forecast", "status", "verify", "ingest" })
        {
            var result = await volcast.RunAsync(command, "--data", "README.md");
            Assert.Equal(
                (ExitCode.Usage,
                    $"volcast: 'README.md' given by the flag --data: {folder["README.md"]} is a file, and the data are in a "
                    + "folder.\n"),
                (result.ExitCode, result.Error));
        }
    }

    [Fact]
    public async Task A_missing_file_of_targets_is_named_with_what_gave_it()
    {
        var flag = await volcast.RunAsync("ingest", "--source", "simulated", "--target", "@nofile");
        Assert.Equal(
            (ExitCode.Usage, $"volcast: '@nofile' given by the flag --target: there is no file {folder["nofile"]}.\n"),
            (flag.ExitCode, flag.Error));
        volcast.Environment["VOLCAST_TARGETS"] = "@nofile";
        Assert.StartsWith("volcast: '@nofile' given by the environment variable VOLCAST_TARGETS: there is no file ",
            (await volcast.RunAsync("ingest", "--source", "simulated")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_tickers_may_begin_with_a_byte_order_mark()
    {
        await File.WriteAllTextAsync(folder["list"], "# ours\nSPY\n", new System.Text.UTF8Encoding(true));
        var result = await volcast.RunAsync("ingest", "--source", "simulated", "--target", "@list");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Contains("SPY", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_setting_is_a_known_name() =>
        Assert.Empty(VolcastSettings.All.Select(setting => setting.Name).Except(KnownNames.All));

    [Fact]
    public void Every_name_that_a_script_reads_is_known()
    {
        var scripts = new[] { "build", "bench", "deploy/slurm", "docs/examples", ".ci" }
            .SelectMany(name => Directory.GetFiles(
                Path.Combine(SharedData.RepositoryRoot, name), "*", SearchOption.AllDirectories))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "__pycache__"))
            .Concat(new[] { "volcast", "docker-compose.yml", "Dockerfile", ".env.example", "Makefile" }
                .Select(name => Path.Combine(SharedData.RepositoryRoot, name)));
        Assert.Empty(scripts.SelectMany(path => Regex.Matches(File.ReadAllText(path), "VOLCAST_[A-Z0-9_]*[A-Z0-9]"))
            .Select(match => match.Value).Distinct().Except(KnownNames.All));
    }

    [Fact]
    public async Task A_line_of_the_settings_file_that_is_not_an_assignment_is_reported_by_number()
    {
        await File.WriteAllTextAsync(folder[".env"], "VOLCAST_SEED=1\nnonsense\n");
        var result = await volcast.RunAsync("status");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("line 2", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_setting_is_in_the_example_file()
    {
        var example = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, ".env.example"));
        Assert.All(VolcastSettings.All, setting => Assert.Contains(setting.Name, example, StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_file_names_each_setting_once()
    {
        var names = Regex.Matches(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, ".env.example")), "^#?([A-Z][A-Z0-9_]+)=",
            RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToArray();
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public async Task A_name_on_two_lines_of_the_settings_file_is_reported()
    {
        await File.WriteAllTextAsync(folder[".env"], "VOLCAST_SEED=1\nVOLCAST_THREADS=1\nVOLCAST_SEED=2\n");
        var result = await volcast.RunAsync("ingest", "--source", "simulated");
        Assert.Contains("VOLCAST_SEED stands on lines 1 and 3; line 3 counts.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".env", "status")]
    [InlineData("alerts.yaml", "alerts", "list")]
    [InlineData("policy.yaml", "run-daily", "--dry-run", "--source", "simulated")]
    public async Task A_named_pipe_in_place_of_a_file_is_refused_and_not_opened(string file, params string[] command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix");
        Assert.Equal(0, (await ProgramRun.OfAsync("mkfifo", folder[file])).Code);
        var result = await volcast.RunAsync(command);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains($"{folder[file]} is a named pipe: it must be a regular file.", result.Error, StringComparison.Ordinal);
    }
}
