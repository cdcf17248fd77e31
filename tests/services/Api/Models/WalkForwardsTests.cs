using System.Net;
using Volcast.Registry;
using Volcast.Services.Api.Models;
using Volcast.Tests;

namespace Volcast.Services.Api.Tests.Models;

/// <summary>The service with a registry that counts the files that are read from it.</summary>
public sealed class CountedFilesApi : EvidencedApi
{
    private CountedFiles? registry;

    public override IModelRegistry Registry => registry ??= new CountedFiles(base.Registry);

    public int Reads => registry!.Reads;
}

/// <summary>Counts the files that are read from a registry, and can delay them.</summary>
internal sealed class CountedFiles(IModelRegistry inner) : DelegatingRegistry(inner)
{
    private int reads;

    public int Reads => reads;

    /// <summary>So many of the next reads fail as those from a server that restarts.</summary>
    public int Failures { get; set; }

    /// <summary>Awaited before a file is read.</summary>
    public Task Before { get; set; } = Task.CompletedTask;

    public override async Task<ArtifactFolder> ReadArtifactsAsync(
        string runId, Func<string, bool> wants, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        await Before;
        if (Failures-- > 0)
            throw new RegistryException(RegistryProblem.Unreachable, "The connection broke.");
        return await base.ReadArtifactsAsync(runId, wants, cancellationToken);
    }
}

[Trait(Category.Name, Category.Integration)]
public sealed class WalkForwardsTests(CountedFilesApi api) : IClassFixture<CountedFilesApi>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_has_the_newest_history_is_answered_without_reading_the_walk_forward()
    {
        using var latest = await api.Http.GetAsync("/v1/forecasts/latest", Stop);
        var before = api.Reads;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/history");
        request.Headers.IfNoneMatch.Add(latest.Headers.ETag!);
        using var history = await api.Http.SendAsync(request, Stop);
        Assert.Equal((HttpStatusCode.NotModified, before), (history.StatusCode, api.Reads));
    }

    [Fact]
    public async Task A_walk_forward_in_memory_does_not_wait_until_another_is_read_and_each_is_read_once()
    {
        var second = await api.RegisterAsync('b');
        var first = await api.Registry.GetVersionAsync(second.Model, 1, Stop);
        var files = new CountedFiles(new LocalModelRegistry(api.RegistryFolder));
        using var walkForwards = new WalkForwards(files, TimeProvider.System);
        var known = (await walkForwards.OfAsync(first, Stop)).Value;
        Assert.NotNull(known);

        var slow = new TaskCompletionSource();
        files.Before = slow.Task;
        var reading = new[] { walkForwards.OfAsync(second, Stop), walkForwards.OfAsync(second, Stop) };
        var again = walkForwards.OfAsync(first, Stop);
        var wasAnswered = again.IsCompleted;
        slow.SetResult();
        Assert.True(wasAnswered);
        Assert.Same(known, (await again).Value);
        Assert.Same((await reading[0]).Value, (await reading[1]).Value);
        Assert.Equal(2, files.Reads);
    }

    [Fact]
    public async Task A_walk_forward_is_read_again_while_the_server_of_the_registry_restarts()
    {
        var version = await api.Registry.GetVersionAsync((await api.RegisterAsync('c')).Model, 1, Stop);
        var files = new CountedFiles(new LocalModelRegistry(api.RegistryFolder)) { Failures = 1 };
        using var walkForwards = new WalkForwards(files, TimeProvider.System);
        Assert.NotNull((await walkForwards.OfAsync(version, Stop)).Value);
        Assert.Equal(2, files.Reads);
    }
}
