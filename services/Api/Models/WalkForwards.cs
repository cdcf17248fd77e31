using Polly;
using Polly.Retry;
using Polly.Timeout;
using Volcast.Evaluation;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Models;

/// <summary>The walk-forwards of registered versions. A walk-forward never changes, so it is read once; those that were used last
/// stay in memory. One is read at a time, because the csv file takes several times its memory while it is read. The registry of the
/// service does not repeat its calls, because the next refresh does; no refresh reads a walk-forward, so here it is tried again for
/// up to 20 s, which bridges the restart of a server.</summary>
internal sealed class WalkForwards(IModelRegistry registry, TimeProvider clock) : IDisposable
{
    /// <summary>The largest total memory of the walk-forwards that are kept.</summary>
    private const long MostBytes = 48 << 20;

    /// <summary>How long a request waits for the registry at most.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly ResiliencePipeline patience = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddTimeout(Longest)
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 4,
            Delay = TimeSpan.FromMilliseconds(250),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is RegistryException { Problem: RegistryProblem.Unreachable }),
        })
        .Build();

    private readonly SemaphoreSlim reading = new(1);
    private readonly Lock guard = new();
    private readonly LinkedList<(string RunId, ValueOrReason<WalkForwardResult> Result)> held = [];

    public void Dispose() => reading.Dispose();

    /// <summary>The walk-forward of a version's recipe, or why it has none.</summary>
    /// <exception cref="ProblemException">The registry cannot be read now.</exception>
    public async Task<ValueOrReason<WalkForwardResult>> OfAsync(ModelVersion version, CancellationToken stop)
    {
        if (Held(version.RunId) is { } known)
            return known;
        try
        {
            return await patience.ExecuteAsync(async attempt => await LoadAsync(version, attempt), stop);
        }
        catch (TimeoutRejectedException)
        {
            throw ProblemException.Unavailable("registry_unavailable",
                $"The walk-forward of {version} could not be read within {Longest.TotalSeconds:0} s. Try again later.");
        }
        catch (Exception away) when (TargetLoader.IsAway(away))
        {
            throw ProblemException.Unavailable("registry_unavailable", away.Message);
        }
    }

    private async Task<ValueOrReason<WalkForwardResult>> LoadAsync(ModelVersion version, CancellationToken stop)
    {
        await reading.WaitAsync(stop);
        try
        {
            if (Held(version.RunId) is { } readMeanwhile)
                return readMeanwhile;
            var read = await ReadAsync(version, stop);
            Keep(version.RunId, read);
            return read;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>The model of a walk-forward that a version's recipe is; its first model if the version names none.</summary>
    public static ModelForecasts RecipeOf(ModelVersion version, WalkForwardResult result) =>
        result.Models.FirstOrDefault(model => model.Name == version.Tags.GetValueOrDefault(RegistryTags.Recipe))
        ?? result.Models[0];

    /// <summary>The kept walk-forward of a run, which is then the one that was used last; null if none is kept.</summary>
    private ValueOrReason<WalkForwardResult>? Held(string runId)
    {
        lock (guard)
        {
            for (var node = held.First; node is not null; node = node.Next)
                if (node.Value.RunId == runId)
                {
                    held.Remove(node);
                    held.AddFirst(node);
                    return node.Value.Result;
                }
            return null;
        }
    }

    /// <summary>Keeps a walk-forward and forgets the least recently used ones until the others fit; the newest always
    /// stays.</summary>
    private void Keep(string runId, ValueOrReason<WalkForwardResult> read)
    {
        lock (guard)
        {
            held.AddFirst((runId, read));
            while (held.Count > 1 && held.Sum(one => BytesOf(one.Result)) > MostBytes)
                held.RemoveLast();
        }
    }

    private async Task<ValueOrReason<WalkForwardResult>> ReadAsync(ModelVersion version, CancellationToken stop) =>
        BacktestFile.TryRead($"{version}", Registration.WalkForwardPath,
            await registry.FindArtifactAsync(version.RunId, Registration.WalkForwardPath, stop), withDistribution: true);

    private static long BytesOf(ValueOrReason<WalkForwardResult> result) => result.Value is not { } read ? 0
        : read.Models.Sum(model => (long)read.Origins.Length * sizeof(double) * (8 + 3 * model.TailRisk.Count));
}
