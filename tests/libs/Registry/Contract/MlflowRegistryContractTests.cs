using Volcast.MlflowStub;
using Volcast.Registry.Mlflow;
using Volcast.Registry.Tests.Mlflow;

namespace Volcast.Registry.Tests.Contract;

/// <summary>The contract tests of a server with small pages.</summary>
public abstract class MlflowRegistryContractTests(StubVersion version) : RegistryContractTests
{
    private StubServer stub = null!;
    private MlflowModelRegistry registry = null!;

    protected override IModelRegistry Registry => registry;

    public override async ValueTask InitializeAsync()
    {
        stub = await StubServer.StartAsync(new StubOptions { Version = version, LargestPage = 10 });
        registry = new MlflowModelRegistry(stub.Options());
    }

    public override async ValueTask DisposeAsync()
    {
        // After every test: no request had a body that a real server would have stored as nothing.
        Assert.DoesNotContain(stub.Requests, request => request.IsChunked);
        registry.Dispose();
        await stub.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override string Snapshot() => stub.Snapshot();

    protected override void Spoil(string artifact, byte[]? content)
    {
        var path = $"{stub.State.Runs.Single().ArtifactRoot}/{artifact}";
        if (content is null)
            stub.State.Artifacts.Remove(path);
        else
            stub.State.Artifacts[path] = content;
    }

    protected override async Task DeleteVersionAsync(int number)
    {
        using var client = new MlflowClient(stub.Options());
        await client.Versions.DeleteAsync(SampleRegistration.Model, number, Token);
    }

    protected override async Task DeleteExperimentAsync()
    {
        using var client = new MlflowClient(stub.Options());
        await client.Experiments.DeleteAsync((await client.Experiments.FindAsync("volcast", Token))!.ExperimentId, Token);
    }
}

public sealed class Mlflow36ContractTests() : MlflowRegistryContractTests(StubVersion.V3_6);

public sealed class Mlflow212ContractTests() : MlflowRegistryContractTests(StubVersion.V2_12)
{
    protected override bool TakesFilesAway => false;
}
