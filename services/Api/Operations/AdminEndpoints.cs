using Volcast.Hosting.Keys;
using Volcast.Services.Api.Security;
using Volcast.Services.Api.Snapshots;
using Volcast.Services.Api.Targets;

namespace Volcast.Services.Api.Operations;

/// <summary>Routes for operators.</summary>
internal static class AdminEndpoints
{
    /// <summary><c>POST /v1/admin/refresh</c> checks lake and registry now instead of at the next interval.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/admin/refresh", async (
            SnapshotSource snapshots, TargetSummaries summaries, KeyRing keys, CancellationToken stop) =>
        {
            keys.Refresh();
            summaries.Invalidate();
            await snapshots.RefreshAsync(stop);
            return Results.NoContent();
        })
        .WithName("refresh").WithSummary("Refresh from lake and registry now")
        .WithTags("Operations")
        .WithMetadata(new RequiresScope(KeyScope.Admin))
        .Produces(StatusCodes.Status204NoContent);
}
