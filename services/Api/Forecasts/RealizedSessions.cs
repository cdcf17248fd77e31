using Volcast.ApiContract.Forecasts;
using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Prediction.Documents;

namespace Volcast.Services.Api.Forecasts;

/// <summary>The realised part of a forecast's sessions.</summary>
internal static class RealizedSessions
{
    /// <summary>The sessions that have settled since the origin; null before the first one.</summary>
    public static RealizedDocument? Since(ForecastingData known, ForecastRow row)
    {
        if (RealizedOutcome.Of(known, row.ForecastOrigin, row.TargetEnd) is not { } outcome)
            return null;
        var variance = ForecastDocuments.Number(outcome.Variance);
        return new(outcome.Sessions, variance, variance is { } found ? Math.Sqrt(found) : null, outcome.IsComplete);
    }
}
