using Volcast.Hosting;
using Volcast.Services.Dashboard.SignIn;

namespace Volcast.Services.Dashboard;

/// <summary>The dashboard's settings.</summary>
internal static class DashboardSettings
{
    /// <summary>What the program does, for its help.</summary>
    public const string Purpose =
        "Shows forecasts, their reasons and their record in a browser. Without --api it starts the API on the local data, "
        + "and the flags of `volcast serve`, such as --source and --data, say which.\nUsage: volcast dashboard [flags]\n"
        + "`volcast dashboard --health [flags]` asks the dashboard that these flags describe whether it is ready, and ends with 0 "
        + "if it is.";

    public static readonly Setting Address = new("VOLCAST_DASHBOARD_ADDRESS", "--address", "http://127.0.0.1:8081",
        "address to listen on; off loopback, people sign in with an API key",
        value => HttpAddress(value) is { } address && address.Scheme == Uri.UriSchemeHttp
            ? null
            : "expected an address such as http://127.0.0.1:8081; for https, put a proxy in front of it");

    public static readonly Setting Api = new("VOLCAST_DASHBOARD_API", "--api", "",
        "address of the API that the dashboard reads; empty to start the API on the local data",
        value => value.Length == 0 || HttpAddress(value) is not null ? null
            : "expected an address such as http://127.0.0.1:8080, or nothing");

    public static readonly Setting Key = new("VOLCAST_DASHBOARD_KEY", null, "",
        "API key that the dashboard sends while it listens on loopback, or behind a load balancer that signs people in",
        Setting.AnyText)
    {
        Show = Setting.Hidden,
    };

    public static readonly Setting Signer = new("VOLCAST_DASHBOARD_SIGNER", null, "",
        "ARN of the AWS load balancer that signs people in; then only requests with its token are answered",
        BalancerOptions.Problem);

    public static readonly Setting SignerClient = new("VOLCAST_DASHBOARD_SIGNER_CLIENT", null, "",
        "client id that the load balancer's tokens must name", Setting.AnyText);

    public static readonly Setting Write = new("VOLCAST_DASHBOARD_WRITE", "--write", "",
        "file into which Today, Why and the record are written as one page; then the program ends", Setting.AnyText);

    public static readonly IReadOnlyList<Setting> All = [Address, Api, Key, Signer, SignerClient, Write];

    private static Uri? HttpAddress(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : null;
}
