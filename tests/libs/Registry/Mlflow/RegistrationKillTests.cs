using Volcast.MlflowStub;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>Kills a registration on a server before or after each of its requests, and checks what the next one
/// does.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class RegistrationKillTests
{
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, false)] // into an empty server, before the request
    [InlineData(false, true)] // into an empty server, after the request
    [InlineData(true, true)] // next to an existing version
    public async Task A_registration_killed_at_any_request_and_repeated_ends_as_if_undisturbed(bool filled, bool after)
    {
        var counting = new Fuse(int.MaxValue, after);
        var undisturbed = await RegisterAsync(counting, filled, rerun: false);
        Assert.InRange(counting.Requests, 18, 60);

        for (var fatal = 0; fatal < counting.Requests; fatal++)
        {
            var state = await RegisterAsync(new Fuse(fatal, after), filled, rerun: true);
            Assert.True(undisturbed == state, $"killed at request {fatal}:\n{state}\ninstead of\n{undisturbed}");
        }
    }

    private async Task<string> RegisterAsync(Fuse fuse, bool filled, bool rerun)
    {
        await using var stub = await StubServer.StartAsync();
        using var registry = new MlflowModelRegistry(stub.Options());
        if (filled)
            await registry.RegisterAsync(Of("first", "challenger", "champion"), token);
        using (var dying = new MlflowModelRegistry(stub.Options(), fuse))
        {
            if (rerun)
                await Assert.ThrowsAsync<Killed>(() => dying.RegisterAsync(Of("second", "challenger"), token));
            else
                await dying.RegisterAsync(Of("second", "challenger"), token);
        }
        // Every visible version is complete.
        foreach (var version in await registry.ListVersionsAsync(Model, token))
            Assert.True((await registry.ReadModelAsync(version, token)).Contains("model.json"));
        if (rerun)
            await registry.RegisterAsync(Of("second", "challenger"), token);
        return stub.Snapshot();
    }

    [Fact]
    public async Task A_pending_alias_is_not_taken_from_a_newer_version()
    {
        await using var stub = await StubServer.StartAsync();
        using var registry = new MlflowModelRegistry(stub.Options());
        stub.Fault = request => request is { Route: "registered-models/alias", Method: "POST" }
            ? StubFault.Error(400, "BAD_REQUEST", "no")
            : null;
        await Assert.ThrowsAnyAsync<RegistryException>(() => registry.RegisterAsync(Of("first", "challenger"), token));
        stub.Fault = _ => null;
        await registry.RegisterAsync(Of("second", "challenger"), token);

        await registry.RegisterAsync(Of("first", "challenger"), token);

        Assert.Equal(2, (await registry.GetByAliasAsync(Model, "challenger", token)).Number);
        Assert.False((await registry.GetVersionAsync(Model, 1, token)).Tags.ContainsKey(RegistryTags.PendingAliases));
    }

    [Fact]
    public async Task Two_interleaved_registrations_end_with_one_version()
    {
        await using var stub = await StubServer.StartAsync();
        using var registry = new MlflowModelRegistry(stub.Options());
        using var other = new MlflowModelRegistry(stub.Options());
        var isFirst = true;
        // The other client completes its registration of the same training just before the first one creates its version.
        using var registering = new MlflowModelRegistry(stub.Options(), new Between(async request =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("model-versions/create", StringComparison.Ordinal) && isFirst)
            {
                isFirst = false;
                Assert.True((await other.RegisterAsync(Of("first", "challenger"), token)).Created);
            }
        }));

        var outcome = await registering.RegisterAsync(Of("first", "challenger"), token);

        Assert.False(outcome.Created);
        Assert.Equal(1, outcome.Version.Number);
        Assert.Equal([1], (await registry.ListVersionsAsync(Model, token)).Select(v => v.Number));
        Assert.Equal(["challenger"], outcome.Version.Aliases);
        Assert.Single(stub.State.Runs, run => !run.IsDeleted);
    }

    private sealed class Killed() : Exception("killed");

    /// <summary>Throws at one request, either before it is sent or after its response.</summary>
    private sealed class Fuse(int fatal, bool after) : DelegatingHandler(new SocketsHttpHandler())
    {
        public int Requests { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isFatal = Requests++ == fatal;
            if (isFatal && !after)
                throw new Killed();
            var response = await base.SendAsync(request, cancellationToken);
            return isFatal ? throw new Killed() : response;
        }
    }

    private sealed class Between(Func<HttpRequestMessage, Task> act) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await act(request);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
