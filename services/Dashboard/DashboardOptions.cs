using Volcast.Hosting;
using Volcast.Services.Dashboard.SignIn;
using Volcast.WebHosting;

namespace Volcast.Services.Dashboard;

/// <summary>The dashboard's options.</summary>
internal sealed record DashboardOptions
{
    /// <summary>Where to listen; port 0 takes any free port.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:8081");

    /// <summary>The API that it reads.</summary>
    public required Uri Api { get; init; }

    /// <summary>The API key that it sends while it listens on loopback, or while a load balancer signs people in; null for
    /// none.</summary>
    public string? Key { get; init; }

    /// <summary>How long a page waits for the API; afterwards it shows the last good documents. 4 s by default.</summary>
    public TimeSpan ApiTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether each person signs in with an API key of their own.</summary>
    public bool RequiresSignIn { get; init; }

    /// <summary>The load balancer that signs people in instead; null for none.</summary>
    public BalancerOptions? Balancer { get; init; }

    /// <summary>The options of the shared web host.</summary>
    public WebHostingOptions WebHosting => new()
    {
        ServiceName = "volcast-dashboard",
        Program = typeof(DashboardOptions).Assembly,
        Address = Address,
        ServesPages = true,
        MaximumBodyBytes = 16 << 10,
        // The load balancer adds its tokens, and passes on its cookies.
        MaximumHeaderBytes = Balancer is null ? 16 << 10 : 64 << 10,
    };

    /// <param name="settings">The resolved settings.</param>
    /// <param name="api">The address of the API.</param>
    /// <exception cref="SettingException">A setting that another one needs is missing.</exception>
    public static DashboardOptions Of(Settings settings, Uri api)
    {
        var address = new Uri(settings.Text(DashboardSettings.Address));
        return new()
        {
            Address = address,
            Api = api,
            Key = settings.Text(DashboardSettings.Key) is { Length: > 0 } key ? key : null,
            RequiresSignIn = !address.IsLoopback,
            Balancer = BalancerOf(settings),
        };
    }

    private static BalancerOptions? BalancerOf(Settings settings)
    {
        if (settings.Text(DashboardSettings.Signer) is not { Length: > 0 } signer)
            return null;
        if (settings.Text(DashboardSettings.SignerClient) is not { Length: > 0 } client)
            throw settings[DashboardSettings.Signer].Refused(
                $"{DashboardSettings.SignerClient.Name} is missing, the client id that the load balancer's tokens must name");
        if (settings.Text(DashboardSettings.Key).Length == 0)
            throw settings[DashboardSettings.Signer].Refused($"{DashboardSettings.Key.Name} is missing, the API key with which the "
                + "dashboard reads the API for the people whom the load balancer signs in");
        return BalancerOptions.Of(signer, client);
    }
}
