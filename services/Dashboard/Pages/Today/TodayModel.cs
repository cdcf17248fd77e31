using Volcast.ApiContract.Forecasts;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>The newest forecast of a target, with its intervals, its reasons and the record of the forecasts before it.</summary>
public sealed record TodayModel : PageModel
{
    /// <summary>The newest forecast.</summary>
    public required ForecastDocument Forecast { get; init; }

    /// <summary>The newest stored forecast from an earlier origin; null where there is none.</summary>
    public PastForecast? Previous { get; init; }

    /// <summary>The forecast minus the previous one, percent points; null without a previous one.</summary>
    public double? Change => Previous is null ? null : 100 * (Forecast.Volatility - Previous.Volatility);

    /// <summary>The realised volatility of the last five sessions, annualised, decimal; null where it is missing.</summary>
    public double? LastWeek { get; init; }

    /// <summary>The implied volatilities that are held, by tenor.</summary>
    public IReadOnlyList<ImpliedVolatility> Implied { get; init; } = [];

    /// <summary>The chances that the realised volatility exceeds 15, 20 and 30 %; those that are known.</summary>
    public IReadOnlyList<ProbabilityAboveDocument> Chances { get; init; } = [];

    /// <summary>The newest forecast over each horizon that has one from the same origin, ascending.</summary>
    public IReadOnlyList<ForecastDocument> Horizons { get; init; } = [];

    /// <summary>The horizons without a forecast, with their reasons.</summary>
    public IReadOnlyList<MissingHorizonDocument> MissingHorizons { get; init; } = [];

    /// <summary>The three strongest reasons, as sentences.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The forecasts of this horizon before the newest one, the newest first: live ones and backfills.</summary>
    public IReadOnlyList<PastForecast> Past { get; init; } = [];

    /// <summary>Those with an interval and a known outcome.</summary>
    public IEnumerable<PastForecast> Judged => Past.Where(forecast => forecast.Held is not null);

    /// <summary>The record of the versions on all live forecasts; null where there is none.</summary>
    public ApiContract.Data.VersionTrackRecordDocument? Record { get; init; }

    public override IReadOnlyList<ReportTable> Tables => [TodayTables.Past(this), TodayTables.Risk(this)];

    internal static TodayModel Of(TodayDocuments documents)
    {
        var forecast = documents.Forecast;
        var past = documents.Recent
            .Where(one => one.ForecastOrigin < forecast.ForecastOrigin && one.Kind is ("live" or "backfill"))
            .OrderByDescending(one => one.ForecastOrigin).ThenBy(one => one.Kind != "live")
            .DistinctBy(one => one.ForecastOrigin).Select(PastForecast.Of).ToArray();
        return new()
        {
            Symbol = forecast.Symbol,
            DataKind = forecast.DataKind,
            ForecastOrigin = forecast.ForecastOrigin,
            SessionsBehind = forecast.SessionsBehind,
            Forecast = forecast,
            Previous = past.FirstOrDefault(),
            LastWeek = documents.Features?.Features.FirstOrDefault(feature => feature.Feature == "vol_5d")?.Value,
            Implied = ImpliedVolatility.Of(documents.Market),
            Chances =
            [
                .. forecast.ProbabilitiesAbove.Concat(documents.HighForecast?.ProbabilitiesAbove ?? [])
                    .Where(one => !one.IsImplied).DistinctBy(one => one.Volatility).OrderBy(one => one.Volatility),
            ],
            Horizons =
            [
                .. documents.Horizons.Where(one => one.ForecastOrigin == forecast.ForecastOrigin).OrderBy(one => one.Horizon),
            ],
            MissingHorizons = documents.TermStructure?.MissingHorizons ?? [],
            Reasons = [.. documents.Explanation?.TopReasons.Take(3) ?? []],
            Past = past,
            Record = documents.TrackRecord?.Versions.FirstOrDefault(version => version.ModelVersion == forecast.ModelVersion)
                ?? (documents.TrackRecord?.Versions is [var newest, ..] ? newest : null),
        };
    }
}
