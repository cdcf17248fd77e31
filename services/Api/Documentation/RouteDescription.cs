using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Volcast.Services.Api.Documentation;

/// <summary>What the documentation says of a route beside what its code tells.</summary>
/// <param name="Parameters">Of the query.</param>
internal sealed record RouteDescription(IReadOnlyList<ApiParameter> Parameters);

/// <summary>Describes routes where they are mapped.</summary>
internal static class RouteDescriptions
{
    /// <param name="route">A route of one series: it takes <c>symbol</c> and <c>horizon</c>.</param>
    /// <param name="summary">In a line.</param>
    /// <param name="parameters">Of the query, beside those two.</param>
    /// <typeparam name="TAnswer">The document that it gives.</typeparam>
    public static RouteHandlerBuilder Describe<TAnswer>(
        this RouteHandlerBuilder route, string summary, params ApiParameter[] parameters) => route
        .WithSummary(summary)
        .WithMetadata(new RouteDescription([ApiParameter.Symbol, ApiParameter.Horizon, .. parameters]))
        .Produces<TAnswer>(StatusCodes.Status200OK, "application/json")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>As the other, for an answer that is no JSON.</summary>
    public static RouteHandlerBuilder Describe<TAnswer>(this RouteHandlerBuilder route, string summary, string contentType) => route
        .WithSummary(summary)
        .WithMetadata(new RouteDescription([ApiParameter.Symbol, ApiParameter.Horizon]))
        .Produces<TAnswer>(StatusCodes.Status200OK, contentType)
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>The same is to be had as csv.</summary>
    public static RouteHandlerBuilder AlsoAsCsv(this RouteHandlerBuilder route) =>
        route.Produces<string>(StatusCodes.Status200OK, "text/csv");

    /// <summary>Puts the parameters of <see cref="RouteDescription"/> into the document.</summary>
    public static Task AddParametersAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var described = context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteDescription>().LastOrDefault();
        foreach (var parameter in described?.Parameters ?? [])
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = parameter.Schema,
            });
        return Task.CompletedTask;
    }
}
