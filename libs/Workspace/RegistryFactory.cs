using System.Text.RegularExpressions;
using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Registry.Mlflow;

namespace Volcast.Workspace;

/// <summary>Opens the registry of the settings, with its address and credentials.</summary>
public static partial class RegistryFactory
{
    /// <summary>The error in an address, or null. An empty address means the registry in the data folder.</summary>
    public static string? Problem(string value)
    {
        try
        {
            if (value.Length > 0)
                RegistryAddress.Parse(value, Path.GetTempPath());
            return null;
        }
        catch (RegistryException bad)
        {
            return bad.Message.TrimEnd('.');
        }
    }

    /// <summary>The address without parts that may be secret: user, password, query.</summary>
    public static string Show(string value) => UserInfo().Replace(value, "").Split('?')[0];

    /// <param name="address">The registry's address.</param>
    /// <param name="settings">They hold the credentials.</param>
    /// <param name="handler">Sends the HTTP requests; null for the real network.</param>
    /// <param name="clock">Measures timeouts and waits.</param>
    /// <param name="patience">Timeouts and repetitions of calls to a server; null for the defaults of
    /// <see cref="MlflowOptions"/>.</param>
    /// <exception cref="SettingException">The credentials are invalid.</exception>
    public static IModelRegistry Open(
        RegistryAddress address, Settings settings, HttpMessageHandler? handler, TimeProvider clock,
        Func<MlflowOptions, MlflowOptions>? patience = null)
    {
        try
        {
            return address.Open(server => Options(server, settings, patience), handler, clock);
        }
        catch (RegistryException bad) when (bad.Problem == RegistryProblem.Invalid)
        {
            throw InvalidCredentials(bad);
        }
    }

    /// <summary>A client of an MLflow server with the credentials of the settings, for what only a server has.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="settings">They hold the credentials.</param>
    /// <param name="handler">Sends the HTTP requests; null for the real network.</param>
    /// <param name="clock">Measures timeouts and waits.</param>
    /// <param name="patience">Timeouts and repetitions; null for the defaults of <see cref="MlflowOptions"/>.</param>
    /// <exception cref="SettingException">The credentials are invalid.</exception>
    public static MlflowClient OpenClient(
        Uri server, Settings settings, HttpMessageHandler? handler, TimeProvider clock,
        Func<MlflowOptions, MlflowOptions>? patience = null)
    {
        try
        {
            return new(Options(server, settings, patience), handler, clock);
        }
        catch (RegistryException bad) when (bad.Problem == RegistryProblem.Invalid)
        {
            throw InvalidCredentials(bad);
        }
    }

    private static MlflowOptions Options(Uri server, Settings settings, Func<MlflowOptions, MlflowOptions>? patience)
    {
        var options = new MlflowOptions
        {
            TrackingUri = server,
            Token = settings.Text(WorkspaceSettings.TrackingToken),
            Username = settings.Text(WorkspaceSettings.TrackingUsername),
            Password = settings.Text(WorkspaceSettings.TrackingPassword),
            AllowsCredentialsOverHttp = settings.Text(WorkspaceSettings.CredentialsOverHttp)
                .Equals("yes", StringComparison.OrdinalIgnoreCase),
        };
        return patience is null ? options : patience(options);
    }

    private static SettingException InvalidCredentials(RegistryException bad) => new(
        $"{bad.Message} (MLFLOW_TRACKING_URI, MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME,"
        + " MLFLOW_TRACKING_PASSWORD; VOLCAST_CREDENTIALS_OVER_HTTP=yes allows plain http.)");

    // After a scheme, or before a host without one.
    [GeneratedRegex("(?<=//).*@|^[^/:@]+:[^/].*@")]
    private static partial Regex UserInfo();
}
