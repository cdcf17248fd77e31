using System.Reflection;

namespace Volcast.WebHosting;

/// <summary>How a web host listens and what it allows one client.</summary>
public sealed record WebHostingOptions
{
    /// <summary>The service's name in traces, such as <c>volcast-api</c>.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's program, whose build the metrics state.</summary>
    public required Assembly Program { get; init; }

    /// <summary>Where to listen; port 0 takes any free port.</summary>
    public required Uri Address { get; init; }

    /// <summary>Whether the service answers with pages for a browser, which load styles and scripts from the service and nothing
    /// from elsewhere. Otherwise its policy lets a browser load nothing.</summary>
    public bool ServesPages { get; init; }

    /// <summary>Requests per second that one client may make on average, with bursts of twice as many. At least 1; 500 by
    /// default.</summary>
    public int RequestsPerSecond { get; init; } = 500;

    /// <summary>The largest request body, bytes; 4 MiB by default.</summary>
    public long MaximumBodyBytes { get; init; } = 4 << 20;

    /// <summary>The largest sum of all request headers, bytes; 16 KiB by default.</summary>
    public int MaximumHeaderBytes { get; init; } = 16 << 10;

    /// <summary>A request that takes longer is aborted with status 503; 15 s by default.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
