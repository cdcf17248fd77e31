using Volcast.Market;

namespace Volcast.Cli.Pipeline;

/// <summary>A target that a stage could not finish. The stage goes on with the other targets; later stages skip this
/// one.</summary>
/// <param name="Target">Its symbol; the registered model's name where the stage works on models; empty if the stage failed as a
/// whole.</param>
/// <param name="Stage">For example <c>train</c>.</param>
/// <param name="Reason">The cause and what to do.</param>
internal sealed record FailedTarget(string Target, string Stage, string Reason)
{
    public string Sentence =>
        FullStop.After(Target.Length == 0 ? $"{Stage} failed: {Reason}" : $"{Stage} of {Target} failed: {Reason}");
}
