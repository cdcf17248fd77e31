using Volcast.ApiContract.Forecasts;
using Volcast.Forecasting.Distribution;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Models;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Forecasts;

/// <summary><c>/v1/forecasts/latest/term-structure</c>: the newest forecasts of all horizons together. Its series are loaded,
/// kept up to date and unloaded as those of single horizons.</summary>
internal sealed class TermStructureEndpoint(
    SnapshotSource source, WalkForwards walkForwards, TradingCalendar calendar, ApiOptions options)
{
    public void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/v1/forecasts/latest/term-structure", (Delegate)GetAsync).WithName("getTermStructure").WithTags("Forecasts")
        .Describe<TermStructureDocument>("The newest forecasts of all horizons, with figures that agree with each other")
        .WithMetadata(new RouteDescription([ApiParameter.Symbol]));

    private async Task<TermStructureResult> GetAsync(HttpContext context)
    {
        var symbol = ApiQuery.OfAllHorizons(context, source).Symbol;
        var read = await Task.WhenAll(SnapshotSource.Horizons.Select(async horizon =>
            (Key: new SeriesKey(symbol, horizon), Series: await source.GetAsync(new(symbol, horizon), context.RequestAborted))));
        var served = read.Where(one => one.Series.Snapshot is not null).ToArray();
        if (served.Length == 0)
            throw Array.Find(read, one => !one.Series.IsMissing) is { Series: not null } unread
                ? unread.Series.Unavailable(unread.Key)
                : ProblemException.NotFound("no_model", source.TooShort(read[0].Key) ?? options.CompleteCommands(
                    $"No model forecasts {symbol}. Run `volcast train --target {symbol}` first."), "symbol");
        var terms = TermStructure.Of(
            served.Select(one => new TermForecast(
                one.Series.Snapshot!.Newest.Row, one.Series.Snapshot.IsStored, one.Series.Snapshot.Warnings,
                one.Series.LastError)),
            read.Except(served).Select(one => new MissingHorizon(
                one.Key.Horizon, one.Series.LastError ?? "The series has not been read yet.")));
        var newest = served.First(one => one.Series.Snapshot!.Newest.Row.ForecastOrigin == terms.Origin).Series.Snapshot!;
        return new(terms, [.. served.Select(one => one.Series)], newest,
            await PremiumAsync(served.Select(one => one.Series.Snapshot!).FirstOrDefault(
                one => one.Newest.Row.Horizon == VariancePremium.Horizon && one.Newest.Row.ForecastOrigin == terms.Origin),
                newest, context.RequestAborted), calendar);
    }

    private async Task<ValueOrReason<PremiumReport>> PremiumAsync(
        ServingSnapshot? month, ServingSnapshot newest, CancellationToken stop)
    {
        if (month is null)
            return new Reason($"it needs a forecast over {VariancePremium.Horizon} sessions from "
                + $"{newest.Newest.Row.ForecastOrigin:yyyy-MM-dd}.");
        var version = month.Model.Version;
        var premium = PremiumReport.Of(month.Target.Roles, month.Newest.Row, month.Newest.Row.Variance, version);
        if (premium.Value is not { } found)
            return premium;
        try
        {
            return found with
            {
                History = (await walkForwards.OfAsync(version, stop)).TryGet(out var walkForward, out var reason)
                    ? PremiumHistory.Of(found.Premium, month.Inputs.Known,
                        walkForward.ForecastsOf(WalkForwards.RecipeOf(version, walkForward).Name))
                    : new Reason(reason),
            };
        }
        catch (ProblemException unavailable)
        {
            // The forecasts do not depend on the registry that cannot be read now.
            return found with { History = new Reason(unavailable.Message) };
        }
    }
}

/// <summary>A term structure with the series that it was made from.</summary>
/// <param name="terms">The term structure.</param>
/// <param name="served">The series with a snapshot, ascending by horizon; at least one.</param>
/// <param name="newest">One with the origin of the term structure.</param>
/// <param name="premium">The premium over 22 sessions, or why it is not known.</param>
/// <param name="calendar">The exchange's sessions.</param>
internal sealed class TermStructureResult(
    TermStructure terms, ServedSeries[] served, ServingSnapshot newest, ValueOrReason<PremiumReport> premium,
    TradingCalendar calendar) : IResult
{
    public Task ExecuteAsync(HttpContext context)
    {
        // All snapshots decide what the body is, and so do the reasons for missing horizons.
        var tag = ConditionalResponse.TagOf(string.Join('\n',
            [.. served.Select(one => one.Snapshot!.Id), .. terms.Missing.Select(one => $"{one.Horizon} {one.Reason}"),
                premium.Value?.History.Reason ?? ""]));
        var versions = string.Join(", ",
            terms.Points.Select(point => $"{point.Forecast.Row.Model}/{point.Forecast.Row.ModelVersion}"));
        return ConditionalResponse.WriteAsync(context, tag, versions,
            served.Where(one => one.LastError is not null).MinBy(one => one.ConfirmedAt),
            () => newest.RenderAsync($"term structure {tag}", snapshot => ValueTask.FromResult(ApiJson.Render(
                TermStructureDocuments.Of(snapshot.Target.Roles.Target, snapshot.Target.DataKind, terms, calendar,
                    calendar.Count(terms.Origin.AddDays(1), snapshot.NewestSettled),
                    ImpliedLevels.Of(snapshot.Target.Roles, terms.Origin,
                        index => snapshot.Target.Bars.TryGetValue(index, out var bars) ? bars.ToSeries() : null),
                    premium),
                ApiJson.Contract.TermStructureDocument))));
    }
}
