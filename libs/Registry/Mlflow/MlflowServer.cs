using System.Text;

namespace Volcast.Registry.Mlflow;

/// <summary>A server's version, and whether it passes artifacts on. Every method throws <see cref="MlflowException"/> when it
/// fails.</summary>
public sealed class MlflowServer
{
    private const int LongestVersion = 64;
    private const string DefaultExperiment = "0";

    private readonly MlflowConnection connection;

    internal MlflowServer(MlflowConnection connection) => this.connection = connection;

    /// <summary>The server's version, such as 3.6.0.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken = default)
    {
        var text = Encoding.UTF8.GetString(await connection.DownloadAsync(connection.Address.Root("version"), cancellationToken))
            .Trim();
        return text.Length is > 0 and <= LongestVersion && char.IsAsciiDigit(text[0])
            ? text
            : throw new MlflowException(RegistryProblem.Protocol,
                $"GET {connection.Address.Root("version")} does not give a version. Is this an MLflow server? Give the address"
                + " that opens MLflow's own page.");
    }

    /// <summary>Passes if clients reach the artifacts through the server, as this client requires.</summary>
    /// <exception cref="MlflowException">With <see cref="RegistryProblem.Refused"/> if the server sends clients to another place
    /// for artifacts.</exception>
    public async Task RequireArtifactProxyAsync(CancellationToken cancellationToken = default)
    {
        var list = new MlflowCall(HttpMethod.Get, connection.Address.ArtifactList(""))
        {
            Largest = connection.Options.LargestAnswer,
        };
        try
        {
            await connection.AskAsync<Files>(list, cancellationToken);
        }
        catch (MlflowException off) when (off.Message.Contains("serve-artifacts", StringComparison.Ordinal))
        {
            throw new MlflowException(RegistryProblem.Refused,
                $"The artifact proxy of {connection.Address.Server} is off. Start that server with --serve-artifacts.",
                off.Status, off.ErrorCode, off);
        }
        MlflowExperiment first;
        try
        {
            first = await new MlflowExperiments(connection).GetAsync(DefaultExperiment, cancellationToken);
        }
        catch (MlflowException none) when (none.Problem == RegistryProblem.NotFound)
        {
            return; // Without it, the location of new experiments shows only when one is created.
        }
        ArtifactLocation.Parse(first.ArtifactLocation, connection.Address, $"The artifact root of {connection.Address.Server}");
    }

    private sealed record Files;
}
