using System.Net;
using Volcast.ApiContract.Operations;
using Volcast.Services.Api.Documentation;
using Volcast.WebHosting;
using Volcast.WebHosting.Health;
using Volcast.WebHosting.Telemetry;

namespace Volcast.Services.Api.Operations;

/// <summary><c>GET /</c>: the name and version of the service, and where to read on; as HTML for a browser.</summary>
internal static class ServiceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, BuildInfo build)
    {
        var document = new ServiceDocument(OpenApiPage.Product, build.Version, build.Commit, OpenApiPage.PagePath,
            OpenApiPage.DocumentPath, HealthRoutes.Ready);
        var page = Page(document);
        routes.MapGet("/", (HttpContext context) =>
            {
                context.Response.Headers.Vary = "Accept";
                return context.PrefersHtml()
                    ? Results.Content(page, "text/html; charset=utf-8")
                    : Results.Json(document, ApiJson.Contract.ServiceDocument);
            })
            .WithName("getService").WithSummary("What answers here, and where its documentation is").WithTags("Operations")
            .WithMetadata(new AllowAnonymous())
            .Produces<ServiceDocument>();
    }

    private static string Page(ServiceDocument service) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{service.Product}</title></head>
        <body>
        <h1>{service.Product} {WebUtility.HtmlEncode(service.ProductVersion)}</h1>
        <p>Forecasts of realised volatility over HTTP.</p>
        <ul>
        <li><a href="{service.Documentation}">Documentation</a></li>
        <li><a href="{service.Openapi}">OpenAPI document</a></li>
        <li><a href="{service.Health}">What is served</a></li>
        </ul>
        </body>
        </html>

        """;
}
