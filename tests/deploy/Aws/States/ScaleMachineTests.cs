using System.Text.Json.Nodes;
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
        Assert.Equal(["Plan", "Work", "Gather", "Gather"], execution.Path);
    }

    [Fact]
    public async Task Without_a_plan_there_is_no_array()
    {
        var execution = await RunAsync(command => command.StartsWith("plan", StringComparison.Ordinal));
        Assert.Equal(["Plan", "Plan"], execution.Path);
        Assert.Empty(commands);
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
