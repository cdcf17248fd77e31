using Volcast.MlflowStub;
using Volcast.Registry.Mlflow;

namespace Volcast.Registry.Tests.Mlflow;

/// <summary>A test with its own stub server and client.</summary>
public abstract class StubTest(StubOptions? options = null) : IAsyncLifetime
{
    protected CancellationToken Token { get; } = TestContext.Current.CancellationToken;

    protected StubServer Stub { get; private set; } = null!;

    protected MlflowClient Client { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Stub = await StubServer.StartAsync(options);
        Client = new MlflowClient(Stub.Options());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Stub.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A run in a new experiment.</summary>
    protected async Task<MlflowRun> NewRunAsync(params MlflowTag[] tags) => await Client.Runs.CreateAsync(new MlflowNewRun
    {
        ExperimentId = (await Client.Experiments.EnsureAsync("tests", Token)).ExperimentId,
        Name = "a run",
        StartTime = SampleRegistration.Start,
        Tags = tags,
    }, Token);

    protected static async Task<MlflowException> FailsAsync(Func<Task> call) => await Assert.ThrowsAsync<MlflowException>(call);

    /// <summary>Sets the failures of one route's next requests; the last one repeats.</summary>
    protected void FaultOn(string route, params StubFault?[] faults)
    {
        var next = 0;
        Stub.Fault = request => request.Route == route || (route == "artifacts" && request.Route.Length == 0)
            ? faults[Math.Min(next++, faults.Length - 1)]
            : null;
    }

    protected int Asked(string route) => Stub.Requests.Count(request => request.Route == route);
}
