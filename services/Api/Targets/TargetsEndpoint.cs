using System.Text;
using Volcast.ApiContract.Targets;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Targets;

/// <summary><c>/v1/targets</c>: the watchlist. It loads no series and no model.</summary>
/// <param name="source">Knows the served targets.</param>
/// <param name="summaries">A few numbers of each target.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="clock">The clock.</param>
/// <param name="options">The maximum age.</param>
/// <param name="build">The build of the service: another one may render other bytes.</param>
internal sealed class TargetsEndpoint(
    SnapshotSource source, TargetSummaries summaries, TradingCalendar calendar, TimeProvider clock, ApiOptions options,
    string build)
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1000;

    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/targets", (Delegate)ListAsync).WithName("listTargets").WithTags("Forecasts")
        .Describe<TargetsDocument>(
            "The watchlist: every target with its newest stored forecast, its percentile and regime, and its track record")
        .WithMetadata(new RouteDescription([ApiParameter.OnlySymbol, ApiParameter.Horizon, ApiParameter.TargetLimit,
            ApiParameter.TargetOffset, ApiParameter.Format]))
        .AlsoAsCsv();

    internal async Task ListAsync(HttpContext context)
    {
        var query = new ApiQuery(context, source, "limit", "offset", Accepted.Format);
        var (only, horizon) = (query.OnlySymbol, query.Horizon);
        var limit = query.Whole("limit", 1, MaximumLimit) ?? DefaultLimit;
        var offset = query.Whole("offset", 0, int.MaxValue) ?? 0;
        var isCsv = context.WantsCsv(query);
        IReadOnlyList<Symbol> symbols = only is { } symbol ? [source.RolesOf(symbol).Target] : source.Targets;
        var known = await summaries.GetAsync(context.RequestAborted);
        var settled = calendar.NewestSettled(clock.GetUtcNow());
        var page = symbols.Skip(offset).Take(limit).Select(one => (Symbol: one, Summary: known.GetValueOrDefault(one))).ToArray();
        if (ConditionalResponse.IsUnchanged(context, ETagOf(page, settled, isCsv)))
            return;
        var documents = new TargetDocuments(horizon, calendar, settled, options);
        TargetDocument[] targets = [.. page.Select(one => documents.Of(one.Symbol, one.Summary))];
        await ConditionalResponse.SendAsync(context, isCsv
            ? new(TargetCsv.Of(targets, horizon), Accepted.CsvContentType)
            : ApiJson.Render(
                new TargetsDocument
                {
                    DataKind = page.Select(one => one.Summary?.DataKind.Name()).FirstOrDefault(kind => kind is not null),
                    Horizon = horizon,
                    NewestSettled = settled,
                    RegimeRule = VolatilityStanding.RegimeRule,
                    Total = symbols.Count,
                    Offset = offset,
                    Next = offset + page.Length < symbols.Count && page.Length > 0
                        ? $"/v1/targets?horizon={horizon}&limit={limit}&offset={offset + limit}" : null,
                    Targets = targets,
                },
                ApiJson.Contract.TargetsDocument));
    }

    /// <summary>Identifies what the page is made from. Horizon and page are in the address.</summary>
    private string ETagOf((Symbol Symbol, TargetSummary? Summary)[] page, DateOnly settled, bool isCsv)
    {
        var text = new StringBuilder($"{build}\n{settled:O}\n");
        foreach (var (symbol, summary) in page)
            text.Append(symbol).Append(' ').Append(summary?.Identity).Append(' ').Append(summary?.LastError).Append('\n');
        return ConditionalResponse.TagOf(text.ToString(), isCsv);
    }
}
