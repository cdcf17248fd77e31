using System.Text.Json;

namespace Volcast.Deploy.Aws.Options;

/// <summary>The values that describe a deployment, by name: those of CDK's context, overridden by <c>-c NAME=VALUE</c>.</summary>
internal sealed class DeploymentContext
{
    /// <summary>The environment variable in which the CDK command line passes the context of <c>cdk.json</c>.</summary>
    public const string Variable = "CDK_CONTEXT_JSON";

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    /// <param name="json">CDK's context, an object; null or empty for none.</param>
    /// <param name="arguments">The command line; only <c>-c NAME=VALUE</c> is read.</param>
    /// <exception cref="DeploymentException">The context is not a JSON object, or a flag has no value.</exception>
    public DeploymentContext(string? json, IReadOnlyList<string> arguments)
    {
        if (!string.IsNullOrWhiteSpace(json))
            ReadJson(json);
        for (var at = 0; at < arguments.Count; at++)
        {
            if (arguments[at] is not "-c")
                throw new DeploymentException($"'{arguments[at]}' is not known here; settings are given as -c NAME=VALUE.");
            if (++at == arguments.Count || arguments[at].Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new DeploymentException("After -c there must be NAME=VALUE, such as -c environment=dev.");
            values[name] = value;
        }
    }

    /// <summary>The value of a name; the fallback if there is none or it is empty.</summary>
    public string Text(string name, string fallback) => values.GetValueOrDefault(name) is { Length: > 0 } value ? value : fallback;

    /// <summary>A value that the deployment cannot do without.</summary>
    /// <exception cref="DeploymentException">There is none.</exception>
    public string Required(string name, string meaning) => values.GetValueOrDefault(name) is { Length: > 0 } value
        ? value
        : throw new DeploymentException($"The context value '{name}' is missing: {meaning}. Give it in cdk.json or with "
            + $"-c {name}=VALUE.");

    /// <summary>One of several words.</summary>
    /// <exception cref="DeploymentException">It is another word.</exception>
    public string OneOf(string name, string fallback, params string[] choices) => Text(name, fallback) is var value
        && choices.Contains(value, StringComparer.Ordinal)
        ? value
        : throw new DeploymentException($"The context value {name}={value} is not one of {string.Join(", ", choices)}.");

    /// <summary>yes or no.</summary>
    /// <exception cref="DeploymentException">It is another word.</exception>
    public bool IsYes(string name, bool fallback) => OneOf(name, fallback ? "yes" : "no", "yes", "no") == "yes";

    /// <summary>A whole number.</summary>
    /// <exception cref="DeploymentException">It is not one, or outside the range.</exception>
    public int Number(string name, int fallback, int least, int most) =>
        Text(name, $"{fallback}") is var value && Hosting.PlainNumber.TryParse(value, out long number)
            && number >= least && number <= most
            ? (int)number
            : throw new DeploymentException($"The context value {name}={value} is not a whole number from {least} to {most}.");

    private void ReadJson(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var one in document.RootElement.EnumerateObject())
                if (one.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                    values[one.Name] = one.Value.ToString();
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            throw new DeploymentException($"{Variable} is not a JSON object: {bad.Message}");
        }
    }
}

/// <summary>The deployment cannot be described as asked; the message says what to do.</summary>
internal sealed class DeploymentException(string message) : Exception(message);
