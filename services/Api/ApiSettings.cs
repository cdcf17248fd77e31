using Volcast.Hosting;
using Volcast.Workspace;

namespace Volcast.Services.Api;

/// <summary>Everything of the service that can be set, with the names that the jobs use too.</summary>
internal static class ApiSettings
{
    public static readonly Setting Address = new("VOLCAST_API_ADDRESS", "--address", "http://127.0.0.1:8080",
        "where to listen; beyond loopback only with API keys",
        value => Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp
            ? null
            : "expected an address such as http://127.0.0.1:8080; for https put a proxy before it");

    public static readonly Setting RefreshEvery = new("VOLCAST_API_REFRESH", null, "1",
        "seconds between looks at lake and registry", Setting.WholeNumber(1, 3600));

    public static readonly Setting Rate = new("VOLCAST_API_RATE", null, "500",
        "requests a second that one client may make on average", Setting.WholeNumber(1, 1_000_000));

    public static readonly IReadOnlyList<Setting> All =
    [
        WorkspaceSettings.Source, WorkspaceSettings.Data, WorkspaceSettings.Targets, WorkspaceSettings.ImpliedVolatility,
        WorkspaceSettings.TrackingUri, WorkspaceSettings.TrackingToken, WorkspaceSettings.TrackingUsername,
        WorkspaceSettings.TrackingPassword, WorkspaceSettings.CredentialsOverHttp, Address, RefreshEvery, Rate, WorkspaceSettings.Now,
    ];
}
