using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using Volcast.WebHosting;
using Volcast.WebHosting.Headers;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Documentation;

/// <summary>The description of the service for programs, <c>/openapi/v1.json</c>, and for people, <c>/docs</c>, which loads nothing
/// from elsewhere.</summary>
internal static class OpenApiPage
{
    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddOperationTransformer(RouteDescriptions.CompleteAsync);
        options.AddOperationTransformer(KeyDescription.AddRefusalsAsync);
        options.AddDocumentTransformer(KeyDescription.AddSchemesAsync);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Volcast",
                Version = "v1",
                Description = "Forecasts of realised volatility with exact reasons for every number. Variances and volatilities "
                    + "are annualised; volatility is decimal unless a name says points. Not investment advice.",
            };
            document.Servers = []; // The address is the one that the document was fetched from.
            return Task.CompletedTask;
        });
    }

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").WithMetadata(new AllowAnonymous())
            .AddEndpointFilter((asked, next) => asked.HttpContext.Request.RouteValues["documentName"] is "v1"
                ? next(asked)
                : throw ProblemException.NotFound("no_such_route", "There is one document: /openapi/v1.json."));
        app.MapScalarApiReference("/docs", page => page
                .WithTitle("Volcast API").WithOpenApiRoutePattern("/openapi/v1.json").DisableDefaultFonts())
            .WithMetadata(new AllowAnonymous()).WithSecurityHeadersPolicy(SecurityHeaders.OwnPage);
    }
}
