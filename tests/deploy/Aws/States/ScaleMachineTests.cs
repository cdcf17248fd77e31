using System.Text.Json.Nodes;
using Volcast.Cli;
using Volcast.Deploy.Aws.Daily;

namespace Volcast.Deploy.Aws.Tests.States;

/// <summary>The logic of the state machine of arrays: plan, work, gather.</summary>
public sealed class ScaleMachineTests
{
    private const string Input = """{"stage":"train","chunks":40,"plan":"s3://lake/plans/one"}""";

    private readonly List<string> commands = [];

    [Fact]
    public async Task A_plan_is_made_worked_on_and_joined()
    {
        var execution = await RunAsync(_ => null);
        Assert.Null(execution.Error);
        Assert.Equal(
        [
            "plan train --chunks 40 --out s3://lake/plans/one", "an array of 40 with the plan s3://lake/plans/one",
            "gather --plan s3://lake/plans/one",
        ], commands);
    }

    [Fact]
    public async Task A_chunk_that_fails_does_not_keep_the_join_away_which_fails_as_incomplete()
    {
        var execution = await RunAsync(command => command.StartsWith("an array", StringComparison.Ordinal)
            || command.StartsWith("gather", StringComparison.Ordinal));
        Assert.Equal("States.TaskFailed", execution.Error);
        Assert.Equal(["Plan", "Work", "Gather", "Gather", "Gather"], execution.Path);
    }

    [Fact]
    public async Task Without_a_plan_there_is_no_array()
    {
        var execution = await RunAsync(command => command.StartsWith("plan", StringComparison.Ordinal));
        Assert.Equal(["Plan", "Plan", "Plan"], execution.Path);
        Assert.Empty(commands);
    }

    /// <summary>Real commands do the work, on the simulated market: the array leaves what one command leaves.</summary>
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task The_machine_leaves_the_bytes_of_one_command()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, await VolcastAsync(folder.Path, "one", index: null, "ingest"));
        var execution = await new Interpreter(StateMachines.Read(StateMachines.Scale), async (_, parameters) =>
        {
            if (parameters["ArrayProperties"] is { } array)
                for (var index = 0; index < (int)array["Size"]!; index++)
                    Require(await VolcastAsync(
                        folder.Path, "array", index, "work", "--plan", parameters["Parameters"]!["plan"].Text()));
            else
                Require(await VolcastAsync(folder.Path, "array", index: null,
                    [.. parameters["Overrides"]!["ContainerOverrides"]![0]!["Command"].Items().Select(one => one.Text())]));
            return new JsonObject();
        }).RunAsync("""{"stage":"ingest","chunks":3,"plan":"plans/one"}""");
        Assert.Equal((null, "Plan, Work, Gather"), (execution.Error, string.Join(", ", execution.Path)));
        Assert.Equal(FolderBytes.Of(folder["one/lake"]), FolderBytes.Of(folder["array/lake"]));

        static void Require(int code)
        {
            if (code != 0)
                throw new TaskFailure("States.TaskFailed", $"exit code {code}");
        }
    }

    private static async Task<int> VolcastAsync(string folder, string data, int? index, params string[] command)
    {
        var environment = new Dictionary<string, string>
        {
            ["LOOKBACK_PERIOD"] = "1y",
            ["VOLCAST_DATA"] = data,
            ["VOLCAST_NOW"] = "2024-06-14T12:00:00Z",
            ["VOLCAST_SOURCE"] = "simulated",
            ["VOLCAST_TARGETS"] = "SPY,QQQ,IWM",
        };
        if (index is { } own)
            environment["AWS_BATCH_JOB_ARRAY_INDEX"] = $"{own}";
        return await VolcastCommandLine.RunAsync(
            command, new(TextWriter.Null, TextWriter.Null, environment.GetValueOrDefault, folder) { UserName = "tester" });
    }

    private async Task<Execution> RunAsync(Func<string, bool?> fails) => await new Interpreter(
        StateMachines.Read(StateMachines.Scale), (resource, parameters) =>
        {
            var command = resource.EndsWith(":batch:submitJob.sync", StringComparison.Ordinal)
                ? $"an array of {parameters["ArrayProperties"]!["Size"]} with the plan {parameters["Parameters"]!["plan"]}"
                : string.Join(' ', parameters["Overrides"]!["ContainerOverrides"]![0]!["Command"].Items().Select(one => one.Text()));
            if (fails(command) == true)
                throw new TaskFailure("States.TaskFailed", command);
            commands.Add(command);
            return Task.FromResult<JsonNode>(new JsonObject());
        }).RunAsync(Input);
}
