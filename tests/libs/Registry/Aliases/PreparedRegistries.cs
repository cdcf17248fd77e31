using Volcast.MlflowStub;
using Volcast.Registry.Aliases;
using Volcast.Registry.Tests.Mlflow;
using static Volcast.Registry.Tests.SampleRegistration;

namespace Volcast.Registry.Tests.Aliases;

/// <summary>The same model on a server and in a local store: version 2 replaced version 1 as champion, version 4 is the
/// challenger, and version 3 has no alias. Tests change copies only.</summary>
public sealed class PreparedRegistries : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    /// <summary>When the first version became the champion; an hour before the second did.</summary>
    public static DateTimeOffset Noon { get; } = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The content of the server.</summary>
    internal StubState OnServer { get; private set; } = new();

    /// <summary>The folder of the local store.</summary>
    internal string LocalFolder => folder["mlruns"];

    public async ValueTask InitializeAsync()
    {
        await using var stub = await StubServer.StartAsync();
        using var server = new MlflowModelRegistry(stub.Options());
        await PrepareAsync(server);
        OnServer = stub.State;
        await PrepareAsync(new LocalModelRegistry(LocalFolder));
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task PrepareAsync(IModelRegistry registry)
    {
        var token = TestContext.Current.CancellationToken;
        foreach (var recipe in new[] { "first", "second", "third", "fourth" })
            await registry.RegisterAsync(Of(recipe, RegistryTags.Challenger), token);
        await registry.MoveChampionAsync(Model, 1, ChampionMoveKind.Promoted, "first", null, Noon, token);
        await registry.MoveChampionAsync(Model, 2, ChampionMoveKind.Promoted, "better", null, Noon.AddHours(1), token);
    }
}
