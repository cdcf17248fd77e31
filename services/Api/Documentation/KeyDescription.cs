using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Volcast.ApiContract.Operations;
using Volcast.Services.Api.Security;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Documentation;

/// <summary>Describes API keys in the OpenAPI document: how to send one, and the responses without one.</summary>
internal static class KeyDescription
{
    private const string Bearer = "bearer";
    private const string Header = "header";

    private static readonly int[] Refusals =
        [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests];

    public static Task AddSchemesAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            [Header] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyMiddleware.HeaderName,
            },
        };
        return Task.CompletedTask;
    }

    /// <summary>For each route that needs a key.</summary>
    public static Task AddRefusalsAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AllowAnonymous>().Any())
            return Task.CompletedTask;
        operation.Security = [Requirement(Bearer), Requirement(Header)];
        foreach (var status in Refusals)
            (operation.Responses ??= [])[$"{status}"] = new OpenApiResponse
            {
                Description = ProblemResponses.TitleOf(status),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [ProblemResponses.ContentType] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchemaReference(nameof(ProblemDocument), context.Document),
                    },
                },
            };
        return Task.CompletedTask;

        OpenApiSecurityRequirement Requirement(string scheme) =>
            new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] };
    }
}
