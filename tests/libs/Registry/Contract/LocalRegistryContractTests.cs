namespace Volcast.Registry.Tests.Contract;

/// <summary>The contract tests of the local store.</summary>
public sealed class LocalRegistryContractTests : RegistryContractTests
{
    private readonly TemporaryFolder folder = new();

    protected override IModelRegistry Registry => new LocalModelRegistry(folder["mlruns"]);

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override string Snapshot() => Directory.Exists(folder["mlruns"])
        ? string.Join('\n', Store.Snapshot(folder["mlruns"]).Select(file => $"{file.Key} {file.Value}"))
        : "";

    protected override void Spoil(string artifact, byte[]? content)
    {
        var artifacts = Path.GetDirectoryName(Path.GetDirectoryName(Store.Find(folder["mlruns"], "walk-forward.csv")))!;
        if (content is null)
            File.Delete(Path.Combine(artifacts, artifact));
        else
            File.WriteAllBytes(Path.Combine(artifacts, artifact), content);
    }

    protected override async Task DeleteVersionAsync(int number)
    {
        var meta = Store.Find(folder["mlruns"], $"version-{number}/meta.yaml");
        await File.WriteAllTextAsync(meta, (await File.ReadAllTextAsync(meta, Token))
            .Replace("current_stage: 'None'", "current_stage: Deleted_Internal", StringComparison.Ordinal), Token);
    }

    protected override Task DeleteExperimentAsync()
    {
        const string id = "892891796964655143"; // The id of the name 'volcast'.
        Directory.Move(Path.Combine(folder["mlruns"], id), Path.Combine(folder["mlruns"], ".trash", id));
        return Task.CompletedTask;
    }
}
