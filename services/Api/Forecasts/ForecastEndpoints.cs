using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Prediction.Documents;
using Volcast.Services.Api.Documentation;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Forecasts;

/// <summary><c>/v1/forecasts</c></summary>
internal sealed class ForecastEndpoints(SnapshotSource source, TradingCalendar calendar)
{
    private const int DefaultLimit = 100;
    private const int MaximumLimit = 1000;

    private static readonly ForecastKind[] ServedKinds =
        [.. Enum.GetValues<ForecastKind>().Where(kind => kind != ForecastKind.Baseline)];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/forecasts/latest", (Delegate)LatestAsync).WithName("getLatestForecast").WithTags("Forecasts")
            .Describe<ForecastDocument>("The newest forecast of the serving version", ApiParameter.Above, ApiParameter.Format)
            .AlsoAsCsv();
        routes.MapGet("/v1/forecasts", (Delegate)ListAsync).WithName("listForecasts").WithTags("Forecasts")
            .Describe<ForecastListDocument>("Stored forecasts, the newest first", ApiParameter.From, ApiParameter.To,
                ApiParameter.Kind, ApiParameter.Limit, ApiParameter.Offset, ApiParameter.Format)
            .AlsoAsCsv();
        routes.MapGet("/v1/forecasts/{origin}/explanation", ExplainAsync).WithName("explainForecast").WithTags("Forecasts")
            .Describe<ExplainedForecastDocument>(
                "Why a forecast has its value; the origin is `latest` or the session that the forecast was made from",
                ApiParameter.Since);
    }

    private async Task<SnapshotResult> LatestAsync(HttpContext context)
    {
        var query = new ApiQuery(context, source, "above", Accepted.Format);
        var series = await source.RequireAsync(query.Series, context.RequestAborted);
        var above = query.Number("above", 0, ForecastFigures.HighestLevelPoints);
        var isCsv = context.WantsCsv(query);
        return new(series, $"latest {above} {isCsv}", snapshot => Render(snapshot, above, isCsv)) { IsCsv = isCsv };
    }

    private Rendering Render(ServingSnapshot snapshot, double? above, bool isCsv)
    {
        var newest = Document(snapshot, snapshot.Newest.Row, snapshot.IsStored);
        var document = newest with
        {
            VolatilityQuantiles = ForecastDocuments.Quantiles(
                ForecastFigures.QuantilesOf(snapshot.Model.Artifact.Distribution, newest.Variance)),
        };
        if (above / 100 is { } level && level != ForecastFigures.UsualLevel)
            document = document with
            {
                ProbabilitiesAbove =
                [
                    .. document.ProbabilitiesAbove,
                    .. ForecastDocuments.ProbabilitiesAbove(
                        [
                            new(
                                level,
                                snapshot.Model.Artifact.Distribution?.ProbabilityAbove(document.Variance, level) ?? double.NaN,
                                IsImplied: false),
                        ]),
                ],
            };
        return isCsv
            ? new(ForecastCsv.Of([document], above), Accepted.CsvContentType)
            : ApiJson.Render(document, ApiJson.Contract.ForecastDocument);
    }

    private async Task<SnapshotResult> ListAsync(HttpContext context)
    {
        var query = new ApiQuery(context, source, "from", "to", "kind", "limit", "offset", Accepted.Format);
        var series = await source.RequireAsync(query.Series, context.RequestAborted);
        var (from, to, kind) = (query.Day("from"), query.Day("to"), Kind(query.Text("kind")));
        if (from > to)
            throw ProblemException.Invalid("invalid_range", $"from {from:yyyy-MM-dd} is after to {to:yyyy-MM-dd}.", "from");
        var limit = query.Whole("limit", 1, MaximumLimit) ?? DefaultLimit;
        var offset = query.Whole("offset", 0, int.MaxValue) ?? 0;
        var isCsv = context.WantsCsv(query);
        return new(series, $"list {from} {to} {kind} {limit} {offset} {isCsv}", snapshot =>
        {
            var rows = snapshot.Target.Forecasts.Where(row => row.Horizon == snapshot.Horizon
                && !(row.ForecastOrigin < from) && !(row.ForecastOrigin > to) && (kind is null || row.Kind == kind))
                .Reverse().ToArray();
            ForecastDocument[] page =
                [.. rows.Skip(offset).Take(limit).Select(row => Document(snapshot, row, isStored: true))];
            if (isCsv)
                return new(ForecastCsv.Of(page), Accepted.CsvContentType);
            var next = offset + page.Length < rows.Length ? NextPage(query.Series, from, to, kind, limit, offset + limit) : null;
            return ApiJson.Render(
                new ForecastListDocument(query.Symbol.Value, snapshot.Horizon, rows.Length, offset, next, page),
                ApiJson.Contract.ForecastListDocument);
        })
        {
            IsCsv = isCsv,
        };
    }

    private async Task<SnapshotResult> ExplainAsync(HttpContext context, string origin)
    {
        var query = new ApiQuery(context, source, "since");
        var series = await source.RequireAsync(query.Series, context.RequestAborted);
        var snapshot = series.Snapshot!;
        var day = origin == "latest" ? snapshot.Newest.Row.ForecastOrigin : ApiQuery.ParseDay(origin, "origin");
        var since = query.Text("since") is { } earlier ? EarlierForecast.DayOf(snapshot, earlier, day) : (DateOnly?)null;
        return new(series, $"explanation {day} {since}", pinned =>
        {
            var (made, isStored) = At(pinned, day);
            return ApiJson.Render(
                new ExplainedForecastDocument(
                    Document(pinned, made.Row, isStored),
                    ExplanationDocuments.Of(made.Reasons),
                    since is { } before ? EarlierForecast.ChangeOf(pinned, before, made) : null),
                ApiJson.Contract.ExplainedForecastDocument);
        });
    }

    /// <summary>The forecast of an origin: the stored live row, otherwise the backfilled one.</summary>
    private static (SessionForecast Forecast, bool IsStored) At(ServingSnapshot snapshot, DateOnly day)
    {
        if (day == snapshot.Newest.Row.ForecastOrigin)
            return (snapshot.Newest, snapshot.IsStored);
        if (EarlierForecast.Stored(snapshot, day) is { } stored)
            return (stored, true);
        var origins = snapshot.Target.Forecasts.Where(row => row.Horizon == snapshot.Horizon)
            .Select(row => row.ForecastOrigin).Distinct().ToArray();
        throw ProblemException.NotFound("no_forecast",
            $"No forecast from {day:yyyy-MM-dd} is stored. "
            + (origins.Length == 0
                ? $"The table is empty; the newest session is {snapshot.Newest.Row.ForecastOrigin:yyyy-MM-dd}."
                : origins.Length == 1 ? $"The only one is from {origins[0]:yyyy-MM-dd}."
                : $"There are {origins.Length} from {origins.Min():yyyy-MM-dd} to {origins.Max():yyyy-MM-dd}."),
            "origin");
    }

    private ForecastDocument Document(ServingSnapshot snapshot, ForecastRow row, bool isStored)
    {
        var sessionsBehind = calendar.Count(row.ForecastOrigin.AddDays(1), snapshot.NewestSettled);
        return ForecastDocuments.Of(
            snapshot.Target.Roles, snapshot.Target.DataKind, row, calendar.Next(row.ForecastOrigin), sessionsBehind, isStored,
            RealizedSessions.Since(snapshot.Target.Inputs.Known, row)) with
        {
            Warnings = ReferenceEquals(row, snapshot.Newest.Row) ? snapshot.Warnings : [],
        };
    }

    private static ForecastKind? Kind(string? text) => text is null ? null
        : Array.Find(ServedKinds, kind => ForecastDocuments.NameOf(kind) == text) is var known
            && ForecastDocuments.NameOf(known) == text
            ? known
            : throw ProblemException.Invalid("invalid_kind",
                $"'{PrintableText.Of(text)}' is not one of {string.Join(", ", ServedKinds.Select(ForecastDocuments.NameOf))}.",
                "kind");

    private static string NextPage(
        SeriesKey series, DateOnly? from, DateOnly? to, ForecastKind? kind, int limit, int offset) =>
        $"/v1/forecasts?symbol={Uri.EscapeDataString(series.Symbol.Value)}&horizon={series.Horizon}"
        + (from is { } first ? $"&from={first:O}" : "") + (to is { } last ? $"&to={last:O}" : "")
        + (kind is { } known ? $"&kind={ForecastDocuments.NameOf(known)}" : "") + $"&limit={limit}&offset={offset}";
}
