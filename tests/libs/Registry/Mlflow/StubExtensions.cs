using System.Text;
using Volcast.MlflowStub;
using Volcast.Registry.Mlflow;

namespace Volcast.Registry.Tests.Mlflow;

internal static class StubExtensions
{
    /// <summary>Options for this stub, with very short waits.</summary>
    public static MlflowOptions Options(this StubServer stub) => new()
    {
        TrackingUri = stub.Address,
        FirstDelay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromSeconds(2),
    };

    /// <summary>The stub's complete content as text, without the server's times and ids.</summary>
    public static string Snapshot(this StubServer stub)
    {
        var text = new StringBuilder();
        var state = stub.State;
        foreach (var experiment in state.Experiments)
            text.Append($"experiment {experiment.Name} {experiment.IsDeleted}\n");
        var names = state.Runs.ToDictionary(run => run.Id, run => run.Tags[RegistryTags.RunKey] ?? "unknown");
        foreach (var run in state.Runs.Where(run => !run.IsDeleted).OrderBy(run => names[run.Id], StringComparer.Ordinal))
        {
            text.Append($"run {names[run.Id]} {run.Name} {run.Status} {run.StartTime} {run.EndTime}\n");
            foreach (var (key, value) in run.Params.Items.OrderBy(item => item.Key, StringComparer.Ordinal))
                text.Append($"  param {key}={value}\n");
            foreach (var (key, value) in run.Tags.Items.OrderBy(item => item.Key, StringComparer.Ordinal))
                text.Append($"  tag {key}={value}\n");
            foreach (var metric in run.Metrics)
                text.Append($"  {metric}\n");
            foreach (var (path, content) in state.Artifacts)
                if (path.StartsWith(run.ArtifactRoot + "/", StringComparison.Ordinal))
                    text.Append($"  artifact {path[run.ArtifactRoot.Length..]} {Convert.ToHexString(content)}\n");
        }
        foreach (var model in state.Models)
        {
            text.Append($"model {model.Name}: {string.Join(", ", model.Aliases)}\n");
            foreach (var version in model.Versions)
            {
                text.Append($"  version {version.Number} of {names[version.RunId]} {Path.GetFileName(version.Source)}\n");
                foreach (var (key, value) in version.Tags.Items.OrderBy(item => item.Key, StringComparer.Ordinal))
                    text.Append($"    tag {key}={value}\n");
            }
        }
        return text.ToString();
    }
}
