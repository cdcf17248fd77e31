using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Volcast.MlflowStub;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Cli.Tests.Doctor;

/// <summary><c>volcast doctor</c> on machines where something is wrong.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class DoctorTests : IDisposable
{
    /// <summary>A Monday; the newest settled session is Friday, 2026-02-20.</summary>
    private static readonly DateTimeOffset Monday = new(2026, 2, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    /// <summary>Without a fixed clock, so that nothing needs attention.</summary>
    private VolcastUnderTest OnMonday(HttpMessageHandler? http = null)
    {
        var volcast = new VolcastUnderTest(folder.Path) { Clock = new SettableClock { Now = Monday }, Http = http };
        volcast.Environment.Remove("VOLCAST_NOW");
        volcast.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        return volcast;
    }

    private async Task<(int Code, Dictionary<string, (string Condition, string Found, string? Fix)> Checks)> ExamineAsync(
        VolcastUnderTest volcast, params string[] arguments)
    {
        var result = await volcast.RunAsync(["doctor", "--json", .. arguments]);
        Assert.Equal("", result.Error);
        var checks = JsonDocument.Parse(result.Out).RootElement.GetProperty("checks").EnumerateArray().ToDictionary(
            check => check.GetProperty("check").GetString()!,
            check => (
                check.GetProperty("condition").GetString()!, check.GetProperty("found").GetString()!,
                check.GetProperty("fix").GetString()));
        return (result.ExitCode, checks);
    }

    [Fact]
    public async Task A_new_machine_that_can_run_the_demo_is_well()
    {
        var result = await OnMonday().RunAsync("doctor", "--source", "simulated");
        Assert.Equal((ExitCode.Done, ""), (result.ExitCode, result.Error));
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("Everything works.", lines[^1]);
        lines = lines[..^1];
        Assert.Equal(
            ["sdk", "libxgboost", "settings", "disk", "lake", "registry", "models", "source", "clock"],
            lines.Where(line => line[0] != ' ').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
        Assert.All(lines.Where(line => line[0] != ' '), line => Assert.StartsWith("ok ", line, StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder["data"]), "the examination created the data folder");
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Lines_hold_at_60_columns()
    {
        var volcast = new VolcastUnderTest(folder.Path) { Width = 60 };
        volcast.Environment["VOLCAST_HORIZON"] = "7";
        var result = await volcast.RunAsync("doctor", "--source", "csv", "--path", "prices");
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.Length <= 60 || !line.Trim().Contains(' '), line));
    }

    [Fact]
    public async Task A_setting_that_is_wrong_is_reported_and_the_other_checks_still_run()
    {
        await File.WriteAllTextAsync(folder[".env"], "VOLCAST_TARGET=QQQ\nVOLCAST_SEED=-1\nVOLCAST_API_RATE=9\n", token);
        var volcast = OnMonday();
        volcast.Environment["VOLCAST_HORIZON"] = "7";
        var (code, checks) = await ExamineAsync(volcast, "--source", "simulated");
        Assert.Equal(ExitCode.Failed, code);
        var (condition, found, fix) = checks["settings"];
        Assert.Equal("problem", condition);
        Assert.Contains("the environment variable VOLCAST_HORIZON", found, StringComparison.Ordinal);
        Assert.Contains("VOLCAST_SEED in", found, StringComparison.Ordinal);
        Assert.Contains("line 1, is not a setting and has no effect; the nearest setting is VOLCAST_TARGETS", found,
            StringComparison.Ordinal);
        Assert.DoesNotContain("VOLCAST_API_RATE", found, StringComparison.Ordinal);
        Assert.Contains("Correct the value", fix, StringComparison.Ordinal);
        Assert.Equal("ok", checks["source"].Condition);
    }

    [Fact]
    public async Task A_settings_file_that_cannot_be_read_is_a_problem()
    {
        await File.WriteAllTextAsync(folder[".env"], "nonsense\n", token);
        var (code, checks) = await ExamineAsync(OnMonday(), "--source", "simulated");
        Assert.Equal((ExitCode.Failed, "problem"), (code, checks["settings"].Condition));
        Assert.Contains("line 1: expected NAME=value", checks["settings"].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_flag_is_a_usage_error() =>
        Assert.Equal(ExitCode.Usage, (await OnMonday().RunAsync("doctor", "--source", "bloomberg")).ExitCode);

    [Fact]
    public async Task Old_bars_missing_targets_and_a_clock_before_the_newest_bar_are_found()
    {
        var volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_TARGETS"] = "SPY,QQQ";
        Assert.Equal(0, (await new VolcastUnderTest(folder.Path).RunAsync(
            "ingest", "--source", "simulated", "--lookback", "1y")).ExitCode);

        volcast.Environment["VOLCAST_NOW"] = "2024-06-20T12:00:00Z"; // A Thursday; Wednesday was a holiday.
        var (code, checks) = await ExamineAsync(volcast, "--source", "simulated");
        Assert.Equal(ExitCode.NeedsAttention, code);
        Assert.Equal(
            ("warning", "no bars of QQQ; SPY lacks up to 3 sessions that have settled since",
                "Run `./volcast ingest --source simulated`."),
            checks["lake"]);
        Assert.Equal("warning", checks["clock"].Condition);
        Assert.Contains("VOLCAST_NOW keeps the clock at 2024-06-20 12:00", checks["clock"].Found, StringComparison.Ordinal);

        volcast.Environment["VOLCAST_NOW"] = "2024-06-10T12:00:00Z";
        (code, checks) = await ExamineAsync(volcast, "--source", "simulated");
        Assert.Equal((ExitCode.Failed, "problem"), (code, checks["clock"].Condition));
        Assert.Contains("the lake already holds", checks["clock"].Found, StringComparison.Ordinal);
        Assert.StartsWith("Correct VOLCAST_NOW", checks["clock"].Fix, StringComparison.Ordinal);

        // Simulated bars are not those of the configured source.
        (code, checks) = await ExamineAsync(volcast, "--source", "csv", "--path", ".", "--data", "data/simulated");
        Assert.Equal("problem", checks["lake"].Condition);
        Assert.Contains("SIMULATED", checks["lake"].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrupt_lake_is_a_problem()
    {
        Directory.CreateDirectory(folder["data/simulated/lake"]);
        await File.WriteAllTextAsync(folder["data/simulated/lake/lake.json"], "{", token);
        var (code, checks) = await ExamineAsync(OnMonday(), "--source", "simulated");
        Assert.Equal((ExitCode.Failed, "problem"), (code, checks["lake"].Condition));
    }

    [Fact]
    public async Task Missing_csv_files_are_named_those_of_targets_as_a_problem()
    {
        SimulatedCsv.Write(folder["prices"]);
        File.Delete(folder["prices/TLT.csv"]);
        var (code, checks) = await ExamineAsync(OnMonday(), "--source", "csv", "--path", "prices");
        Assert.Equal((ExitCode.NeedsAttention, "warning"), (code, checks["source"].Condition));
        Assert.EndsWith("has no TLT.csv", checks["source"].Found, StringComparison.Ordinal);

        File.Delete(folder["prices/SPY.csv"]);
        (code, checks) = await ExamineAsync(OnMonday(), "--source", "csv", "--path", "prices");
        Assert.Equal((ExitCode.Failed, "problem"), (code, checks["source"].Condition));
        Assert.Contains("has no SPY.csv", checks["source"].Found, StringComparison.Ordinal);

        foreach (var path in new[] { "", "elsewhere" })
            Assert.Equal(
                "problem", (await ExamineAsync(OnMonday(), "--source", "csv", "--path", path)).Checks["source"].Condition);
    }

    [Theory]
    [InlineData(0, "ok", ExitCode.Done, "agrees with the source's server")]
    [InlineData(10, "warning", ExitCode.NeedsAttention, "10 min ahead of the source's server")]
    [InlineData(-180, "problem", ExitCode.Failed, "3.0 h behind the source's server")]
    public async Task The_clock_is_compared_with_the_sources_date(int ahead, string condition, int code, string found)
    {
        using var yahoo = new Answers(HttpStatusCode.OK, ChartJson.Spy(), Monday - TimeSpan.FromMinutes(ahead));
        var (exit, checks) = await ExamineAsync(OnMonday(yahoo));
        Assert.Equal(("ok", "Yahoo gives bars of SPY to 2026-02-20"), (checks["source"].Condition, checks["source"].Found));
        Assert.Equal(1, yahoo.Requests);
        Assert.Equal((condition, code), (checks["clock"].Condition, exit));
        Assert.Contains(found, checks["clock"].Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "warning", ExitCode.NeedsAttention)]
    [InlineData(HttpStatusCode.InternalServerError, "problem", ExitCode.Failed)]
    public async Task A_source_that_refuses_or_fails_is_asked_once(HttpStatusCode status, string condition, int code)
    {
        using var yahoo = new Answers(status, "", Monday);
        var (exit, checks) = await ExamineAsync(OnMonday(yahoo));
        Assert.Equal((condition, code, 1), (checks["source"].Condition, exit, yahoo.Requests));
        Assert.Contains($"({(int)status}", checks["source"].Found, StringComparison.Ordinal);
    }

    /// <summary>Yahoo and Tiingo have the targets, Cboe the index beside them.</summary>
    [Fact]
    public async Task Each_source_of_the_order_is_asked()
    {
        using var server = new Vendors();
        var (code, checks) = await ExamineAsync(WithToken(server), "--source", "yahoo,cboe,tiingo");
        Assert.Equal(
            ("ok", "Yahoo gives bars of SPY to 2026-02-20; Cboe gives bars of ^VIX to 2026-02-20; Tiingo gives bars of SPY to "
                + "2026-02-19"),
            (checks["source"].Condition, checks["source"].Found));
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.UserAgents, name => Assert.Equal("volcast test", name));
    }

    [Theory]
    [InlineData("query1.finance.yahoo.com", "yahoo,cboe,tiingo", "warning", "SPY: Yahoo reports an internal error")]
    [InlineData("cdn.cboe.com", "yahoo,cboe,tiingo", "warning", "^VIX: Cboe reports an internal error")]
    [InlineData("query1.finance.yahoo.com", "yahoo,cboe", "problem", "SPY: Yahoo reports an internal error")]
    [InlineData("api.tiingo.com", "cboe,tiingo", "problem", "SPY: Tiingo reports an internal error")]
    public async Task A_source_that_fails_is_a_problem_only_if_no_other_gives_the_targets(
        string host, string order, string condition, string found)
    {
        using var server = new Vendors { Away = host };
        var (_, checks) = await ExamineAsync(WithToken(server), "--source", order);
        Assert.Equal(condition, checks["source"].Condition);
        Assert.StartsWith(found, checks["source"].Found, StringComparison.Ordinal);
    }

    /// <summary>The other sources of an order are asked all the same.</summary>
    [Theory]
    [InlineData("tiingo", "problem")]
    [InlineData("yahoo,cboe,tiingo", "warning")]
    [InlineData("cboe,tiingo", "problem")]
    public async Task A_missing_token_is_a_problem_only_if_no_other_source_gives_the_targets(string order, string condition)
    {
        using var server = new Vendors();
        var (_, checks) = await ExamineAsync(OnMonday(server), "--source", order);
        Assert.Equal(condition, checks["source"].Condition);
        Assert.Contains("set VOLCAST_TIINGO_TOKEN", checks["source"].Found, StringComparison.Ordinal);
        Assert.Equal(order == "tiingo" ? "problem" : "warning", checks["settings"].Condition);
        Assert.StartsWith("VOLCAST_TIINGO_TOKEN is not set, and VOLCAST_SOURCE names tiingo", checks["settings"].Found,
            StringComparison.Ordinal);
    }

    private VolcastUnderTest WithToken(HttpMessageHandler server)
    {
        var volcast = OnMonday(server);
        volcast.Environment["VOLCAST_TIINGO_TOKEN"] = "t0ken";
        volcast.Environment["VOLCAST_USER_AGENT"] = "volcast test";
        return volcast;
    }

    [Fact]
    public async Task A_server_of_models_is_reached_with_its_version_and_its_artifact_proxy()
    {
        await using var stub = await StubServer.StartAsync(new StubOptions { Token = "t0ken" });
        SimulatedCsv.Write(folder["prices"]);
        var volcast = OnMonday();
        volcast.Environment["MLFLOW_TRACKING_URI"] = stub.Address.AbsoluteUri;
        volcast.Environment["MLFLOW_TRACKING_TOKEN"] = "t0ken";
        string[] csv = ["--source", "csv", "--path", "prices"];
        var (code, checks) = await ExamineAsync(volcast, csv);
        Assert.Equal((ExitCode.Done, "ok"), (code, checks["registry"].Condition));
        Assert.Matches(
            @"^MLflow 3\.6\S* at http://127\.0\.0\.1:\d+, 0 models, artifacts through its proxy$", checks["registry"].Found);

        stub.Fault = request => request.Path.Contains("mlflow-artifacts", StringComparison.Ordinal)
            ? StubFault.Text(503, "Endpoint disabled due to the mlflow server running with `--no-serve-artifacts`.")
            : null;
        await HasProblemAsync("--serve-artifacts");
        stub.Fault = request => request.Route == "experiments/get"
            ? StubFault.Json("""{"experiment":{"experiment_id":"0","name":"Default","artifact_location":"s3://bucket"}}""")
            : null;
        await HasProblemAsync("s3://bucket");
        stub.Fault = request => request.Path == "/version" ? StubFault.Html(200, "Sign in") : null;
        await HasProblemAsync("does not give a version");
        stub.Fault = _ => null;
        volcast.Environment["MLFLOW_TRACKING_TOKEN"] = "wrong";
        await HasProblemAsync("does not accept the credentials");
        await stub.DisposeAsync();
        await HasProblemAsync("no connection could be made");

        async Task HasProblemAsync(string words)
        {
            var (exit, found) = await ExamineAsync(volcast, csv);
            Assert.Equal((ExitCode.Failed, "problem"), (exit, found["registry"].Condition));
            Assert.Contains(words, found["registry"].Found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_changed_file_of_a_serving_model_is_a_problem_with_its_fix()
    {
        SimulatedCsv.WriteTwoYears(folder["prices"]);
        var volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_NOW"] = "2009-01-01T12:00:00Z"; // The morning after the last row.
        volcast.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH")!;
        string[] csv = ["--source", "csv", "--path", "prices"];
        Assert.Equal(0, (await volcast.RunAsync(["pipeline", .. csv])).ExitCode);
        var (_, checks) = await ExamineAsync(volcast, csv);
        Assert.Equal(("ok", "volcast-SPY-5d/1: every file has its registered digest", null), checks["models"]);

        var file = Directory.GetFiles(folder["data/mlruns"], "MODEL_CARD.md", SearchOption.AllDirectories).Single();
        await File.AppendAllTextAsync(file, " ", token);
        (var code, checks) = await ExamineAsync(volcast, csv);
        Assert.Equal((ExitCode.Failed, "problem"), (code, checks["models"].Condition));
        Assert.Contains("volcast-SPY-5d/1", checks["models"].Found, StringComparison.Ordinal);
        Assert.EndsWith("has a changed file MODEL_CARD.md. Do not use it: restore the folder from a copy, or train again, which "
            + "restores the files", checks["models"].Found, StringComparison.Ordinal);
    }

    /// <summary>Gives the same answer to every request, with a date.</summary>
    private sealed class Answers(HttpStatusCode status, string body, DateTimeOffset date) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
            answer.Headers.Date = date;
            return Task.FromResult(answer);
        }
    }

    /// <summary>Answers as the three vendors do, by their hosts.</summary>
    private sealed class Vendors : HttpMessageHandler
    {
        /// <summary>The host that reports an error.</summary>
        public string? Away { get; init; }

        public ConcurrentBag<Uri> Requests { get; } = [];

        public ConcurrentBag<string> UserAgents { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request.RequestUri!);
            UserAgents.Add(string.Join(' ', request.Headers.GetValues("User-Agent")));
            var host = request.RequestUri!.Host;
            var body = host switch
            {
                "cdn.cboe.com" => "DATE,OPEN,HIGH,LOW,CLOSE\n02/19/2026,20,21,19,20.5\n02/20/2026,20,21,19,20.6\n",
                "api.tiingo.com" => """
                    [{"date":"2026-02-19T00:00:00.000Z","close":684,"high":685,"low":680,"open":681,"volume":1,"adjClose":684,
                    "divCash":0.0,"splitFactor":1.0}]
                    """,
                _ => ChartJson.Spy(),
            };
            var answer = new HttpResponseMessage(host == Away ? HttpStatusCode.InternalServerError : HttpStatusCode.OK)
            {
                Content = new StringContent(host == Away ? "" : body),
            };
            answer.Headers.Date = Monday;
            return Task.FromResult(answer);
        }
    }
}
