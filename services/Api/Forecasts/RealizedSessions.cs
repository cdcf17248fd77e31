using Volcast.ApiContract.Forecasts;
using Volcast.Lake.Tables;
using Volcast.Volatility;

namespace Volcast.Services.Api.Forecasts;

/// <summary>What has been realised of a forecast's sessions.</summary>
internal static class RealizedSessions
{
    /// <summary>The sessions that have settled since the origin; null before the first one.</summary>
    public static RealizedDocument? Since(CuratedMarketTable bars, ForecastRow row)
    {
        var first = Array.BinarySearch(bars.Session, row.ForecastOrigin.AddDays(1));
        first = first < 0 ? ~first : first;
        var end = first;
        var hasAllBars = true;
        while (end < bars.Count && bars.Session[end] <= row.TargetEnd)
            hasAllBars &= bars.SessionsSpanned[end++] == 1;
        if (end == first)
            return null;
        var isComplete = hasAllBars && bars.Session[end - 1] == row.TargetEnd;
        double? variance = hasAllBars ? RealizedVariance.OfReturns(bars.LogReturn.AsSpan(first, end - first)) : null;
        return new(end - first, variance, variance is { } known ? Math.Sqrt(known) : null, isComplete);
    }
}
