using Volcast.Cli;

namespace Volcast.Deploy.IngestLambda.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class InvocationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new() { Now = new(2024, 6, 14, 12, 0, 0, TimeSpan.Zero) };
    private readonly Dictionary<string, string> environment = new()
    {
        ["VOLCAST_SOURCE"] = "simulated",
        ["LOOKBACK_PERIOD"] = "1y",
        ["VOLCAST_NOW"] = "2024-06-14T12:00:00Z",
    };

    private readonly StubSecrets secrets = new();

    /// <summary>The tokens that the vendor got.</summary>
    private readonly List<string> tokens = [];

    public void Dispose()
    {
        folder.Dispose();
        secrets.Dispose();
    }

    [Fact]
    public async Task An_event_runs_the_ingest_of_the_settings_and_the_next_one_finds_it_done()
    {
        environment["VOLCAST_DATA"] = folder["data"];
        using var runtime = new StubRuntime(clock.Now.AddMinutes(15));
        await RunAsync(runtime);
        var stored = FolderBytes.Of(folder["data"]);
        Assert.Contains(stored, file => file.StartsWith("lake/curated.market/year=2024/symbol=SPY/", StringComparison.Ordinal));
        await RunAsync(runtime);

        Assert.Equal(["/2018-06-01/runtime/invocation/id-1/response", "/2018-06-01/runtime/invocation/id-2/response"],
            runtime.Answers.Select(answer => answer.Path));
        Assert.All(runtime.Answers, answer => Assert.False(answer.Body.GetProperty("needs_attention").GetBoolean()));
        Assert.Equal(stored, FolderBytes.Of(folder["data"]));
    }

    [Fact]
    public async Task Data_that_need_review_are_no_error()
    {
        environment["VOLCAST_SOURCE"] = "csv";
        environment["VOLCAST_CSV_PATH"] = folder.Path;
        environment["VOLCAST_DATA"] = folder["data"];
        // There are no files of the assets beside SPY.
        await File.WriteAllLinesAsync(folder["SPY.csv"],
            [
                "Date,Open,High,Low,Close,AdjClose,Volume", "2024-06-12,540,545,538,541,541,1000",
                "2024-06-13,541,544,539,542,542,1000",
            ],
            TestContext.Current.CancellationToken);
        using var runtime = new StubRuntime(clock.Now.AddMinutes(15));
        await RunAsync(runtime);
        var answer = Assert.Single(runtime.Answers);
        Assert.EndsWith("/response", answer.Path, StringComparison.Ordinal);
        Assert.True(answer.Body.GetProperty("needs_attention").GetBoolean());
    }

    [Fact]
    public async Task A_source_that_fails_is_an_error_that_may_be_repeated()
    {
        environment["VOLCAST_SOURCE"] = "csv";
        environment["VOLCAST_CSV_PATH"] = folder["inbox"];
        environment["VOLCAST_DATA"] = folder["data"];
        var failure = await FailureAsync(clock.Now.AddMinutes(15));
        Assert.StartsWith("IngestFailed: ", failure, StringComparison.Ordinal);
        Assert.Contains($"volcast: SPY: the folder {folder["inbox"]} does not exist.", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_an_error_of_its_own()
    {
        environment["LOOKBACK_PERIOD"] = "sometimes";
        Assert.StartsWith("SettingsWrong: volcast: 'sometimes' given by the environment variable LOOKBACK_PERIOD",
            await FailureAsync(clock.Now.AddMinutes(15)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_run_stops_before_Lambda_stops_it()
    {
        environment["VOLCAST_DATA"] = folder["data"];
        Assert.StartsWith("IngestTimedOut: ", await FailureAsync(clock.Now.AddSeconds(9)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_of_Tiingo_comes_from_its_secret_anew_for_each_event()
    {
        UseTiingo();
        await FailureAsync(clock.Now.AddMinutes(15));
        Assert.Equal(["POST https://secretsmanager.us-east-1.amazonaws.com/ secretsmanager.GetSecretValue "
            + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target "
            + $$"""{"SecretId":"{{StubSecrets.Arn}}"}"""], secrets.Requests);
        Assert.Equal(["Token token-1"], tokens.Distinct());

        secrets.Answer = (System.Net.HttpStatusCode.OK, """{"SecretString":"token-2"}""");
        await FailureAsync(clock.Now.AddMinutes(15));
        Assert.Equal("Token token-2", tokens[^1]);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_read_is_named_and_no_vendor_is_asked()
    {
        UseTiingo();
        secrets.Answer = (System.Net.HttpStatusCode.BadRequest, """{"__type":"AccessDeniedException","Message":"no"}""");
        Assert.Equal($"IngestFailed: Secrets Manager does not give the secret {StubSecrets.Arn}: AccessDeniedException. Check that it "
            + "has a value, and that the role of the function may read it.", await FailureAsync(clock.Now.AddMinutes(15)));
        environment.Remove("AWS_SESSION_TOKEN");
        Assert.Equal("IngestFailed: The environment variable AWS_SESSION_TOKEN is missing, which Lambda sets.",
            await FailureAsync(clock.Now.AddMinutes(15)));
        Assert.Empty(tokens);
    }

    private void UseTiingo()
    {
        environment["VOLCAST_SOURCE"] = "tiingo";
        environment["VOLCAST_DATA"] = folder["data"];
        environment[IngestRun.TokenSecret] = StubSecrets.Arn;
        environment["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE";
        environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        environment["AWS_SESSION_TOKEN"] = "session";
    }

    [Fact]
    public void The_end_of_a_long_text_is_kept_and_all_of_it_passed_on()
    {
        using var all = new StringWriter();
        using var notes = new NotesWriter(all, longest: 10);
        Assert.Equal("", notes.Text);
        for (var number = 10; number < 60; number++)
            notes.Write($"{number}");
        Assert.Equal(("5556575859", 100), (notes.Text, all.ToString().Length));
    }

    private async Task<string> FailureAsync(DateTimeOffset deadline)
    {
        using var runtime = new StubRuntime(deadline);
        await RunAsync(runtime);
        var (path, body) = Assert.Single(runtime.Answers);
        Assert.Equal("/2018-06-01/runtime/invocation/id-1/error", path);
        return $"{Text("errorType")}: {Text("errorMessage")}";

        string Text(string name) => body.GetProperty(name).GetString()!;
    }

    private async Task RunAsync(StubRuntime runtime)
    {
        using var http = new HttpClient(runtime, disposeHandler: false) { BaseAddress = new("http://127.0.0.1:9001") };
        using var aws = new HttpClient(secrets, disposeHandler: false);
        using var vendor = new StubVendor(tokens);
        var shell = new Shell(TextWriter.Null, TextWriter.Null, environment.GetValueOrDefault, folder.Path) { Http = vendor };
        await new InvocationLoop(new(http), new(shell, new(aws, environment.GetValueOrDefault, clock)), clock)
            .RunOneAsync(TestContext.Current.CancellationToken);
    }
}
