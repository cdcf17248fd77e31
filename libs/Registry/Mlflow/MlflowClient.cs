namespace Volcast.Registry.Mlflow;

/// <summary>
/// A client of an MLflow server's REST API, versions 2.12 to 3.6: tracking, artifacts through the proxy, the model registry. It
/// is safe for concurrent use.
/// </summary>
/// <remarks>It works around undocumented behaviour of the server. Bodies carry their length, because the server stores nothing
/// of a chunked body. NaN and infinities are sent as quoted words. Names and values that the server would drop or cut without
/// an error are refused here.</remarks>
public sealed class MlflowClient : IDisposable
{
    private readonly MlflowConnection connection;

    /// <param name="options">Address, credentials, timeouts and limits.</param>
    /// <param name="handler">Sends the HTTP requests; the client does not dispose of it. Null for the real network.</param>
    /// <param name="time">Measures timeouts and waits; the system's clock by default.</param>
    /// <exception cref="RegistryException">An option is invalid.</exception>
    public MlflowClient(MlflowOptions options, HttpMessageHandler? handler = null, TimeProvider? time = null)
    {
        connection = new MlflowConnection(options, handler, time ?? TimeProvider.System);
        Experiments = new(connection);
        Runs = new(connection);
        Artifacts = new(connection);
        Models = new(connection);
        Versions = new(connection);
        About = new(connection);
    }

    /// <summary>The server's address as messages show it.</summary>
    public string Server => connection.Address.Server;

    public MlflowExperiments Experiments { get; }

    public MlflowRuns Runs { get; }

    public MlflowArtifacts Artifacts { get; }

    /// <summary>Registered models and their aliases.</summary>
    public MlflowModels Models { get; }

    /// <summary>Versions of registered models.</summary>
    public MlflowVersions Versions { get; }

    /// <summary>The server itself.</summary>
    public MlflowServer About { get; }

    internal MlflowAddress Address => connection.Address;

    public void Dispose() => connection.Dispose();
}
