using Volcast.ApiContract;
using Volcast.ApiContract.Monitoring;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Monitoring;

/// <summary><c>/v1/monitoring</c>: the newest verdicts of a target, and the history of checks, decisions and alerts. It needs no
/// model, so it also answers while the registry is away.</summary>
/// <param name="source">Knows the served targets.</param>
/// <param name="history">Reads the table.</param>
/// <param name="build">The build of the service: another one may render other bytes.</param>
internal sealed class MonitoringEndpoint(SnapshotSource source, MonitoringHistory history, string build)
{
    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/monitoring", (Delegate)GetAsync).WithName("getMonitoring").WithTags("Monitoring")
        .Describe<MonitoringDocument>("The newest checks of a target, or their history: verdicts, scores, alerts and decisions")
        .WithMetadata(new RouteDescription([ApiParameter.Symbol, ApiParameter.OnlyHorizon, ApiParameter.MonitoringKind,
            ApiParameter.Check, ApiParameter.Subject, ApiParameter.FromSession, ApiParameter.ToSession, ApiParameter.Rows,
            ApiParameter.Format]))
        .AlsoAsCsv();

    internal async Task GetAsync(HttpContext context)
    {
        var asked = new ApiQuery(context, source, MonitoringQuery.Names);
        var symbol = source.RolesOf(asked.Symbol).Target;
        var query = MonitoringQuery.Of(asked);
        var isCsv = context.WantsCsv(asked);
        var rendering = await history.RenderAsync(symbol, async (lake, state) =>
        {
            if (ConditionalResponse.IsUnchanged(
                context, ConditionalResponse.TagOf($"{lake.Kind}\n{state?.Digest}\n{build}", isCsv)))
                return null;
            IReadOnlyList<MonitoringRow> rows = state is null ? []
                : await MonitoringHistory.ReadAsync(lake, symbol, state, query, context.RequestAborted);
            return Render(symbol, lake.Kind, rows, query.Limit, isCsv);
        }, context.RequestAborted);
        if (rendering is not null)
            await ConditionalResponse.SendAsync(context, rendering);
    }

    private static Rendering Render(
        Symbol symbol, DataKind kind, IReadOnlyList<MonitoringRow> rows, int limit, bool isCsv)
    {
        var whole = MonitoringDocuments.Of(symbol, kind, rows);
        var document = whole with { IsTruncated = rows.Count > limit, Checks = [.. whole.Checks.Take(limit)] };
        return isCsv
            ? new(MonitoringCsv.Of(document), Accepted.CsvContentType)
            : ApiJson.Render(document, ContractJson.Default.MonitoringDocument);
    }
}
