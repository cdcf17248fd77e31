using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Volcast.ApiContract.Operations;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Documentation;

/// <summary>Further information on a route for the OpenAPI document.</summary>
/// <param name="Parameters">The query parameters.</param>
internal sealed record RouteDescription(IReadOnlyList<ApiParameter> Parameters);

/// <summary>Endpoint metadata: the response is available as csv too.</summary>
internal sealed class AlsoCsv;

/// <summary>Describes routes where they are mapped.</summary>
internal static class RouteDescriptions
{
    private static readonly Dictionary<string, string> PathParameters = new()
    {
        ["origin"] = "`latest`, or the session that the forecast was made from, YYYY-MM-DD",
        ["session"] = "`latest`, or a session, YYYY-MM-DD",
        ["version"] = "A number, `champion`, `challenger` or `serving`",
    };

    /// <param name="route">A route that takes <c>symbol</c> and <c>horizon</c>.</param>
    /// <param name="summary">One line.</param>
    /// <param name="parameters">Further query parameters.</param>
    /// <typeparam name="TDocument">The document of its response.</typeparam>
    public static RouteHandlerBuilder Describe<TDocument>(
        this RouteHandlerBuilder route, string summary, params ApiParameter[] parameters) =>
        route.Describe<TDocument>(summary, "application/json", parameters);

    /// <summary>For a response that is not JSON.</summary>
    public static RouteHandlerBuilder Describe<TDocument>(
        this RouteHandlerBuilder route, string summary, string contentType, params ApiParameter[] parameters) => route
        .WithSummary(summary)
        .WithMetadata(new RouteDescription([ApiParameter.Symbol, ApiParameter.Horizon, .. parameters]))
        .Produces<TDocument>(StatusCodes.Status200OK, contentType)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);

    /// <summary>A route with a request body.</summary>
    public static RouteHandlerBuilder Takes<TBody>(
        this RouteHandlerBuilder route, string contentType, params string[] others) where TBody : notnull => route
        .Accepts<TBody>(contentType, others)
        .Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    /// <summary>The response is available as csv too.</summary>
    public static RouteHandlerBuilder AlsoAsCsv(this RouteHandlerBuilder route) => route
        .WithMetadata(new AlsoCsv())
        .Refuses(StatusCodes.Status406NotAcceptable);

    /// <summary>Further error statuses of a route.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            route.Produces<ProblemDocument>(status, ProblemResponses.ContentType);
        return route;
    }

    /// <summary>Adds query parameters and the csv content type to the document.</summary>
    public static Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var target = context.ApplicationServices.GetRequiredService<SnapshotSource>().DefaultTarget.Value;
        foreach (var parameter in metadata.OfType<RouteDescription>().LastOrDefault()?.Parameters ?? [])
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = parameter == ApiParameter.Symbol
                    ? new OpenApiSchema { Type = JsonSchemaType.String, Default = target }
                    : parameter.Schema,
            });
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            if (parameter is { In: ParameterLocation.Path, Name: { } name })
                parameter.Description = PathParameters.GetValueOrDefault(name);
        if (metadata.OfType<AlsoCsv>().Any() && operation.Responses?["200"] is OpenApiResponse { Content: { } forms })
            forms["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        return Task.CompletedTask;
    }
}
