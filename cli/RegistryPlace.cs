using System.Text.RegularExpressions;
using Volcast.Hosting;
using Volcast.Registry;
using Volcast.Registry.Mlflow;

namespace Volcast.Cli;

/// <summary>The registry as it is set: its address, and who asks.</summary>
internal static partial class RegistryPlace
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

    /// <exception cref="SettingException">The credentials cannot be used as they are.</exception>
    public static IModelRegistry Open(
        RegistryAddress address, Settings settings, HttpMessageHandler? handler, TimeProvider clock)
    {
        try
        {
            return address.Open(
                server => new MlflowOptions
                {
                    TrackingUri = server,
                    Token = settings.Text(VolcastSettings.TrackingToken),
                    Username = settings.Text(VolcastSettings.TrackingUsername),
                    Password = settings.Text(VolcastSettings.TrackingPassword),
                    AllowsCredentialsOverHttp = settings.Text(VolcastSettings.CredentialsOverHttp)
                        .Equals("yes", StringComparison.OrdinalIgnoreCase),
                },
                handler, clock);
        }
        catch (RegistryException bad) when (bad.Problem == RegistryProblem.Invalid)
        {
            throw new SettingException($"{bad.Message} (MLFLOW_TRACKING_URI, MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME,"
                + " MLFLOW_TRACKING_PASSWORD; VOLCAST_CREDENTIALS_OVER_HTTP=yes allows plain http.)");
        }
    }

    [GeneratedRegex("//.*@")]
    private static partial Regex UserInfo();
}
