using Volcast.ApiContract.Data;
using Volcast.Lake;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Data;

/// <summary><c>/v1/quarantine</c>: the rows that validation has refused. It needs no model.</summary>
internal sealed class QuarantineEndpoint(SnapshotSource source, LakeRequests requests)
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1000;

    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/quarantine", (Delegate)ListAsync).WithName("listQuarantine").WithTags("Data")
        .Describe<QuarantineDocument>(
            "The rows of the target and its companion symbols that validation has refused, with the reasons")
        .WithMetadata(new RouteDescription([ApiParameter.Symbol, ApiParameter.RowLimit, ApiParameter.RowOffset]));

    private async Task<IResult> ListAsync(HttpContext context)
    {
        var query = ApiQuery.OfAllHorizons(context, source, "limit", "offset");
        var roles = source.RolesOf(query.Symbol);
        var limit = query.Whole("limit", 1, MaximumLimit) ?? DefaultLimit;
        var offset = query.Whole("offset", 0, int.MaxValue) ?? 0;
        var (rows, kind) = await requests.ReadAsync(async lake =>
            (await QuarantinedRows.ReadAsync(lake, roles.Symbols, context.RequestAborted), lake.Kind), context.RequestAborted);
        QuarantinedRowDocument[] page = [.. rows.Skip(offset).Take(limit)];
        var next = page.Length > 0 && offset + page.Length < rows.Count
            ? $"/v1/quarantine?symbol={Uri.EscapeDataString(roles.Target.Value)}&limit={limit}&offset={offset + limit}" : null;
        return Results.Json(
            new QuarantineDocument(roles.Target.Value, kind.Name(), rows.Count, offset, next, page),
            ApiJson.Contract.QuarantineDocument);
    }
}
