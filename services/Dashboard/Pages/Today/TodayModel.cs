using Volcast.ApiContract.Forecasts;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Today;

/// <summary>The newest forecast of a target, with its intervals, its reasons and the record of the forecasts before it.</summary>
public sealed record TodayModel : PageModel
{
    /// <summary>A longer warning shows its first sentence.</summary>
    private const int LongestWarning = 160;

    /// <summary>The newest forecast.</summary>
    public required ForecastDocument Forecast { get; init; }

    /// <summary>The newest stored forecast from an earlier origin; null where there is none.</summary>
    public PastForecast? Previous { get; init; }

    /// <summary>The version of the forecast before, where another one makes this one: their difference is that of the versions
    /// too.</summary>
    public int? OtherVersion => Previous?.Version is { } before && before != Forecast.ModelVersion ? before : null;

    /// <summary>The forecast minus the previous one, percent points; null without a previous one.</summary>
    public double? Change => Previous is null ? null : 100 * (Forecast.Volatility - Previous.Volatility);

    /// <summary>Where the forecast stands in ten years of the target's own realised volatility, 0 to 100; null where it is not
    /// known.</summary>
    public double? Percentile { get; init; }

    /// <summary>calm, normal, elevated or stressed; null without a percentile.</summary>
    public string? Regime { get; init; }

    /// <summary>How the regime follows from the percentile, as a sentence; null without one.</summary>
    public string? RegimeRule { get; init; }

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

    /// <summary>The forecasts of this horizon before the newest one, the newest first: live ones and backfills, or those of the
    /// walk-forward while none has an outcome.</summary>
    public IReadOnlyList<PastForecast> Past { get; init; } = [];

    /// <summary>Whether <see cref="Past"/> is that of the walk-forward.</summary>
    public bool IsWalkForward => Past.Count > 0 && Past.All(one => one.Kind == "walk_forward");

    /// <summary>Those with an interval and a known outcome.</summary>
    public IEnumerable<PastForecast> Judged => Past.Where(forecast => forecast.Judgement.Held is not null);

    /// <summary>The warnings about the forecast: what each says, and why where that is long.</summary>
    public IReadOnlyList<(string Sentence, string Why)> Warnings => [.. Forecast.Warnings.Select(warning =>
        warning.Length > LongestWarning ? Prose.AtFirstSentence(warning) : (warning, ""))];

    /// <summary>The record of all live forecasts; null where none has an outcome.</summary>
    public LiveRecord? Record { get; init; }

    public override IReadOnlyList<ReportTable> Tables => [TodayTables.Past(this), TodayTables.Risk(this)];

    /// <summary>Whether a stored forecast from an earlier origin has an outcome.</summary>
    internal static bool HasOutcome(IReadOnlyList<ForecastDocument> stored, DateOnly origin) =>
        stored.Any(one => one.ForecastOrigin < origin && one.Kind is ("live" or "backfill") && one.Realized is { IsComplete: true });

    internal static TodayModel Of(TodayDocuments documents)
    {
        var forecast = documents.Forecast;
        PastForecast[] past =
        [
            .. documents.Recent
                .Where(one => one.ForecastOrigin < forecast.ForecastOrigin && one.Kind is ("live" or "backfill"))
                .OrderByDescending(one => one.ForecastOrigin).ThenBy(one => one.Kind != "live")
                .DistinctBy(one => one.ForecastOrigin).Select(PastForecast.Of),
        ];
        var tested = (documents.History?.Points ?? [])
            .Where(one => one.ForecastOrigin < forecast.ForecastOrigin && one.Kind == "walk_forward")
            .OrderByDescending(one => one.ForecastOrigin).Select(PastForecast.Of).OfType<PastForecast>().ToArray();
        var standing = documents.Target?.Targets.Select(one => one.Forecast)
            .FirstOrDefault(one => one?.ForecastOrigin == forecast.ForecastOrigin);
        return new()
        {
            Symbol = forecast.Symbol,
            DataKind = forecast.DataKind,
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
            Past = HasOutcome(documents.Recent, forecast.ForecastOrigin) || tested.Length == 0 ? past : tested,
            Percentile = standing?.Percentile,
            Regime = standing?.Regime,
            RegimeRule = standing?.Regime is null ? null : documents.Target!.RegimeRule,
            Record = LiveRecord.Of(documents.TrackRecord),
        };
    }
}
