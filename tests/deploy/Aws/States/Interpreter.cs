using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Volcast.Deploy.Aws.Tests.States;

/// <summary>A task failed.</summary>
/// <param name="name">The error's name.</param>
/// <param name="cause">What happened.</param>
internal sealed class TaskFailure(string name, string cause) : Exception(cause)
{
    public string Name { get; } = name;
}

/// <summary>How an execution ended.</summary>
/// <param name="Error">The error's name; null for success.</param>
/// <param name="Path">The states, in the order in which they were entered; once for each attempt of a task.</param>
/// <param name="Output">The document at the end.</param>
internal sealed record Execution(string? Error, IReadOnlyList<string> Path, JsonNode Output);

/// <summary>Runs a state machine of the Amazon States Language with the parts of it that ours use: Task, Choice, Fail and Succeed,
/// Parameters, ResultSelector, ResultPath, Retry and Catch. It refuses everything else, and waits for nothing.</summary>
/// <param name="definition">The machine.</param>
/// <param name="task">Does the work of a task: its resource and parameters give its result.</param>
internal sealed class Interpreter(string definition, Func<string, JsonNode, Task<JsonNode>> task)
{
    private static readonly HashSet<string> Known =
    [
        "Type", "Comment", "Resource", "Parameters", "TimeoutSeconds", "ResultSelector", "ResultPath", "Retry", "Catch", "Next",
        "End", "Choices", "Default", "Error", "Cause",
    ];

    public async Task<Execution> RunAsync(string input)
    {
        var machine = JsonNode.Parse(definition)!;
        var document = JsonNode.Parse(input)!;
        var path = new List<string>();
        for (var name = machine["StartAt"].Text(); ;)
        {
            path.Add(name);
            var state = machine["States"]![name]!.AsObject();
            Assert.Empty(state.Select(part => part.Key).Except(Known));
            switch (state["Type"].Text())
            {
                case "Succeed":
                    return new(null, path, document);
                case "Fail":
                    return new(state["Error"].Text(), path, document);
                case "Choice":
                    name = state["Choices"].Items().FirstOrDefault(choice => Holds(choice, document))?["Next"].Text()
                        ?? state["Default"].Text();
                    continue;
                case "Task":
                    var (next, error) = await RunTaskAsync(name, state, document, path);
                    if (error is not null)
                        return new(error, path, document);
                    if (next is null)
                        return new(null, path, document);
                    name = next;
                    continue;
                case var type:
                    throw new NotSupportedException($"The state {name} has the type {type}.");
            }
        }
    }

    private async Task<(string? Next, string? Error)> RunTaskAsync(
        string name, JsonObject state, JsonNode document, List<string> path)
    {
        var used = new Dictionary<JsonNode, int>();
        while (true)
            try
            {
                var parameters = Intrinsics.Fill(state["Parameters"]!, document);
                var result = await task(state["Resource"].Text(), parameters!);
                if (state["ResultSelector"] is { } selector)
                    result = Intrinsics.Fill(selector, result)!;
                Store(state, "ResultPath", result, document);
                return (state["Next"]?.Text(), null);
            }
            catch (TaskFailure failure)
            {
                if (state["Retry"].Items().FirstOrDefault(one => Matches(one, failure)) is { } retry
                    && used.GetValueOrDefault(retry) < (int)retry["MaxAttempts"]!)
                {
                    used[retry] = used.GetValueOrDefault(retry) + 1;
                    path.Add(name);
                    continue;
                }
                if (state["Catch"].Items().FirstOrDefault(one => Matches(one, failure)) is not { } caught)
                    return (null, failure.Name);
                Store(caught.AsObject(), "ResultPath",
                    new JsonObject { ["Error"] = failure.Name, ["Cause"] = failure.Message }, document);
                return (caught["Next"].Text(), null);
            }
    }

    private static bool Matches(JsonNode handler, TaskFailure failure) =>
        handler["ErrorEquals"].Items().Any(name => name.Text() == "States.ALL" || name.Text() == failure.Name
            || name.Text() == "States.TaskFailed" && failure.Name != "States.Timeout");

    private static bool Holds(JsonNode choice, JsonNode document)
    {
        var value = Intrinsics.Read(choice["Variable"].Text(), document, out var exists);
        return choice["IsPresent"] is { } present ? exists == (bool)present
            : choice["BooleanEquals"] is { } boolean ? exists && value is JsonValue && (bool)value == (bool)boolean
            : throw new NotSupportedException($"The choice {choice.ToJsonString()} is not known here.");
    }

    /// <summary>Puts a result at one name of the document; a null path drops it.</summary>
    private static void Store(JsonObject place, string property, JsonNode result, JsonNode document)
    {
        if (!place.TryGetPropertyValue(property, out var path))
            throw new NotSupportedException($"A state without {property} would replace the document.");
        if (path is null)
            return;
        var name = Regex.Match(path.Text(), @"^\$\.(\w+)$");
        Assert.True(name.Success, $"The path {path} is not known here.");
        document[name.Groups[1].Value] = result.DeepClone();
    }
}
