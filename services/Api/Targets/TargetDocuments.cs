using Volcast.ApiContract.Targets;
using Volcast.Market;
using Volcast.Prediction.Documents;
using Volcast.Schemas;

namespace Volcast.Services.Api.Targets;

/// <summary>Converts summaries of targets to the documents of the watchlist.</summary>
/// <param name="horizon">Sessions ahead.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="newestSettled">The newest session that has settled by the clock.</param>
/// <param name="options">The maximum age, and how commands are completed.</param>
internal sealed class TargetDocuments(
    int horizon, TradingCalendar calendar, DateOnly newestSettled, ApiOptions options)
{
    /// <param name="symbol">The target.</param>
    /// <param name="summary">Null while the target has not been read.</param>
    public TargetDocument Of(Symbol symbol, TargetSummary? summary)
    {
        var newest = summary?.Horizons.GetValueOrDefault(horizon);
        int? behind = summary?.Session is { } session ? calendar.Count(session.AddDays(1), newestSettled) : null;
        return new()
        {
            Symbol = symbol.Value,
            Session = summary?.Session,
            SessionsBehind = behind,
            ExceedsMaximumAge = behind > options.MaximumAge,
            IsStale = summary?.LastError is not null,
            LastError = summary?.LastError,
            MissingReason = newest is null ? ReasonOf(symbol, summary) : null,
            Forecast = newest is null ? null : Of(newest),
            Outcomes = newest?.Outcomes ?? 0,
            CommonOriginsWithHar = newest?.CommonWithHar ?? 0,
            QlikeRatioToHar = ForecastDocuments.Number(newest?.RatioToHar ?? double.NaN),
        };
    }

    private static TargetForecastDocument Of(HorizonSummary newest)
    {
        var points = 100 * Math.Sqrt(newest.Variance);
        return new()
        {
            ForecastOrigin = newest.Origin,
            TargetEnd = newest.TargetEnd,
            Kind = ForecastDocuments.NameOf(newest.Kind),
            Model = newest.Model,
            ModelVersion = ForecastDocuments.VersionNumber(newest.ModelVersion),
            Variance = newest.Variance,
            Volatility = Math.Sqrt(newest.Variance),
            VolatilityPointsChange = ForecastDocuments.Number(points - 100 * Math.Sqrt(newest.FormerVariance)),
            Percentile = newest.Standing?.Percentile,
            Regime = newest.Standing is { } standing ? StoredName.Of(standing.Regime) : null,
            ImpliedVolatilityPoints = ForecastDocuments.Number(100 * newest.Implied),
            VolatilityPointsAboveImplied = ForecastDocuments.Number(points - 100 * newest.Implied),
        };
    }

    private string ReasonOf(Symbol symbol, TargetSummary? summary) => summary switch
    {
        null => $"{symbol} is being read. Try again in a few seconds.",
        { LastError: { } error } => error,
        { Session: null } => options.CompleteCommands(
            $"The lake has no bars of {symbol}. Run `volcast ingest --target {symbol}`."),
        _ => options.CompleteCommands($"No forecast of {symbol} over {Counted.Of(horizon, "session")} is stored. "
            + $"Run `volcast forecast --target {symbol} --horizon {horizon}`."),
    };
}
