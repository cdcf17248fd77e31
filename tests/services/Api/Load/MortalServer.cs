using Volcast.MlflowStub;
using Volcast.Registry;
using Volcast.Registry.Mlflow;

namespace Volcast.Services.Api.Tests.Load;

/// <summary>An MLflow server that is killed and started again at the same address with the same content.</summary>
internal sealed class MortalServer : IAsyncDisposable
{
    private readonly Uri address;
    private StubServer? server;
    private readonly StubState state;

    private MortalServer(StubServer server)
    {
        this.server = server;
        (address, state) = (server.Address, server.State);
        Registry = new(new MlflowOptions
        {
            TrackingUri = address,
            Retries = 0,
            AttemptTimeout = TimeSpan.FromSeconds(10),
            TotalTimeout = TimeSpan.FromSeconds(20),
        });
    }

    /// <summary>With the time limits of the service's client.</summary>
    public MlflowModelRegistry Registry { get; }

    public static async Task<MortalServer> StartAsync() => new(await StubServer.StartAsync());

    /// <summary>Cuts every connection and stops listening.</summary>
    public async Task KillAsync()
    {
        await server!.DisposeAsync();
        server = null;
    }

    public async Task RestartAsync() => server = await StubServer.StartAsync(port: address.Port, state: state);

    /// <summary>The stub remembers every request; this memory does not belong to the service.</summary>
    public void Forget() => server?.ForgetRequests();

    public async ValueTask DisposeAsync()
    {
        Registry.Dispose();
        if (server is not null)
            await server.DisposeAsync();
    }
}
