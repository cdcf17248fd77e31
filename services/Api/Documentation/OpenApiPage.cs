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

    /// <summary>The shape of a forecast with its interval.</summary>
    private const string Icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
        + "%3Crect width='16' height='16' rx='3' fill='%231f4e79'/%3E"
        + "%3Cpath d='M2 12l4-5 3 3 5-7' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E";

    /// <summary>Hides the links of the page's viewer to its vendor.</summary>
    private const string WithoutVendor = "a[href*='scalar.com'],.generate-sdk-button{display:none!important}";

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer(RouteDescriptions.CompleteAsync);
        options.AddOperationTransformer(SampleValues.AddAsync);
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
                .WithTitle($"{Product} API").WithFavicon(Icon).AddDocument("v1", Product, DocumentPath)
                .DisableDefaultFonts().HideDeveloperTools().DisableAgent().DisableMcp().HideClientButton().DisableTelemetry()
                // The tag Models stays in the menu; schemas are shown at the operations that use them.
                .HideModels()
                .WithCustomCss(WithoutVendor))
            .WithMetadata(new AllowAnonymous()).WithSecurityHeadersPolicy(SecurityHeaders.OwnPage);
    }
}
