using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Volcast.ApiContract.Operations;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Documentation;

/// <summary>What the documentation says of a route beside what its code tells.</summary>
/// <param name="Parameters">Of the query.</param>
internal sealed record RouteDescription(IReadOnlyList<ApiParameter> Parameters);

/// <summary>The answer of a route is to be had as csv too.</summary>
internal sealed class AlsoCsv;

/// <summary>Describes routes where they are mapped.</summary>
internal static class RouteDescriptions
{
    /// <param name="route">A route of one series: it takes <c>symbol</c> and <c>horizon</c>.</param>
    /// <param name="summary">In a line.</param>
    /// <param name="parameters">Of the query, beside those two.</param>
    /// <typeparam name="TAnswer">The document that it gives.</typeparam>
    public static RouteHandlerBuilder Describe<TAnswer>(
        this RouteHandlerBuilder route, string summary, params ApiParameter[] parameters) =>
        route.Describe<TAnswer>(summary, "application/json", parameters);

    /// <summary>As the other, for an answer that is no JSON.</summary>
    public static RouteHandlerBuilder Describe<TAnswer>(
        this RouteHandlerBuilder route, string summary, string contentType, params ApiParameter[] parameters) => route
        .WithSummary(summary)
        .WithMetadata(new RouteDescription([ApiParameter.Symbol, ApiParameter.Horizon, .. parameters]))
        .Produces<TAnswer>(StatusCodes.Status200OK, contentType)
        .Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);

    /// <summary>A route that takes a body.</summary>
    public static RouteHandlerBuilder Takes<TBody>(
        this RouteHandlerBuilder route, string contentType, params string[] others) where TBody : notnull => route
        .Accepts<TBody>(contentType, others)
        .Refuses(StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    /// <summary>The same is to be had as csv.</summary>
    public static RouteHandlerBuilder AlsoAsCsv(this RouteHandlerBuilder route) => route
        .WithMetadata(new AlsoCsv())
        .Refuses(StatusCodes.Status406NotAcceptable);

    /// <summary>Ways in which a route may end, beside those in which each may.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            route.Produces<ProblemDocument>(status, ProblemResponses.ContentType);
        return route;
    }

    /// <summary>Puts parameters and the form of csv into the document.</summary>
    public static Task CompleteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in metadata.OfType<RouteDescription>().LastOrDefault()?.Parameters ?? [])
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = parameter.Schema,
            });
        if (metadata.OfType<AlsoCsv>().Any() && operation.Responses?["200"] is OpenApiResponse { Content: { } forms })
            forms["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        return Task.CompletedTask;
    }
}
