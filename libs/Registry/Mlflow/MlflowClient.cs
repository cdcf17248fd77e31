namespace Volcast.Registry.Mlflow;

/// <summary>
/// A client of an MLflow server's REST API, as servers from 2.12 to 3.6 speak it: tracking, artifacts through the proxy, the
/// model registry. It may be used by several threads at once.
/// </summary>
/// <remarks>It keeps to what a server does not say. Bodies carry their length, since one in chunks is stored as nothing; NaN and
/// infinities go as quoted words; names and values that a server would drop or cut in silence are refused here.</remarks>
public sealed class MlflowClient : IDisposable
{
    private readonly MlflowConnection connection;

    /// <param name="options">Where the server is, who asks, how patiently.</param>
    /// <param name="handler">What carries HTTP, not disposed with the client; null for the real network.</param>
    /// <param name="time">For timeouts and waits; the system's by default.</param>
    /// <exception cref="RegistryException">An option cannot be used as it is.</exception>
    public MlflowClient(MlflowOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        connection = new MlflowConnection(options, handler, time ?? TimeProvider.System);
        Experiments = new(connection);
        Runs = new(connection);
        Artifacts = new(connection);
        Models = new(connection);
        Versions = new(connection);
    }

    /// <summary>The server as messages show it.</summary>
    public string Server => connection.Address.Server;

    public MlflowExperiments Experiments { get; }

    public MlflowRuns Runs { get; }

    public MlflowArtifacts Artifacts { get; }

    /// <summary>Registered models and their aliases.</summary>
    public MlflowModels Models { get; }

    /// <summary>Versions of registered models.</summary>
    public MlflowVersions Versions { get; }

    internal MlflowAddress Address => connection.Address;

    public void Dispose() => connection.Dispose();
}
