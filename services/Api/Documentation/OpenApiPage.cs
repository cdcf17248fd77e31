using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using Volcast.WebHosting;
using Volcast.WebHosting.Headers;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Documentation;

/// <summary>The OpenAPI document, <c>/openapi/v1.json</c>, and the page that shows it, <c>/docs</c>. The page loads nothing from
/// other hosts.</summary>
internal static class OpenApiPage
{
    public const string Product = "Volcast";

    /// <summary>The path of the page.</summary>
    public const string PagePath = "/docs";

    /// <summary>The path of the document.</summary>
    public const string DocumentPath = "/openapi/v1.json";

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer(RouteDescriptions.CompleteAsync);
        options.AddOperationTransformer(KeyDescription.AddRefusalsAsync);
        options.AddDocumentTransformer(KeyDescription.AddSchemesAsync);
        options.AddSchemaTransformer((schema, _, _) =>
        {
            // A doc comment that wraps in the source has line breaks and indents.
            if (schema.Description is { } description)
                schema.Description = string.Join(' ', description.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = Product,
                Version = "v1",
                Description = "Forecasts of realised volatility, each with an exact explanation. Variances and volatilities are "
                    + "annualised. A volatility is decimal unless its name says points. Not investment advice.",
            };
            document.Servers = []; // Clients use the address that they fetched the document from.
            return Task.CompletedTask;
        });
    }

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(new AllowAnonymous())
            .AddEndpointFilter((asked, next) => asked.HttpContext.Request.RouteValues["documentName"] is "v1"
                ? next(asked)
                : throw ProblemException.NotFound("no_such_route", $"The only document is {DocumentPath}."));
        app.MapScalarApiReference(PagePath, page => page
                .WithTitle($"{Product} API").WithOpenApiRoutePattern(DocumentPath).DisableDefaultFonts())
            .WithMetadata(new AllowAnonymous()).WithSecurityHeadersPolicy(SecurityHeaders.OwnPage);
    }
}
