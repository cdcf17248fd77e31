using Volcast.Hosting;
using Volcast.WebHosting;

namespace Volcast.Services.Dashboard;

/// <summary>The dashboard's options.</summary>
internal sealed record DashboardOptions
{
    /// <summary>Where to listen; port 0 takes any free port.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:8081");

    /// <summary>The API that it reads.</summary>
    public required Uri Api { get; init; }

    /// <summary>The API key that it sends while it listens on loopback; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>How long a page waits for the API; afterwards it shows the last good documents. 4 s by default.</summary>
    public TimeSpan ApiTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether each person signs in with an API key of their own.</summary>
    public bool RequiresSignIn { get; init; }

    /// <summary>The options of the shared web host.</summary>
    public WebHostingOptions WebHosting => new()
    {
        ServiceName = "volcast-dashboard",
        Program = typeof(DashboardOptions).Assembly,
        Address = Address,
        ServesPages = true,
        MaximumBodyBytes = 16 << 10,
    };

    /// <param name="settings">The resolved settings.</param>
    /// <param name="api">The address of the API.</param>
    public static DashboardOptions Of(Settings settings, Uri api)
    {
        var address = new Uri(settings.Text(DashboardSettings.Address));
        return new()
        {
            Address = address,
            Api = api,
            Key = settings.Text(DashboardSettings.Key) is { Length: > 0 } key ? key : null,
            RequiresSignIn = !address.IsLoopback,
        };
    }
}
