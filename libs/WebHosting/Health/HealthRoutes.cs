namespace Volcast.WebHosting.Health;

/// <summary>The two probes of a web host. Neither needs a key.</summary>
public static class HealthRoutes
{
    /// <summary>The path of the probe that fails while there is nothing to serve.</summary>
    public const string Ready = "/health/ready";

    /// <summary>Maps <c>/health/live</c>, which answers 200 while the process runs, and <c>/health/ready</c>.</summary>
    /// <param name="routes">The route builder.</param>
    /// <param name="ready">The handler of <c>/health/ready</c>: gives a <typeparamref name="TReady"/> with status 200, or 503
    /// while there is nothing to serve.</param>
    /// <typeparam name="TReady">The document that <paramref name="ready"/> gives.</typeparam>
    public static void MapHealth<TReady>(this IEndpointRouteBuilder routes, Delegate ready)
    {
        routes.MapGet("/health/live", () => Results.Text("alive"))
            .WithName("getLiveness").WithSummary("Whether the process runs").WithTags("Operations")
            .WithMetadata(new AllowAnonymous());
        routes.MapGet(Ready, ready)
            .WithName("getReadiness")
            .WithSummary("Whether the service has something to serve, and how old it is").WithTags("Operations")
            .WithMetadata(new AllowAnonymous())
            .Produces<TReady>().Produces<TReady>(StatusCodes.Status503ServiceUnavailable);
    }
}
