using System.Text.Json.Nodes;
using Volcast.Cli;
using Volcast.Deploy.Aws.Daily;

namespace Volcast.Deploy.Aws.Tests.States;

/// <summary>The logic of the daily state machine, with its tasks replaced.</summary>
public sealed class DailyMachineTests
{
    private const string Alone = """{"skip":"ingest","retrain":false}""";
    private const string Apart = """{"skip":"ingest,policy","retrain":true}""";

    /// <summary>The commands of the tasks so far.</summary>
    private readonly List<string> commands = [];

    [Fact]
    public async Task A_day_is_an_ingest_and_a_task()
    {
        var execution = await RunAsync(Alone);
        Assert.Null(execution.Error);
        Assert.Equal(["Ingest", "RunDaily", "IsRetraining", "HasIngestFailed", "Done"], execution.Path);
        Assert.Equal(["ingest", "run-daily --skip ingest"], commands);
    }

    [Fact]
    public async Task Retraining_apart_leaves_the_policy_to_the_larger_task()
    {
        var execution = await RunAsync(Apart);
        Assert.Null(execution.Error);
        Assert.Equal(["ingest", "run-daily --skip ingest,policy", "run-daily --skip ingest"], commands);
    }

    [Fact]
    public async Task An_ingest_that_fails_is_repeated_twice_and_then_the_day_goes_on_and_fails_at_the_end()
    {
        var execution = await RunAsync(Alone, command => command == "ingest" ? new("IngestFailed", "SPY: no answer") : null);
        Assert.Equal("IngestFailed", execution.Error);
        Assert.Equal(["Ingest", "Ingest", "Ingest", "RunDaily", "IsRetraining", "HasIngestFailed", "IngestFailed"], execution.Path);
        Assert.Equal("SPY: no answer", execution.Output["ingestError"]!["Cause"].Text());
    }

    [Fact]
    public async Task A_wrong_setting_is_not_repeated()
    {
        var execution = await RunAsync(Alone, command => command == "ingest" ? new("SettingsWrong", "LOOKBACK_PERIOD") : null);
        Assert.Equal(["Ingest", "RunDaily", "IsRetraining", "HasIngestFailed", "IngestFailed"], execution.Path);
    }

    [Fact]
    public async Task A_service_that_is_busy_is_asked_three_times_more_and_the_day_succeeds()
    {
        var times = 0;
        var execution = await RunAsync(Alone,
            command => command == "ingest" && ++times <= 3 ? new("Lambda.TooManyRequestsException", "busy") : null);
        Assert.Null(execution.Error);
        Assert.Equal(4, times);
    }

    [Fact]
    public async Task A_task_that_fails_three_times_fails_the_day_and_nothing_follows_it()
    {
        var execution = await RunAsync(Apart, command => command.Contains("policy", StringComparison.Ordinal)
            ? new("States.TaskFailed", "exit code 1") : null);
        Assert.Equal("States.TaskFailed", execution.Error);
        Assert.Equal(["Ingest", "RunDaily", "RunDaily", "RunDaily"], execution.Path);
    }

    [Fact]
    public async Task A_retraining_that_fails_twice_fails_the_day()
    {
        var execution = await RunAsync(Apart, command => command == "run-daily --skip ingest" ? new("States.TaskFailed", "") : null);
        Assert.Equal("States.TaskFailed", execution.Error);
        Assert.Equal(2, execution.Path.Count(state => state == "Retrain"));
    }

    /// <summary>Real commands do the work, on the simulated market: the machine leaves what one daily run leaves.</summary>
    [Theory]
    [InlineData(Alone)]
    [InlineData(Apart)]
    [Trait(Category.Name, Category.Integration)]
    public async Task The_machine_leaves_the_bytes_of_one_daily_run(string input)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, await VolcastAsync(folder.Path, "one", "run-daily"));
        var execution = await new Interpreter(Definition, async (resource, parameters) =>
        {
            var command = CommandOf(resource, parameters);
            return await VolcastAsync(folder.Path, "machine", command.Split(' ')) == 0
                ? ResultOf(resource)
                : throw new TaskFailure("States.TaskFailed", command);
        }).RunAsync(input);
        Assert.Null(execution.Error);
        Assert.Equal(FolderBytes.Of(folder["one/lake"]), FolderBytes.Of(folder["machine/lake"]));
    }

    private static string Definition { get; } = StateMachines.Read(StateMachines.Daily);

    private async Task<Execution> RunAsync(string input, Func<string, TaskFailure?>? failure = null) => await new Interpreter(
        Definition, (resource, parameters) =>
        {
            var command = CommandOf(resource, parameters);
            if (failure?.Invoke(command) is { } failed)
                throw failed;
            commands.Add(command);
            return Task.FromResult<JsonNode>(ResultOf(resource));
        }).RunAsync(input);

    private static string CommandOf(string resource, JsonNode parameters) =>
        resource.EndsWith(":lambda:invoke", StringComparison.Ordinal) ? "ingest"
        : string.Join(' ', parameters["Overrides"]!["ContainerOverrides"]![0]!["Command"].Items().Select(one => one.Text()));

    private static JsonObject ResultOf(string resource) => resource.EndsWith(":lambda:invoke", StringComparison.Ordinal)
        ? new JsonObject { ["Payload"] = new JsonObject { ["needs_attention"] = false, ["notes"] = "" } }
        : new JsonObject { ["TaskArn"] = "arn:aws:ecs:us-east-1:111122223333:task/volcast-prod/1" };

    private static async Task<int> VolcastAsync(string folder, string data, params string[] command)
    {
        var environment = new Dictionary<string, string>
        {
            ["LOOKBACK_PERIOD"] = "2y",
            ["VOLCAST_DATA"] = data,
            ["VOLCAST_NOW"] = "2024-06-14T12:00:00Z",
            ["VOLCAST_SOURCE"] = "simulated",
        };
        return await VolcastCommandLine.RunAsync(
            command, new(TextWriter.Null, TextWriter.Null, environment.GetValueOrDefault, folder) { UserName = "tester" });
    }
}
