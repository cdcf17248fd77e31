using System.Text.RegularExpressions;
using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Registry.Mlflow;

namespace Volcast.Workspace;

/// <summary>The registry as it is set: its address, and who asks.</summary>
public static partial class RegistryFactory
{
    /// <summary>What is wrong with an address, or null; empty stands for the data folder's own.</summary>
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

    /// <summary>The address without what may be secret in it: user, password, query.</summary>
    public static string Show(string value) => UserInfo().Replace(value, "//").Split('?')[0];

    /// <param name="address">Where it is.</param>
    /// <param name="settings">Who asks.</param>
    /// <param name="handler">What carries HTTP; null for the real network.</param>
    /// <param name="clock">For timeouts and waits.</param>
    /// <param name="patience">How patiently a server is asked; as <see cref="MlflowOptions"/> has it by default.</param>
    /// <exception cref="SettingException">The credentials cannot be used as they are.</exception>
    public static IModelRegistry Open(
        RegistryAddress address, Settings settings, HttpMessageHandler? handler, TimeProvider clock,
        Func<MlflowOptions, MlflowOptions>? patience = null)
    {
        try
        {
            return address.Open(
                server => patience is null ? Options(server) : patience(Options(server)),
                handler, clock);
        }
        catch (RegistryException bad) when (bad.Problem == RegistryProblem.Invalid)
        {
            throw new SettingException($"{bad.Message} (MLFLOW_TRACKING_URI, MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME,"
                + " MLFLOW_TRACKING_PASSWORD; VOLCAST_CREDENTIALS_OVER_HTTP=yes allows plain http.)");
        }

        MlflowOptions Options(Uri server) => new()
        {
            TrackingUri = server,
            Token = settings.Text(WorkspaceSettings.TrackingToken),
            Username = settings.Text(WorkspaceSettings.TrackingUsername),
            Password = settings.Text(WorkspaceSettings.TrackingPassword),
            AllowsCredentialsOverHttp = settings.Text(WorkspaceSettings.CredentialsOverHttp)
                .Equals("yes", StringComparison.OrdinalIgnoreCase),
        };
    }

    [GeneratedRegex("//.*@")]
    private static partial Regex UserInfo();
}
