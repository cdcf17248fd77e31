using Volcast.Market;
using Volcast.Registry;
using Volcast.Registry.Mlflow;
using Volcast.Workspace;

namespace Volcast.Cli.Doctor;

/// <summary>Whether the registry can be reached, read and written.</summary>
internal static class RegistryCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="context">The settings.</param>
    /// <param name="http">Sends the requests; null for the real network.</param>
    /// <param name="clock">Measures timeouts.</param>
    /// <param name="stop">Ends the check.</param>
    public static async Task<Diagnosis> RunAsync(
        CommandContext context, HttpMessageHandler? http, TimeProvider clock, CancellationToken stop)
    {
        var address = context.Registry(context.SourceKind);
        if (address.Server is null)
            return await FolderAsync(address.Folder!, address, stop);
        using var client = RegistryFactory.OpenClient(address.Server, context.Settings, http, clock, Once);
        return await ServerAsync(client, stop);
    }

    /// <summary>One attempt at each call, so that a check ends soon.</summary>
    public static MlflowOptions Once(MlflowOptions options) => options with
    {
        AttemptTimeout = Patience,
        TotalTimeout = Patience,
        Retries = 0,
        ConnectionRetries = 0,
    };

    private static async Task<Diagnosis> FolderAsync(string folder, RegistryAddress address, CancellationToken stop)
    {
        if (!Directory.Exists(folder))
            return Diagnosis.Ok($"none in {folder} yet; `volcast train` creates it");
        var models = await address.Open().ListModelsAsync(stop);
        var probe = Path.Combine(folder, $".volcast-doctor-{Environment.ProcessId}");
        try
        {
            await File.WriteAllBytesAsync(probe, [], stop);
            File.Delete(probe);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Diagnosis.Warning(
                $"{folder} can be read but not written: {error.Message.TrimEnd('.')}",
                "To train or promote, give this user the right to write there.");
        }
        return Diagnosis.Ok($"{Counted.Of(models.Count, "model")} in {folder}");
    }

    private static async Task<Diagnosis> ServerAsync(MlflowClient client, CancellationToken stop)
    {
        var models = 0;
        await foreach (var _ in client.Models.SearchAsync().WithCancellation(stop))
            models++;
        var version = await client.About.VersionAsync(stop);
        await client.About.RequireArtifactProxyAsync(stop);
        return Diagnosis.Ok($"MLflow {version} at {client.Server}, {Counted.Of(models, "model")}, artifacts through its proxy");
    }
}
