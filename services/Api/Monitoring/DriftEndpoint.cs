using Volcast.ApiContract;
using Volcast.ApiContract.Monitoring;
using Volcast.Drift;
using Volcast.Features;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Schemas;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Monitoring;

/// <summary><c>/v1/monitoring/drift</c>: the features of a target, ranked by how much their drift can have touched the loss, each
/// with its histograms then and now. It needs no model, so it also answers while the registry is away.</summary>
/// <param name="source">Knows the served targets.</param>
/// <param name="history">Reads the checks.</param>
/// <param name="build">The build of the service: another one may render other bytes.</param>
internal sealed class DriftEndpoint(SnapshotSource source, MonitoringHistory history, string build)
{
    /// <summary>Calendar years that hold the sessions of both windows.</summary>
    private const int YearsOfFeatures = 11;

    private const int YearsOfForecasts = 2;

    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/monitoring/drift", (Delegate)GetAsync).WithName("getDrift").WithTags("Monitoring")
        .Describe<DriftDocument>("The drift of each feature on the newest checked session, ranked by loss impact, with the "
            + "distributions then and now")
        .WithMetadata(new RouteDescription([ApiParameter.Symbol]));

    internal async Task GetAsync(HttpContext context)
    {
        var symbol = source.RolesOf(new ApiQuery(context, source).Symbol).Target;
        var rendering = await history.RenderAsync(symbol, async (lake, state) =>
        {
            var features = await lake.SnapshotAsync(FeatureTable.L1, symbol, context.RequestAborted);
            var forecasts = await lake.SnapshotAsync(ForecastsTable.Schema, symbol, context.RequestAborted);
            var etag = ConditionalResponse.TagOf(
                $"{lake.Kind}\n{state?.Digest}\n{features?.Digest}\n{forecasts?.Digest}\n{build}");
            return ConditionalResponse.IsUnchanged(context, etag) ? null : ApiJson.Render(
                await DocumentAsync(lake, symbol, state, context.RequestAborted), ContractJson.Default.DriftDocument);
        }, context.RequestAborted);
        if (rendering is not null)
            await ConditionalResponse.SendAsync(context, rendering);
    }

    private static async Task<DriftDocument> DocumentAsync(
        DataLake lake, Symbol symbol, Manifest? state, CancellationToken stop)
    {
        IReadOnlyList<MonitoringRow> checks = state is null ? []
            : await MonitoringHistory.ReadAsync(lake, symbol, state, MonitoringQuery.NewestDrift, stop);
        if (checks is not [{ Session: var session }, ..])
            return new() { Symbol = symbol.Value, DataKind = lake.Kind.Name(), Session = null, Features = [] };
        var table = FeatureTable.FromFrame(FeatureCatalog.L1, symbol,
            await lake.ReadAsync(FeatureTable.L1, symbol, session.AddYears(-YearsOfFeatures), session, stop));
        var forecasts = await ForecastsTable.ReadAsync(lake, symbol, session.AddYears(-YearsOfForecasts), session, stop);
        try
        {
            return new()
            {
                Symbol = symbol.Value,
                DataKind = lake.Kind.Name(),
                Session = session,
                Features =
                [
                    .. LossImpact.Rank(symbol, [.. MonitoringTable.Latest(checks)], forecasts)
                        .Select(impact => Of(impact, table)),
                ],
            };
        }
        catch (InvalidDataException damaged)
        {
            throw new LakeException($"forecasts of {symbol}: {damaged.Message}");
        }
    }

    private static FeatureDriftDocument Of(LossImpact impact, FeatureTable table) => new()
    {
        Feature = impact.Feature,
        Label = FeatureLabels.Label(impact.Feature),
        Status = StoredName.Of(impact.Check.Status),
        Distance = ForecastDocuments.Number(impact.Distance),
        MeanAbsoluteContribution = ForecastDocuments.Number(impact.Contribution),
        Horizon = impact.Horizon > 0 ? impact.Horizon : null,
        LossImpact = ForecastDocuments.Number(impact.Value),
        Distribution = table.Catalog.Names.Contains(impact.Feature) && DistributionChange.Of(table[impact.Feature]) is { } change
            ? new()
            {
                Least = change.Least,
                Most = change.Most,
                ReferenceSessions = change.ReferenceCount,
                ReferenceShares = change.Reference,
                WindowSessions = change.WindowCount,
                WindowShares = change.Window,
            }
            : null,
    };
}
