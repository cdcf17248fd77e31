using Volcast.Hosting;
using Volcast.Hosting.Keys;
using Volcast.Market;
using Volcast.WebHosting;
using Volcast.Workspace;

namespace Volcast.Services.Api;

/// <summary>How the service behaves.</summary>
internal sealed record ApiOptions
{
    /// <summary>Where to listen; port 0 for any that is free.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:8080");

    /// <summary>The folder with <c>lake/</c> and <c>mlruns/</c>.</summary>
    public required string DataFolder { get; init; }

    public required IReadOnlyList<AssetRoles> Targets { get; init; }

    /// <summary>How often lake and registry are asked whether they have changed; 1 s to 1 h.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="WebHostingOptions.RequestsPerSecond"/>
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>Whether a key is asked for even while there is none; from the first one on it is in any case.</summary>
    public bool RequiresKeys { get; init; }

    public string KeyFile => Path.Combine(DataFolder, ApiKeyFile.FileName);

    public string LakeFolder => Path.Combine(DataFolder, "lake");

    /// <summary>What the web host needs of these.</summary>
    public WebHostingOptions WebHosting => new()
    {
        ServiceName = "volcast-api",
        Address = Address,
        RequestsPerSecond = RequestsPerSecond,
    };

    /// <param name="settings">The values in force.</param>
    /// <param name="places">Where these put everything.</param>
    public static ApiOptions Of(Settings settings, DataLocations places)
    {
        var address = new Uri(settings.Text(ApiSettings.Address));
        return new ApiOptions
        {
            Address = address,
            DataFolder = places.DataFolder,
            RequiresKeys = RequiresKeysAt(address, new ApiKeyFile(Path.Combine(places.DataFolder, ApiKeyFile.FileName))),
            RequestsPerSecond = settings.Number(ApiSettings.Rate),
            Targets = places.Targets,
            RefreshEvery = TimeSpan.FromSeconds(settings.Number(ApiSettings.RefreshEvery)),
        };
    }

    /// <summary>Beyond loopback nobody is let in without a key.</summary>
    /// <exception cref="SettingException">The service would be open to others and there is no key.</exception>
    private static bool RequiresKeysAt(Uri address, ApiKeyFile keys) =>
        address.IsLoopback || keys.Read().Count > 0 ? !address.IsLoopback : throw new SettingException(
            $"{address} can be reached from elsewhere, and there is no API key in {keys.Path}. "
            + "Run `volcast keys create --name NAME` first, or listen on http://127.0.0.1:8080.");
}
