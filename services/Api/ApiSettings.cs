using Volcast.Hosting;
using Volcast.Workspace;

namespace Volcast.Services.Api;

/// <summary>The service's settings; shared ones have the same names as in the jobs.</summary>
internal static class ApiSettings
{
    /// <summary>What the program does, for its help.</summary>
    public const string Purpose =
        "Serves forecasts, explanations and scenarios over HTTP. GET /docs lists the routes. Usage: volcast serve [flags]\n"
        + "`volcast serve --health [flags]` asks the service that these flags describe whether it is ready, and ends with 0 if it "
        + "is.";

    public static readonly Setting Address = new("VOLCAST_API_ADDRESS", "--address", "http://127.0.0.1:8080",
        "address to listen on; an address that other machines reach needs an API key",
        value => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp
            ? null
            : "expected an address such as http://127.0.0.1:8080; for https, put a proxy in front of it");

    public static readonly Setting RefreshEvery = new("VOLCAST_API_REFRESH", null, "1",
        "seconds between checks of lake and registry", Setting.WholeNumber(1, 3600));

    public static readonly Setting Rate = new("VOLCAST_API_RATE", null, "500",
        "requests per second that one client may make on average", Setting.WholeNumber(1, 1_000_000));

    public static readonly Setting Memory = new("VOLCAST_API_MEMORY", null, "384",
        "MiB that the loaded targets may take together; beyond it, the least recently used ones are unloaded",
        Setting.WholeNumber(1, 1_000_000));

    public static readonly IReadOnlyList<Setting> All =
    [
        WorkspaceSettings.Source, WorkspaceSettings.Data, WorkspaceSettings.Targets, WorkspaceSettings.ImpliedVolatility,
        WorkspaceSettings.TrackingUri, WorkspaceSettings.TrackingToken, WorkspaceSettings.TrackingUsername,
        WorkspaceSettings.TrackingPassword, WorkspaceSettings.CredentialsOverHttp, .. WorkspaceSettings.S3,
        WorkspaceSettings.ExtraClosings,
        Address, RefreshEvery, Rate, Memory, WorkspaceSettings.MaximumAge, WorkspaceSettings.Now,
    ];
}
